package records

import (
	"slices"
	"testing"
)

// A person does not move to where somebody has the same badge, for unit and
// badge are what a roster file knows people by.
func TestMovingKeepsBadgesApart(t *testing.T) {
	r := fresh(t)
	ids := map[string]int64{}
	err := r.In(t.Context(), func(tx *Tx) error {
		if err := tx.SaveUnits(t.Context(), []Unit{
			{Code: "LC", Kind: "city", Name: "市局"}, {Code: "371502", Kind: "county", Name: "分局", Parent: "LC"},
			{Code: "A", Kind: "station", Name: "甲所", Parent: "371502"}, {Code: "B", Kind: "station", Name: "乙所", Parent: "371502"},
		}); err != nil {
			return err
		}
		for name, p := range map[string]Person{"one": {Unit: "A", Badge: "001"}, "two": {Unit: "B", Badge: "001"}, "three": {Unit: "B", Badge: "003"}} {
			p.Role, p.Label, p.Areas = "officer", name, []string{"371502001"}
			saved, err := tx.SaveStaff(t.Context(), p, noon)
			if err != nil {
				return err
			}
			ids[name] = saved.ID
		}
		for name, want := range map[string]bool{"two": false, "three": true} {
			if moved, err := tx.Move(t.Context(), ids[name], "A"); err != nil || moved != want {
				t.Errorf("%s moves: %t, %v", name, moved, err)
			}
		}
		return tx.Suspend(t.Context(), ids["three"], true, noon)
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.Person(t.Context(), ids["three"])
	if err != nil || p.Unit != "A" || len(p.Areas) != 0 || !p.Suspended {
		t.Errorf("%+v, %v", p, err)
	}
	for words, want := range map[string][]string{"THREE": {"three"}, "001": {"one", "two"}, "t": {"two", "three"}, "_": nil, "7": nil} {
		found, err := r.FindPeople(t.Context(), words, 9)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range found {
			got = append(got, p.Label)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", words, got, want)
		}
	}
}
