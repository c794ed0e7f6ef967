package route

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
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

func TestDecide(t *testing.T) {
	tests := []struct {
		name    string
		rows    Rows
		facts   Facts
		rule    string
		level   Level
		owner   Owner
		people  []int64
		station string
		county  string
	}{
		{"the narrowest community first, all who cover it", town(), Facts{Category: "tip.other", Urgency: "routine", Area: "371502001001"},
			"community", LevelOfficer, Owner{1, "371502-01"}, []int64{1, 2, 3}, "371502-01", "371502"},
		{"a village of its own station", without(town(), 6), Facts{Category: "tip.other", Urgency: "routine", Area: "371502001009"},
			"leader", LevelLeader, Owner{7, "371502-02"}, []int64{7}, "371502-02", "371502"},
		{"a village that nobody on duty covers goes to who covers the township", town(), Facts{Category: "tip.other", Urgency: "urgent", Area: "371502001003"},
			"community", LevelOfficer, Owner{3, "371502-01"}, []int64{3}, "371502-01", "371502"},
		{"no community: the whole station", without(town(), 3), Facts{Category: "tip.other", Urgency: "routine", Area: "371502001"},
			"station", LevelOfficer, Owner{1, "371502-01"}, []int64{1, 2}, "371502-01", "371502"},
		{"nobody on duty: the leader, also off duty", town(), Facts{Category: "tip.other", Urgency: "routine", Area: "371502002001"},
			"leader", LevelLeader, Owner{7, "371502-02"}, []int64{7}, "371502-02", "371502"},
		{"no leader: the county, those on duty", without(town(), 7), Facts{Category: "tip.other", Urgency: "routine", Area: "371502002001"},
			"county", LevelCounty, Owner{8, "371502"}, []int64{8}, "371502-02", "371502"},
		{"county off duty is called all the same", without(town(), 7, 8), Facts{Category: "tip.other", Urgency: "routine", Area: "371502002001"},
			"county", LevelCounty, Owner{9, "371502"}, []int64{9}, "371502-02", "371502"},
		{"a county without people: the city", town(), Facts{Category: "tip.other", Urgency: "routine", Area: "371503001001"},
			"city", LevelCity, Owner{12, "371500"}, []int64{12}, "", "371503"},
		{"a township of a zone belongs to the zone", town(), Facts{Category: "tip.other", Urgency: "routine", Area: "371502003001"},
			"city", LevelCity, Owner{12, "371500"}, []int64{12}, "zone-01", "zone"},
		{"only the county known", town(), Facts{Category: "tip.other", Urgency: "routine", County: "371502"},
			"county", LevelCounty, Owner{8, "371502"}, []int64{8}, "", "371502"},
		{"an emergency also goes to the leader and the county at once", town(), Facts{Category: "assist.crisis", Urgency: "emergency", Area: "371502001002"},
			"community", LevelOfficer, Owner{2, "371502-01"}, []int64{2, 3, 5, 8}, "371502-01", "371502"},
		{"the category's desk gets a copy", town(), Facts{Category: "tip.fraud", Urgency: "urgent", Area: "371502001002"},
			"community", LevelOfficer, Owner{2, "371502-01"}, []int64{2, 3, 10}, "371502-01", "371502"},
		{"triage: the county's coordinator", town(), Facts{Urgency: "routine", Area: "371502001", Triage: true},
			"triage.county", LevelCounty, Owner{11, "371502"}, []int64{11}, "371502-01", "371502"},
		{"triage without a place: the city's", town(), Facts{Urgency: "routine", Triage: true},
			"triage.city", LevelCity, Owner{12, "371500"}, []int64{12}, "", ""},
		{"triage without coordinators: the county desk", without(town(), 11, 12), Facts{Urgency: "routine", County: "371502", Triage: true},
			"triage.desk", LevelCounty, Owner{8, "371502"}, []int64{8}, "", "371502"},
		{"an emergency in triage reaches whoever may be near", town(), Facts{Urgency: "emergency", Area: "371502001001", Triage: true},
			"triage.county", LevelCounty, Owner{11, "371502"}, []int64{11, 1, 2, 3, 5, 8}, "371502-01", "371502"},
		{"the unit that has it goes before the place", town(), Facts{Category: "tip.other", Urgency: "routine", Area: "371502002001", Unit: "371502-01"},
			"station", LevelOfficer, Owner{1, "371502-01"}, []int64{1, 2, 3}, "371502-01", "371502"},
		{"a county that has it goes before the place too", town(), Facts{Category: "tip.other", Urgency: "routine", Area: "371502002001", Unit: "zone"},
			"city", LevelCity, Owner{12, "371500"}, []int64{12}, "", "zone"},
		{"a unit that is gone leaves it to the place", town(), Facts{Category: "tip.other", Urgency: "routine", Area: "371502001001", Unit: "gone"},
			"community", LevelOfficer, Owner{1, "371502-01"}, []int64{1, 2, 3}, "371502-01", "371502"},
		{"an empty roster has an owner", Rows{}, Facts{Urgency: "emergency", Area: "371502001001"},
			"nobody", LevelCity, Owner{0, "371500"}, nil, "", ""},
		{"an empty roster owns what is in triage", Rows{}, Facts{Urgency: "routine", Triage: true},
			"triage.nobody", LevelCity, Owner{0, "371500"}, nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, _ := NewOrg(tt.rows)
			tt.facts.SubmittedAt = sent
			d := Decide(o, tt.facts, now)
			if d.Rule != tt.rule || d.Level != tt.level || d.Owner != tt.owner || d.Station != tt.station || d.County != tt.county {
				t.Errorf("got rule %s level %d owner %v station %q county %q", d.Rule, d.Level, d.Owner, d.Station, d.County)
			}
			if !slices.Equal(d.People(), tt.people) {
				t.Errorf("recipients %v, want %v", d.Recipients, tt.people)
			}
		})
	}
}

