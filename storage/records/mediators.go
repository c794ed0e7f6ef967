package records

import (
	"context"
	"fmt"
	"time"

	"secondbrother/storage/payload"
)

// Mediator is a volunteer who may be asked to mediate now.
type Mediator struct {
	Person  int64  `db:"person"`
	Area    string `db:"area"`
	AskedAt Moment `db:"asked_at"` // zero: never
}

// SetWilling has a volunteer asked to mediate in an area from now on.
func (t *Tx) SetWilling(ctx context.Context, person int64, area string, now time.Time) error {
	_, err := t.tx.ExecContext(ctx, `
		INSERT INTO mediators (person, area, since) VALUES ($1, $2, $3)
		ON CONFLICT ON CONSTRAINT mediators_pkey DO UPDATE SET area = excluded.area`, person, area, now)
	if err != nil {
		return fmt.Errorf("set willing: %w", err)
	}
	return nil
}

// SetUnwilling has a volunteer asked no more.
func (t *Tx) SetUnwilling(ctx context.Context, person int64) error {
	if _, err := t.tx.ExecContext(ctx, `DELETE FROM mediators WHERE person = $1`, person); err != nil {
		return fmt.Errorf("set unwilling: %w", err)
	}
	return nil
}

// choosing is the advisory lock under which volunteers are chosen.
const choosing = 0x5EC0D002

// FreeMediators lists the willing volunteers who can be reached and have no
// case to mediate, without the one of that number (0: nobody), who reported it.
// Until this transaction ends nobody else chooses among them, so that two cases
// cannot find the same one free.
func (t *Tx) FreeMediators(ctx context.Context, without int64) ([]Mediator, error) {
	if _, err := t.tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, choosing); err != nil {
		return nil, fmt.Errorf("wait to choose a mediator: %w", err)
	}
	var free []Mediator
	err := t.tx.SelectContext(ctx, &free, `
		SELECT m.person, m.area, m.asked_at
		FROM   mediators AS m JOIN people AS p ON p.id = m.person
		WHERE  p.role = 'volunteer' AND p.handle IS NOT NULL AND p.unreachable_at IS NULL AND p.suspended_at IS NULL
		  AND  p.number <> $1
		  AND  NOT EXISTS (SELECT FROM cases AS c WHERE c.offered_to = m.person)
		  AND  NOT EXISTS (SELECT FROM cases AS c WHERE c.mediator = m.person)
		ORDER BY m.person`, without)
	if err != nil {
		return nil, fmt.Errorf("list free mediators: %w", err)
	}
	return free, nil
}

// MediatedBy is the receipt of the case that a volunteer is asked about or
// mediates. ErrNotFound: none.
func (t *Tx) MediatedBy(ctx context.Context, person int64) (payload.Receipt, error) {
	var receipt string
	err := t.tx.GetContext(ctx, &receipt, `
		SELECT r.receipt FROM cases AS c JOIN reports AS r ON r.id = c.report_id
		WHERE  c.offered_to = $1 OR c.mediator = $1`, person)
	if err != nil {
		return "", fmt.Errorf("find what a volunteer mediates: %w", notFound(err))
	}
	return payload.Receipt(receipt), nil
}

// NoteAsked notes when a volunteer was asked.
func (t *Tx) NoteAsked(ctx context.Context, person int64, now time.Time) error {
	if _, err := t.tx.ExecContext(ctx, `UPDATE mediators SET asked_at = $2 WHERE person = $1`, person, now); err != nil {
		return fmt.Errorf("note who was asked: %w", err)
	}
	return nil
}

// Volunteer is how a volunteer is reached and called.
type Volunteer struct {
	ID     int64  `db:"id"`
	Handle Text   `db:"handle"` // empty: has left
	Number Number `db:"number"`
}

// Volunteers finds volunteers by id.
func (r *Records) Volunteers(ctx context.Context, ids []int64) (map[int64]Volunteer, error) {
	return volunteers(ctx, r.db, ids)
}

// Volunteers finds volunteers by id.
func (t *Tx) Volunteers(ctx context.Context, ids []int64) (map[int64]Volunteer, error) {
	return volunteers(ctx, t.tx, ids)
}

func volunteers(ctx context.Context, q querier, ids []int64) (map[int64]Volunteer, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []Volunteer
	err := q.SelectContext(ctx, &rows, `
		SELECT id, handle, number FROM people WHERE role = 'volunteer' AND id = ANY ($1::bigint[])`,
		ints(ids, func(id *int64) int64 { return *id }))
	if err != nil {
		return nil, fmt.Errorf("find volunteers: %w", err)
	}
	out := make(map[int64]Volunteer, len(rows))
	for _, v := range rows {
		out[v.ID] = v
	}
	return out, nil
}
