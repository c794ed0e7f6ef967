package chat

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"secondbrother/bot/conversation"
	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/storage/payload"
)

// joined makes somebody a volunteer who has consented, as the worker would.
func (s *scene) joined(name string) *story.Actor {
	s.t.Helper()
	a := s.Add(name)
	a.Opens("https://t.me/" + s.API.Bot().Username + "?start=token")
	a.Sees("正在核对")
	s.delivers(s.lastHandle(), payload.Delivery{Topic: payload.TopicJoined,
		Person: &payload.Person{Role: payload.RoleVolunteer, Unit: "古楼派出所", Area: "371502001", Number: 140}})
	a.Sees("同意后")
	a.Presses("同意")
	a.Sees("二哥140号")
	return a
}

// A draft is left lying; the bot that was told of it dies, and two others
// look after it: one reminder, and one end.
func TestDraftsAreWokenOnceAfterRestarts(t *testing.T) {
	s := newScene(t, botapi.Options{})
	var days atomic.Int64
	s.config.now = func() time.Time { return time.Now().AddDate(0, 0, int(days.Load())) }
	s.config.wakeEvery = 20 * time.Millisecond
	b := s.enter()
	wang := s.joined("王师傅")
	wang.Says("/tip")
	wang.Presses("没有")
	wang.Says("楼下有几个人天天晚上聚在一起")
	wang.Sees("在什么地方")
	s.WaitPending(0)
	s.kill(b)
	days.Store(2)
	one := s.enter()
	two := s.enter()
	wang.Sees("没报完", "在什么地方")
	// Standing by or not, looking once more reminds nobody again.
	for _, b := range []*Bot{one, two} {
		if err := b.wakeDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	days.Store(9)
	wang.Sees("没报完", "没有提交")
	s.allSent()
	reminded, ended := 0, 0
	for _, text := range answers(wang.Chat()) {
		if strings.Contains(text, "说过的都给您留着") {
			reminded++
		}
		if strings.Contains(text, "已自动清除") {
			ended++
		}
	}
	if reminded != 1 || ended != 1 {
		t.Errorf("reminded %d times, ended %d times", reminded, ended)
	}
	s.until("no alarm is left", func() bool {
		keys, err := one.wakes.Keys(t.Context())
		return err == nil && len(keys) == 0
	})
	if strings.Contains(s.logs.String(), "not woken") {
		t.Error("an alarm failed")
	}
}

// Two bots ring the same alarm at the same time.
func TestAlarmRungTwice(t *testing.T) {
	s := newScene(t, botapi.Options{})
	b := s.enter()
	wang := s.joined("王师傅")
	wang.Says("/tip")
	wang.Presses("没有")
	wang.Sees("发生了什么")
	s.WaitPending(0)
	k, err := b.load(t.Context(), wang.Person.ID)
	if err != nil || k.Wake.IsZero() {
		t.Fatalf("no alarm: %v", err)
	}
	other := s.enter()
	later := time.Now().Add(2 * conversation.RemindAfter)
	key := b.alarmKey(wang.Person.ID, k.Wake)
	rung := make(chan error, 2)
	for _, b := range []*Bot{b, other} {
		go func() { rung <- b.ring(t.Context(), key, later) }()
	}
	for range 2 {
		if err := <-rung; err != nil {
			t.Fatal(err)
		}
	}
	wang.Sees("没报完")
	s.allSent()
	n := 0
	for _, text := range answers(wang.Chat()) {
		if strings.Contains(text, "说过的都给您留着") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("reminded %d times", n)
	}
}
