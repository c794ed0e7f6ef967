package records

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// staffed has a city with two coordinators, by id.
func staffed(t *testing.T) (r *Records, first, second int64) {
	t.Helper()
	r = fresh(t)
	err := r.In(t.Context(), func(tx *Tx) error {
		if err := tx.SaveUnits(t.Context(), []Unit{{Code: "LC", Kind: "city", Name: "市局"}}); err != nil {
			return err
		}
		for badge, id := range map[Text]*int64{"A": &first, "B": &second} {
			saved, err := tx.SaveStaff(t.Context(), Person{Role: "coordinator", Unit: "LC", Label: "示例", Badge: badge, Duty: "night", OnDuty: true}, noon)
			if err != nil {
				return err
			}
			*id = saved.ID
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, first, second
}

func roster(t *testing.T, r *Records) Roster {
	t.Helper()
	out, err := r.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A file says everything for its own days and nothing for others.
func TestShiftsAreReplacedDayByDay(t *testing.T) {
	r, first, second := staffed(t)
	today := time.Now().UTC().Truncate(24 * time.Hour)
	shift := func(person int64, days int, on bool) Shift {
		at := today.AddDate(0, 0, days)
		return Shift{Person: person, Day: at.Format(time.DateOnly), OnDuty: on, Starts: at.Add(8 * time.Hour), Ends: at.Add(20 * time.Hour)}
	}
	save := func(shifts ...Shift) {
		t.Helper()
		if err := r.In(t.Context(), func(tx *Tx) error { return tx.ReplaceShifts(t.Context(), shifts) }); err != nil {
			t.Fatal(err)
		}
	}
	before := roster(t, r).Version
	save(shift(first, 1, true), shift(second, 1, false), shift(first, 2, false), shift(first, -9, true))
	save(shift(second, 1, true))
	want := []Shift{shift(first, 2, false), shift(second, 1, true)}
	if first > second {
		want[0], want[1] = want[1], want[0]
	}
	got := roster(t, r)
	if diff := cmp.Diff(want, got.Shifts, cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); diff != "" {
		t.Errorf("shifts (-want +got):\n%s", diff)
	}
	if got.Version <= before {
		t.Errorf("the roster's version stays %d: workers would not hear of it", got.Version)
	}
	err := r.In(t.Context(), func(tx *Tx) error {
		return tx.ReplaceShifts(t.Context(), []Shift{shift(first, 3, true), shift(first, 3, false)})
	})
	if !IsData(err) {
		t.Errorf("two shifts of one person at one time: %v", err)
	}
}

func TestProjectsAreReplacedAsAWhole(t *testing.T) {
	r, first, _ := staffed(t)
	for _, projects := range [][]Project{
		{{Name: "高铁新城", Aliases: []string{"高铁站", `"新城"`}, Area: "371502001", Person: first}, {Name: "老项目", Aliases: []string{}, Person: first}},
		{{Name: "高铁新城", Aliases: []string{}, Area: "", Person: first}},
		{},
	} {
		if err := r.In(t.Context(), func(tx *Tx) error { return tx.ReplaceProjects(t.Context(), projects) }); err != nil {
			t.Fatal(err)
		}
		got := roster(t, r).Projects
		byName := map[string]Project{}
		for _, p := range got {
			byName[p.Name] = p
		}
		for _, p := range projects {
			if diff := cmp.Diff(p, byName[p.Name]); diff != "" {
				t.Errorf("a project (-want +got):\n%s", diff)
			}
		}
		if len(got) != len(projects) {
			t.Errorf("%d projects, want %d", len(got), len(projects))
		}
	}
}

func TestSayingSoIsNotedWithItsTime(t *testing.T) {
	r, first, _ := staffed(t)
	person := func() Person {
		for _, p := range roster(t, r).Staff {
			if p.ID == first {
				return p
			}
		}
		t.Fatal("gone")
		return Person{}
	}
	if p := person(); !p.OnDuty || !p.DutySaidAt.IsZero() || p.Duty != "night" {
		t.Errorf("before: %+v", p)
	}
	if err := r.In(t.Context(), func(tx *Tx) error { return tx.SetDuty(t.Context(), first, false, noon) }); err != nil {
		t.Fatal(err)
	}
	said := person()
	if said.OnDuty || !said.DutySaidAt.Equal(noon) {
		t.Errorf("after: %+v", said)
	}
	for _, again := range []struct {
		duty string
		at   Moment
	}{{"night", said.DutySaidAt}, {"day", Moment{}}} {
		said.Duty = again.duty
		if err := r.In(t.Context(), func(tx *Tx) error {
			_, err := tx.SaveStaff(t.Context(), said, noon)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if p := person(); p.Duty != again.duty || !p.DutySaidAt.Equal(again.at.Time) || p.OnDuty {
			t.Errorf("after an import with %s: %+v", again.duty, p)
		}
	}
}
