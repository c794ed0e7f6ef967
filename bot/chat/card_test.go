package chat

import (
	"strings"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/view"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// All that an officer is shown of a case can neither be forwarded nor saved,
// and what people wrote is shown as they wrote it.
func TestOfficersSeeProtectedCards(t *testing.T) {
	s := newScene(t, botapi.Options{})
	b := s.enter()
	wang := s.joined("王师傅")
	wang.Photographs("古楼街道两家邻居为漏水吵起来了，说 <b>走着瞧</b> & 摔了东西")
	r := s.files(wang)
	li := s.Add("李警官")
	li.Opens("https://t.me/" + s.API.Bot().Username + "?start=staff")
	li.Sees("正在核对")
	officer := s.lastHandle()
	s.delivers(officer, payload.Delivery{Topic: payload.TopicJoined,
		Person: &payload.Person{Role: payload.RoleOfficer, Unit: "古楼派出所", Area: "371502001", Name: "李警官 <i>", OnDuty: true}})
	li.Sees("李警官 <i>")
	at := time.Now()
	s.delivers(officer, payload.Delivery{Topic: payload.TopicCard, Case: r.Receipt, Card: &payload.Card{
		Case: r.Receipt, Version: 2, State: payload.StateRouted, Urgency: r.Urgency, Kind: r.Kind, Category: r.Category, At: at,
		Text: r.Text, Media: r.Media, Place: payload.Place{Lat: 36.45, Lon: 115.98}, Verbs: []payload.Verb{payload.VerbAccept},
	}})
	card := li.Sees("<b>走着瞧</b>", "& 摔了东西", r.Receipt.String())
	photo := li.SeesWhere("the photo", func(m view.Message) bool { return m.FromBot && m.Photo != nil })
	place := li.SeesWhere("the position", func(m view.Message) bool { return m.FromBot && m.Location != nil })
	s.delivers(officer, payload.Delivery{Topic: payload.TopicTold, Case: r.Receipt, Text: "还在吵"})
	told := li.Sees("还在吵")
	for name, m := range map[string]view.Message{"card": card, "photo": photo, "position": place, "what was told": told} {
		if !m.Protected {
			t.Errorf("the %s can be forwarded", name)
		}
	}
	if strings.Contains(li.Transcript(), "王师傅") {
		t.Error("the officer sees who it is")
	}
	// A newer card takes the place of the old one; an older never comes back.
	s.delivers(officer, payload.Delivery{Topic: payload.TopicCard, Case: r.Receipt, Card: &payload.Card{
		Case: r.Receipt, Version: 4, State: payload.StateAccepted, Urgency: payload.Routine, Kind: r.Kind, At: at, Text: r.Text}})
	li.Sees("正在办理")
	s.delivers(officer, payload.Delivery{Topic: payload.TopicCard, Case: r.Receipt, Card: &payload.Card{
		Case: r.Receipt, Version: 3, State: payload.StateRouted, Urgency: payload.Routine, Kind: r.Kind, At: at, Text: r.Text}})
	s.delivers(officer, payload.Delivery{Topic: payload.TopicTold, Case: r.Receipt, Text: "到此"})
	li.Sees("到此")
	for _, m := range li.Chat().Messages {
		if m.ID == card.ID && !strings.Contains(m.Text, "正在办理") {
			t.Errorf("an old card came back: %q", m.Text)
		}
	}
	if n := b.counted(t, "bot_panics_total"); n != 0 {
		t.Errorf("%v panics", n)
	}
}

// Telegram says that an officer has blocked the bot: the worker hears of it
// once, and what is owed to others is not held up.
func TestBlockedOfficerIsToldOf(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.enter()
	li := s.Add("李警官")
	li.Opens("https://t.me/" + s.API.Bot().Username + "?start=staff")
	li.Sees("正在核对")
	officer := s.lastHandle()
	s.delivers(officer, payload.Delivery{Topic: payload.TopicJoined, Person: &payload.Person{Role: payload.RoleOfficer, Name: "李警官"}})
	li.Sees("李警官")
	s.allSent()
	s.Order(botapi.Fault{Kind: botapi.FaultForbidden, Chat: li.Person.ID, Method: "sendMessage", Times: 2})
	for range 2 {
		s.delivers(officer, payload.Delivery{Topic: payload.TopicTold, Text: "还在吵"})
	}
	s.until("the worker is told", func() bool { return s.lastVerb() == payload.VerbUnreachable })
	s.allSent()
	told := 0
	for _, m := range s.stored(stream.Actions, 2) {
		if a, err := stream.Decode[payload.Action](m); err == nil && a.Verb == payload.VerbUnreachable && a.Actor == officer {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	s.delivers(officer, payload.Delivery{Topic: payload.TopicTold, Text: "又能收到了"})
	li.Sees("又能收到了")
}

func (s *scene) lastVerb() payload.Verb {
	all := s.stored(stream.Actions, 1)
	a, err := stream.Decode[payload.Action](all[len(all)-1])
	if err != nil {
		s.t.Fatal(err)
	}
	return a.Verb
}

// A station's group becomes a supergroup, which has another id: its handle
// leads there, and so does what waits for it.
func TestGroupThatMoves(t *testing.T) {
	s := newScene(t, botapi.Options{})
	b := s.enter()
	li := s.Add("李警官")
	group := s.Group("古楼派出所", li)
	station := payload.NewID([16]byte{7})
	if err := b.keep(t.Context(), station, group); err != nil {
		t.Fatal(err)
	}
	show := func(text string) {
		t.Helper()
		number := payload.NewReceipt(uint64(len(text)))
		s.delivers(station, payload.Delivery{Topic: payload.TopicCard, Case: number,
			Card: &payload.Card{Case: number, Version: 1, State: payload.StateRouted, Urgency: payload.Routine, Kind: payload.Tip, Text: text}})
	}
	show("吵起来了")
	li.In(group).Sees("吵起来了")
	before, err := b.load(t.Context(), group)
	if err != nil {
		t.Fatal(err)
	}
	s.allSent()
	to, err := s.Sandbox.Migrate(t.Context(), group)
	if err != nil {
		t.Fatal(err)
	}
	s.WaitPending(0)
	show("还在吵")
	li.In(to).Until("what was told", func(v view.State) bool {
		for _, m := range v.Messages {
			if strings.Contains(m.Text, "还在吵") {
				return true
			}
		}
		return false
	})
	if chat, err := b.whose(t.Context(), station); err != nil || chat != to {
		t.Errorf("the handle leads to %d, not %d: %v", chat, to, err)
	}
	k, err := b.load(t.Context(), to)
	if err != nil || len(k.Handled) <= len(before.Handled) || k.Handled[0] != before.Handled[0] {
		t.Errorf("what is remembered of the group did not move: %v", err)
	}
}
