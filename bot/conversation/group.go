package conversation

import (
	"strings"

	"secondbrother/storage/payload"
)

// A station's group chat is a conversation of its own with a handle of its own:
// it gets cards, and what is done in it is done by the person who did it.

// group answers in a group chat with one line, and only what was meant for the bot.
func (s *step) group() {
	switch {
	case s.in.Type == InputButton:
		s.pressedInGroup()
	case s.in.Type == InputCommand && s.in.Command == "station":
		s.station(strings.ToLower(s.in.Text))
	case s.in.Type == InputCommand && s.in.Command == "start" && s.in.Text == stationStart:
		s.station("") // the bot was added by the link that /station gives
	case s.in.Type == InputCommand:
		s.say(s.t("group.private"))
	}
}

// stationStart is what the link of /station says when it adds the bot to a group.
const stationStart = "station"

// stationLink tells a leader in the own chat how cards come to a group.
func (s *step) stationLink() {
	s.say(s.t("group.how", "unit", s.p.Unit, "link", "https://t.me/"+s.r.Bot+"?startgroup="+stationStart))
}

// station has the worker send the cards of the leader's station here, or no more.
func (s *step) station(text string) {
	by := s.in.By
	switch {
	case by == nil:
		s.say(s.t("group.not_joined"))
		return
	case by.Role != payload.RoleLeader:
		s.say(s.t("group.only_leader"))
		return
	}
	on := text != "off" && text != "关闭" && text != "停止"
	if s.p.Handle == "" {
		s.p.Handle = newID(s.in.Seed, "handle")
		s.effects = append(s.effects, Effect{Keep: s.p.Handle})
	}
	s.act(payload.Action{Verb: payload.VerbStation, Actor: by.Handle, Group: s.p.Handle, On: on})
	s.say(s.t("group.setting"))
}

// groupSet notes whose cards come here.
func (s *step) groupSet(d *payload.Delivery) {
	if !s.in.Group {
		return
	}
	s.p.Unit = d.Who
	s.say(s.t("done."+string(d.Reason), "unit", d.Who))
}

// groupGone has cards no longer sent to a group that the bot is not in.
func (s *step) groupGone(gone bool) {
	if gone && !s.p.Blocked && s.p.Unit != "" {
		s.act(payload.Action{Verb: payload.VerbStation, Actor: s.p.Handle, Group: s.p.Handle})
		s.p.Unit = ""
	}
	s.p.Blocked = gone
}

// pressedInGroup takes a press on a card as the person's who pressed. The worker
// checks it again.
func (s *step) pressedInGroup() {
	b, ok := readButton(s.in.Button)
	receipt, named := b.receipt(0)
	version, counted := b.number(1)
	by := s.in.By
	switch {
	case !ok || b.family != familyCard || b.action != string(payload.VerbAccept) || !named || !counted:
		s.toast = s.plain("group.toast")
	case by == nil:
		s.toast = s.plain("group.toast_join")
	case !by.Role.Staff() || s.p.Unit == "" || by.Unit != s.p.Unit:
		s.toast = s.plain("group.toast_other")
	default:
		s.toast = s.plain("toast.accepting")
		s.act(payload.Action{Verb: payload.VerbAccept, Actor: by.Handle, Group: s.p.Handle, Case: receipt, Version: version})
	}
}

// forGroups says whether a group is told such a thing.
func forGroups(d *payload.Delivery) bool {
	return d.Topic == payload.TopicCard || d.Topic == payload.TopicDone && (d.Reason == payload.ReasonGroupOn || d.Reason == payload.ReasonGroupOff)
}