func TestDeadlines(t *testing.T) {
	o, _ := NewOrg(town())
	tests := []struct {
		category        string
		urgency         payload.Urgency
		accept, closing time.Duration
	}{
		{"assist.crisis", payload.Emergency, 5 * time.Minute, 0},
		{"tip.fraud", payload.Urgent, 30 * time.Minute, 24 * time.Hour},
		{"tip.other", payload.Routine, 24 * time.Hour, 7 * 24 * time.Hour},
		{"dispute.medical", payload.Routine, 24 * time.Hour, 15 * 24 * time.Hour},
		{"dispute.medical", payload.Urgent, 30 * time.Minute, 24 * time.Hour},
		{"tip.other", "", 24 * time.Hour, 7 * 24 * time.Hour},
	}
	for _, tt := range tests {
		for clock, start := range map[string]time.Time{"the reporter's clock": sent, "a clock that runs ahead": now.Add(time.Hour)} {
			d := Decide(o, Facts{Category: tt.category, Urgency: tt.urgency, Area: "371502001", SubmittedAt: start}, now)
			begins := start
			if start.After(now) {
				begins = now
			}
			var closeBy time.Time
			if tt.closing > 0 {
				closeBy = begins.Add(tt.closing)
			}
			if !d.AcceptBy.Equal(begins.Add(tt.accept)) || !d.CloseBy.Equal(closeBy) {
				t.Errorf("%s %s on %s: accept by %v, close by %v", tt.category, tt.urgency, clock, d.AcceptBy, d.CloseBy)
			}
		}
	}
}

