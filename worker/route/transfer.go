package route

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"secondbrother/storage/payload"
)

// Targets lists where a case of a station may go when actor hands it on: the
// station's officers on duty and its leaders, the county's other stations, the
// county bureau and its specialised desks; for county staff also the other
// counties. An id is "p123" for a person, "u371502-01" for a unit. Station may
// be empty or any unit of a county; then there are no colleagues. Who is on
// duty, and whom the case must not reach, is as o has it: see Org.At and
// Org.Without.
func Targets(o *Org, station string, actor int64) []payload.Target {
	var out []payload.Target
	person := func(p Person) {
		if p.ID != actor && p.Available() {
			out = append(out, payload.Target{ID: PersonTarget(p.ID), Label: cmp.Or(p.Label, o.units[p.Unit].Name)})
		}
	}
	own := o.people[actor].Unit
	unit := func(code string) {
		if u, ok := o.units[code]; ok && code != own && !o.bars(code) {
			out = append(out, payload.Target{ID: unitTarget(code), Label: u.Name})
		}
	}
	if o.units[station].Kind == Station {
		for p := range o.crew(station, payload.RoleOfficer) {
			if p.OnDuty {
				person(p)
			}
		}
		for p := range o.crew(station, payload.RoleLeader) {
			person(p)
		}
	}
	bureau := cmp.Or(o.CountyOf(station), o.CountyOf(own))
	unit(bureau)
	for _, code := range o.inCounty[bureau].desks {
		unit(code)
	}
	for _, code := range o.inCounty[bureau].stations {
		unit(code)
	}
	if o.people[actor].Role == payload.RoleCounty {
		for _, code := range o.bureaus {
			if code != bureau {
				unit(code)
			}
		}
	}
	return out
}

// PersonTarget is the id of a person as a target.
func PersonTarget(id int64) string { return "p" + strconv.FormatInt(id, 10) }

// unitTarget is the id of a unit as a target.
func unitTarget(code string) string { return "u" + code }

// RuleTransfer is the Rule of what Assign decides.
const RuleTransfer = "transfer"

// Assign decides for a case that is handed to target, as offered by Targets.
// Deadlines are those of the facts: a transfer does not move them. It is false
// when there is no such target, or a person who cannot be reached. A unit in
// which nobody can be reached passes the case up.
func Assign(o *Org, target string, f Facts, now time.Time) (Decision, bool) {
	o = o.At(now).Without(f.Against)
	f.Triage = false
	at := o.locate(f)
	d := Decision{County: at.county, Station: at.station, Urgency: f.Urgency, Rule: RuleTransfer}
	id, isPerson := strings.CutPrefix(target, "p")
	code, isUnit := strings.CutPrefix(target, "u")
	switch {
	case isPerson:
		n, err := strconv.ParseInt(id, 10, 64)
		p, ok := o.Person(n)
		if err != nil || !ok || !p.Available() || p.Role == payload.RoleCoordinator {
			return Decision{}, false
		}
		o.move(&d, &at, p.Unit)
		d.Level, d.Recipients = LevelOf(p.Role), []Recipient{{p.ID, WhyTarget}}
	case isUnit:
		u, ok := o.units[code]
		if !ok || u.Kind == City || o.bars(code) {
			return Decision{}, false
		}
		o.move(&d, &at, code)
		o.within(&d, at, u)
	default:
		return Decision{}, false
	}
	o.own(&d)
	o.copy(&d, at, o.rules.match(o.question(f, at, now)).copies)
	d.AcceptBy, d.CloseBy = o.deadlines(f, now)
	return d, true
}

// LevelOf is where a role stands on the ladder.
func LevelOf(role payload.Role) Level {
	switch role {
	case payload.RoleLeader:
		return LevelLeader
	case payload.RoleCounty:
		return LevelCounty
	case payload.RoleCoordinator:
		return LevelCity
	}
	return LevelOfficer
}

// move makes the unit's station or county the case's. A desk or the county
// bureau leaves the place's own station as it is.
func (o *Org) move(d *Decision, at *spot, unit string) {
	u := o.units[unit]
	if u.Kind == Station {
		at.station = u.Code
	}
	if county := o.CountyOf(unit); county != at.county {
		at.county = county
		if u.Kind != Station {
			at.station = "" // another county's: its stations are not known yet
		}
		at.desk = o.sameDesk(at.desk, county)
	}
	d.Station, d.County = at.station, at.county
}

// sameDesk is the desk of the same name in another county.
func (o *Org) sameDesk(desk, county string) string {
	return o.byDesk[deskKey{county, o.units[desk].Desk}]
}

// within finds who of unit u takes the case, or who above it does.
func (o *Org) within(d *Decision, at spot, u Unit) {
	switch u.Kind {
	case Station:
		d.Level, d.Recipients = LevelOfficer, o.officersOnDuty(at)
	case Desk:
		at.desk = u.Code
		d.Level, d.Recipients = LevelOfficer, o.deskStaff(at)
	case County:
		d.Level, d.Recipients = LevelCounty, o.countyStaff(at)
	}
	if len(d.Recipients) == 0 {
		d.Level, d.Recipients = o.Climb(d.Level, Owner{Unit: u.Code}, at.county, at.station)
	}
	for i := range d.Recipients {
		d.Recipients[i].Why = WhyTarget
	}
}
