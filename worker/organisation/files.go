package organisation

import (
	"fmt"
	"io"
	"slices"

	"secondbrother/storage/records"
	"secondbrother/worker/place"
	"secondbrother/worker/roster"
)

// Units are a roster file's units as they are kept.
func Units(units []roster.Unit) []records.Unit {
	rows := make([]records.Unit, len(units))
	for i, u := range units {
		rows[i] = records.Unit{
			Code: u.Code, Kind: u.Kind, Name: u.Name, Parent: records.Text(u.Parent), Desk: records.Text(u.Desk), Areas: u.Areas,
		}
		if u.Lat != 0 || u.Lon != 0 {
			rows[i].Latitude, rows[i].Longitude = &u.Lat, &u.Lon
		}
	}
	return rows
}

// Files are roster files as worker import reads them. Duty and Projects may be
// nil.
type Files struct{ Stations, Officers, Duty, Projects io.Reader }

// Read is the roster that the files describe, as it will stand once everybody
// in it has joined; ids count from 1 in the order of the file. The error wraps
// roster.Problems.
func Read(files Files) (records.Roster, error) {
	known := func(area string) bool {
		_, ok := place.Official().Area(area)
		return ok
	}
	units, err := roster.ReadUnits(files.Stations, known)
	if err != nil {
		return records.Roster{}, fmt.Errorf("stations: %w", err)
	}
	var out records.Roster
	kinds := make(map[string]string, len(units))
	for _, u := range units {
		kinds[u.Code] = u.Kind
	}
	out.Units = Units(units)
	people, err := roster.ReadPeople(files.Officers, func(unit string) string { return kinds[unit] }, known)
	if err != nil {
		return records.Roster{}, fmt.Errorf("officers: %w", err)
	}
	for _, p := range people {
		if p.Role == "volunteer" {
			continue // an invitation, not one of the staff
		}
		out.Staff = append(out.Staff, records.Person{
			ID: int64(len(out.Staff) + 1), Role: p.Role, Unit: records.Text(p.Unit), Label: p.Name, Badge: records.Text(p.Badge),
			Areas: p.Areas, Duty: p.Duty, OnDuty: p.Duty != "off", Handle: "joined",
		})
	}
	return out, readMore(files, &out, known)
}

func readMore(files Files, out *records.Roster, known func(string) bool) error {
	find := func(unit, badge string) (ids []int64) {
		for _, p := range out.Staff {
			if string(p.Badge) == badge && (unit == "" || unit == string(p.Unit)) {
				ids = append(ids, p.ID)
			}
		}
		return ids
	}
	if files.Duty != nil {
		shifts, err := roster.ReadDuty(files.Duty, find)
		if err != nil {
			return fmt.Errorf("duty: %w", err)
		}
		for _, s := range shifts {
			out.Shifts = append(out.Shifts, records.Shift{Person: s.Person, Day: s.Day, OnDuty: s.On, Starts: s.Starts, Ends: s.Ends})
		}
	}
	if files.Projects != nil {
		projects, err := roster.ReadProjects(files.Projects, find, known)
		if err != nil {
			return fmt.Errorf("projects: %w", err)
		}
		for _, p := range projects {
			out.Projects = append(out.Projects, records.Project{Name: p.Name, Aliases: slices.Clip(p.Aliases), Area: p.Area, Person: p.Person})
		}
	}
	return nil
}
