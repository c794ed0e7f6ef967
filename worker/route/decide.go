package route

import (
	"slices"
	"time"
)

// spot is the units that answer for a case, as far as they are known: unit
// codes, each may be empty.
type spot struct {
	area    string // finest official code
	station string
	county  string
	desk    string // of the category, in the county
	project string // the project's name
}

// Decide says who gets a case and by when. Deadlines count from SubmittedAt,
// or from now when that lies in the future. Whatever the facts and the roster
// are, there is an owner.
func Decide(o *Org, f Facts, now time.Time) Decision {
	o = o.At(now).Without(f.Against)
	at := o.locate(f)
	v := o.rules.match(o.question(f, at, now))
	f.Urgency = v.urgency
	d := Decision{County: at.county, Station: at.station, Urgency: v.urgency, Triage: f.Triage, Path: v.path}
	o.answer(&d, &at, v.to)
	o.own(&d)
	o.copy(&d, at, v.copies)
	d.AcceptBy, d.CloseBy = o.deadlines(f, now)
	return d
}

func (o *Org) question(f Facts, at spot, now time.Time) question {
	return question{Facts: f, at: at, time: now, calendar: o.rules.days()}
}

// answer asks one after the other; the first that finds somebody decides.
func (o *Org) answer(d *Decision, at *spot, to []answer) {
	for _, a := range to {
		found := a.who(o, *at)
		if len(found) == 0 {
			continue
		}
		p := o.people[found[0].Person]
		if a.moves {
			o.move(d, at, p.Unit)
		}
		d.Rule, d.Level, d.Recipients = a.name, a.level, found
		if a.level == 0 {
			d.Level = LevelOf(p.Role)
		}
		return
	}
	d.Rule, d.Level = ruleNobody, LevelCity
	if d.Triage {
		d.Rule = ruleTriageNobody
	}
}

// own makes the first recipient the owner, the city when there is none.
func (o *Org) own(d *Decision) {
	d.Owner = Owner{Unit: o.city.Code}
	if len(d.Recipients) > 0 {
		p := o.people[d.Recipients[0].Person]
		d.Owner = Owner{Person: p.ID, Unit: p.Unit}
	}
}

// copy adds those who may see the case where it lies; to others a card would
// be no use.
func (o *Org) copy(d *Decision, at spot, copies []answer) {
	for _, c := range copies {
		d.add(slices.DeleteFunc(c.who(o, at), func(r Recipient) bool { return !o.reaches(at, o.people[r.Person]) }))
	}
}

// reaches says whether a case at this spot lies where p works.
func (o *Org) reaches(at spot, p Person) bool {
	switch county := o.CountyOf(p.Unit); LevelOf(p.Role) {
	case LevelCity:
		return county == "" || county == at.county
	case LevelCounty:
		return county == at.county
	default:
		return p.Unit == at.station || o.units[p.Unit].Kind == Desk && county == at.county
	}
}

func (d *Decision) add(more []Recipient) {
	for _, r := range more {
		if !slices.ContainsFunc(d.Recipients, func(have Recipient) bool { return have.Person == r.Person }) {
			d.Recipients = append(d.Recipients, r)
		}
	}
}

// deadlines are what the rules say of the time of submission, so that asking
// again later gives the same.
func (o *Org) deadlines(f Facts, now time.Time) (acceptBy, closeBy time.Time) {
	start := f.SubmittedAt
	if start.IsZero() || start.After(now) {
		start = now
	}
	f.SubmittedAt = start
	accept, settle := o.Terms(f)
	acceptBy = start.Add(accept)
	if settle > 0 {
		closeBy = start.Add(settle)
	}
	return acceptBy, closeBy
}

// Terms are how long accepting and closing a case may take, from SubmittedAt
// on; a term to close of 0 means none.
func (o *Org) Terms(f Facts) (accept, settle time.Duration) {
	o = o.Without(f.Against)
	v := o.rules.match(o.question(f, o.locate(f), f.SubmittedAt))
	return v.accept, v.settle
}
