package conversation

import (
	"strings"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

// askCorrect asks what of a case is wrong: one thing at a time.
func askCorrect(s *step) question {
	return question{text: s.t("correct.ask", "case", s.p.Errand.Case.String()), rows: grid([]Button{
		s.option("correct.category", "category"), s.option("correct.urgency", "urgency"), s.option("correct.place", "place"),
	}, 3)}
}

func pressCorrect(s *step, b pressedButton) bool {
	switch b.action {
	case "category":
		s.p.push(screenSortKind)
	case "urgency":
		s.p.push(screenCorrectUrgency)
	case "place":
		s.sortPlace()
		return true
	default:
		return false
	}
	s.show()
	return true
}

func askCorrectUrgency(s *step) question {
	var buttons []Button
	for _, u := range []payload.Urgency{payload.Emergency, payload.Urgent, payload.Routine} {
		buttons = append(buttons, s.choice(s.plain("urgency."+string(u)), "urgency."+string(u)))
	}
	return question{text: s.t("correct.how_urgent"), rows: grid(buttons, 3)}
}

func pressCorrectUrgency(s *step, b pressedButton) bool {
	u := payload.Urgency(b.arg(0))
	if b.action != "urgency" || !u.Valid() {
		return false
	}
	s.correct(payload.Action{Urgency: u}, s.plain("urgency."+string(u)))
	return true
}

// correct sends what was found to be so.
func (s *step) correct(act payload.Action, words string) {
	e := s.p.Errand
	act.Verb, act.Case, act.Version = payload.VerbCorrect, e.Case, e.Version
	s.act(act)
	s.finish(joined("\n", s.t("correct.sent", "case", e.Case.String()), s.t("sort.words", "words", words)))
}

// Usual reasons of giving a case back. They travel in Chinese, for officers.
var backs = []string{"area", "desk", "busy"}

func askBack(s *step) question {
	var buttons []Button
	for _, w := range backs {
		buttons = append(buttons, s.option("why."+w, "why."+w))
	}
	return question{text: s.t("return.ask", "case", s.p.Errand.Case.String()), rows: grid(buttons, 2)}
}

func pressBack(s *step, b pressedButton) bool {
	for _, w := range backs {
		if b.action == "why" && b.arg(0) == w {
			s.giveBack(s.r.Texts.Plain(locale.Chinese, "why."+w))
			return true
		}
	}
	return false
}

func tellBack(s *step, text string) {
	if !s.tooLong(text) {
		s.giveBack(text)
	}
}

func (s *step) giveBack(why string) {
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbReturn, Case: e.Case, Version: e.Version, Text: strings.TrimSpace(why)})
	s.finish(s.t("return.sent", "case", e.Case.String()))
}

// link says that a case is the same event as another.
func (s *step) link(to payload.Target) {
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbLink, Case: e.Case, Version: e.Version, Other: payload.Receipt(to.ID)})
	s.finish(s.t("link.sent", "case", e.Case.String(), "other", payload.Receipt(to.ID).String()))
}
