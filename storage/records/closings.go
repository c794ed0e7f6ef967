package records

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Closing is a month that was signed off.
type Closing struct {
	Number   int       `db:"number"`
	Month    time.Time `db:"month"` // its first day, UTC
	ClosedAt time.Time `db:"closed_at"`
	Previous []byte    `db:"previous"` // the digest of the closing before; the first's is 32 zeros
	Document []byte    `db:"document"`
	Digest   []byte    `db:"digest"` // SHA-256 of Previous and Document
}

// Errors of closings.
var (
	ErrClosed    = errors.New("the month, or a later one, is closed already")
	ErrTampered  = errors.New("a closed month was changed afterwards")
	errClosingNo = errors.New("closings have a gap")
)

// CloseMonth signs off a month (any instant of it): document is made of the
// events as they stand at that moment, under the number that the closing gets.
// Two at a time do it one after the other. ErrClosed: it cannot be closed any more.
func (r *Records) CloseMonth(ctx context.Context, month, now time.Time, document func(number int, c *Counter) ([]byte, error)) (Closing, error) {
	tx, err := r.db.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return Closing{}, fmt.Errorf("begin to close a month: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	// The lock comes before the snapshot.
	if _, err := tx.ExecContext(ctx, `LOCK TABLE month_closings IN SHARE ROW EXCLUSIVE MODE`); err != nil {
		return Closing{}, fmt.Errorf("lock the closings: %w", err)
	}
	if err := forCounting(ctx, tx); err != nil {
		return Closing{}, err
	}
	c := &Counter{tx: tx}
	if c.tallied, c.begin, err = talliedMonths(ctx, tx); err != nil {
		return Closing{}, err
	}
	before, err := c.Closings(ctx)
	if err != nil {
		return Closing{}, err
	}
	next := Closing{Number: len(before) + 1, Month: firstOf(month), ClosedAt: now.UTC().Truncate(time.Microsecond), Previous: make([]byte, 32)}
	if len(before) > 0 {
		last := before[len(before)-1]
		next.Previous = last.Digest
		if !next.Month.After(last.Month) {
			return Closing{}, fmt.Errorf("close %s after %s: %w", next.Month.Format("2006-01"), last.Month.Format("2006-01"), ErrClosed)
		}
	}
	if next.Document, err = document(next.Number, c); err != nil {
		return Closing{}, err
	}
	next.Digest = next.sum()
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO month_closings (number, month, closed_at, previous, document, digest) VALUES ($1, $2::date, $3, $4, $5, $6)`,
		next.Number, next.Month.Format(time.DateOnly), next.ClosedAt, next.Previous, next.Document, next.Digest); err != nil {
		return Closing{}, fmt.Errorf("keep a closing: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return Closing{}, fmt.Errorf("keep a closing: %w", err)
	}
	return next, nil
}

// Closings lists all closed months in the order in which they were closed, each
// checked against the one before. ErrTampered: one does not follow.
func (c *Counter) Closings(ctx context.Context) ([]Closing, error) {
	var all []Closing
	err := c.tx.SelectContext(ctx, &all, `
		SELECT number, month, closed_at, previous, document, digest FROM month_closings ORDER BY number`)
	if err != nil {
		return nil, fmt.Errorf("read the closings: %w", err)
	}
	previous := make([]byte, 32)
	for i := range all {
		k := &all[i]
		k.Month = firstOf(time.Date(k.Month.Year(), k.Month.Month(), 1, 0, 0, 0, 0, zone))
		k.ClosedAt = k.ClosedAt.UTC()
		switch {
		case k.Number != i+1:
			return nil, fmt.Errorf("closing %d stands at %d: %w: %w", k.Number, i+1, errClosingNo, ErrTampered)
		case !bytes.Equal(k.Previous, previous), !bytes.Equal(k.Digest, k.sum()):
			return nil, fmt.Errorf("closing %d of %s: %w", k.Number, k.Month.Format("2006-01"), ErrTampered)
		}
		previous = k.Digest
	}
	return all, nil
}

func (k Closing) sum() []byte {
	h := sha256.New()
	h.Write(k.Previous)
	h.Write(k.Document)
	return h.Sum(nil)
}

// firstOf is the first day of the month that at falls into, Asia/Shanghai, as UTC.
func firstOf(at time.Time) time.Time {
	local := at.In(zone)
	return time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, time.UTC)
}
