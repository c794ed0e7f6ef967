package casework

import (
	"slices"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
	"secondbrother/worker/route"
)

// grade sets how grave a fire hazard is, as somebody who has looked says. The
// terms follow it, on the reporter's clock, and who has to know of it gets a card.
func (s *step) grade(act payload.Action) bool {
	if !s.setGrade(act) {
		return false
	}
	d := route.Decide(s.org, s.c.facts(), s.now)
	s.setCloseBy(d.CloseBy)
	if s.c.State == payload.StateRouted {
		s.c.AcceptBy = d.AcceptBy
		s.armAccept()
	}
	for _, r := range d.Recipients {
		if slices.Contains(above, r.Why) {
			s.hold(r.Person)
		}
	}
	s.log(payload.EventGraded, Event{To: s.c.Owner, Level: s.c.Level})
	return true
}

// above are the reasons for which somebody gets a card of a case that another
// one has.
var above = []route.Why{route.WhyDesk, route.WhyLeader, route.WhyCounty}

// setGrade takes over the grade of an act, and the kind of premises where the
// act names one.
func (s *step) setGrade(act payload.Action) bool {
	if s.c.Category != classify.FireHazard || !act.Grade.Valid() || act.Premises != "" && !act.Premises.Valid() {
		return false
	}
	s.c.Grade, s.c.GradedBy = act.Grade, s.by.Person
	if act.Premises != "" {
		s.c.Premises = act.Premises
	}
	return true
}
