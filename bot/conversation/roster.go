package conversation

import (
	"strconv"
	"strings"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

// The roster in chat: who is there, one person at a time, and what a coordinator
// may change of them. Every change is confirmed first.

const (
	screenRosterUnit    Screen = "roster_unit"
	screenRosterDuty    Screen = "roster_duty"
	screenRosterConfirm Screen = "roster_confirm"
)

// roster asks for the roster, or for whom the words name.
func (s *step) roster(find string, page int, fresh bool) {
	s.ask(payload.Question{Query: payload.QueryRoster, Find: first(strings.TrimSpace(find), 30), Page: page})
	s.wait("roster", fresh)
}

// rostered shows a page of the roster.
func (s *step) rostered(q payload.Question, r *payload.RosterReply) {
	lines := []string{s.t("roster.head", "unit", r.Unit, "n", r.Total, "joined", r.Joined)}
	var rows [][]Button
	for i, l := range r.Lines[:min(len(r.Lines), payload.PageSize)] {
		n := strconv.Itoa(r.Page*payload.PageSize + i + 1)
		lines = append(lines, n+". "+s.rosterLine(l))
		if l.ID > 0 {
			rows = append(rows, row(Button{Text: n + " · " + brief(l.Label, 30), Data: familyRoster + ".who." + strconv.FormatInt(l.ID, 10)}))
		}
	}
	if len(r.Lines) == 0 {
		lines = append(lines, s.t("roster.none"))
	}
	if q.Find == "" {
		lines = append(lines, "", s.t("roster.how"))
		rows = append(rows, s.turner(r.Page, r.More, familyQuery+".roster")...)
	}
	s.reply(Reply{Text: strings.Join(lines, "\n"), Buttons: rows, Track: "roster", Protect: true})
}

func (s *step) rosterLine(l payload.RosterLine) string {
	key := "roster.off"
	switch {
	case l.Suspended:
		key = "roster.suspended"
	case !l.Joined:
		key = "roster.waiting"
	case l.OnDuty:
		key = "roster.on"
	case l.Number > 0:
		key = "roster.volunteer"
	}
	return s.t(key, "label", brief(l.Label, 30), "role", s.plain("role."+string(l.Role)), "unit", brief(l.Unit, 30))
}

// pressedRoster opens a person of the roster, or begins a change: what it is
// about is asked of the worker first.
func (s *step) pressedRoster(b pressedButton) bool {
	id, ok := b.number(0)
	if !ok || id == 0 || s.p.Role != payload.RoleCoordinator {
		return false
	}
	q := payload.Question{Query: payload.QueryPerson, Person: int64(id)}
	switch change := payload.RosterChange(b.action); change {
	case "who":
		s.wait("person", false)
	case payload.ChangeSuspend, payload.ChangeRestore, payload.ChangeMove, payload.ChangeDuty, payload.ChangeInvite:
		if s.held() {
			return true
		}
		q.Scope = string(change)
		s.toast = s.plain("toast.received")
	default:
		return false
	}
	s.ask(q)
	return true
}

// personReplied shows a person, or goes on with the change that was begun.
func (s *step) personReplied(q payload.Question, who *payload.RosterPerson) {
	change := payload.RosterChange(q.Scope)
	if change == "" {
		s.rosterPerson(who)
		return
	}
	for _, may := range who.May {
		if may == change {
			s.beginChange(change, who)
			return
		}
	}
	s.say(s.t("query.refused"))
}

func (s *step) rosterPerson(who *payload.RosterPerson) {
	text := s.rosterLine(who.RosterLine)
	if who.Role != payload.RoleVolunteer {
		duty := who.Duty
		if duty == "" {
			duty = s.plain("roster.duty_free")
		}
		text += "\n" + s.t("roster.shifts", "duty", s.dutyName(duty))
	}
	var buttons []Button
	for _, change := range who.May {
		if s.changeName(change) != "" {
			buttons = append(buttons, s.lasting("roster."+string(change), familyRoster, string(change), strconv.FormatInt(who.ID, 10)))
		}
	}
	s.reply(Reply{Text: text, Buttons: grid(buttons, 2), Track: "person", Fresh: true, Protect: true})
}

func (s *step) beginChange(change payload.RosterChange, who *payload.RosterPerson) {
	e := Errand{Verb: payload.VerbRoster, Change: change, Who: who.ID, Label: who.Label}
	switch change {
	case payload.ChangeMove:
		if len(who.Units) == 0 {
			s.say(s.t("roster.nowhere"))
			return
		}
		e.Targets, e.Trail = who.Units[:min(len(who.Units), 200)], []Screen{screenRosterUnit}
	case payload.ChangeDuty:
		e.Trail = []Screen{screenRosterDuty}
	default:
		e.Trail = []Screen{screenRosterConfirm}
	}
	s.run(e)
}

func askRosterUnit(s *step) question {
	return question{text: s.t("roster.to", "label", s.p.Errand.Label), rows: s.targetRows()}
}

func pressRosterUnit(s *step, b pressedButton) bool {
	e := s.p.Errand
	n, ok := b.number(0)
	switch {
	case b.action == "to" && ok && n < len(e.Targets):
		e.Target = e.Targets[n]
		s.p.push(screenRosterConfirm)
	case b.action == "page" && ok && n*targetsPage < len(e.Targets):
		e.Page = n
	default:
		return false
	}
	s.show()
	return true
}

// dutyPatterns have names; others are typed as a roster file has them.
var dutyPatterns = []string{"day", "night", "always", "off"}

func askRosterDuty(s *step) question {
	var buttons []Button
	for _, p := range dutyPatterns {
		buttons = append(buttons, s.option("roster.duty_"+p, "duty."+p))
	}
	return question{text: s.t("roster.when", "label", s.p.Errand.Label), rows: grid(buttons, 2)}
}

func pressRosterDuty(s *step, b pressedButton) bool {
	for _, p := range dutyPatterns {
		if b.action == "duty" && b.arg(0) == p {
			s.chooseDuty(p)
			return true
		}
	}
	return false
}

func tellRosterDuty(s *step, text string) {
	if len([]rune(text)) > 200 {
		s.show(s.t("errand.too_long", "n", 200))
		return
	}
	s.chooseDuty(strings.TrimSpace(text))
}

func (s *step) chooseDuty(pattern string) {
	s.p.Errand.Text = pattern
	s.p.push(screenRosterConfirm)
	s.show()
}

// dutyName is a pattern as people say it.
func (s *step) dutyName(pattern string) string {
	for _, p := range dutyPatterns {
		if p == pattern {
			return s.plain("roster.duty_" + p)
		}
	}
	return pattern
}

func askRosterConfirm(s *step) question {
	e := s.p.Errand
	return question{
		text: s.t("roster.confirm_"+string(e.Change), "label", e.Label, "unit", e.Target.Label, "duty", s.dutyName(e.Text)),
		rows: [][]Button{row(s.option("roster.yes", "yes"))},
	}
}

func pressRosterConfirm(s *step, b pressedButton) bool {
	if b.action != "yes" {
		return false
	}
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbRoster, Change: e.Change, Person: e.Who, Target: e.Target.ID, Text: e.Text})
	s.finish(s.t("roster.changing"))
	return true
}

func (s *step) changeName(c payload.RosterChange) string {
	key := "roster." + string(c)
	if !s.r.Texts.Has(locale.Chinese, key) {
		return ""
	}
	return s.plain(key)
}
