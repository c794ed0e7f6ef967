package records

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCorrectionsAreWhatCoordinatorsSortedUntilPurged(t *testing.T) {
	r := fresh(t)
	ctx := t.Context()
	var opened []Opening
	for n := 1; n <= 3; n++ {
		o := opening(n)
		o.Report.Text = []string{"", "甲", "乙", "丙"}[n]
		opened = append(opened, o)
	}
	if _, err := r.Open(ctx, opened); err != nil {
		t.Fatal(err)
	}
	// The first was sorted twice, the second once; nobody sorted the third.
	for _, s := range []struct {
		id       int64
		seq      int
		category string
	}{{1, 3, "tip.fraud"}, {1, 4, "tip.economic"}, {2, 3, "dispute.family"}} {
		_, err := r.db.ExecContext(ctx, `
			INSERT INTO events (case_id, seq, version, type, at, role, unit, state, kind, category, urgency, county, township, village, station, words, hash)
			SELECT case_id, $2, version, 'sorted', at, role, unit, state, kind, $3, 'urgent', county, township, village, station, words, hash
			FROM events WHERE case_id = $1 AND seq = 1`, s.id, s.seq, s.category)
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []Correction{{"乙", "dispute.family", "urgent"}, {"甲", "tip.economic", "urgent"}}
	check := func(want []Correction) {
		t.Helper()
		got, err := r.Corrections(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	check(want)
	if _, err := r.db.ExecContext(ctx, `
		UPDATE reports SET text = '', media = NULL, reporter = NULL, volunteer = NULL, place = '', latitude = NULL, longitude = NULL,
		       happened = '', purged_at = $1
		WHERE  id = (SELECT report_id FROM cases WHERE id = 1)`, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	check(want[:1])
}
