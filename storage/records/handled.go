package records

import (
	"context"
	"fmt"
)

// Handle notes that an action is being handled in this transaction, and says
// whether it is the first time. A second worker with the same action waits
// here until the first is done.
func (t *Tx) Handle(ctx context.Context, actionID string) (first bool, err error) {
	result, err := t.tx.ExecContext(ctx, `INSERT INTO handled (action_id) VALUES ($1) ON CONFLICT DO NOTHING`, actionID)
	if err != nil {
		return false, fmt.Errorf("note an action: %w", err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("note an action: %w", err)
	}
	return n == 1, nil
}
