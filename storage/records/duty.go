package records

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// Shift is one stretch of time in which somebody works against the pattern, or
// does not. Day is the date (2026-10-01, in Shanghai) that it was written for.
type Shift struct {
	Person int64     `db:"person"`
	Day    string    `db:"day"`
	OnDuty bool      `db:"on_duty"`
	Starts time.Time `db:"starts_at"`
	Ends   time.Time `db:"ends_at"` // not part of it
}

// Project is a key construction project with an officer of its own.
type Project struct {
	Name    string         `db:"name"`
	Aliases pq.StringArray `db:"aliases"`
	Area    string         `db:"area"` // official code; may be empty
	Person  int64          `db:"person"`
}

// SetDuty notes whether a person says, now, to be on duty.
func (t *Tx) SetDuty(ctx context.Context, id int64, on bool, now time.Time) error {
	if _, err := t.tx.ExecContext(ctx, `UPDATE people SET on_duty = $1, duty_said_at = $2 WHERE id = $3`, on, now, id); err != nil {
		return fmt.Errorf("set duty: %w", err)
	}
	return nil
}

// ReplaceShifts makes shifts all that there are for their days.
func (t *Tx) ReplaceShifts(ctx context.Context, shifts []Shift) error {
	days := texts(shifts, func(s *Shift) string { return s.Day })
	if _, err := t.tx.ExecContext(ctx, `DELETE FROM shifts WHERE day = ANY ($1::text[]::date[])`, days); err != nil {
		return fmt.Errorf("clear the shifts of %d lines: %w", len(shifts), err)
	}
	_, err := t.tx.ExecContext(ctx, `
		INSERT INTO shifts (person, day, on_duty, starts_at, ends_at)
		SELECT * FROM unnest($1::bigint[], $2::text[]::date[], $3::boolean[], $4::timestamptz[], $5::timestamptz[])`,
		ints(shifts, func(s *Shift) int64 { return s.Person }), days,
		bools(shifts, func(s *Shift) bool { return s.OnDuty }),
		times(shifts, func(s *Shift) time.Time { return s.Starts }),
		times(shifts, func(s *Shift) time.Time { return s.Ends }))
	if err != nil {
		return fmt.Errorf("save %d shifts: %w", len(shifts), err)
	}
	return nil
}

// ReplaceProjects makes projects all that there are.
func (t *Tx) ReplaceProjects(ctx context.Context, projects []Project) error {
	if _, err := t.tx.ExecContext(ctx, `DELETE FROM projects`); err != nil {
		return fmt.Errorf("clear the projects: %w", err)
	}
	_, err := t.tx.ExecContext(ctx, `
		INSERT INTO projects (name, aliases, area, person)
		SELECT p.name, p.aliases::text[], p.area, p.person
		FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS p (name, aliases, area, person)`,
		texts(projects, func(p *Project) string { return p.Name }),
		texts(projects, func(p *Project) string { return literal(words(p.Aliases)) }),
		texts(projects, func(p *Project) string { return p.Area }),
		ints(projects, func(p *Project) int64 { return p.Person }))
	if err != nil {
		return fmt.Errorf("save %d projects: %w", len(projects), err)
	}
	return nil
}

// pastShifts is how long a shift that has ended is still read: longer than what
// somebody said during it can hold.
const pastShifts = 2 * 24 * time.Hour

// readDuty fills in the roster's shifts, without those long past, and projects.
func (r *Records) readDuty(ctx context.Context, into *Roster) error {
	err := r.db.SelectContext(ctx, &into.Shifts, `
		SELECT person, day::text AS day, on_duty, starts_at, ends_at FROM shifts
		WHERE ends_at > now() - make_interval(secs => $1) ORDER BY person, starts_at`, pastShifts.Seconds())
	if err != nil {
		return fmt.Errorf("list shifts: %w", err)
	}
	if err := r.db.SelectContext(ctx, &into.Projects, `SELECT name, aliases, area, person FROM projects ORDER BY name`); err != nil {
		return fmt.Errorf("list projects: %w", err)
	}
	return nil
}
