package route

import (
	"slices"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

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
