package casework

import (
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Next is when Tick has to look at c again; zero: never, as it stands.
func Next(c Case) time.Time {
	var next time.Time
	for _, at := range []time.Time{c.RemindAt, c.EscalateAt, c.OverdueAt, c.Offer.Until, c.Offer.From, c.silentAt()} {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// Tick does all that is due by now in one Change, and says whether anything
// was. However late it is called, each deadline fires once: a case climbs to
// the level where it would stand by now, and everybody concerned gets one card.
func Tick(c Case, org *route.Org, now time.Time) (Change, bool) {
	s := machine(c, org, now)
	if !c.Open() {
		return Change{}, false
	}
	escalate, overdue := s.due(c.EscalateAt), s.due(c.OverdueAt)
	remind, lapsed, silent := s.due(c.RemindAt), s.due(c.Offer.Until), s.due(c.silentAt())
	morning := s.due(c.Offer.From)
	if !escalate && !overdue && !remind && !lapsed && !morning && !silent {
		return Change{}, false
	}
	switch {
	case escalate:
		s.escalate()
	case remind:
		s.c.RemindAt = time.Time{}
		s.log(payload.EventReminded, Event{Deadline: "accept", To: s.c.Owner, Level: s.c.Level})
	}
	if overdue {
		s.overdue()
	}
	if lapsed {
		s.lapse()
	}
	if morning {
		s.wake()
	}
	if silent {
		s.unanswered()
	}
	return s.done(), true
}

func (s *step) due(at time.Time) bool { return !at.IsZero() && !at.After(s.now) }

// escalate climbs one level for the missed deadline and one for each further
// whole term that has passed since.
func (s *step) escalate() {
	term := s.term()
	steps := 1 + s.now.Sub(s.c.EscalateAt)/term
	next := s.c.EscalateAt.Add(steps * term)
	from, level := s.c.Owner, max(s.c.Level, s.c.Escalated)
	var last []route.Recipient
	for ; steps > 0 && level < route.LevelCity; steps-- {
		up, found := s.climb(level)
		level = up
		s.hold(people(found)...)
		if len(found) > 0 {
			last = found
		}
	}
	// Who cannot be reached answers for nothing: the owner stays below until
	// somebody above is there.
	if len(last) > 0 {
		p, _ := s.org.Person(last[0].Person)
		s.c.Owner = route.Owner{Person: p.ID, Unit: p.Unit}
	} else if from.Person == 0 {
		s.c.Owner = route.Owner{Unit: s.org.City().Code}
	}
	s.c.Level, s.c.Escalated = level, level
	s.c.RemindAt, s.c.EscalateAt = time.Time{}, next
	if level >= route.LevelCity {
		s.c.EscalateAt = time.Time{}
	}
	s.log(payload.EventEscalated, Event{Deadline: "accept", From: from, To: s.c.Owner, Level: level})
}

// overdue tells the leader, or whoever stands in, once.
func (s *step) overdue() {
	s.c.OverdueAt = time.Time{}
	var level route.Level
	var found []route.Recipient
	if s.c.State == payload.StateTriage {
		level, found = s.org.ClimbSorting(0)
	} else {
		level, found = s.org.Climb(route.LevelOfficer, s.c.Owner, s.c.County, s.c.Station)
	}
	s.hold(people(found)...)
	s.log(payload.EventReminded, Event{Deadline: "close", To: s.c.Owner, Level: level})
}
