package verify

import (
	"context"
	"database/sql"
	"slices"
	"testing"
	"time"

	"secondbrother/storage/local"
	"secondbrother/storage/records"
	"secondbrother/worker/histories"
	"secondbrother/worker/monthly"
)

var (
	since = time.Date(2026, time.August, 24, 3, 0, 0, 0, time.UTC)
	until = time.Date(2026, time.November, 17, 3, 0, 0, 0, time.UTC)
)

func quiet(string, int, int) {}

// A database as it was written has no fault; whatever is changed in it behind
// the program's back is found and said what it is.
func TestWhateverIsChangedIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		harm string
		what []string
	}{
		"nothing":                 {``, nil},
		"an amount":               {`UPDATE events SET yuan = coalesce(yuan, 0) + 1 WHERE ctid = (SELECT ctid FROM events WHERE type = 'closed' AND mediator IS NOT NULL AND at < '2026-10-31' LIMIT 1)`, []string{"chain", "tally"}},
		"a station":               {`UPDATE events SET station = '371503-01' WHERE ctid = (SELECT ctid FROM events WHERE type = 'accepted' AND at < '2026-10-31' LIMIT 1)`, []string{"chain", "tally"}},
		"an event lost":           {`DELETE FROM events WHERE ctid = (SELECT e.ctid FROM events e JOIN cases c ON c.id = e.case_id WHERE e.seq = 2 AND c.seq > 2 LIMIT 1)`, []string{"chain"}},
		"the last event lost":     {`DELETE FROM events WHERE ctid = (SELECT e.ctid FROM events e JOIN cases c ON c.id = e.case_id WHERE e.seq = c.seq AND c.seq > 2 LIMIT 1)`, []string{"end"}},
		"all of a case":           {`DELETE FROM cases WHERE id = (SELECT max(id) FROM cases)`, []string{"stray"}},
		"a case reopened by hand": {`UPDATE cases SET state = 'routed', outcome = '', closed_at = NULL WHERE id = (SELECT min(id) FROM cases WHERE state = 'closed')`, []string{"standing"}},
		"an outcome":              {`UPDATE cases SET outcome = 'ended' WHERE id = (SELECT min(id) FROM cases WHERE state = 'closed' AND outcome <> 'ended')`, []string{"standing"}},
		"a sum":                   {`UPDATE tallies SET n = n + 1 WHERE ctid = (SELECT ctid FROM tallies LIMIT 1)`, []string{"tally"}},
		"a closed month":          {`UPDATE month_closings SET document = document || '\x0a', digest = sha256(previous || document || '\x0a') WHERE number = 1`, []string{"closing"}},
		"a closed month's figures": {`UPDATE month_closings SET document = convert_to(regexp_replace(convert_from(document, 'UTF8'), 'dispute.received	true	(\d)', 'dispute.received	true	9\1'), 'UTF8'),
			digest = sha256(previous || convert_to(regexp_replace(convert_from(document, 'UTF8'), 'dispute.received	true	(\d)', 'dispute.received	true	9\1'), 'UTF8')) WHERE number = 2`, []string{"closing"}},
	} {
		t.Run(name, func(t *testing.T) {
			url := local.Database(t, records.Migrate, records.MigrationsHash())
			db := histories.At(t, url)
			histories.Keep(t, db, histories.Of(31, 60, since, until))
			for i, month := range monthly.Between(time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC)) {
				if stamp, err := monthly.Close(t.Context(), db, month, until, false); err != nil || stamp.Number != i+1 {
					t.Fatalf("closing %s: %+v, %v", month, stamp, err)
				}
			}
			harm(t, url, c.harm)
			r, err := Run(t.Context(), db, quiet)
			if err != nil {
				t.Fatal(err)
			}
			var what []string
			for _, f := range r.Faults {
				if !slices.Contains(what, f.What) {
					what = append(what, f.What)
				}
			}
			for _, want := range c.what {
				if !slices.Contains(what, want) {
					t.Errorf("found %v, not %s", r.Faults, want)
				}
			}
			if c.harm == "" && (len(r.Faults) > 0 || r.Cases != 60 || r.Events < 60 || r.Closings != 2 || r.Months != 4) {
				t.Errorf("nothing was changed: %+v", r)
			}
		})
	}
}

// harm changes what no program of ours would.
func harm(t *testing.T, url, statement string) {
	t.Helper()
	if statement == "" {
		return
	}
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, s := range []string{
		`ALTER TABLE events DISABLE TRIGGER USER`, `ALTER TABLE month_closings DISABLE TRIGGER USER`, statement,
	} {
		done, err := db.ExecContext(context.WithoutCancel(t.Context()), s)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		if n, err := done.RowsAffected(); s == statement && (err != nil || n != 1) {
			t.Fatalf("%s changed %d rows, %v", s, n, err)
		}
	}
}
