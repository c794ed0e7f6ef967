package route

import (
	"slices"
	"testing"
)

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
