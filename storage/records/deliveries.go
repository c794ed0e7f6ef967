package records

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Delivery is one message owed to one recipient.
type Delivery struct {
	ID       string `db:"id"`
	CaseID   Number `db:"case_id"` // 0: of no case
	To       string `db:"recipient"`
	Person   Number `db:"person"` // 0: the reporter
	Priority int    `db:"priority"`
	Topic    string `db:"topic"`
	Version  int    `db:"version"` // the case's
	Body     []byte `db:"body"`
}

var deliveryFields = []field{
	{"id", "text", ""},
	{"case_id", "bigint", ""},
	{"recipient", "text", ""},
	{"person", "bigint", ""},
	{"priority", "bigint", ""},
	{"topic", "text", ""},
	{"version", "bigint", ""},
	{"body", "bytea", ""},
}

func deliveryColumns(rows []Delivery) []any {
	return []any{
		texts(rows, func(d *Delivery) string { return d.ID }),
		intsOrNull(rows, func(d *Delivery) int64 { return int64(d.CaseID) }),
		texts(rows, func(d *Delivery) string { return d.To }),
		intsOrNull(rows, func(d *Delivery) int64 { return int64(d.Person) }),
		ints(rows, func(d *Delivery) int64 { return int64(d.Priority) }),
		texts(rows, func(d *Delivery) string { return d.Topic }),
		ints(rows, func(d *Delivery) int64 { return int64(d.Version) }),
		byteas(rows, func(d *Delivery) []byte { return d.Body }),
	}
}

var oweDeliveries = func() string {
	columns, values, source := batch("d", 1, deliveryFields)
	return `INSERT INTO deliveries (` + columns + `) SELECT ` + values + ` FROM ` + source + ` ON CONFLICT DO NOTHING`
}()

// Owe notes deliveries as owed. Those that are there already stay as they are.
func (t *Tx) Owe(ctx context.Context, deliveries []Delivery) error {
	if len(deliveries) == 0 {
		return nil
	}
	if _, err := t.tx.ExecContext(ctx, oweDeliveries, deliveryColumns(deliveries)...); err != nil {
		return fmt.Errorf("owe %d deliveries: %w", len(deliveries), err)
	}
	return nil
}

// OweNew is Owe and returns those that were not there already.
func (t *Tx) OweNew(ctx context.Context, deliveries []Delivery) (fresh []Delivery, err error) {
	var ids []string
	if err := t.tx.SelectContext(ctx, &ids, oweDeliveries+` RETURNING id`, deliveryColumns(deliveries)...); err != nil {
		return nil, fmt.Errorf("owe %d deliveries: %w", len(deliveries), err)
	}
	for _, d := range deliveries {
		if slices.Contains(ids, d.ID) {
			fresh = append(fresh, d)
		}
	}
	return fresh, nil
}

// LockOwed returns deliveries owed since before the given time and not locked
// by anybody else, emergencies first, and locks them until the transaction
// ends. There is no watermark: a transaction that commits late is not skipped.
func (t *Tx) LockOwed(ctx context.Context, before time.Time, limit int) ([]Delivery, error) {
	var owed []Delivery
	err := t.tx.SelectContext(ctx, &owed, `
		SELECT id, case_id, recipient, person, priority, topic, version, body
		FROM deliveries
		WHERE published_at IS NULL AND created_at < $1
		ORDER BY priority, created_at LIMIT $2
		FOR UPDATE SKIP LOCKED`, before, limit)
	if err != nil {
		return nil, fmt.Errorf("lock owed deliveries: %w", err)
	}
	return owed, nil
}

// Owed counts the deliveries that have not been published, and says how old
// the oldest is.
func (r *Records) Owed(ctx context.Context) (count int, oldest time.Duration, err error) {
	var row struct {
		Count   int     `db:"count"`
		Seconds float64 `db:"seconds"`
	}
	err = r.db.GetContext(ctx, &row, `
		SELECT count(*) AS count, coalesce(extract(epoch FROM now() - min(created_at)), 0)::double precision AS seconds
		FROM deliveries WHERE published_at IS NULL`)
	if err != nil {
		return 0, 0, fmt.Errorf("count owed deliveries: %w", err)
	}
	return row.Count, time.Duration(row.Seconds * float64(time.Second)), nil
}

// Fate is what became of a delivery: published, or refused for good.
type Fate struct {
	ID      string
	Failure string // empty: published
}

// Settle marks deliveries as no longer owed and empties them.
func (t *Tx) Settle(ctx context.Context, fates []Fate) error {
	if len(fates) == 0 {
		return nil
	}
	_, err := t.tx.ExecContext(ctx, `
		UPDATE deliveries AS d SET published_at = now(), failure = f.failure, body = NULL
		FROM unnest($1::text[], $2::text[]) AS f (id, failure)
		WHERE d.id = f.id AND d.published_at IS NULL`,
		texts(fates, func(f *Fate) string { return f.ID }),
		textsOrNull(fates, func(f *Fate) string { return f.Failure }))
	if err != nil {
		return fmt.Errorf("settle %d deliveries: %w", len(fates), err)
	}
	return nil
}

// Settle is like Tx.Settle and does not wait for the disk: a mark that a crash
// loses is only published again, with the same id.
func (r *Records) Settle(ctx context.Context, fates []Fate) error {
	return r.In(ctx, func(t *Tx) error {
		if _, err := t.tx.ExecContext(ctx, `SET LOCAL synchronous_commit TO off`); err != nil {
			return fmt.Errorf("settle lazily: %w", err)
		}
		return t.Settle(ctx, fates)
	})
}
