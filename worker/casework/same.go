package casework

import (
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// link closes the case as the same event as another, which goes on for both.
// The reporter is told nothing of it: what happens to the other case is told to
// them under their own receipt. That the other case is there, open and not
// linked itself is for the caller to see to.
func (s *step) link(act payload.Action) bool {
	if act.Other == "" || act.Other == s.c.Number {
		return false
	}
	s.decide()
	s.finish(payload.StateClosed, payload.OutcomeDuplicate)
	s.c.Mediation, s.c.Help, s.c.Recorded, s.c.LinkedTo = nil, nil, false, act.Other
	s.log(payload.EventClosed, Event{Text: act.Other.String(), Outcome: payload.OutcomeDuplicate})
	return true
}

// unlink takes a link back: the case goes on by itself, with whoever had it
// where they are still there, on its old deadlines.
func (s *step) unlink(act payload.Action) bool {
	undone := Event{Text: act.Text, Outcome: s.c.Outcome, From: s.c.Owner}
	s.c.State, s.c.Outcome, s.c.ClosedAt, s.c.LinkedTo = payload.StateRouted, "", time.Time{}, ""
	if s.c.CloseBy.After(s.now) {
		s.c.OverdueAt = s.c.CloseBy // one that has passed was told, or met by the link
	}
	d, ok := route.Assign(s.org, route.PersonTarget(s.c.Owner.Person), s.c.facts(), s.now)
	if !ok {
		d = route.Decide(s.org, s.c.facts(), s.now)
	}
	s.assign(d)
	undone.To, undone.Level, undone.Rule = s.c.Owner, d.Level, d.Rule
	s.log(payload.EventUnlinked, undone)
	return true
}

// Parted is what follows for a linked case when whoever reported the other one
// withdraws that: the event is as real to the reporter of this one as before,
// so it goes on by itself, with whoever had it. It is false for a case that is
// not linked.
func Parted(c Case, org *route.Org, now time.Time) (Change, bool) {
	if c.LinkedTo == "" || c.State != payload.StateClosed {
		return Change{}, false
	}
	s := machine(c, org, now)
	s.unlink(payload.Action{})
	return s.done(), true
}

// Heard is what follows when the reporter of a linked case adds words: the
// people of the case that goes on hear them. act is on the linked case.
func Heard(other Case, act payload.Action, org *route.Org, now time.Time) (Change, error) {
	if !other.Open() {
		return Change{}, &Refusal{Reason: payload.ReasonOver}
	}
	s := begin(other, Actor{}, payload.RoleVolunteer, org, now)
	if !readable(act.Text) || !says(act) {
		return Change{}, &Refusal{Reason: payload.ReasonInvalid}
	}
	s.tell(payload.EventAdded, act)
	return s.done(), nil
}
