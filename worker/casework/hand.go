package casework

import (
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// transfer hands the case on. The deadlines stay; who had it no longer holds a
// card, unless the new decision gives one.
func (s *step) transfer(act payload.Action) bool {
	offered := Targets(s.c, s.by, s.org)
	if !slices.ContainsFunc(offered, func(t payload.Target) bool { return t.ID == act.Target }) {
		return false
	}
	d, ok := route.Assign(s.org, act.Target, s.c.facts(), s.now)
	if !ok {
		return false
	}
	from := s.c.Owner
	s.decide()
	if s.c.State == payload.StateTriage {
		s.c.Escalated = 0 // coordinators' levels are not those of the police
	}
	s.c.State = payload.StateRouted
	s.assign(d)
	s.c.HandedBy = route.Owner{Person: s.by.Person, Unit: s.by.Unit}
	s.log(payload.EventTransferred, Event{Text: act.Text, From: from, To: s.c.Owner, Level: d.Level, Rule: d.Rule})
	s.handed()
	return true
}

// handed tells the reporter that the case went elsewhere.
func (s *step) handed() {
	turn := payload.Turn{Station: s.place()}
	if u, ok := s.org.Unit(s.c.Owner.Unit); ok {
		turn.Station = u.Name
	}
	if s.c.AcceptBy.After(s.now) {
		turn.Deadline = s.c.AcceptBy
	}
	s.turn(payload.EventTransferred, turn)
}

// sort takes a coordinator's decision on category, urgency and place and routes
// anew. What the action leaves out stays as it is; category and place must be
// known afterwards. A county's coordinator may find that the place lies in
// another county.
func (s *step) sort(act payload.Action) bool {
	facts, ok := s.corrected(act)
	if _, known := s.org.Category(facts.Category); !ok || !known || act.Area == "" && s.c.County == "" {
		return false
	}
	facts.Triage = false
	s.reroute(facts, act, route.Decide(s.org, facts, s.now))
	return true
}

// setCloseBy moves the term to close with the category. Where the old one has
// fired already, only a later one is watched again.
func (s *step) setCloseBy(by time.Time) {
	if s.c.OverdueAt.IsZero() && !by.After(s.c.CloseBy) {
		s.c.CloseBy = by
		return
	}
	s.c.CloseBy, s.c.OverdueAt = by, by
}

func townshipAndVillage(area string) (township, village string) {
	if len(area) >= 9 {
		township = area[:9]
	}
	if len(area) == 12 {
		village = area
	}
	return township, village
}
