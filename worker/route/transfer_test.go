package route

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

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
