package casework

import (
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Refresh fits c to a roster that has changed: somebody joined, came on or
// went off duty, moved, left or can no longer be reached. Cards go to who can
// take them now and away from who cannot; an owner who is gone is replaced. It
// is false when nothing follows for c.
func Refresh(c Case, org *route.Org, now time.Time) (Change, bool) {
	if !c.Open() {
		return Change{}, false
	}
	if c.State == payload.StateAccepted {
		return refreshAccepted(c, org, now)
	}
	s := machine(c, org, now)
	d := route.Decide(org, c.facts(), s.now)
	gone := !s.answering(c.Owner.Person)
	better := c.Rule != route.RuleTransfer && c.Escalated == 0 && d.Level < c.Level
	if gone || better {
		s.assign(d)
		s.hold(c.Holders...)
	} else if c.Rule != route.RuleTransfer {
		s.hold(d.People()...)
	}
	s.c.Holders = slices.DeleteFunc(s.c.Holders, func(p int64) bool { return !s.reachable(p) })
	if s.c.Owner == c.Owner && slices.Equal(s.c.Holders, c.Holders) {
		return Change{}, false
	}
	what := payload.EventRouted
	if c.State == payload.StateTriage {
		what = payload.EventTriaged
	}
	s.log(what, Event{From: c.Owner, To: s.c.Owner, Level: s.c.Level, Rule: s.c.Rule})
	return s.done(), true
}

// refreshAccepted gives a case whose officer is gone to somebody else.
func refreshAccepted(c Case, org *route.Org, now time.Time) (Change, bool) {
	s := machine(c, org, now)
	if s.reachable(c.Owner.Person) {
		return Change{}, false
	}
	s.c.State = payload.StateRouted
	s.assign(route.Decide(org, s.c.facts(), s.now))
	s.log(payload.EventTransferred, Event{From: c.Owner, To: s.c.Owner, Level: s.c.Level, Rule: s.c.Rule})
	s.handed()
	return s.done(), true
}

// reachable says whether a person can be sent a card of this case.
func (s *step) reachable(person int64) bool {
	p, ok := s.org.Person(person)
	return ok && p.Available() && inScope(s.c, Staff("", person, s.org))
}

// answering says whether a person can be the one who answers for the case
// before it is accepted: an officer has to be on duty.
func (s *step) answering(person int64) bool {
	p, _ := s.org.Person(person)
	return s.reachable(person) && (p.OnDuty || p.Role != payload.RoleOfficer)
}
