package casework

import (
	"slices"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
	"secondbrother/worker/route"
)

// take is a leader or the county taking over what somebody has accepted. Who
// had it keeps a card.
func (s *step) take(payload.Action) bool {
	from := s.c.Owner
	s.c.Owner = route.Owner{Person: s.by.Person, Unit: s.by.Unit}
	s.c.Level, s.c.AcceptedAt = route.LevelOf(s.by.Role), s.now
	s.hold(s.by.Person)
	s.log(payload.EventTaken, Event{From: from, To: s.c.Owner, Level: s.c.Level})
	return true
}

// giveBack is a transfer that its target does not take: the case goes back to
// who handed it on, or is routed anew where that person is gone. The deadlines
// stay.
func (s *step) giveBack(act payload.Action) bool {
	from := s.c.Owner
	d, ok := route.Assign(s.org, route.PersonTarget(s.c.HandedBy.Person), s.c.facts(), s.now)
	if !ok {
		d = route.Decide(s.org, s.c.facts(), s.now)
	}
	s.assign(d)
	s.log(payload.EventReturned, Event{Text: act.Text, From: from, To: s.c.Owner, Level: d.Level, Rule: d.Rule})
	s.handed()
	return true
}

// correct sets what a case is about as it really is. While the place stays with
// the same station whoever has the case keeps it, and a desk or those above get
// a card where the new category or urgency calls for them; else it is routed
// anew. Deadlines follow the new urgency, on the reporter's clock.
func (s *step) correct(act payload.Action) bool {
	facts, ok := s.corrected(act)
	if !ok || facts.Category == s.c.Category && facts.Urgency == s.c.Urgency && act.Area == "" {
		return false
	}
	d := route.Decide(s.org, facts, s.now)
	if act.Area != "" && d.Station != s.c.Station {
		s.reroute(facts, act, d)
		return true
	}
	s.become(facts, act, d)
	if !forVolunteers(s.c) {
		s.callOff()
	}
	s.wakeIfUrgent()
	s.setCloseBy(d.CloseBy)
	if s.c.State == payload.StateRouted {
		s.armAccept()
	}
	for _, r := range d.Recipients {
		if slices.Contains(above, r.Why) {
			s.hold(r.Person)
		}
	}
	s.log(payload.EventSorted, Event{Text: act.Text, From: s.c.Owner, To: s.c.Owner, Level: s.c.Level, Rule: "correct"})
	return true
}

// corrected are the case's facts with what an action says of them; false when
// they cannot be.
func (s *step) corrected(act payload.Action) (route.Facts, bool) {
	facts := s.c.facts()
	if act.Category != "" {
		kind, known := s.org.Category(act.Category)
		if !known {
			return facts, false
		}
		if act.Category != s.c.Category {
			facts.Grade = "" // it was another thing's
			if act.Category == classify.FireHazard {
				facts.Grade = act.Grade
			}
		}
		facts.Kind, facts.Category = kind, act.Category
	}
	if act.Urgency != "" {
		if !act.Urgency.Valid() {
			return facts, false
		}
		facts.Urgency = act.Urgency
	}
	if act.Area != "" {
		if s.org.CountyFor(act.Area) == "" {
			return facts, false
		}
		facts.Area, facts.Unit = act.Area, ""
		facts.Against = facts.Against.At(s.org.StationFor(act.Area))
	}
	return facts, true
}

// become takes over corrected facts. The term to accept moves with the urgency
// only: it is the reporter's clock.
func (s *step) become(facts route.Facts, act payload.Action, d route.Decision) {
	if d.Urgency != s.c.Urgency {
		s.c.AcceptBy = d.AcceptBy
	}
	if facts.Category != s.c.Category {
		s.c.Premises, s.c.Grade, s.c.GradedBy = "", facts.Grade, 0
		if facts.Category == classify.FireHazard {
			s.c.Premises = act.Premises
		}
	}
	s.c.Against = facts.Against
	s.org = s.org.Without(s.c.Against)
	s.c.Kind, s.c.Category, s.c.Urgency = facts.Kind, facts.Category, d.Urgency
	if act.Area != "" {
		s.c.Township, s.c.Village = townshipAndVillage(act.Area)
	}
}

// reroute gives a case to whom its corrected facts lead.
func (s *step) reroute(facts route.Facts, act payload.Action, d route.Decision) {
	from := s.c.Owner
	s.become(facts, act, d)
	if s.c.State == payload.StateTriage {
		s.c.Escalated = 0 // coordinators' levels are not those of the police
	}
	s.c.State = payload.StateRouted
	s.setCloseBy(d.CloseBy)
	s.assign(d)
	s.log(payload.EventSorted, Event{Text: act.Text, From: from, To: s.c.Owner, Level: d.Level, Rule: d.Rule})
	s.turn(payload.EventRouted, payload.Turn{Station: s.place(), Deadline: s.c.AcceptBy})
}
