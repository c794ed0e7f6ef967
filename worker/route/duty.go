package route

import (
	"cmp"
	"slices"
	"time"

	"secondbrother/worker/hours"
)

// Duty is when somebody works, as far as the roster says.
type Duty struct {
	Pattern hours.Week
	Shifts  []Shift   // holidays and swaps; they go before the pattern
	Said    time.Time // when OnDuty was last said in chat; zero: never
}

// Shift is one stretch of time in which somebody works against the pattern, or
// does not. To is not part of it.
type Shift struct {
	From, To time.Time
	On       bool
}

// SaidHolds is how long what somebody says with /duty goes before the roster,
// if the roster does not change earlier: a forgotten "off" must not outlast the
// next shift.
const SaidHolds = 12 * time.Hour

// onDutyAt says whether p works at t: what p said last while it holds, else the
// shift of that time, else the pattern. For who has neither, OnDuty stands.
func (p Person) onDutyAt(t time.Time) bool {
	if p.saidHolds(t) {
		return p.OnDuty
	}
	if on, known := p.scheduled(t); known {
		return on
	}
	return p.OnDuty
}

func (p Person) saidHolds(t time.Time) bool {
	said := p.Duty.Said
	if said.IsZero() || t.Before(said) || t.Sub(said) >= SaidHolds {
		return false
	}
	on, known := p.scheduled(said)
	for _, edge := range p.edges(said, t) {
		if nowOn, nowKnown := p.scheduled(edge); nowOn != on || nowKnown != known {
			return false
		}
	}
	return true
}

// scheduled is what the roster says of t; not known where it says nothing.
func (p Person) scheduled(t time.Time) (on, known bool) {
	for _, s := range p.Duty.Shifts {
		if !t.Before(s.From) && t.Before(s.To) {
			return s.On, true
		}
	}
	return p.Duty.Pattern.At(t), p.Duty.Pattern.Given()
}

// edges lists when the roster may change after from, up to and with to.
func (p Person) edges(from, to time.Time) []time.Time {
	out := p.Duty.Pattern.Edges(from, to)
	for _, s := range p.Duty.Shifts {
		for _, at := range [...]time.Time{s.From, s.To} {
			if at.After(from) && !at.After(to) {
				out = append(out, at)
			}
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// DutyChanges lists who is on duty at one of two times and not at the other,
// by id: shifts begin and end without a change of the roster, and open cases of
// theirs have to be looked at again.
func (o *Org) DutyChanges(from, to time.Time) []Person {
	var out []Person
	for _, p := range o.people {
		if p.onDutyAt(from) != p.onDutyAt(to) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	return out
}
