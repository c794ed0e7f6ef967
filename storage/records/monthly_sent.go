package records

import (
	"context"
	"fmt"
	"time"
)

// UnsentMonthly lists the coordinators who have joined, can be reached and have
// not been sent a month's counts (month: 2026-10), by id.
func (r *Records) UnsentMonthly(ctx context.Context, month string) ([]Person, error) {
	var people []Person
	err := r.db.SelectContext(ctx, &people, selectPeople+`
		WHERE role = 'coordinator' AND handle IS NOT NULL AND unreachable_at IS NULL AND suspended_at IS NULL
		  AND NOT EXISTS (SELECT FROM monthly_sent AS m WHERE m.person = people.id AND m.month = ($1 || '-01')::date)
		ORDER BY id`, month)
	if err != nil {
		return nil, fmt.Errorf("list who has not been sent %s: %w", month, err)
	}
	return people, nil
}

// SendMonthly notes that a person is sent a month's counts in this transaction,
// and says whether it is the first time.
func (t *Tx) SendMonthly(ctx context.Context, month string, person int64, now time.Time) (first bool, err error) {
	result, err := t.tx.ExecContext(ctx, `
		INSERT INTO monthly_sent (month, person, sent_at) VALUES (($1 || '-01')::date, $2, $3) ON CONFLICT DO NOTHING`, month, person, now)
	if err != nil {
		return false, fmt.Errorf("note the counts as sent: %w", err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("note the counts as sent: %w", err)
	}
	return n == 1, nil
}
