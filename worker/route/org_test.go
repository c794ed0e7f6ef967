package route

import (
	"slices"
	"testing"

	"secondbrother/storage/payload"
)

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
