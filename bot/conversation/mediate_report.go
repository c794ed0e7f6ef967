package conversation

import (
	"slices"
	"strings"

	"secondbrother/storage/payload"
)

// outcomes are those that the errand may choose from.
func (e *Errand) outcomes() []payload.Outcome {
	if e.Verb == payload.VerbReport {
		return payload.MediatorOutcomes()
	}
	return payload.Outcomes(e.Kind)
}

// askReportWords asks a volunteer for words to the officer.
func askReportWords(s *step) question { return question{text: s.t("report.words")} }

func askReportConfirm(s *step) question {
	e := s.p.Errand
	text := s.t("report.confirm", "case", e.Case.String(), "outcome", s.outcomeName(e.Outcome)) + s.mediationLines(e.Settle)
	if e.Text != "" {
		text += "\n" + s.t("report.to_officer", "text", e.Text)
	}
	return question{text: text, rows: [][]Button{row(s.option("report.yes", "yes"))}}
}

// mediationLines are the numbers of a mediation, each on a line of its own.
func (s *step) mediationLines(m *payload.Mediation) string {
	if m == nil {
		return ""
	}
	text := "\n" + s.t("summary.parties", "n", m.Parties)
	if m.Yuan > 0 {
		text += "\n" + s.t("summary.amount", "yuan", thousands(m.Yuan))
	}
	if m.Performance != "" {
		text += "\n" + s.t("summary.performance", "performance", s.plain("performance."+m.Performance))
	}
	return text
}

func pressReportConfirm(s *step, b pressedButton) bool {
	if b.action != "yes" {
		return false
	}
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbReport, Case: e.Case, Text: e.Text, Outcome: e.Outcome, Mediation: copied(e.Settle)})
	s.finish(s.t("report.sent", "case", e.Case.String()))
	return true
}

// askOffer asks an officer what volunteers may know.
func askOffer(s *step) question {
	return question{text: s.t("offer.ask", "case", s.p.Errand.Case.String())}
}

func tellOffer(s *step, text string) { s.onMediation(text, "offer.sent") }

// askMediated has an officer confirm what a volunteer reported, as the card
// shows it.
func askMediated(s *step) question {
	return question{text: s.t("mediated.ask", "case", s.p.Errand.Case.String()), rows: [][]Button{row(s.option("close.yes", "yes"))}}
}

func pressMediated(s *step, b pressedButton) bool {
	if b.action != "yes" {
		return false
	}
	s.onMediation("", "close.sent")
	return true
}

func tellMediated(s *step, text string) { s.onMediation(text, "close.sent") }

func askRedo(s *step) question {
	return question{text: s.t("redo.ask", "case", s.p.Errand.Case.String())}
}

func tellRedo(s *step, text string) { s.onMediation(text, "redo.sent") }

// onMediation does what an officer's errand about a mediation is for.
func (s *step) onMediation(text, sent string) {
	if s.tooLong(text) {
		return
	}
	e := s.p.Errand
	s.act(payload.Action{Verb: e.Verb, Case: e.Case, Version: e.Version, Text: strings.TrimSpace(text)})
	s.finish(s.t(sent, "case", e.Case.String()))
}

// cardReport is how much of a volunteer's words a card shows, in characters:
// with all else on it, it must fit one message.
const cardReport = 200

// scopeSaid asks for all that a volunteer wrote about a mediation.
const scopeSaid = "said"

// mediatorSaid is what the volunteer wrote who mediates, or has mediated, as
// far as the card knows of it, and how much of that the card shows.
func mediatorSaid(c *payload.Card) (said string, shown int) {
	if m := c.Mediating; m != nil && m.Reported != nil {
		return clean(m.Reported.Text), cardReport
	}
	for _, e := range slices.Backward(c.History) {
		if e.What == payload.EventMediated {
			return clean(e.Text), cardEntry
		}
	}
	return "", 0
}

// cardMediation says how a volunteer's mediation stands; nothing when nobody is
// wanted.
func (s *step) cardMediation(m *payload.Mediating) []string {
	switch {
	case m == nil:
		return nil
	case m.Volunteer == 0 && !m.From.IsZero():
		return []string{s.t("card.morning", "time", s.clock(m.From))}
	case m.Volunteer == 0:
		return []string{s.t("card.seeking", "time", s.clock(m.Until))}
	case m.Reported == nil:
		return []string{s.t("card.mediating", "number", m.Volunteer)}
	}
	r := m.Reported
	lines := []string{s.t("card.reported", "number", m.Volunteer, "outcome", s.outcomeName(r.Mediation.Outcome)) + s.mediationLines(&r.Mediation)}
	if r.Text != "" {
		lines = append(lines, s.t("card.reported_text", "text", brief(clean(r.Text), cardReport)))
	}
	return lines
}
