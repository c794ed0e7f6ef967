package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"secondbrother/storage/payload"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// generate runs the command and reads its files back, each row by column name.
func generate(t *testing.T, token func() string) (units, people []map[string]string) {
	dir := t.TempDir()
	if err := run(dir, token); err != nil {
		t.Fatal(err)
	}
	return read(t, filepath.Join(dir, "stations.csv")), read(t, filepath.Join(dir, "officers.csv"))
}

func read(t *testing.T, path string) []map[string]string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func blank() string { return "" }

func list(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ';' })
}

func TestRosterHasTheProgrammesFigures(t *testing.T) {
	units, people := generate(t, blank)
	count := map[string]int{}
	for _, u := range units {
		count[u["kind"]]++
	}
	if diff := cmp.Diff(map[string]int{"city": 1, "county": 11, "station": 149, "desk": 77}, count); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
	perStation := map[string]map[string]int{}
	badges, names, duty := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, p := range people {
		if perStation[p["unit"]] == nil {
			perStation[p["unit"]] = map[string]int{}
		}
		perStation[p["unit"]][p["role"]]++
		if badges[p["badge"]] || names[p["name"]] {
			t.Errorf("%s %s is there twice", p["badge"], p["name"])
		}
		badges[p["badge"]], names[p["name"]] = true, true
		if p["token"] != "" {
			t.Errorf("%s has token %q", p["name"], p["token"])
		}
		duty[p["role"]+" "+p["duty"]]++
	}
	if duty["officer night"] != 149 || duty["officer always"] != 149 || duty["leader always"] != 149 || duty["officer day"] < 149 {
		t.Errorf("duty: %v", duty)
	}
	if diff := cmp.Diff(map[string]int{"volunteer": 11}, perStation[""]); diff != "" {
		t.Errorf("without a unit (-want +got):\n%s", diff)
	}
	for _, u := range units {
		got := perStation[u["code"]]
		want := map[string]map[string]int{
			"city": {"coordinator": 1}, "county": {"county": 1, "coordinator": 1}, "desk": {"desk": 1},
			"station": {"leader": 1, "officer": got["officer"]},
		}[u["kind"]]
		if n := got["officer"]; !cmp.Equal(want, got) || u["kind"] == "station" && n != 3 && n != 4 {
			t.Errorf("%s has %v", u["code"], got)
		}
	}
}

func TestEverybodyAndEverythingIsNamedASample(t *testing.T) {
	units, people := generate(t, blank)
	for _, row := range append(units, people...) {
		if !strings.Contains(row["name"], "示例") {
			t.Errorf("%s does not say that it is a sample", row["name"])
		}
	}
}

// TestEveryPlaceHasAnOwner loads the roster as routing does: no problem, and
// every township and village has a station of its own county with staff.
func TestEveryPlaceHasAnOwner(t *testing.T) {
	units, people := generate(t, blank)
	rows := route.Rows{Desks: map[string]string{}}
	for _, u := range units {
		rows.Units = append(rows.Units, route.Unit{Code: u["code"], Kind: route.UnitKind(u["kind"]), Name: u["name"], Parent: u["parent"], Desk: u["desk"]})
		for _, area := range list(u["areas"]) {
			rows.Covers = append(rows.Covers, route.Cover{Unit: u["code"], Area: area})
		}
	}
	for _, d := range desks {
		rows.Desks["tip."+d.code] = d.name
	}
	for i, p := range people {
		if p["role"] == "volunteer" {
			continue // an invitation, not one of the staff
		}
		rows.People = append(rows.People, route.Person{ID: int64(i + 1), Role: payload.Role(p["role"]), Unit: p["unit"], Areas: list(p["areas"])})
	}
	org, problems := route.NewOrg(rows)
	for _, p := range problems {
		t.Error(p)
	}
	g := place.Official()
	served, covering := map[string]bool{}, map[string]string{}
	for _, p := range people {
		if p["role"] == "volunteer" {
			continue
		}
		for _, area := range list(p["areas"]) {
			if covering[area] != "" {
				t.Errorf("%s is covered by %s and %s", area, covering[area], p["name"])
			}
			covering[area] = p["name"]
		}
	}
	for _, county := range g.Children("") {
		for _, township := range g.Children(county.Code) {
			for _, area := range append(g.Children(township.Code), township) {
				if problems := route.Check(org, []string{area.Code}); len(problems) > 0 {
					t.Error(problems[0])
				}
				station := org.StationFor(area.Code)
				served[station] = true
				if got := org.CountyOf(station); got != county.Code {
					t.Errorf("%s of %s goes to %s of %q", area.Code, county.Code, station, got)
				}
				if area.Level == place.Village && covering[area.Code] == "" {
					t.Errorf("no officer covers %s", area.Code)
				}
			}
		}
	}
	if len(served) != 149 {
		t.Errorf("%d stations have a place to serve, want all 149", len(served))
	}
}

func TestStationsLieInTheirCounty(t *testing.T) {
	g := place.Official()
	units, _ := generate(t, blank)
	var sites []place.Site
	for _, u := range units {
		if u["kind"] != "station" {
			continue
		}
		lat, err1 := strconv.ParseFloat(u["lat"], 64)
		lon, err2 := strconv.ParseFloat(u["lon"], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("%s lies at %q %q", u["code"], u["lat"], u["lon"])
		}
		sites = append(sites, place.Site{Code: u["code"], County: u["parent"], Point: place.Point{Lat: lat, Lon: lon}})
	}
	for _, s := range sites {
		if nearest, metres, ok := g.Nearest(s.Point, sites); !ok || nearest.Code != s.Code || metres != 0 {
			t.Errorf("somebody standing at %s is sent to %q, %.0f m away", s.Code, nearest.Code, metres)
		}
	}
}

func TestSameFilesEachTime(t *testing.T) {
	units, people := generate(t, blank)
	unitsAgain, peopleAgain := generate(t, blank)
	if diff := cmp.Diff(units, unitsAgain) + cmp.Diff(people, peopleAgain); diff != "" {
		t.Error(diff)
	}
}

func TestTokensOnlyWhenAsked(t *testing.T) {
	_, people := generate(t, randomToken)
	seen := map[string]bool{}
	for _, p := range people {
		if len(p["token"]) != 22 || seen[p["token"]] {
			t.Fatalf("%s has token %q", p["name"], p["token"])
		}
		seen[p["token"]] = true
	}
}
