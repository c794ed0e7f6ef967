package conversation

import "secondbrother/storage/payload"

// barred notes that a coordinator stopped this reporter from filing, or lets
// them file again. The coordinator knows the case, never the person.
func (s *step) barred(d *payload.Delivery) {
	p := &s.p
	switch d.Reason {
	case payload.ReasonBarred:
		p.Barred = true
		s.dropDraft()
		s.dropShelf()
		if e := p.Errand; e != nil && e.Held != nil {
			s.dropHeld()
		}
		p.Revision++
		s.close(s.t("bar.stopped"))
	case payload.ReasonUnbarred:
		p.Barred = false
		s.say(s.t("bar.lifted"))
	}
}

// stopped answers who may not file any more.
func (s *step) stopped() bool {
	if !s.p.Barred {
		return false
	}
	s.close(s.t("bar.stopped"))
	return true
}

// askBar asks a coordinator whether the reporter of a case shall be stopped.
func askBar(s *step) question {
	return question{
		text: s.t("bar.ask", "case", s.p.Errand.Case.String()),
		rows: grid([]Button{s.option("bar.stop", "stop"), s.option("bar.lift", "lift")}, 2),
	}
}

func pressBar(s *step, b pressedButton) bool {
	e := s.p.Errand
	verb := payload.VerbBlock
	switch b.action {
	case "stop":
	case "lift":
		verb = payload.VerbUnblock
	default:
		return false
	}
	s.act(payload.Action{Verb: verb, Case: e.Case})
	s.finish(s.t("bar.sent", "case", e.Case.String()))
	return true
}
