package conversation

import (
	"strconv"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

const targetsPage = 8

// askTargets offers where a case may go. The list comes from the worker; until
// it is there the question says that it is on its way.
func askTargets(s *step) question {
	e := s.p.Errand
	if len(e.Targets) == 0 {
		return question{text: s.choosing("wait")}
	}
	return question{text: s.choosing("ask", "case", e.Case.String()), rows: s.targetRows()}
}

// targetRows is a page of what the errand offers.
func (s *step) targetRows() [][]Button {
	e := s.p.Errand
	from := min(e.Page*targetsPage, len(e.Targets)-1)
	to := min(from+targetsPage, len(e.Targets))
	var buttons []Button
	for i := from; i < to; i++ {
		buttons = append(buttons, s.choice(e.Targets[i].Label, "to."+strconv.Itoa(i)))
	}
	rows := grid(buttons, 1)
	var turn []Button
	if from > 0 {
		turn = append(turn, s.option("button.previous", "page."+strconv.Itoa(e.Page-1)))
	}
	if to < len(e.Targets) {
		turn = append(turn, s.option("button.next", "page."+strconv.Itoa(e.Page+1)))
	}
	if len(turn) > 0 {
		rows = append(rows, turn)
	}
	return rows
}

// choosing words the list that the errand is about.
func (s *step) choosing(what string, pairs ...any) string {
	if s.p.Errand.Verb == payload.VerbLink {
		return s.t("link."+what, pairs...)
	}
	return s.t("transfer."+what, pairs...)
}

func pressTargets(s *step, b pressedButton) bool {
	e := s.p.Errand
	n, ok := b.number(0)
	switch {
	case b.action == "to" && ok && n < len(e.Targets) && e.Verb == payload.VerbLink:
		s.link(e.Targets[n])
		return true
	case b.action == "to" && ok && n < len(e.Targets):
		e.Target = e.Targets[n]
		s.p.push(screenWhy)
	case b.action == "page" && ok && n*targetsPage < len(e.Targets):
		e.Page = n
	default:
		return false
	}
	s.show()
	return true
}

// verbOf is what a list of targets was asked for.
var verbOf = map[payload.Query]payload.Verb{payload.QueryTargets: payload.VerbTransfer, payload.QuerySame: payload.VerbLink}

// targeted takes the worker's list.
func (s *step) targeted(q payload.Question, r *payload.Reply) {
	e := s.p.Errand
	if e == nil || e.Verb != verbOf[q.Query] || e.Case != q.Case {
		return // the officer went on to something else
	}
	if len(r.Targets) == 0 {
		s.finish(s.choosing("nowhere", "case", e.Case.String()))
		return
	}
	e.Targets = r.Targets[:min(len(r.Targets), 64)]
	s.p.Revision++
	q2 := askTargets(s)
	s.reply(Reply{Text: q2.text, Buttons: append(q2.rows, s.navigation(screenTargets)...), Track: trackScreen})
}

// Usual reasons of a transfer. They travel in Chinese, for officers.
var whys = []string{"area", "desk", "busy", "mediator"}

func askWhy(s *step) question {
	var buttons []Button
	for _, w := range whys {
		buttons = append(buttons, s.option("why."+w, "why."+w))
	}
	return question{text: s.t("why.ask", "target", s.p.Errand.Target.Label), rows: grid(buttons, 2)}
}

func pressWhy(s *step, b pressedButton) bool {
	for _, w := range whys {
		if b.action == "why" && b.arg(0) == w {
			s.transfer(s.r.Texts.Plain(locale.Chinese, "why."+w))
			return true
		}
	}
	return false
}

func tellWhy(s *step, text string) {
	if !s.tooLong(text) {
		s.transfer(text)
	}
}

func (s *step) transfer(why string) {
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbTransfer, Case: e.Case, Version: e.Version, Target: e.Target.ID, Text: why})
	s.finish(s.t("transfer.sent", "case", e.Case.String(), "target", e.Target.Label))
}
