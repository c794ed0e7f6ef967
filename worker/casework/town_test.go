package casework

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
	"secondbrother/worker/route"
)

var sent = time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)

// The people of the town, by what they are to a case in village 371502001001.
const (
	first       int64 = iota + 1 // officer of the community
	second                       // officer of the community
	colleague                    // officer of the station, another community
	elsewhere                    // officer of the county's other station
	leader                       // of the station
	otherLeader                  // of the other station
	bureau                       // county staff
	otherBureau                  // staff of another county
	fraud                        // the county's anti-fraud desk
	coord                        // coordinator of the county
	otherCoord                   // of another county
	cityCoord
	anybody // one past the last
)

const station, otherStation, county, otherCounty = "371502-01", "371502-02", "371502", "371503"

func rows() route.Rows {
	r := route.Rows{
		Units: []route.Unit{
			{Code: "371500", Kind: route.City, Name: "市局"},
			{Code: county, Kind: route.County, Name: "东昌府分局", Parent: "371500"},
			{Code: station, Kind: route.Station, Name: "古楼派出所", Parent: county},
			{Code: otherStation, Kind: route.Station, Name: "柳园派出所", Parent: county},
			{Code: "371502-fz", Kind: route.Desk, Name: "反诈中心", Parent: county, Desk: "反诈"},
			{Code: otherCounty, Kind: route.County, Name: "茌平分局", Parent: "371500"},
		},
		Covers: []route.Cover{{Unit: station, Area: "371502001"}, {Unit: otherStation, Area: "371502002"}},
		Desks: map[string]string{
			"tip.fraud": "反诈", "tip.fire_hazard": "派出所", "tip.other": "派出所", "dispute.medical": "派出所", "dispute.other": "派出所",
			"dispute.neighbour": "派出所", "assist.crisis": "派出所", "assist.other": "派出所",
		},
	}
	add := func(id int64, role payload.Role, unit string, areas ...string) {
		r.People = append(r.People, route.Person{
			ID: id, Role: role, Unit: unit, Areas: areas, OnDuty: true, Reachable: true, Joined: true, Label: "示例" + strconv.FormatInt(id, 10),
		})
	}
	add(first, payload.RoleOfficer, station, "371502001001")
	add(second, payload.RoleOfficer, station, "371502001001")
	add(colleague, payload.RoleOfficer, station, "371502001002")
	add(elsewhere, payload.RoleOfficer, otherStation, "371502002001")
	add(leader, payload.RoleLeader, station)
	add(otherLeader, payload.RoleLeader, otherStation)
	add(bureau, payload.RoleCounty, county)
	add(otherBureau, payload.RoleCounty, otherCounty)
	add(fraud, payload.RoleDesk, "371502-fz")
	add(coord, payload.RoleCoordinator, county)
	add(otherCoord, payload.RoleCoordinator, otherCounty)
	add(cityCoord, payload.RoleCoordinator, "371500")
	return r
}

// orgOf builds the town; edit may change a person first.
func orgOf(edit func(*route.Person)) *route.Org {
	r := rows()
	for i := range r.People {
		if edit != nil {
			edit(&r.People[i])
		}
	}
	o, _ := route.NewOrg(r)
	return o
}

// offDuty sends people home.
func offDuty(ids ...int64) func(*route.Person) {
	return func(p *route.Person) { p.OnDuty = p.OnDuty && !slices.Contains(ids, p.ID) }
}

// unreachable lets people block the bot.
func unreachable(ids ...int64) func(*route.Person) {
	return func(p *route.Person) { p.Reachable = p.Reachable && !slices.Contains(ids, p.ID) }
}

const volunteer = "volunteer"

func report(kind payload.Kind, u payload.Urgency) payload.Report {
	return payload.Report{Receipt: payload.NewReceipt(7), Reporter: volunteer, Kind: kind, Urgency: u, Text: "事情", At: sent}
}

// intake is a report from the village, as classified.
func intake(category string, u payload.Urgency) Intake {
	kind, _, _ := strings.Cut(category, ".")
	return Intake{Report: report(payload.Kind(kind), u), Category: category, Urgency: u, Area: "371502001001"}
}

func person(id int64, org *route.Org) Actor {
	return Staff("handle"+strconv.FormatInt(id, 10), id, org)
}

// do applies an act that must succeed.
func do(t *testing.T, c Case, a Actor, act payload.Action, org *route.Org, now time.Time) Change {
	t.Helper()
	ch, err := Apply(c, a, act, org, now)
	if err != nil {
		t.Fatalf("%s by %s: %v", act.Verb, a.Label, err)
	}
	return ch
}

// heard says whether the reporter is told of what.
func heard(ch Change, what payload.Event) bool {
	return slices.ContainsFunc(ch.Notices, func(n Notice) bool { return n.Person == 0 && n.Turn != nil && n.Turn.What == what })
}

func logged(ch Change) []payload.Event {
	out := make([]payload.Event, len(ch.Events))
	for i, e := range ch.Events {
		out[i] = e.Type
	}
	return out
}

// valid is an action that should be taken when the verb may be done.
func valid(c Case, a Actor, verb payload.Verb, org *route.Org) payload.Action {
	act := payload.Action{Verb: verb, Text: "话", Version: c.Version}
	switch verb {
	case payload.VerbTransfer:
		if targets := Targets(c, a, org); len(targets) > 0 {
			act.Target = targets[0].ID
		}
	case payload.VerbClose:
		act.Outcome = payload.Outcomes(c.Kind)[0]
		switch c.Kind {
		case payload.Dispute:
			act.Mediation = &payload.Mediation{Parties: 2, Yuan: 300}
		case payload.Assist:
			act.Help = &payload.Help{People: 1}
		}
	case payload.VerbReport:
		act.Outcome, act.Mediation = payload.OutcomeSettledOral, &payload.Mediation{Parties: 2, Yuan: 300}
	case payload.VerbSort:
		act.Category, act.Area = "dispute.neighbour", "371502001001"
	case payload.VerbCorrect:
		act.Category, act.Urgency = "tip.other", payload.Routine
		if c.Category == act.Category && c.Urgency == act.Urgency {
			act.Urgency = payload.Urgent
		}
	case payload.VerbGrade:
		act.Grade = payload.GradeYellow
	case payload.VerbLink:
		act.Other = payload.NewReceipt(99)
	case payload.VerbRate:
		act.Stars, act.Settled = 5, true
	}
	return act
}

// duty is a person's duty of the pattern.
func duty(t *testing.T, pattern string) route.Duty {
	t.Helper()
	week, err := hours.Parse(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return route.Duty{Pattern: week}
}
