package chat

import (
	"strings"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/view"
	"secondbrother/storage/payload"
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
