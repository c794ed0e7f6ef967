package conversation

import (
	"strings"
	"testing"

	"secondbrother/storage/payload"
)

// tellComplaint is of who complains of the police, and is asked of whom.
func tellComplaint(f *phone) {
	f.volunteers()
	f.say("古楼街道开赌场的有个民警护着，收了他们的红包")
	f.command("help", "")
	f.say("柳园派出所，警号012345")
	f.tap("change.against")
	f.tap("against.unsaid")
	f.tap("change.against")
	f.say("柳园派出所，警号012345")
	f.send(Input{Type: InputText, Text: "柳园派出所，警号012346", MessageID: f.lastID - 1, Edited: true})
	f.tap("confirm")
}

// A complaint asks one thing more, and only a complaint does.
func TestWhoComplainsIsAskedOfWhom(t *testing.T) {
	for _, tt := range []struct {
		text  string
		reply func(f *phone)
		want  *payload.Complaint
	}{
		{"古楼街道开赌场的有个民警护着，收了他们的红包", func(f *phone) { f.tap("against.here") }, &payload.Complaint{}},
		{"古楼街道开赌场的有个民警护着，收了他们的红包", func(f *phone) { f.tap("against.unsaid") }, &payload.Complaint{}},
		{"古楼街道开赌场的有个民警护着，收了他们的红包", func(f *phone) { f.say("警号012345") }, &payload.Complaint{Name: "警号012345"}},
		{"所里的民警收了钱不办事", func(f *phone) { f.tap("against.here") }, &payload.Complaint{}},
		{"古楼街道有人开赌场，已经向派出所举报过", func(*phone) {}, nil},
	} {
		f := volunteer(t)
		f.say(tt.text)
		if (f.p.top() == screenAgainst) != (tt.want != nil) {
			t.Fatalf("%q asks %q", tt.text, f.p.top())
		}
		tt.reply(f)
		f.at(screenSummary)
		f.tap("confirm")
		if r := f.report(); r.Kind != payload.Tip || (r.Against == nil) != (tt.want == nil) || tt.want != nil && *r.Against != *tt.want {
			t.Errorf("%q: %+v", tt.text, r.Against)
		}
	}
}

// Who handles a complaint about a station that nobody knows yet reads that no
// station can have it, and how to change that.
func TestACardSaysThatTheStationIsNotKnown(t *testing.T) {
	for _, here := range []bool{true, false} {
		f := member(t, payload.RoleCounty, "371502")
		c := aCard()
		c.Here = here
		f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
		if got := strings.Contains(f.text(), "哪个所还不知道"); got != here {
			t.Errorf("here %v: %s", here, f.text())
		}
	}
}

// What is hidden of a number is said.
func TestANumberSaysWhatItHides(t *testing.T) {
	for hidden, want := range map[int]string{0: "没有案件", 2: "另有 2 件不在您的权限内"} {
		f := member(t, payload.RoleCoordinator, "371502")
		q := payload.Question{Query: payload.QueryBehind, Month: "2026-10", Scope: "tips"}
		f.step(Input{Type: InputReply, Question: q, Reply: &payload.Reply{Behind: &payload.BehindReply{Month: "2026-10", Area: "东昌府区", Hidden: hidden}}})
		f.hears(want)
	}
}

// Help comes first where somebody is in danger.
func TestAnEmergencyAsksNobodyOfWhomItComplains(t *testing.T) {
	f := volunteer(t)
	f.say("救命，古楼街道有个民警打人，拿刀砍人了")
	f.at(screenSummary)
	f.tap("confirm")
	if r := f.report(); r.Against != nil || r.Urgency != payload.Emergency {
		t.Errorf("%+v", r)
	}
}