func TestNewOrgListsWhatIsWrong(t *testing.T) {
	tests := []struct {
		name string
		spy  func(*Rows)
		want Problem
	}{
		{"no city", func(r *Rows) { r.Units = nil; r.Covers = nil; r.People = nil }, Problem{Fault: FaultNoCity}},
		{"two cities", func(r *Rows) { r.Units = append(r.Units, Unit{Code: "3716", Kind: City}) }, Problem{Fault: FaultNoCity, Unit: "3716"}},
		{"no code", func(r *Rows) { r.Units = append(r.Units, Unit{Kind: County}) }, Problem{Fault: FaultNoCode}},
		{"a code twice", func(r *Rows) { r.Units = append(r.Units, r.Units[2]) }, Problem{Fault: FaultTwice, Unit: "371502-01"}},
		{"unknown kind", func(r *Rows) { r.Units = append(r.Units, Unit{Code: "x", Kind: "ship"}) }, Problem{Fault: FaultKind, Unit: "x"}},
		{"a station under a station", func(r *Rows) {
			r.Units = append(r.Units, Unit{Code: "x", Kind: Station, Parent: "371502-01"})
		}, Problem{Fault: FaultParent, Unit: "x"}},
		{"a desk without a name", func(r *Rows) { r.Units = append(r.Units, Unit{Code: "x", Kind: Desk, Parent: "371502"}) }, Problem{Fault: FaultUnknownDesk, Unit: "x"}},
		{"a desk twice", func(r *Rows) {
			r.Units = append(r.Units, Unit{Code: "x", Kind: Desk, Parent: "371502", Desk: "反诈"})
		}, Problem{Fault: FaultTwice, Unit: "x"}},
		{"a cover by nobody", func(r *Rows) { r.Covers = append(r.Covers, Cover{"x", "371502"}) }, Problem{Fault: FaultUnit, Unit: "x", Area: "371502"}},
		{"a cover by a desk", func(r *Rows) { r.Covers = append(r.Covers, Cover{"371502-fz", "371502"}) }, Problem{Fault: FaultUnit, Unit: "371502-fz", Area: "371502"}},
		{"no area", func(r *Rows) { r.Covers = append(r.Covers, Cover{"371502-01", "37150"}) }, Problem{Fault: FaultArea, Unit: "371502-01", Area: "37150"}},
		{"covered twice", func(r *Rows) { r.Covers = append(r.Covers, Cover{"zone-01", "371502001"}) }, Problem{Fault: FaultOverlap, Unit: "zone-01", Area: "371502001"}},
		{"a person twice", func(r *Rows) { r.People = append(r.People, on(1, leader, "zone-01")) }, Problem{Fault: FaultTwice, Person: 1, Unit: "zone-01"}},
		{"a person nowhere", func(r *Rows) { r.People = append(r.People, on(99, leader, "x")) }, Problem{Fault: FaultUnit, Person: 99, Unit: "x"}},
		{"a volunteer is no staff", func(r *Rows) { r.People = append(r.People, on(99, payload.RoleVolunteer, "zone-01")) }, Problem{Fault: FaultRole, Person: 99, Unit: "zone-01"}},
		{"a leader of a county", func(r *Rows) { r.People = append(r.People, on(99, leader, "zone")) }, Problem{Fault: FaultRole, Person: 99, Unit: "zone"}},
		{"a foreign community", func(r *Rows) { r.People = append(r.People, on(99, officer, "zone-01", "371502001001")) }, Problem{Fault: FaultOutside, Person: 99, Unit: "zone-01", Area: "371502001001"}},
		{"no categories", func(r *Rows) { r.Desks = nil }, Problem{Fault: FaultNoCategory}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := town()
			tt.spy(&rows)
			o, problems := NewOrg(rows)
			if !slices.Equal(problems, []Problem{tt.want}) {
				t.Errorf("got %v, want %v", problems, tt.want)
			}
			if d := Decide(o, Facts{Urgency: "routine", Area: "371502001001"}, now); d.Owner.Unit == "" {
				t.Error("the rest is not usable")
			}
		})
	}
	if _, problems := NewOrg(town()); len(problems) > 0 {
		t.Errorf("nothing is wrong, but %v", problems)
	}
}

