package casework

import (
	"cmp"
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

// sort takes a coordinator's decision on category and place and routes anew.
// What the action leaves out stays as it is; both must be known afterwards.
func (s *step) sort(act payload.Action) bool {
	category := cmp.Or(act.Category, s.c.Category)
	kind, known := s.org.Category(category)
	if !known {
		return false
	}
	facts := s.c.facts()
	if act.Area != "" {
		if s.org.CountyFor(act.Area) == "" {
			return false
		}
		facts.Area, facts.Unit = act.Area, ""
	} else if s.c.County == "" {
		return false
	}
	// A county's coordinator may find that the place lies in another county.
	facts.Triage, facts.Category, facts.Kind = false, category, kind
	d := route.Decide(s.org, facts, s.now)

	from := s.c.Owner
	s.c.Kind, s.c.Category, s.c.Urgency = kind, category, d.Urgency
	if act.Area != "" {
		s.c.Township, s.c.Village = townshipAndVillage(act.Area)
	}
	if s.c.State == payload.StateTriage {
		s.c.Escalated = 0
	}
	s.c.State = payload.StateRouted
	s.setCloseBy(d.CloseBy)
	s.assign(d)
	s.log(payload.EventSorted, Event{Text: act.Text, From: from, To: s.c.Owner, Level: d.Level, Rule: d.Rule})
	s.turn(payload.EventRouted, payload.Turn{Station: s.place(), Deadline: s.c.AcceptBy})
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
