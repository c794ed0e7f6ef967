package records

import (
	"context"
	"fmt"
	"time"
)

// Group is the group chat of a station.
type Group struct {
	Unit   string `db:"unit"`
	Handle string `db:"handle"`
}

// BindGroup has a unit's cards go to a group, in place of where they went
// before. It returns the handle of the group that they go to no more, empty
// where there was none, and whether anything has changed.
func (t *Tx) BindGroup(ctx context.Context, g Group, by int64, now time.Time) (before string, changed bool, err error) {
	var there []Group
	err = t.tx.SelectContext(ctx, &there, `SELECT unit, handle FROM groups WHERE unit = $1 OR handle = $2 FOR UPDATE`, g.Unit, g.Handle)
	if err != nil {
		return "", false, fmt.Errorf("lock a unit's group: %w", err)
	}
	for _, old := range there {
		if old == g {
			return "", false, nil
		}
		if old.Unit == g.Unit {
			before = old.Handle
		}
	}
	if _, err := t.tx.ExecContext(ctx, `DELETE FROM groups WHERE unit = $1 OR handle = $2`, g.Unit, g.Handle); err != nil {
		return "", false, fmt.Errorf("free a unit's group: %w", err)
	}
	_, err = t.tx.ExecContext(ctx, `INSERT INTO groups (unit, handle, bound_by, bound_at) VALUES ($1, $2, $3, $4)`, g.Unit, g.Handle, by, now)
	if err != nil {
		return "", false, fmt.Errorf("bind a unit's group: %w", err)
	}
	return before, true, nil
}

// FreeGroup has no cards go to a group any more. Doing it again changes nothing.
func (t *Tx) FreeGroup(ctx context.Context, handle string) error {
	if _, err := t.tx.ExecContext(ctx, `DELETE FROM groups WHERE handle = $1`, handle); err != nil {
		return fmt.Errorf("free a group: %w", err)
	}
	return nil
}

func (r *Records) readGroups(ctx context.Context, into *Roster) error {
	if err := r.db.SelectContext(ctx, &into.Groups, `SELECT unit, handle FROM groups ORDER BY unit`); err != nil {
		return fmt.Errorf("list groups: %w", err)
	}
	return nil
}
