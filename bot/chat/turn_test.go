package chat

import (
	"fmt"
	"slices"
	"testing"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/storage/payload"
)

// counted is a metric of the bot, added up over its labels.
func (b *Bot) counted(t *testing.T, name string) float64 {
	t.Helper()
	families, err := b.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, f := range families {
		if f.GetName() == name {
			for _, m := range f.GetMetric() {
				sum += m.GetCounter().GetValue()
			}
		}
	}
	return sum
}

// Two bots with one token, under Telegram's limits: one works, the other takes
// over when it dies, and the person notices nothing but a pause.
func TestTheOtherBotTakesOver(t *testing.T) {
	s := newScene(t, botapi.Options{Limits: botapi.Limits{PerSecond: 30}})
	s.config.Step = echo
	one := s.enter()
	var people []*story.Actor
	for i := range 8 {
		p := s.Add(fmt.Sprint("居民", i))
		people = append(people, p)
		p.Says("第一句")
	}
	for _, p := range people {
		p.Sees("1: 第一句")
	}
	two := s.enter()
	for _, p := range people {
		p.Says("第二句")
	}
	for _, p := range people {
		p.Sees("2: 第二句")
	}
	if !one.lease.Mine() || two.lease.Mine() || two.counted(t, "bot_sent_total") != 0 {
		t.Error("both send")
	}
	s.WaitPending(0)
	s.allSent()
	kill(one)
	for _, p := range people {
		p.Says("第三句")
	}
	for _, p := range people {
		p.Sees("3: 第三句")
		if got := answers(p.Chat()); !slices.Equal(got, []string{"1: 第一句", "2: 第二句", "3: 第三句"}) {
			t.Errorf("%s sees %q", p.Person.Name, got)
		}
	}
	s.delivers(s.keepHandle(two, people[0]), payload.Delivery{Topic: payload.TopicTold, Text: "送达"})
	people[0].Sees("4: 送达")
	for _, b := range []*Bot{one, two} {
		if n := b.counted(t, "bot_held_total"); n != 0 {
			t.Errorf("Telegram asked to wait %v times", n)
		}
	}
	// A bot that stops as it should hands over at once.
	three := s.enter()
	two.Close()
	people[1].Says("第四句")
	people[1].Sees("4: 第四句")
	if !three.lease.Mine() {
		t.Error("nobody holds the lease")
	}
}

// keepHandle gives somebody a handle, as a conversation does.
func (s *scene) keepHandle(b *Bot, a *story.Actor) string {
	s.t.Helper()
	handle := payload.NewID([16]byte{1, 2, 3, byte(a.Person.ID)})
	if err := b.keep(s.t.Context(), handle, a.Person.ID); err != nil {
		s.t.Fatal(err)
	}
	return handle
}

// A bot that loses its turn and gets it back goes on where it was.
func TestTurnLostAndFound(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = echo
	b := s.enter()
	wang := s.Add("王师傅")
	wang.Says("第一句")
	wang.Sees("1: 第一句")
	// Somebody takes the lease and is never heard of again.
	if _, err := s.client.Bucket("leases").Put(t.Context(), "bot", []byte("nobody")); err != nil {
		t.Fatal(err)
	}
	s.until("the turn is lost", func() bool { return !b.lease.Mine() })
	wang.Says("第二句")
	s.until("the turn is found", b.lease.Mine)
	wang.Sees("2: 第二句")
	wang.Says("第三句")
	wang.Sees("3: 第三句")
	s.WaitPending(0)
	if got := answers(wang.Chat()); !slices.Equal(got, []string{"1: 第一句", "2: 第二句", "3: 第三句"}) {
		t.Errorf("sees %q", got)
	}
}
