package records

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// Person is a member of staff or a volunteer. Volunteers have a number, an
// area and no unit; staff the reverse.
type Person struct {
	ID          int64          `db:"id"`
	Role        string         `db:"role"`
	Unit        Text           `db:"unit"`
	Area        string         `db:"area"`
	Label       string         `db:"label"`
	Badge       Text           `db:"badge"`
	Areas       pq.StringArray `db:"areas"`
	Duty        string         `db:"duty"`
	OnDuty      bool           `db:"on_duty"`      // as last said
	DutySaidAt  Moment         `db:"duty_said_at"` // zero: never said
	Number      Number         `db:"number"`
	Handle      Text           `db:"handle"` // empty: has not joined
	Unreachable bool           `db:"unreachable"`
	Suspended   bool           `db:"suspended"`
}

const selectPeople = `
	SELECT id, role, unit, area, label, badge, areas, duty, on_duty, duty_said_at, number, handle,
	       unreachable_at IS NOT NULL AS unreachable, suspended_at IS NOT NULL AS suspended
	FROM people `

// Roster is a snapshot of the organisation. Version rises with every change.
type Roster struct {
	Version  int64
	Units    []Unit
	Staff    []Person
	Shifts   []Shift // of today and later
	Projects []Project
	Groups   []Group
}

// RosterVersion says which roster holds now.
func (r *Records) RosterVersion(ctx context.Context) (int64, error) { return rosterVersion(ctx, r.db) }

// RosterVersion says which roster this transaction sees.
func (t *Tx) RosterVersion(ctx context.Context) (int64, error) { return rosterVersion(ctx, t.tx) }

func rosterVersion(ctx context.Context, q querier) (int64, error) {
	var version int64
	if err := q.GetContext(ctx, &version, `SELECT version FROM roster_version`); err != nil {
		return 0, fmt.Errorf("read the roster's version: %w", err)
	}
	return version, nil
}

// Roster reads the whole organisation. The version is read first: what changes
// in between is read again, never missed.
func (r *Records) Roster(ctx context.Context) (Roster, error) {
	version, err := r.RosterVersion(ctx)
	if err != nil {
		return Roster{}, err
	}
	units, err := r.Units(ctx)
	if err != nil {
		return Roster{}, err
	}
	out := Roster{Version: version, Units: units}
	if err := r.db.SelectContext(ctx, &out.Staff, selectPeople+`WHERE role <> 'volunteer' ORDER BY id`); err != nil {
		return Roster{}, fmt.Errorf("list staff: %w", err)
	}
	if err := r.readDuty(ctx, &out); err != nil {
		return Roster{}, err
	}
	if err := r.readGroups(ctx, &out); err != nil {
		return Roster{}, err
	}
	return out, nil
}

// PersonByHandle finds who a handle is. ErrNotFound: nobody.
func (r *Records) PersonByHandle(ctx context.Context, handle string) (Person, error) {
	var p Person
	if err := r.db.GetContext(ctx, &p, selectPeople+`WHERE handle = $1`, handle); err != nil {
		return Person{}, fmt.Errorf("find a person: %w", notFound(err))
	}
	return p, nil
}

// LockPersonByHandle is PersonByHandle and locks the row.
func (t *Tx) LockPersonByHandle(ctx context.Context, handle string) (Person, error) {
	var p Person
	if err := t.tx.GetContext(ctx, &p, selectPeople+`WHERE handle = $1 FOR UPDATE`, handle); err != nil {
		return Person{}, fmt.Errorf("lock a person: %w", notFound(err))
	}
	return p, nil
}

