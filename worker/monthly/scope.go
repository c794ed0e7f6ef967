package monthly

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"secondbrother/storage/records"
	"secondbrother/worker/place"
)

// Line names a row of the table: a county of the city, a station of a county.
type Line struct {
	Code string // as in the events
	Name string
}

// Scope is the part of the city that is counted, and the lines of its table.
type Scope struct {
	Code    string // as a cell names it
	Name    string
	County  string        // a county bureau's unit code; empty: the whole city
	Station string        // a station's unit code; empty: not one alone
	By      records.Level // what the rows are; empty: counties of the city, stations of a county, villages of a station
	Lines   []Line        // rows that are there whatever they count; others follow

	names map[string]string // of a closed month: what townships and villages were called then; nil: as now
}

// Errors of FindScope, for a caller that words them.
var (
	ErrArea  = errors.New("no such area")
	ErrLevel = errors.New("the rows are county, station, township or village, and finer than the area")
)

// FindScope is the scope of a unit's code, or of the county bureau or station
// that answers for an official area's code; empty: the city. by is what its
// rows are to be; empty: the next level.
func FindScope(units []records.Unit, code string, by records.Level) (Scope, error) {
	unit, found := findUnit(units, code)
	if !found {
		return Scope{}, fmt.Errorf("area %q: %w", code, ErrArea)
	}
	s := Scope{Code: unit.Code, Name: unit.Name, By: by}
	switch unit.Kind {
	case "county":
		s.County = unit.Code
	case "station":
		s.County, s.Station = string(unit.Parent), unit.Code
	case "desk":
		return Scope{}, fmt.Errorf("area %q is a desk: %w", code, ErrArea)
	}
	order := []records.Level{records.LevelCounty, records.LevelStation, records.LevelTownship, records.LevelVillage}
	at, least := slices.Index(order, s.by()), 0
	switch {
	case s.Station != "":
		least = 2
	case s.County != "":
		least = 1
	}
	if at < least {
		return Scope{}, fmt.Errorf("rows %q of %s: %w", by, code, ErrLevel)
	}
	for _, u := range units {
		if u.Kind == "county" && s.by() == records.LevelCounty || u.Kind == "station" && s.by() == records.LevelStation && cmp.Or(s.County, string(u.Parent)) == string(u.Parent) {
			s.Lines = append(s.Lines, Line{u.Code, u.Name})
		}
	}
	return s, nil
}

// findUnit looks for a unit by its code, else for the one that covers an
// official area most closely.
func findUnit(units []records.Unit, code string) (records.Unit, bool) {
	for _, u := range units {
		if u.Code == code || code == "" && u.Kind == "city" {
			return u, true
		}
	}
	if _, official := place.Official().Area(code); !official {
		return records.Unit{}, false
	}
	var best records.Unit
	closest := 0
	for _, u := range units {
		for _, area := range u.Areas {
			if u.Kind != "desk" && strings.HasPrefix(code, area) && len(area) > closest {
				best, closest = u, len(area)
			}
		}
	}
	return best, closest > 0
}

func (s Scope) place() records.Place {
	p := records.Place{}
	if s.County != "" {
		p[records.LevelCounty] = s.County
	}
	if s.Station != "" {
		p[records.LevelStation] = s.Station
	}
	return p
}

func (s Scope) by() records.Level {
	switch {
	case s.By != "":
		return s.By
	case s.Station != "":
		return records.LevelVillage
	case s.County != "":
		return records.LevelStation
	}
	return records.LevelCounty
}

// nameOf is what a row's code is called where no line names it.
func (s Scope) nameOf(code string) string {
	if code == "" {
		return "待定 Undecided"
	}
	if by := s.by(); by == records.LevelTownship || by == records.LevelVillage {
		if s.names != nil {
			return cmp.Or(s.names[code], code)
		}
		return cmp.Or(areaName(code), code)
	}
	return code
}

// areaName is what the gazetteer calls a township or village; empty: it does
// not know it. Tests change the gazetteer by it.
var areaName = func(code string) string {
	a, _ := place.Official().Area(code)
	return a.Name
}
