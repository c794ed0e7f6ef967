package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"secondbrother/worker/hours"
	"secondbrother/worker/organisation"
	"secondbrother/worker/place"
	"secondbrother/worker/roster"
	"secondbrother/worker/route"
)

// TestTheImporterTakesTheSample reads the files as worker import does.
func TestTheImporterTakesTheSample(t *testing.T) {
	dir := t.TempDir()
	if err := run(dir, blank); err != nil {
		t.Fatal(err)
	}
	open := func(name string) *os.File {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = file.Close() })
		return file
	}
	known := func(area string) bool {
		_, ok := place.Official().Area(area)
		return ok
	}
	units, err := roster.ReadUnits(open("stations.csv"), known)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]string{}
	for _, u := range units {
		kinds[u.Code] = u.Kind
	}
	people, err := roster.ReadPeople(open("officers.csv"), func(unit string) string { return kinds[unit] }, known)
	if err != nil {
		t.Fatal(err)
	}
	if len(units) != 238 || len(people) != 745 {
		t.Errorf("%d units and %d people", len(units), len(people))
	}
	all, err := organisation.Read(organisation.Files{Stations: open("stations.csv"), Officers: open("officers.csv"), Projects: open("projects.csv")})
	if err != nil {
		t.Fatal(err)
	}
	rows, problems := organisation.Rows(all)
	org, more := route.NewOrg(rows)
	if len(problems)+len(more) > 0 || len(rows.Projects) != len(works) {
		t.Errorf("%d projects; %v %v", len(rows.Projects), problems, more)
	}
	var areas []string
	for _, county := range place.Official().Children("") {
		for _, township := range place.Official().Children(county.Code) {
			areas = append(areas, township.Code)
			for _, village := range place.Official().Children(township.Code) {
				areas = append(areas, village.Code)
			}
		}
	}
	shifts, err := roster.ReadDuty(open("holidays.csv"), func(_, badge string) []int64 {
		for i, p := range people {
			if p.Badge == badge {
				return []int64{int64(i + 1)}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	off := map[string]int{}
	for _, s := range shifts {
		if p := people[s.Person-1]; s.On || p.Role != "coordinator" && p.Role != "desk" {
			t.Fatalf("%s %s is %v on %s", p.Role, p.Badge, s.On, s.Day)
		}
		off[s.Day]++
	}
	if len(off) != 10 || off["2027-02-05"] != 56 || off["2027-05-02"] != 0 {
		t.Errorf("off on holidays: %v", off)
	}
	monday := time.Date(2026, 11, 23, 0, 0, 0, 0, hours.Shanghai)
	for _, gap := range route.Audit(org, areas, monday) {
		t.Errorf("no officer: %s, %d places, %v to %v", gap.Station, len(gap.Areas), gap.From, gap.To)
	}
	night := route.Decide(org, route.Facts{Category: "tip.other", Area: areas[0], SubmittedAt: monday}, monday.Add(22*time.Hour))
	day := route.Decide(org, route.Facts{Category: "tip.other", Area: areas[0], SubmittedAt: monday}, monday.Add(10*time.Hour))
	if len(night.Recipients) == 0 || len(day.Recipients) == 0 || cmp.Equal(night.People(), day.People()) {
		t.Errorf("by day it is for %v, at night for %v", day.People(), night.People())
	}
	for _, p := range rows.Projects {
		officer, known := org.Person(p.Person)
		if found, named := org.ProjectIn(p.Aliases[0]+"那边有人打架", ""); !known || !named || found.Name != p.Name || org.StationFor(p.Area) != officer.Unit {
			t.Errorf("%s lies in %s of %q and has %+v", p.Name, p.Area, org.StationFor(p.Area), officer)
		}
	}
}
