package route

import (
	"slices"
	"time"
)

// Decide says who gets a case and by when. Deadlines count from SubmittedAt,
// or from now when that lies in the future. Whatever the facts and the roster
// are, there is an owner.
func Decide(o *Org, f Facts, now time.Time) Decision {
	d := o.answer(f, o.locate(f))
	d.AcceptBy, d.CloseBy = deadlines(f, now)
	return d
}

func (o *Org) answer(f Facts, at spot) Decision {
	table := calls
	if f.Triage {
		table = sorting
	}
	d := Decision{County: at.county, Station: at.station, Triage: f.Triage}
	for _, r := range table {
		// The last row stays when no row finds anybody.
		d.Rule, d.Level, d.Recipients = r.name, r.level, r.who(o, at)
		if len(d.Recipients) > 0 {
			break
		}
	}
	o.own(&d)
	o.copy(&d, f, at)
	return d
}

// own makes the first recipient the owner, the city when there is none.
func (o *Org) own(d *Decision) {
	d.Owner = Owner{Unit: o.city.Code}
	if len(d.Recipients) > 0 {
		p := o.people[d.Recipients[0].Person]
		d.Owner = Owner{Person: p.ID, Unit: p.Unit}
	}
}

func (o *Org) copy(d *Decision, f Facts, at spot) {
	for _, c := range copies {
		if c.when(f.Urgency, f.Triage) {
			d.add(c.who(o, at))
		}
	}
}

func (d *Decision) add(more []Recipient) {
	for _, r := range more {
		if !slices.ContainsFunc(d.Recipients, func(have Recipient) bool { return have.Person == r.Person }) {
			d.Recipients = append(d.Recipients, r)
		}
	}
}

func deadlines(f Facts, now time.Time) (acceptBy, closeBy time.Time) {
	start := f.SubmittedAt
	if start.IsZero() || start.After(now) {
		start = now
	}
	accept, settle := Limits(f.Category, f.Urgency)
	acceptBy = start.Add(accept)
	if settle > 0 {
		closeBy = start.Add(settle)
	}
	return acceptBy, closeBy
}
