package conversation

import "secondbrother/storage/payload"

// held says whether something that was sent waits for a decision; an errand
// that would push it aside must wait. It puts the question again by itself.
func (s *step) held() bool {
	if e := s.p.Errand; e != nil && e.Held != nil && !e.Held.empty() {
		s.show(s.t("errand.first"))
		return true
	}
	return false
}

// run begins an errand in place of the one before.
func (s *step) run(e Errand) {
	if s.held() {
		return
	}
	s.p.Errand = &e
	s.show()
}

// finish ends an errand and goes back to the report being told, if there is one.
func (s *step) finish(text string, rows ...[]Button) {
	s.p.Errand = nil
	if s.p.Draft != nil {
		s.show(text)
		return
	}
	s.p.Revision++
	s.close(text, rows...)
}

// follow remembers where the rest of an album goes.
func (s *step) follow(f Follow) {
	if s.in.Album != "" {
		s.p.Follow = &f
	}
}

// wordsLimit is how long one message about a case may be, in characters.
const wordsLimit = 1000

// tooLong asks for a shorter text.
func (s *step) tooLong(text string) bool {
	if len(text) <= wordsLimit || len([]rune(text)) <= wordsLimit {
		return false
	}
	s.show(s.t("errand.too_long", "n", wordsLimit))
	return true
}

// steps lists what closing a case of this kind with this outcome asks, or
// reporting how a mediation ended.
func (e *Errand) steps() []Screen {
	list := []Screen{screenOutcome}
	switch {
	case e.Kind == payload.Dispute && settled(e.Outcome):
		list = append(list, screenParties, screenAmount)
		if e.Settle != nil && e.Settle.Yuan > 0 {
			list = append(list, screenPerformance)
		}
	case e.Kind == payload.Dispute:
		list = append(list, screenParties)
	case e.Outcome == payload.OutcomeHelped:
		list = append(list, screenPeople)
	}
	if e.Verb == payload.VerbReport {
		return append(list, screenReportWords, screenReportConfirm)
	}
	list = append(list, e.gradeSteps()...)
	return append(list, screenClosing, screenConfirm)
}

func settled(o payload.Outcome) bool {
	return o == payload.OutcomeSettledOral || o == payload.OutcomeSettledWritten
}

// onward goes to the question after the present one, in a draft or an errand.
func (s *step) onward(notices ...string) {
	e := s.p.Errand
	if e == nil {
		s.p.Draft.mark(s.p.top())
		s.proceed(notices...)
		return
	}
	list := e.steps()
	for i, at := range list {
		if at == s.p.top() && i+1 < len(list) {
			s.p.push(list[i+1])
			break
		}
	}
	s.show(notices...)
}

// mediation is the record being made, of the errand or of the draft.
func (s *step) mediation() *payload.Mediation {
	if e := s.p.Errand; e != nil {
		if e.Settle == nil {
			e.Settle = &payload.Mediation{Mediator: "officer"}
			if e.Verb == payload.VerbReport {
				e.Settle.Mediator = payload.MediatorVolunteer
			}
		}
		return e.Settle
	}
	d := s.p.Draft
	if d.Settle == nil {
		d.Settle = &payload.Mediation{Mediator: "volunteer", Source: "initiative"}
	}
	return d.Settle
}

func (s *step) helped() *payload.Help {
	if e := s.p.Errand; e != nil {
		if e.Help == nil {
			e.Help = &payload.Help{}
		}
		return e.Help
	}
	d := s.p.Draft
	if d.Helped == nil {
		d.Helped = &payload.Help{}
	}
	return d.Helped
}