// LockPerson reads a person by id and locks the row.
func (t *Tx) LockPerson(ctx context.Context, id int64) (Person, error) {
	var p Person
	if err := t.tx.GetContext(ctx, &p, selectPeople+`WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Person{}, fmt.Errorf("lock a person: %w", notFound(err))
	}
	return p, nil
}

// SavedPerson is one line of a roster file as it was saved.
type SavedPerson struct {
	ID      int64 `db:"id"`
	Joined  bool  `db:"joined"`
	Invited bool  `db:"invited"` // has an invitation that still holds
}

// SaveStaff adds a person, or overwrites the one of the same unit and badge:
// role, label, areas and duty pattern, but neither handle nor whether the person
// said to be on duty; a new pattern goes before what was said under the old one.
func (t *Tx) SaveStaff(ctx context.Context, p Person, now time.Time) (SavedPerson, error) {
	var saved SavedPerson
	err := t.tx.GetContext(ctx, &saved, `
		WITH saved AS (
			INSERT INTO people (role, unit, label, badge, areas, duty, on_duty) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT ON CONSTRAINT people_badge_key DO UPDATE SET
				role = excluded.role, label = excluded.label, areas = excluded.areas, duty = excluded.duty,
				duty_said_at = CASE WHEN people.duty = excluded.duty THEN people.duty_said_at END
			RETURNING id, handle
		)
		SELECT s.id, s.handle IS NOT NULL AS joined, EXISTS (
			SELECT FROM invitations AS i
			WHERE i.person = s.id AND i.uses_left > 0 AND i.revoked_at IS NULL AND i.expires_at > $8
		) AS invited
		FROM saved AS s`,
		p.Role, p.Unit, p.Label, p.Badge, words(p.Areas), p.Duty, p.OnDuty, now)
	if err != nil {
		return SavedPerson{}, fmt.Errorf("save a member of staff: %w", err)
	}
	return saved, nil
}

// Enrol makes a new volunteer with the next number.
func (t *Tx) Enrol(ctx context.Context, handle, area string, now time.Time) (Person, error) {
	var id int64
	err := t.tx.GetContext(ctx, &id, `
		INSERT INTO people (role, area, number, handle, joined_at)
		VALUES ('volunteer', $1, nextval('volunteer_numbers'), $2, $3) RETURNING id`, area, handle, now)
	if err != nil {
		return Person{}, fmt.Errorf("enrol a volunteer: %w", err)
	}
	return t.LockPerson(ctx, id)
}

// Appoint makes a coordinator who is in no roster file.
func (t *Tx) Appoint(ctx context.Context, handle, unit, label string, now time.Time) (Person, error) {
	var id int64
	err := t.tx.GetContext(ctx, &id, `
		INSERT INTO people (role, unit, label, on_duty, handle, joined_at)
		VALUES ('coordinator', $1, $2, true, $3, $4) RETURNING id`, unit, label, handle, now)
	if err != nil {
		return Person{}, fmt.Errorf("appoint a coordinator: %w", err)
	}
	return t.LockPerson(ctx, id)
}

// Seat gives a person a handle; whoever had it before is without one.
func (t *Tx) Seat(ctx context.Context, id int64, handle string, now time.Time) (Person, error) {
	if _, err := t.tx.ExecContext(ctx, `UPDATE people SET handle = NULL, joined_at = NULL WHERE handle = $1 AND id <> $2`, handle, id); err != nil {
		return Person{}, fmt.Errorf("free a handle: %w", err)
	}
	_, err := t.tx.ExecContext(ctx, `UPDATE people SET handle = $1, joined_at = $2, unreachable_at = NULL WHERE id = $3`, handle, now, id)
	if err != nil {
		return Person{}, fmt.Errorf("seat a person: %w", err)
	}
	return t.LockPerson(ctx, id)
}

// Unseat takes a person's handle away.
func (t *Tx) Unseat(ctx context.Context, id int64) error {
	if _, err := t.tx.ExecContext(ctx, `UPDATE people SET handle = NULL, joined_at = NULL WHERE id = $1`, id); err != nil {
		return fmt.Errorf("unseat a person: %w", err)
	}
	return nil
}

// SetReachable says whether messages reach a person.
func (t *Tx) SetReachable(ctx context.Context, id int64, reachable bool, now time.Time) error {
	_, err := t.tx.ExecContext(ctx, `UPDATE people SET unreachable_at = CASE WHEN $1 THEN NULL ELSE $2::timestamptz END WHERE id = $3`, reachable, now, id)
	if err != nil {
		return fmt.Errorf("set reachable: %w", err)
	}
	return nil
}
