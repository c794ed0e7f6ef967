package records

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// RosterChange is one change of the roster that a coordinator made in chat.
type RosterChange struct {
	At          time.Time
	By, Person  int64
	Change      string // suspend, restore, move, duty, invite, revoke
	Was, Become string // move: unit codes; duty: patterns
}

// Log keeps a change for good.
func (t *Tx) Log(ctx context.Context, c RosterChange) error {
	_, err := t.tx.ExecContext(ctx, `INSERT INTO roster_changes (at, by, person, change, was, becomes) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.At, c.By, c.Person, c.Change, c.Was, c.Become)
	if err != nil {
		return fmt.Errorf("log a change of the roster: %w", err)
	}
	return nil
}

// Suspend takes a person out of the roster for a time, or brings them back. Open
// invitations of a suspended person end.
func (t *Tx) Suspend(ctx context.Context, id int64, suspended bool, now time.Time) error {
	_, err := t.tx.ExecContext(ctx, `UPDATE people SET suspended_at = CASE WHEN $2 THEN $3::timestamptz END WHERE id = $1`, id, suspended, now)
	if err != nil {
		return fmt.Errorf("suspend a person: %w", err)
	}
	if !suspended {
		return nil
	}
	return t.RevokeOf(ctx, id, now)
}

// RevokeOf ends all open invitations of one person.
func (t *Tx) RevokeOf(ctx context.Context, person int64, now time.Time) error {
	if _, err := t.tx.ExecContext(ctx, `UPDATE invitations SET revoked_at = $2 WHERE person = $1 AND revoked_at IS NULL`, person, now); err != nil {
		return fmt.Errorf("revoke a person's invitations: %w", err)
	}
	return nil
}

// Move puts a person into another unit; the communities of the former one stay
// behind. It is false where the unit has somebody with the same badge.
func (t *Tx) Move(ctx context.Context, id int64, unit string) (bool, error) {
	result, err := t.tx.ExecContext(ctx, `
		UPDATE people AS p SET unit = $2, areas = '{}' WHERE p.id = $1
		AND NOT EXISTS (SELECT FROM people AS o WHERE o.unit = $2 AND o.badge = p.badge AND o.id <> p.id)`, id, unit)
	if err != nil {
		return false, fmt.Errorf("move a person: %w", err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("move a person: %w", err)
	}
	return n == 1, nil
}

// SetPattern sets when a person works. It goes before what the person said under
// the former pattern.
func (t *Tx) SetPattern(ctx context.Context, id int64, pattern string) error {
	if _, err := t.tx.ExecContext(ctx, `UPDATE people SET duty = $2, duty_said_at = NULL WHERE id = $1`, id, pattern); err != nil {
		return fmt.Errorf("set a duty pattern: %w", err)
	}
	return nil
}

// FindPeople looks for members of staff whose label or badge has these words,
// and for the volunteer of this number, joined or not, suspended or not.
func (r *Records) FindPeople(ctx context.Context, words string, limit int) (people []Person, err error) {
	number, _ := strconv.ParseInt(words, 10, 32)
	err = r.db.SelectContext(ctx, &people, selectPeople+`
		WHERE number = $2 OR role <> 'volunteer' AND (strpos(lower(label), lower($1)) > 0 OR badge = $1)
		ORDER BY id LIMIT $3`, words, number, limit)
	if err != nil {
		return nil, fmt.Errorf("find people: %w", err)
	}
	return people, nil
}

// Person reads somebody. ErrNotFound: nobody.
func (r *Records) Person(ctx context.Context, id int64) (Person, error) {
	var p Person
	if err := r.db.GetContext(ctx, &p, selectPeople+`WHERE id = $1`, id); err != nil {
		return Person{}, fmt.Errorf("read a person: %w", notFound(err))
	}
	return p, nil
}
