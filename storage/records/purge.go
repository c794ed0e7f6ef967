package records

import (
	"context"
	"fmt"
	"time"
)

// PurgeDue counts what Purge would erase.
func (r *Records) PurgeDue(ctx context.Context, before time.Time) (cases int, err error) {
	err = r.db.GetContext(ctx, &cases, `SELECT count(*) FROM cases WHERE closed_at < $1 AND purged_at IS NULL`, before)
	if err != nil {
		return 0, fmt.Errorf("count what is to be purged: %w", err)
	}
	return cases, nil
}

// Purge erases what people wrote, sent and were in cases closed before the
// given time: at most limit cases in one transaction. Events and their counts
// stay, and the hash chains stay checkable. It returns how many cases it
// purged; fewer than limit: no more are due.
func (r *Records) Purge(ctx context.Context, before, now time.Time, limit int) (cases int, err error) {
	err = r.In(ctx, func(t *Tx) error {
		var ids []int64
		err := t.tx.SelectContext(ctx, &ids, `
			SELECT id FROM cases WHERE closed_at < $1 AND purged_at IS NULL
			ORDER BY closed_at LIMIT $2 FOR UPDATE SKIP LOCKED`, before, limit)
		if err != nil || len(ids) == 0 {
			return err
		}
		cases = len(ids)
		list := ints(ids, func(id *int64) int64 { return *id })
		for _, statement := range []string{
			`UPDATE reports AS r SET text = '', media = NULL, reporter = NULL, volunteer = NULL, place = '',
			        latitude = NULL, longitude = NULL, happened = '', purged_at = $2
			 FROM cases AS c WHERE c.id = ANY ($1::bigint[]) AND r.id = c.report_id AND r.purged_at IS NULL`,
			`DELETE FROM event_words WHERE case_id = ANY ($1::bigint[]) AND $2::timestamptz IS NOT NULL`,
			`UPDATE cases SET reasons = '{}', against_named = '', purged_at = $2 WHERE id = ANY ($1::bigint[])`,
		} {
			if _, err := t.tx.ExecContext(ctx, statement, list, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("purge cases: %w", err)
	}
	return cases, nil
}

// PurgeLeftovers removes what is older than the given time and serves nothing
// any more: notes of published deliveries, bodies of dead letters and ids of
// handled actions, at most limit of each. It returns how many it removed; 0:
// none are left.
func (r *Records) PurgeLeftovers(ctx context.Context, before time.Time, limit int) (rows int, err error) {
	for _, statement := range []string{
		`DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE created_at < $1 AND published_at IS NOT NULL LIMIT $2)`,
		`DELETE FROM handled WHERE action_id IN (SELECT action_id FROM handled WHERE handled_at < $1 LIMIT $2)`,
		`UPDATE dead_letters SET body = NULL WHERE id IN (SELECT id FROM dead_letters WHERE at < $1 AND body IS NOT NULL LIMIT $2)`,
	} {
		result, err := r.db.ExecContext(ctx, statement, before, limit)
		if err != nil {
			return rows, fmt.Errorf("purge leftovers: %w", err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return rows, fmt.Errorf("purge leftovers: %w", err)
		}
		rows += int(n)
	}
	return rows, nil
}
