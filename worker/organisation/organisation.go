// Package organisation turns a roster, from the database or from its files,
// into what routing decides by.
package organisation

import (
	"math"
	"sync"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/classify"
	"secondbrother/worker/hours"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// desks names the desk of every category that is filed, by the taxonomy.
var desks = sync.OnceValue(func() map[string]string {
	byCode := make(map[string]string)
	for _, c := range classify.Taxonomy() {
		if c.Kind != classify.Out {
			byCode[c.Code] = c.Desk
		}
	}
	return byCode
})

// Rows are a roster's rows for route.NewOrg, without who is suspended. The
// problems are duty patterns that cannot be read: those people are on duty when
// they say so.
func Rows(roster records.Roster) (route.Rows, []route.Problem) {
	rows := route.Rows{Desks: desks()}
	for _, u := range roster.Units {
		rows.Units = append(rows.Units, route.Unit{
			Code: u.Code, Kind: route.UnitKind(u.Kind), Name: u.Name, Parent: string(u.Parent), Desk: string(u.Desk),
		})
		if kind := route.UnitKind(u.Kind); kind == route.Station || kind == route.County {
			for _, area := range u.Areas {
				rows.Covers = append(rows.Covers, route.Cover{Unit: u.Code, Area: area})
			}
		}
	}
	shifts := make(map[int64][]route.Shift)
	for _, s := range roster.Shifts {
		shifts[s.Person] = append(shifts[s.Person], route.Shift{From: s.Starts, To: s.Ends, On: s.OnDuty})
	}
	var problems []route.Problem
	for _, p := range roster.Staff {
		if p.Suspended {
			continue
		}
		pattern, err := hours.Parse(p.Duty)
		if err != nil {
			problems = append(problems, route.Problem{Fault: route.FaultDuty, Person: p.ID, Unit: string(p.Unit)})
		}
		rows.People = append(rows.People, route.Person{
			ID: p.ID, Role: payload.Role(p.Role), Unit: string(p.Unit), Badge: string(p.Badge), Areas: p.Areas, Label: p.Label,
			OnDuty: p.OnDuty, Duty: route.Duty{Pattern: pattern, Shifts: shifts[p.ID], Said: p.DutySaidAt.Time},
			Reachable: !p.Unreachable, Joined: p.Handle != "",
		})
	}
	for _, p := range roster.Projects {
		rows.Projects = append(rows.Projects, route.Project{Name: p.Name, Aliases: p.Aliases, Area: p.Area, Person: p.Person})
	}
	return rows, problems
}

// Sites are the stations of known position or ground, each with the county that
// the gazetteer has for its first area: development zones are counties of their
// own. A shape that cannot be read counts as none: the import checked it.
func Sites(units []records.Unit) []place.Site {
	var sites []place.Site
	for _, u := range units {
		if u.Kind != string(route.Station) || u.Latitude == nil && u.Shape == "" {
			continue
		}
		site := place.Site{Code: u.Code, County: string(u.Parent), Point: place.Point{Lat: math.NaN(), Lon: math.NaN()}}
		if u.Latitude != nil && u.Longitude != nil {
			site.Point = place.Point{Lat: *u.Latitude, Lon: *u.Longitude}
		}
		if shape, err := place.ParseShape(string(u.Shape)); err == nil {
			site.Shape = shape
		}
		for _, area := range u.Areas {
			if path := place.Official().Path(area); len(path) > 0 {
				site.County = path[0].Code
				break
			}
		}
		sites = append(sites, site)
	}
	return sites
}
