package route

import (
	"cmp"
	"slices"
	"time"
)

// ShiftEnd is somebody going off duty as the roster has it, not by saying so.
type ShiftEnd struct {
	Person Person
	At     time.Time
}

// ShiftsEnded lists who goes off duty after from, up to and with to, and is
// still off then: the last time of each, by id. The time is the roster's, so
// whoever looks finds the same.
func (o *Org) ShiftsEnded(from, to time.Time) []ShiftEnd {
	var out []ShiftEnd
	for _, p := range o.people {
		if p.onDutyAt(to) {
			continue
		}
		edges := p.edges(from, to)
		if end := p.Duty.Said.Add(SaidHolds); !p.Duty.Said.IsZero() && end.After(from) && !end.After(to) {
			edges = append(edges, end) // what was said stops to hold
			slices.SortFunc(edges, time.Time.Compare)
		}
		for _, at := range slices.Backward(edges) {
			if p.onDutyAt(at.Add(-time.Microsecond)) && !p.onDutyAt(at) {
				out = append(out, ShiftEnd{p, at})
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b ShiftEnd) int { return cmp.Compare(a.Person.ID, b.Person.ID) })
	return out
}