func TestTargets(t *testing.T) {
	o := build(t, town())
	tests := []struct {
		name    string
		station string
		actor   int64
		want    string
	}{
		{"an officer", "371502-01", 1, "p2 p3 p5 u371502 u371502-fz u371502-02"},
		{"the leader", "371502-01", 5, "p1 p2 p3 u371502 u371502-fz u371502-02"},
		{"county staff may send it to a station or another county", "371502-01", 8, "p1 p2 p3 p5 u371502-fz u371502-01 u371502-02 u371503 uzone"},
		{"no station known", "371502", 8, "u371502-fz u371502-01 u371502-02 u371503 uzone"},
		{"nothing known", "", 1, "u371502 u371502-fz u371502-02"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ids []string
			for _, target := range Targets(o, tt.station, tt.actor) {
				ids = append(ids, target.ID)
				if target.Label == "" {
					t.Errorf("%s has no label", target.ID)
				}
			}
			if got := strings.Join(ids, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAssign(t *testing.T) {
	facts := Facts{Category: "tip.other", Urgency: "routine", Area: "371502001001", SubmittedAt: sent}
	tests := []struct {
		name    string
		rows    Rows
		target  string
		urgency payload.Urgency
		ok      bool
		level   Level
		owner   Owner
		people  []int64
		station string
		county  string
	}{
		{"a colleague", town(), "p2", "routine", true, LevelOfficer, Owner{2, "371502-01"}, []int64{2}, "371502-01", "371502"},
		{"in an emergency leader and county keep it in view", town(), "p2", "emergency", true, LevelOfficer, Owner{2, "371502-01"}, []int64{2, 5, 8}, "371502-01", "371502"},
		{"the leader", town(), "p5", "routine", true, LevelLeader, Owner{5, "371502-01"}, []int64{5}, "371502-01", "371502"},
		{"another station, nobody on duty there", town(), "u371502-02", "routine", true, LevelLeader, Owner{7, "371502-02"}, []int64{7}, "371502-02", "371502"},
		{"back to the officers", town(), "u371502-01", "routine", true, LevelOfficer, Owner{1, "371502-01"}, []int64{1, 2, 3}, "371502-01", "371502"},
		{"a desk leaves the station", town(), "u371502-fz", "routine", true, LevelOfficer, Owner{10, "371502-fz"}, []int64{10}, "371502-01", "371502"},
		{"an empty desk: its county", without(town(), 10), "u371502-fz", "routine", true, LevelCounty, Owner{8, "371502"}, []int64{8}, "371502-01", "371502"},
		{"the county", town(), "u371502", "routine", true, LevelCounty, Owner{8, "371502"}, []int64{8}, "371502-01", "371502"},
		{"another county without anybody: the city", town(), "u371503", "routine", true, LevelCity, Owner{12, "371500"}, []int64{12}, "", "371503"},
		{"nobody anywhere", without(town(), 12), "u371503", "routine", true, LevelCity, Owner{0, "371500"}, nil, "", "371503"},
		{"somebody out of reach", without(town(), 2), "p2", "routine", false, 0, Owner{}, nil, "", ""},
		{"a coordinator", town(), "p11", "routine", false, 0, Owner{}, nil, "", ""},
		{"the city", town(), "u371500", "routine", false, 0, Owner{}, nil, "", ""},
		{"nobody", town(), "p99", "routine", false, 0, Owner{}, nil, "", ""},
		{"nonsense", town(), "p", "routine", false, 0, Owner{}, nil, "", ""},
		{"nothing", town(), "", "routine", false, 0, Owner{}, nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := build(t, tt.rows)
			facts.Urgency = tt.urgency
			d, ok := Assign(o, tt.target, facts, now.Add(time.Hour))
			if ok != tt.ok || d.Level != tt.level || d.Owner != tt.owner || d.Station != tt.station || d.County != tt.county {
				t.Errorf("got %v level %d owner %v station %q county %q", ok, d.Level, d.Owner, d.Station, d.County)
			}
			if !slices.Equal(d.People(), tt.people) {
				t.Errorf("recipients %v, want %v", d.Recipients, tt.people)
			}
			if accept, _ := Limits(facts.Category, tt.urgency); ok && !d.AcceptBy.Equal(sent.Add(accept)) {
				t.Errorf("the transfer moved the deadline to %v", d.AcceptBy)
			}
		})
	}
}

// Out of triage the category's desk gets its copy.
func TestAssignEndsTriage(t *testing.T) {
	f := Facts{Category: "tip.fraud", Urgency: "routine", Area: "371502001001", SubmittedAt: sent, Triage: true}
	d, ok := Assign(build(t, town()), "p2", f, now)
	if !ok || d.Triage || !slices.Equal(d.People(), []int64{2, 10}) {
		t.Errorf("got %v %+v", ok, d)
	}
}

func TestClimb(t *testing.T) {
	tests := []struct {
		name   string
		rows   Rows
		from   Level
		owner  Owner
		level  Level
		people []int64
	}{
		{"officer to leader", town(), LevelOfficer, Owner{1, "371502-01"}, LevelLeader, []int64{5}},
		{"leader to county", town(), LevelLeader, Owner{5, "371502-01"}, LevelCounty, []int64{8}},
		{"county to city", town(), LevelCounty, Owner{8, "371502"}, LevelCity, []int64{12}},
		{"the city is the top", town(), LevelCity, Owner{12, "371500"}, LevelCity, nil},
		{"an empty step is skipped", without(town(), 5), LevelOfficer, Owner{1, "371502-01"}, LevelCounty, []int64{8}},
		{"a desk answers to its county", town(), LevelOfficer, Owner{10, "371502-fz"}, LevelCounty, []int64{8}},
		{"nobody above", without(town(), 5, 8, 9, 12), LevelOfficer, Owner{1, "371502-01"}, LevelCity, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			level, found := build(t, tt.rows).Climb(tt.from, tt.owner, "371502", "371502-01")
			if d := (Decision{Recipients: found}); level != tt.level || !slices.Equal(d.People(), tt.people) {
				t.Errorf("got %d %v", level, found)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	got := Check(build(t, town()), []string{"371502001001", "371502001", "371502003001", "371502004", "371503001", "x"})
	want := []Problem{
		{Fault: FaultNobody, Area: "371502003001", Unit: "zone-01"},
		{Fault: FaultUncovered, Area: "371502004"},
		{Fault: FaultUncovered, Area: "371503001"},
		{Fault: FaultArea, Area: "x"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestDecideAlwaysFindsAnOwner: whatever the roster, the facts and the time,
// and nobody hears of a complaint about them.
func TestDecideAlwaysFindsAnOwner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := market()
		for i := range rows.People {
			rows.People[i].OnDuty = rapid.Bool().Draw(t, "duty")
			rows.People[i].Duty = anyDuty(t)
			rows.People[i].Joined = rapid.Bool().Draw(t, "joined")
			rows.People[i].Reachable = rapid.Bool().Draw(t, "reachable")
		}
		rows.People = rows.People[:rapid.IntRange(0, len(rows.People)).Draw(t, "people")]
		rows.Units = rows.Units[:rapid.IntRange(0, len(rows.Units)).Draw(t, "units")]
		o, _ := NewOrg(rows)
		f := Facts{
			Category:    rapid.SampledFrom([]string{"tip.fraud", "tip.other", "dispute.medical", "", "nonsense"}).Draw(t, "category"),
			Urgency:     rapid.SampledFrom([]payload.Urgency{"emergency", "urgent", "routine", "?"}).Draw(t, "urgency"),
			Area:        rapid.SampledFrom([]string{"371502001001", "371502001009", "371502002", "371502003001", "371503", "", "99"}).Draw(t, "area"),
			County:      rapid.SampledFrom([]string{"", "371502", "zone", "371503", "?"}).Draw(t, "county"),
			Unit:        rapid.SampledFrom([]string{"", "", "371502-01", "zone", "?"}).Draw(t, "unit"),
			Triage:      rapid.Bool().Draw(t, "triage"),
			Project:     rapid.SampledFrom([]string{"", "", "高铁新城站房", "?"}).Draw(t, "project"),
			MoneyMoving: rapid.Bool().Draw(t, "money"),
			Against: Accused{
				Unit:   rapid.SampledFrom([]string{"", "", "371502-01", "371502-02", "371502-fz", "371502", "371500", "?"}).Draw(t, "accused unit"),
				Person: rapid.SampledFrom([]int64{0, 0, 1, 5, 8, 10, 11, 12, 21, 99}).Draw(t, "accused"),
			},
			SubmittedAt: sent,
		}
		now := sent.Add(time.Duration(rapid.IntRange(-3, 200).Draw(t, "hours")) * time.Hour)
		d := Decide(o, f, now)
		if rapid.Bool().Draw(t, "transfer") {
			target := rapid.OneOf(
				rapid.SampledFrom([]string{"p1", "p8", "p10", "u371502", "u371502-02", "u371502-fz", "uzone", "u371503"}),
				rapid.StringMatching(`[pu]?.{0,8}`),
			).Draw(t, "target")
			var ok bool
			if d, ok = Assign(o, target, f, now); !ok {
				return
			}
		}
		view := o.At(now).Without(f.Against)
		reached := slices.Clip(d.Recipients)
		for level := d.Level; level < LevelCity; {
			up, more := view.Climb(level, d.Owner, d.County, d.Station)
			level, reached = up, append(reached, more...)
		}
		for _, target := range Targets(view, d.Station, d.Owner.Person) {
			code, unit := strings.CutPrefix(target.ID, "u")
			if unit && accuses(o, f.Against, 0, code) {
				t.Fatalf("a complaint about %+v can be handed to %s", f.Against, code)
			}
			if id, err := strconv.ParseInt(code[1:], 10, 64); !unit && err == nil {
				reached = append(reached, Recipient{Person: id})
			}
		}
		for _, r := range reached {
			if p, _ := o.Person(r.Person); accuses(o, f.Against, p.ID, p.Unit) {
				t.Fatalf("a complaint about %+v reaches %+v", f.Against, p)
			}
		}
		if d.Station != "" && accuses(o, f.Against, 0, d.Station) {
			t.Fatalf("a complaint about %+v lies at %s", f.Against, d.Station)
		}
		if d.Owner.Unit == "" || d.Rule == "" || d.Level < LevelOfficer || d.Level > LevelCity || d.AcceptBy.IsZero() {
			t.Fatalf("not decided: %+v", d)
		}
		if d.Owner.Person == 0 && d.Owner.Unit != o.City().Code {
			t.Fatalf("nobody of %s owns it", d.Owner.Unit)
		}
		if d.Owner.Person != 0 && d.Owner.Person != d.Recipients[0].Person {
			t.Fatalf("the owner %v has no card: %v", d.Owner, d.Recipients)
		}
		seen := map[int64]bool{}
		for _, r := range d.Recipients {
			p, ok := o.Person(r.Person)
			if !ok || !p.Available() || seen[r.Person] {
				t.Fatalf("%v is out of reach or twice in %v", r, d.Recipients)
			}
			seen[r.Person] = true
		}
		if d.Station != "" && o.CountyOf(d.Station) != d.County {
			t.Fatalf("station %s is not of county %s", d.Station, d.County)
		}
	})
}

// accuses says, apart from the code under test, whether a complaint is about a
// person or the unit: by name, as the accused person's unit, or as what stands
// below the accused bureau. The city is only accused in person.
func accuses(o *Org, a Accused, person int64, unit string) bool {
	whole := a.Unit
	if p, known := o.people[a.Person]; known && whole == "" {
		whole = p.Unit
	}
	if a.Person != 0 && person == a.Person {
		return true
	}
	return whole != "" && whole != o.City().Code && (unit == whole || o.units[unit].Parent == whole)
}

func anyDuty(t *rapid.T) (d Duty) {
	pattern := rapid.SampledFrom([]string{"", "", "off", "night", "Mon-Fri 08:30-17:30", "always"}).Draw(t, "pattern")
	d.Pattern, _ = hours.Parse(pattern)
	if rapid.Bool().Draw(t, "swap") {
		from := sent.Add(time.Duration(rapid.IntRange(-5, 150).Draw(t, "from")) * time.Hour)
		d.Shifts = []Shift{{from, from.Add(8 * time.Hour), rapid.Bool().Draw(t, "on")}}
	}
	if rapid.Bool().Draw(t, "said") {
		d.Said = sent.Add(time.Duration(rapid.IntRange(-20, 150).Draw(t, "said at")) * time.Hour)
	}
	return d
}
