package route

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

var (
	sent = time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	now  = sent.Add(2 * time.Second)
)

const (
	officer   = payload.RoleOfficer
	leader    = payload.RoleLeader
	bureau    = payload.RoleCounty
	deskRole  = payload.RoleDesk
	coordRole = payload.RoleCoordinator
)

// town is a small organisation: two counties, one with two stations and a
// desk, a zone cut out of the first county, and a county without anything.
func town() Rows {
	return Rows{
		Units: []Unit{
			{Code: "371500", Kind: City, Name: "市局"},
			{Code: "371502", Kind: County, Name: "东昌府分局", Parent: "371500"},
			{Code: "371502-01", Kind: Station, Name: "古楼派出所", Parent: "371502"},
			{Code: "371502-02", Kind: Station, Name: "柳园派出所", Parent: "371502"},
			{Code: "371502-fz", Kind: Desk, Name: "反诈中心", Parent: "371502", Desk: "反诈"},
			{Code: "zone", Kind: County, Name: "开发区分局", Parent: "371500"},
			{Code: "zone-01", Kind: Station, Name: "蒋官屯派出所", Parent: "zone"},
			{Code: "371503", Kind: County, Name: "茌平分局", Parent: "371500"},
		},
		Covers: []Cover{
			{"371502-01", "371502001"},
			{"371502-02", "371502002"},
			{"371502-02", "371502001009"}, // one village of the first township
			{"zone-01", "371502003"},
		},
		People: []Person{
			on(1, officer, "371502-01", "371502001001"),
			on(2, officer, "371502-01", "371502001001", "371502001002"),
			on(3, officer, "371502-01", "371502001"),
			off(4, officer, "371502-01", "371502001003"),
			on(5, leader, "371502-01"),
			off(6, officer, "371502-02", "371502002001"),
			off(7, leader, "371502-02"),
			on(8, bureau, "371502"),
			off(9, bureau, "371502"),
			off(10, deskRole, "371502-fz"),
			on(11, coordRole, "371502"),
			on(12, coordRole, "371500"),
		},
		Desks: map[string]string{"tip.fraud": "反诈", "tip.other": "派出所", "dispute.medical": "派出所", "assist.crisis": "派出所"},
	}
}

func on(id int64, role payload.Role, unit string, areas ...string) Person {
	return Person{ID: id, Role: role, Unit: unit, Areas: areas, OnDuty: true, Reachable: true, Joined: true, Label: "民警" + strconv.FormatInt(id, 10)}
}

func off(id int64, role payload.Role, unit string, areas ...string) Person {
	p := on(id, role, unit, areas...)
	p.OnDuty = false
	return p
}

func build(t *testing.T, rows Rows) *Org {
	t.Helper()
	o, problems := NewOrg(rows)
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	return o
}

// without takes people out of reach.
func without(rows Rows, ids ...int64) Rows {
	rows.People = slices.Clone(rows.People)
	for i := range rows.People {
		if slices.Contains(ids, rows.People[i].ID) {
			rows.People[i].Joined = false
		}
	}
	return rows
}
