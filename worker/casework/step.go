package casework

import (
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// step gathers one Change while it is being made.
type step struct {
	before []int64 // who held a card
	c      Case
	by     Actor        // zero: the machine
	role   payload.Role // as logged
	org    *route.Org
	now    time.Time
	events []Event
	notes  []Notice
	seeks  bool
}

func begin(c Case, by Actor, role payload.Role, org *route.Org, now time.Time) *step {
	org = org.At(now).Without(c.Against)
	s := &step{before: c.Holders, c: c, by: by, role: role, org: org, now: clock(now)}
	s.c.Version++
	s.c.Holders = slices.Clone(c.Holders)
	return s
}

// machine is a step that nobody did.
func machine(c Case, org *route.Org, now time.Time) *step {
	return begin(c, Actor{}, payload.RoleNobody, org, now)
}

// clock is a time as it is kept: UTC, no monotonic part, microseconds.
func clock(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func (s *step) done() Change {
	s.catchUp()
	cards := slices.Concat(s.before, s.c.Holders)
	if s.by.Role.Staff() && s.role != payload.RoleVolunteer {
		cards = append(cards, s.by.Person) // may have acted from a card that was asked for
	}
	slices.Sort(cards)
	left := slices.DeleteFunc(slices.Clone(s.before), s.c.Holds)
	return Change{Case: s.c, Events: s.events, Notices: s.notes, Cards: slices.Compact(cards), Left: left, Seeks: s.seeks}
}

// catchUp tells within the same change that a term to close has passed which
// what was done has set: one card says both.
func (s *step) catchUp() {
	if !s.c.Open() || !s.due(s.c.OverdueAt) {
		return
	}
	by, role := s.by, s.role
	s.by, s.role = Actor{}, payload.RoleNobody
	s.overdue()
	s.by, s.role = by, role
}

// log appends an event with the case as it is now; more fills in what is its own.
func (s *step) log(what payload.Event, more Event) {
	s.c.Seq++
	e := more
	e.Form = Form
	e.Case, e.Seq, e.Version, e.Type, e.At = s.c.Number, s.c.Seq, s.c.Version, what, s.now
	e.Role, e.Person, e.Unit = s.role, s.by.Person, s.by.Unit
	if s.role == payload.RoleVolunteer && s.by.Role != payload.RoleVolunteer {
		e.Person, e.Unit = 0, "" // as the reporter, also where staff filed it
	}
	e.State, e.Kind, e.Category, e.Urgency = s.c.State, s.c.Kind, s.c.Category, s.c.Urgency
	e.County, e.Township, e.Village, e.Station = s.c.County, s.c.Township, s.c.Village, s.c.Station
	e.Premises = s.c.Premises
	if s.c.GradedBy != 0 {
		e.Grade = s.c.Grade
	}
	s.events = append(s.events, e)
}

// turn tells the reporter what happened.
func (s *step) turn(what payload.Event, more payload.Turn) {
	more.What, more.Kind, more.Category = what, s.c.Kind, s.c.Category
	s.notes = append(s.notes, Notice{Topic: payload.TopicProgress, Priority: s.progress(), Turn: &more})
}

// progress is the priority of news: emergency cards go before all of them.
func (s *step) progress() payload.Priority {
	return max(payload.PriorityOf(s.c.Urgency), payload.PriorityUrgent)
}

// acknowledge tells whoever acted that it was done, where no card shows it.
func (s *step) acknowledge(reason payload.Reason) {
	to := s.by.Person
	if s.role == payload.RoleVolunteer {
		to = 0
	}
	s.notes = append(s.notes, Notice{Person: to, Topic: payload.TopicDone, Priority: payload.PriorityAnswer, Reason: reason})
}

// place is the name of the unit that the case is with, for the reporter.
func (s *step) place() string {
	for _, code := range []string{s.c.Station, s.c.County, s.c.Owner.Unit} {
		if u, ok := s.org.Unit(code); ok {
			return u.Name
		}
	}
	return s.org.City().Name
}

// hold gives people a card.
func (s *step) hold(people ...int64) {
	s.c.Holders = append(s.c.Holders, people...)
	slices.Sort(s.c.Holders)
	s.c.Holders = slices.Compact(s.c.Holders)
}

// decide names the category where a case leaves triage without a coordinator,
// so that counts by category stay whole.
func (s *step) decide() {
	if s.c.Category == "" {
		s.c.Category = string(s.c.Kind) + ".other"
	}
}

// assign hands the case to whom d decided; people at the levels that missed
// deadlines had reached keep watching it.
func (s *step) assign(d route.Decision) {
	s.c.County, s.c.Station = d.County, d.Station
	s.c.Owner, s.c.Level, s.c.Rule = d.Owner, d.Level, d.Rule
	s.c.AcceptedAt, s.c.HandedBy = time.Time{}, route.Owner{}
	s.callOff()
	s.c.Holders = nil
	s.hold(d.People()...)
	for level := d.Level; level < s.c.Escalated; {
		next, found := s.climb(level)
		if next > s.c.Escalated {
			break
		}
		level = next
		s.hold(people(found)...)
	}
	s.armAccept()
}

func people(found []route.Recipient) []int64 {
	out := make([]int64, len(found))
	for i, r := range found {
		out[i] = r.Person
	}
	return out
}

// climb is the next level above from for this case.
func (s *step) climb(from route.Level) (route.Level, []route.Recipient) {
	if s.c.State == payload.StateTriage {
		return s.org.ClimbSorting(from)
	}
	return s.org.Climb(from, s.c.Owner, s.c.County, s.c.Station)
}

// armAccept sets when to remind and to escalate. AcceptBy stands on the
// reporter's clock; where it has passed, the case climbs at the next whole
// multiple of the term, so that handing it round wins nobody more than that.
func (s *step) armAccept() {
	term := s.term()
	s.c.RemindAt, s.c.EscalateAt = time.Time{}, s.c.AcceptBy
	if half := s.c.AcceptBy.Add(-term / 2); half.After(s.now) && s.c.Escalated == 0 {
		s.c.RemindAt = half
	}
	if late := s.now.Sub(s.c.AcceptBy); late >= 0 {
		s.c.EscalateAt = s.c.AcceptBy.Add((late/term + 1) * term)
	}
	if max(s.c.Level, s.c.Escalated) >= route.LevelCity {
		s.c.EscalateAt = time.Time{} // nobody is above
	}
}

func (s *step) term() time.Duration {
	accept, _ := s.org.Terms(s.c.facts())
	return accept
}

// disarmAccept cancels what waited for somebody to accept.
func (s *step) disarmAccept() {
	s.c.RemindAt, s.c.EscalateAt, s.c.Escalated = time.Time{}, time.Time{}, 0
}

// finish ends the case: nothing waits any more.
func (s *step) finish(state payload.State, outcome payload.Outcome) {
	s.disarmAccept()
	s.c.OverdueAt = time.Time{}
	s.callOff()
	s.c.Offer = Offer{}
	s.c.AskedAt, s.c.AskedBy = time.Time{}, 0
	s.c.State, s.c.Outcome, s.c.ClosedAt = state, outcome, s.now
	s.c.Stars, s.c.Satisfied = 0, false
}
