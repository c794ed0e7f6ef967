package conversation

import (
	"slices"

	"secondbrother/storage/payload"
)

func askOutcome(s *step) question {
	e := s.p.Errand
	var buttons []Button
	for _, o := range e.outcomes() {
		buttons = append(buttons, s.option("outcome."+string(o), "outcome."+string(o)))
	}
	text := s.t("close.outcome", "case", e.Case.String())
	if e.Verb == payload.VerbReport {
		text = s.t("report.outcome", "case", e.Case.String())
	}
	return question{text: text, rows: grid(buttons, 2)}
}

func pressOutcome(s *step, b pressedButton) bool {
	e := s.p.Errand
	o := payload.Outcome(b.arg(0))
	if b.action != "outcome" || !slices.Contains(e.outcomes(), o) {
		return false
	}
	e.Outcome = o
	e.Settle, e.Help = nil, nil
	if e.Kind == payload.Dispute {
		m := s.mediation()
		m.Outcome = o
		switch o {
		case payload.OutcomeSettledOral:
			m.Agreement = "oral"
		case payload.OutcomeSettledWritten:
			m.Agreement = "written"
		}
	}
	s.onward()
	return true
}

// askClosing asks for words to the reporter.
func askClosing(s *step) question {
	return question{text: s.t("close.words")}
}

func tellClosing(s *step, text string) {
	if s.tooLong(text) {
		return
	}
	s.p.Errand.Text = text
	s.onward()
}

func skipClosing(s *step) {
	s.p.Errand.Text = ""
	s.onward()
}

func askConfirm(s *step) question {
	e := s.p.Errand
	text := s.t("close.confirm", "case", e.Case.String(), "outcome", s.outcomeName(e.Outcome)) + s.mediationLines(e.Settle)
	if e.Help != nil {
		text += "\n" + s.t("summary.people", "n", e.Help.People)
	}
	if len(e.gradeSteps()) > 0 {
		text += "\n" + s.t("card.graded", "grade", s.plain("grade."+string(e.Grade)))
	}
	if e.Text != "" {
		text += "\n" + s.t("close.to_reporter", "text", e.Text)
	}
	return question{text: text, rows: [][]Button{row(s.option("close.yes", "yes"))}}
}

func pressConfirm(s *step, b pressedButton) bool {
	if b.action != "yes" {
		return false
	}
	e := s.p.Errand
	act := payload.Action{Verb: payload.VerbClose, Case: e.Case, Version: e.Version, Text: e.Text,
		Outcome: e.Outcome, Mediation: copied(e.Settle), Help: copied(e.Help)}
	if len(e.gradeSteps()) > 0 {
		act.Grade, act.Premises = e.Grade, e.Premises
	}
	s.act(act)
	s.finish(s.t("close.sent", "case", e.Case.String()))
	return true
}
