package records

import (
	"errors"
	"testing"
	"time"
)

func TestClosingsAreAChain(t *testing.T) {
	r := fresh(t)
	months := []time.Time{time.Date(2026, 7, 9, 0, 0, 0, 0, zone), time.Date(2026, 8, 1, 0, 0, 0, 0, zone), time.Date(2026, 10, 31, 23, 0, 0, 0, zone)}
	for i, m := range months {
		k, err := r.CloseMonth(t.Context(), m, noon, func(number int, _ *Counter) ([]byte, error) {
			if number != i+1 {
				t.Errorf("closing %d gets number %d", i+1, number)
			}
			return []byte(m.String()), nil
		})
		if err != nil || k.Month.Day() != 1 || k.Month.Month() != m.Month() {
			t.Fatalf("closed %+v, %v", k, err)
		}
	}
	read := func() ([]Closing, error) {
		var all []Closing
		err := r.Counting(t.Context(), func(c *Counter) (err error) {
			all, err = c.Closings(t.Context())
			return err
		})
		return all, err
	}
	all, err := read()
	if err != nil || len(all) != 3 || string(all[2].Previous) != string(all[1].Digest) {
		t.Fatalf("read %+v, %v", all, err)
	}
	for _, statement := range []string{`UPDATE month_closings SET document = 'x'`, `DELETE FROM month_closings`, `TRUNCATE month_closings`} {
		if _, err := r.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s is allowed", statement)
		}
	}
	// Whoever gets past the trigger still breaks the chain.
	for _, statement := range []string{
		`UPDATE month_closings SET document = 'x', digest = sha256(previous || 'x') WHERE number = 2`,
		`UPDATE month_closings SET month = '2026-09-01', previous = digest, digest = sha256(digest || document) WHERE number = 3`,
		`DELETE FROM month_closings WHERE number = 1`,
	} {
		tx, err := r.db.BeginTxx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{`ALTER TABLE month_closings DISABLE TRIGGER USER`, statement} {
			if _, err := tx.ExecContext(t.Context(), s); err != nil {
				t.Fatalf("%s: %v", s, err)
			}
		}
		if _, err := (&Counter{tx: tx}).Closings(t.Context()); !errors.Is(err, ErrTampered) {
			t.Errorf("%s: %v", statement, err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.db.ExecContext(t.Context(), `ALTER TABLE month_closings DISABLE TRIGGER USER; UPDATE month_closings SET document = 'x' WHERE number = 3`); err == nil {
		t.Error("a document may be changed without its digest")
	}
}
