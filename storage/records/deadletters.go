package records

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// DeadLetter is a message that could not be handled.
type DeadLetter struct {
	Stream    string
	Subject   string
	MessageID string
	Reason    string // a short code
	Body      []byte
}

// Bury keeps a dead letter; the same one again is kept once. It says whether
// an alarm is due: the first of its hour.
func (t *Tx) Bury(ctx context.Context, d DeadLetter, now time.Time) (alarm bool, err error) {
	digest := sha256.New()
	for _, part := range [][]byte{[]byte(d.Stream), []byte(d.MessageID), d.Body} {
		fmt.Fprintf(digest, "%d ", len(part))
		digest.Write(part)
	}
	_, err = t.tx.ExecContext(ctx, `
		INSERT INTO dead_letters (digest, stream, subject, message_id, reason, body, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT ON CONSTRAINT dead_letters_digest_key DO NOTHING`,
		digest.Sum(nil), d.Stream, d.Subject, d.MessageID, d.Reason, d.Body, now)
	if err != nil {
		return false, fmt.Errorf("keep a dead letter: %w", err)
	}
	var hour time.Time
	err = t.tx.GetContext(ctx, &hour, `
		INSERT INTO alarms (hour) VALUES ($1) ON CONFLICT DO NOTHING RETURNING hour`, now.Truncate(time.Hour))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("note an alarm: %w", err)
	}
	return true, nil
}

// DeadLetters counts those that nobody has resolved.
func (t *Tx) DeadLetters(ctx context.Context) (int, error) { return deadLetters(ctx, t.tx) }

// DeadLetters counts those that nobody has resolved.
func (r *Records) DeadLetters(ctx context.Context) (int, error) { return deadLetters(ctx, r.db) }

func deadLetters(ctx context.Context, q querier) (int, error) {
	var n int
	if err := q.GetContext(ctx, &n, `SELECT count(*) FROM dead_letters WHERE resolved_at IS NULL`); err != nil {
		return 0, fmt.Errorf("count dead letters: %w", err)
	}
	return n, nil
}
