package records

import (
	"testing"

	"secondbrother/storage/local"
)

// A migration that lands after one of a higher number still comes.
func TestALateMigrationComes(t *testing.T) {
	url := local.Database(t, Migrate, MigrationsHash())
	r, err := Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	for _, back := range []string{
		`DELETE FROM goose_db_version WHERE version_id = 32`,
		`DROP INDEX cases_over, events_moving, events_seldom, events_marked, events_ended, events_ended_county, events_placed`,
		`CREATE INDEX events_concluded ON events (county, station, at)`,
	} {
		if _, err := r.db.ExecContext(t.Context(), back); err != nil {
			t.Fatal(err)
		}
	}
	if err := Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	var there bool
	if err := r.db.GetContext(t.Context(), &there, `SELECT to_regclass('events_placed') IS NOT NULL`); err != nil || !there {
		t.Errorf("it came: %v, %v", there, err)
	}
}
