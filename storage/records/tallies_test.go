package records

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// However a month is parted, every instant of it lies in one part.
func TestPartsMakeTheMonth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Date(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1, 0, 0, 0, 0, zone)
		parts := cut(from, next(from), rapid.IntRange(1, 400).Draw(t, "parts"))
		at := from
		for _, w := range parts {
			if !w.AtFrom.Equal(at) || !w.AtTo.After(w.AtFrom) {
				t.Fatalf("%v to %v follows %v", w.AtFrom, w.AtTo, at)
			}
			at = w.AtTo
		}
		if !at.Equal(next(from)) {
			t.Fatalf("the parts end at %v", at)
		}
	})
}

// Tallies of a month in many parts are those of the month in one, and a wrong
// one is noticed.
func TestTalliesAreWhatTheEventsAddUpTo(t *testing.T) {
	r := fresh(t)
	var openings []Opening
	for n := range 120 {
		o := opening(n + 1)
		for i := range o.Events {
			o.Events[i].At = noon.Add(time.Duration(n) * 5 * time.Hour) // into the next month
		}
		openings = append(openings, o)
	}
	if _, err := r.Open(t.Context(), openings); err != nil {
		t.Fatal(err)
	}
	usual := atOnce
	t.Cleanup(func() { atOnce = usual })
	for _, atOnce = range []int{usual, 7} {
		if _, err := r.db.ExecContext(t.Context(), `DELETE FROM tallied`); err != nil {
			t.Fatal(err)
		}
		if n, err := r.Tally(t.Context(), nil); err != nil || n != 1 {
			t.Fatalf("added up %d months, %v", n, err)
		}
		for _, at := range []int{usual, 7} {
			atOnce = at
			if n := untrue(t, r); n != 0 {
				t.Errorf("%d sums are not those of the events", n)
			}
		}
	}
	var cases int
	if err := r.db.GetContext(t.Context(), &cases, `SELECT n FROM tallies WHERE level = 1 AND measure = 'tip.received'`); err != nil || cases < 100 {
		t.Errorf("%d tips received, %v", cases, err)
	}
	if _, err := r.db.ExecContext(t.Context(), `UPDATE tallies SET n = n + 1 WHERE level = 2 AND measure = 'tip.received'`); err != nil {
		t.Fatal(err)
	}
	if n := untrue(t, r); n != 1 {
		t.Errorf("%d wrong sums were noticed, want 1", n)
	}
}

// While somebody is at the first month, later ones wait: counting takes the
// first month that is added up for the one in which everything began.
func TestNoMonthIsAddedUpBeforeTheFirst(t *testing.T) {
	r := fresh(t)
	var openings []Opening
	for n := range 3 {
		o := opening(n + 1)
		for i := range o.Events {
			o.Events[i].At = noon.AddDate(0, n-4, 0)
		}
		openings = append(openings, o)
	}
	if _, err := r.Open(t.Context(), openings); err != nil {
		t.Fatal(err)
	}
	other, err := r.db.Connx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	number := func(months int) int64 {
		at := noon.AddDate(0, months, 0).In(zone)
		return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
	}
	for _, c := range []struct {
		locked int
		any    bool // months are added up
	}{{-4, false}, {-3, true}} {
		if _, err := other.ExecContext(t.Context(), `SELECT pg_advisory_lock($1::integer, $2::integer)`, tallyLock, number(c.locked)); err != nil {
			t.Fatal(err)
		}
		n, err := r.Tally(t.Context(), nil)
		if err != nil || (n > 0) != c.any {
			t.Errorf("with month %d locked %d were added up, %v", c.locked, n, err)
		}
		if _, err := other.ExecContext(t.Context(), `SELECT pg_advisory_unlock_all()`); err != nil {
			t.Fatal(err)
		}
	}
}

func untrue(t *testing.T, r *Records) (n int) {
	t.Helper()
	err := r.Counting(t.Context(), func(c *Counter) (err error) {
		n, err = c.Untrue(t.Context(), time.Date(2026, 10, 1, 0, 0, 0, 0, zone))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
