package conversation

import (
	"strings"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
)

// A fire hazard has a kind of premises and a grade. The reporter is asked for
// the kind where the words do not tell it; the grade is for officers to set.

// hazard says whether the report is of a fire hazard that does not burn yet.
func (d *Draft) hazard() bool {
	return d.Category == classify.FireHazard && !d.Record && d.Urgency != payload.Emergency
}

// asksPremises says whether the kind of premises is still to be told, or was.
func (d *Draft) asksPremises() bool {
	return d.hazard() && (d.answered(screenPremises) || classify.Premises(d.text()) == "")
}

// premises is the kind as chosen, else as the words have it.
func (d *Draft) premises() payload.Premises {
	if d.Premises != "" {
		return d.Premises
	}
	return payload.Premises(classify.Premises(d.text()))
}

func askPremises(s *step) question {
	var present payload.Premises
	if e := s.p.Errand; e != nil {
		present = e.Premises
	} else {
		present = s.p.Draft.premises()
	}
	var buttons []Button
	for _, p := range payload.AllPremises {
		text := s.premisesName(p)
		if p == present {
			text = "✓ " + text
		}
		buttons = append(buttons, s.choice(text, "premises."+string(p)))
	}
	return question{text: s.t("premises.ask"), rows: grid(buttons, 2)}
}

func (s *step) premisesName(p payload.Premises) string { return s.plain("premises." + string(p)) }

func pressPremises(s *step, b pressedButton) bool {
	p := payload.Premises(b.arg(0))
	if b.action != "premises" || !p.Valid() {
		return false
	}
	s.choosePremises(p)
	return true
}

func skipPremises(s *step) { s.choosePremises("") }

func (s *step) choosePremises(p payload.Premises) {
	e := s.p.Errand
	if e == nil {
		s.p.Draft.Premises = p
		s.p.Draft.mark(screenPremises)
		s.proceed()
		return
	}
	e.Premises = p
	s.graded()
}

// askGrade asks an officer how grave a hazard is; what the machine proposes is
// marked.
func askGrade(s *step) question {
	e := s.p.Errand
	var buttons []Button
	for _, g := range payload.Grades {
		text := s.plain("grade." + string(g))
		if g == e.Grade {
			text = "✓ " + text
		}
		buttons = append(buttons, s.choice(text, "grade."+string(g)))
	}
	return question{text: s.t("grade.ask", "case", e.Case.String()), rows: grid(buttons, 1)}
}

func pressGrade(s *step, b pressedButton) bool {
	g := payload.Grade(b.arg(0))
	if b.action != "grade" || !g.Valid() {
		return false
	}
	e := s.p.Errand
	e.Grade = g
	if e.Unsaid && e.Verb == payload.VerbGrade {
		s.p.push(screenPremises)
		s.show()
		return true
	}
	s.graded()
	return true
}

// graded goes on with what the grade is for: closing, or nothing else.
func (s *step) graded() {
	e := s.p.Errand
	if e.Verb != payload.VerbGrade {
		s.onward()
		return
	}
	s.act(payload.Action{Verb: payload.VerbGrade, Case: e.Case, Version: e.Version, Grade: e.Grade, Premises: e.Premises})
	s.finish(s.t("grade.sent", "case", e.Case.String(), "grade", s.plain("grade."+string(e.Grade))))
}

// gradeSteps are what closing asks besides, where nobody has graded yet and
// there is something to grade.
func (e *Errand) gradeSteps() []Screen {
	if !e.Hazard || e.Outcome != payload.OutcomeActedOn && e.Outcome != payload.OutcomeChecked {
		return nil
	}
	if e.Unsaid {
		return []Screen{screenGrade, screenPremises}
	}
	return []Screen{screenGrade}
}

// cardHazard says what a hazard is like, and who says so.
func (s *step) cardHazard(h *payload.Hazard) []string {
	if h == nil {
		return nil
	}
	kind := s.plain("summary.unsaid")
	if h.Premises.Valid() {
		kind = s.premisesName(h.Premises)
	}
	lines := []string{s.t("card.premises", "premises", kind)}
	switch {
	case !h.Grade.Valid():
		return append(lines, s.t("card.ungraded"))
	case h.Set:
		return append(lines, s.t("card.graded", "grade", s.plain("grade."+string(h.Grade))))
	}
	return append(lines, s.t("card.proposed", "grade", s.plain("grade."+string(h.Grade)), "words", brief(strings.Join(h.Reasons, s.plain("list.comma")), 60)))
}

// hazardArguments go with the buttons that lead to grading: the machine's
// proposal, and the kind of premises where it is known.
func hazardArguments(v payload.Verb, h *payload.Hazard) []string {
	if h == nil || v != payload.VerbGrade && (v != payload.VerbClose || h.Set) {
		return nil
	}
	out := []string{"none", "none"}
	if h.Grade.Valid() {
		out[0] = string(h.Grade)
	}
	if h.Premises.Valid() {
		out[1] = string(h.Premises)
	}
	return out
}

// takeHazard reads them.
func (e *Errand) takeHazard(b pressedButton) {
	if b.arg(3) == "" {
		return
	}
	e.Hazard = true
	if g := payload.Grade(b.arg(3)); g.Valid() {
		e.Grade = g
	}
	e.Unsaid = !payload.Premises(b.arg(4)).Valid()
}
