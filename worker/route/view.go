package route

import (
	"iter"
	"time"

	"secondbrother/storage/payload"
)

// Accused says whom a complaint is about: a unit, a person, or both. The case
// must never reach that person or anybody of that unit. Zero: nobody.
type Accused struct {
	Unit   string // unit code: the unit at the time of the complaint
	Person int64
	Here   bool // the station of the place, which nobody knows yet; then neither of the others is set
}

// Bars says whether a complaint against a, completed by Org.Accused, must not
// reach this person of this unit in this county (unit codes).
func (a Accused) Bars(person int64, unit, county string) bool {
	return a.Person != 0 && person == a.Person ||
		a.Unit != "" && (unit == a.Unit || county == a.Unit)
}

// Accused completes whom a complaint is about: an officer's whole unit must not
// have the case, a county bureau's neither it nor what stands below it. Of the
// city only the person is left out, for nobody stands above the city.
func (o *Org) Accused(a Accused) Accused {
	if a.Unit == "" {
		a.Unit = o.people[a.Person].Unit
	}
	if a.Unit == o.city.Code {
		a.Unit = ""
	}
	return a
}

// At completes a complaint about the station of the place, once that is known.
func (a Accused) At(station string) Accused {
	if a.Here && station != "" {
		return Accused{Unit: station}
	}
	return a
}

// At is the organisation as it stands at t: Person.OnDuty says who works then.
// Without it, OnDuty is what people said last.
func (o *Org) At(t time.Time) *Org {
	v := *o
	v.now = t
	return &v
}

// Without is the organisation as a complaint against a may use it: those whom
// it must not reach cannot be reached.
func (o *Org) Without(a Accused) *Org {
	if a == (Accused{}) {
		return o
	}
	v := *o
	v.accused = o.Accused(a)
	return &v
}

// bars says whether a unit is one that the complaint must not reach. While
// nobody knows which station it is about, it may be any.
func (o *Org) bars(unit string) bool {
	return o.accused != Accused{} && unit != "" &&
		(o.accused.Bars(0, unit, o.CountyOf(unit)) || o.accused.Here && o.units[unit].Kind == Station)
}

// seen is a person as this view has them.
func (o *Org) seen(p Person) Person {
	if !o.now.IsZero() {
		p.OnDuty = p.onDutyAt(o.now)
	}
	if o.accused != (Accused{}) && (o.accused.Bars(p.ID, p.Unit, o.CountyOf(p.Unit)) || o.bars(p.Unit)) {
		p.Joined, p.Reachable = false, false
	}
	return p
}

// crew goes through the people of a unit in one role, by id.
func (o *Org) crew(unit string, role payload.Role) iter.Seq[Person] {
	return func(yield func(Person) bool) {
		for _, p := range o.staff[unit][role] {
			if !yield(o.seen(p)) {
				return
			}
		}
	}
}
