package route

import (
	"strings"

	"secondbrother/storage/payload"
)

// City is the unit at the top; there is always one.
func (o *Org) City() Unit { return o.city }

// Unit finds a unit by its code.
func (o *Org) Unit(code string) (Unit, bool) {
	u, ok := o.units[code]
	return u, ok
}

// Person finds a member of staff.
func (o *Org) Person(id int64) (Person, bool) {
	p, ok := o.people[id]
	return o.seen(p), ok
}

// PersonByBadge finds a member of staff by unit code and badge.
func (o *Org) PersonByBadge(unit, badge string) (int64, bool) {
	id, ok := o.byBadge[badgeKey{unit, badge}]
	return id, ok
}

// Category is the kind of a category of the taxonomy; false when there is no
// such category among those that can be filed.
func (o *Org) Category(code string) (payload.Kind, bool) {
	_, known := o.desks[code]
	kind, _, _ := strings.Cut(code, ".")
	return payload.Kind(kind), known && payload.Kind(kind).Valid()
}

// CountyOf is the county bureau that a unit belongs to or is; empty for the
// city and for unknown units.
func (o *Org) CountyOf(unit string) string {
	u := o.units[unit]
	switch u.Kind {
	case County:
		return u.Code
	case Station, Desk:
		return u.Parent
	}
	return ""
}

// StationFor is the station that covers an area, empty when none does. The
// most specific cover wins: village, then township, then county.
func (o *Org) StationFor(area string) string { return most(o.stations, area) }

// CountyFor is the county bureau that answers for an area: its station's, else
// the one that covers it; empty when none does.
func (o *Org) CountyFor(area string) string {
	if station := o.StationFor(area); station != "" {
		return o.units[station].Parent
	}
	return most(o.counties, area)
}

func most(covers map[string]string, area string) string {
	for _, n := range [...]int{12, 9, 6} {
		if len(area) < n {
			continue
		}
		if unit, ok := covers[area[:n]]; ok {
			return unit
		}
	}
	return ""
}

// locate finds the units that answer for a case: those of the unit that has
// it, else of its place.
func (o *Org) locate(f Facts) spot {
	if f.Area == "" && f.County == "" {
		f.Area = o.projects[f.Project].Area
	}
	at := spot{area: f.Area, project: f.Project, station: o.StationFor(f.Area), county: o.CountyFor(f.Area)}
	switch u := o.units[f.Unit]; {
	case u.Kind == Station:
		at.station, at.county = u.Code, u.Parent
	case u.Kind == County && u.Code != at.county:
		at.station, at.county = "", u.Code
	case at.county == "" && f.County != "":
		at.county = o.bureau(f.County)
	}
	if o.bars(at.county) {
		at.county = ""
	}
	if o.bars(at.station) {
		at.station = ""
	}
	at.desk = o.byDesk[deskKey{at.county, o.desks[f.Category]}]
	return at
}

// bureau is the county bureau that a unit's or an area's code names.
func (o *Org) bureau(code string) string {
	if o.units[code].Kind == County {
		return code
	}
	return o.CountyFor(code)
}
