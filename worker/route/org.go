package route

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
)

// defaultCity stands for the city when the rows name none.
var defaultCity = Unit{Code: "371500", Kind: City, Name: "聊城市公安局"}

// Org is the organisation at one moment: immutable, safe for concurrent use,
// every look-up one map access.
type Org struct {
	city     Unit
	units    map[string]Unit
	stations map[string]string // area → station
	counties map[string]string // area → county bureau
	people   map[int64]Person
	staff    map[string]crew    // unit → its people
	inCounty map[string]county  // county bureau → its stations and desks
	byDesk   map[deskKey]string // county bureau and desk name → desk unit
	bureaus  []string           // county bureaus, by code
	desks    map[string]string  // category → desk name
	byBadge  map[badgeKey]int64
	projects map[string]Project // by name

	projectList []namedProject // in the order of the rows
	rules       Rules

	// What a view adds; see view.go.
	now     time.Time
	accused Accused
}

type badgeKey struct{ unit, badge string }

type deskKey struct{ county, desk string }

// crew is the people of one unit by role, each list by id.
type crew map[payload.Role][]Person

type county struct{ stations, desks []string }

// NewOrg builds the snapshot. It is usable whatever the rows are: a row with a
// problem is left out and listed.
func NewOrg(rows Rows) (*Org, []Problem) {
	o := &Org{
		units:    make(map[string]Unit, len(rows.Units)),
		stations: make(map[string]string, len(rows.Covers)),
		counties: make(map[string]string),
		people:   make(map[int64]Person, len(rows.People)),
		staff:    make(map[string]crew, len(rows.Units)),
		inCounty: make(map[string]county),
		byDesk:   make(map[deskKey]string),
		desks:    rows.Desks,
		byBadge:  make(map[badgeKey]int64),
		projects: make(map[string]Project),
		rules:    rows.Rules,
	}
	var problems []Problem
	if len(rows.Desks) == 0 {
		problems = append(problems, Problem{Fault: FaultNoCategory})
	}
	problems = append(problems, o.addUnits(rows.Units)...)
	problems = append(problems, o.addCovers(rows.Covers)...)
	problems = append(problems, o.addPeople(rows.People)...)
	problems = append(problems, o.addProjects(rows.Projects)...)
	return o, problems
}

// rank orders units so that parents come before their children.
var rank = map[UnitKind]int{City: 1, County: 2, Station: 3, Desk: 4}

func (o *Org) addUnits(units []Unit) (problems []Problem) {
	sorted := slices.Clone(units)
	slices.SortStableFunc(sorted, func(a, b Unit) int {
		return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(a.Code, b.Code))
	})
	for _, u := range sorted {
		if fault := o.unitFault(u); fault != "" {
			problems = append(problems, Problem{Fault: fault, Unit: u.Code})
			continue
		}
		o.units[u.Code] = u
		switch u.Kind {
		case City:
			o.city = u
		case County:
			o.bureaus = append(o.bureaus, u.Code)
		case Station:
			c := o.inCounty[u.Parent]
			c.stations = append(c.stations, u.Code)
			o.inCounty[u.Parent] = c
		case Desk:
			c := o.inCounty[u.Parent]
			c.desks = append(c.desks, u.Code)
			o.inCounty[u.Parent] = c
			o.byDesk[deskKey{u.Parent, u.Desk}] = u.Code
		}
	}
	if o.city.Code == "" {
		problems = append(problems, Problem{Fault: FaultNoCity})
		o.city = defaultCity
		if _, taken := o.units[defaultCity.Code]; !taken {
			o.units[defaultCity.Code] = defaultCity
		}
	}
	return problems
}

func (o *Org) unitFault(u Unit) Fault {
	parent, known := o.units[u.Parent]
	switch {
	case u.Code == "":
		return FaultNoCode
	case rank[u.Kind] == 0:
		return FaultKind
	case o.units[u.Code].Code != "":
		return FaultTwice
	}
	switch u.Kind {
	case City:
		if o.city.Code != "" {
			return FaultNoCity
		}
	case County:
		// A county may name no parent: there is only one city.
		if u.Parent != "" && (!known || parent.Kind != City) {
			return FaultParent
		}
	case Station, Desk:
		if !known || parent.Kind != County {
			return FaultParent
		}
	}
	if u.Kind == Desk {
		if u.Desk == "" {
			return FaultUnknownDesk
		}
		if _, taken := o.byDesk[deskKey{u.Parent, u.Desk}]; taken {
			return FaultTwice
		}
	}
	return ""
}

func (o *Org) addCovers(covers []Cover) (problems []Problem) {
	sorted := slices.Clone(covers)
	slices.SortFunc(sorted, func(a, b Cover) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Unit, b.Unit))
	})
	for _, c := range sorted {
		at := Problem{Unit: c.Unit, Area: c.Area}
		into := o.stations
		switch o.units[c.Unit].Kind {
		case Station:
		case County:
			into = o.counties
		default:
			at.Fault = FaultUnit
			problems = append(problems, at)
			continue
		}
		if !isArea(c.Area) {
			at.Fault = FaultArea
			problems = append(problems, at)
			continue
		}
		if _, taken := into[c.Area]; taken {
			at.Fault = FaultOverlap
			problems = append(problems, at)
			continue
		}
		into[c.Area] = c.Unit
	}
	// A bureau whose code is an official county covers it without being told.
	for _, code := range o.bureaus {
		if _, taken := o.counties[code]; !taken && isArea(code) {
			o.counties[code] = code
		}
	}
	return problems
}

func (o *Org) addPeople(people []Person) (problems []Problem) {
	sorted := slices.Clone(people)
	slices.SortStableFunc(sorted, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range sorted {
		fault := Fault("")
		switch {
		case p.ID <= 0:
			fault = FaultNoCode
		case o.people[p.ID].ID != 0:
			fault = FaultTwice
		case o.units[p.Unit].Code == "":
			fault = FaultUnit
		case !fits(p.Role, o.units[p.Unit].Kind):
			fault = FaultRole
		}
		if fault != "" {
			problems = append(problems, Problem{Fault: fault, Person: p.ID, Unit: p.Unit})
			continue
		}
		var areas []string
		for _, area := range p.Areas {
			switch {
			case !isArea(area):
				problems = append(problems, Problem{Fault: FaultArea, Person: p.ID, Unit: p.Unit, Area: area})
			case p.Role == payload.RoleOfficer && o.StationFor(area) != p.Unit:
				problems = append(problems, Problem{Fault: FaultOutside, Person: p.ID, Unit: p.Unit, Area: area})
			default:
				areas = append(areas, area)
			}
		}
		p.Areas = areas
		o.people[p.ID] = p
		if p.Badge != "" {
			o.byBadge[badgeKey{p.Unit, p.Badge}] = p.ID
		}
		members := o.staff[p.Unit]
		if members == nil {
			members = make(crew)
			o.staff[p.Unit] = members
		}
		members[p.Role] = append(members[p.Role], p)
	}
	return problems
}

func fits(role payload.Role, kind UnitKind) bool {
	switch role {
	case payload.RoleOfficer, payload.RoleLeader:
		return kind == Station
	case payload.RoleCounty:
		return kind == County
	case payload.RoleDesk:
		return kind == Desk
	case payload.RoleCoordinator:
		return kind == County || kind == City
	}
	return false
}

// isArea says whether code has the form of a county's, township's or village's
// official code (GB/T 2260 and its statistical extension).
func isArea(code string) bool {
	if len(code) != 6 && len(code) != 9 && len(code) != 12 {
		return false
	}
	return strings.Trim(code, "0123456789") == ""
}
