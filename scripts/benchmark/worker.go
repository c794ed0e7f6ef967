package main

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// tables are those that a new report writes to.
var tables = []string{"reports", "cases", "events", "deliveries"}

const (
	batch   = 200
	workers = 2
)

// measureWorker sends rounds of reports through worker serve, and as many
// through the bare path with as many and as large rows.
func measureWorker(ctx context.Context, s settings, db *sql.DB, js jetstream.JetStream) ([]result, error) {
	if err := seat(ctx, db); err != nil {
		return nil, err
	}
	w, err := newWriter(1)
	if err != nil {
		return nil, err
	}
	// The worker makes its streams; it stands still while they are filled.
	p, err := launch(ctx, s.bin, "worker", []string{"serve"}, nil)
	if err != nil {
		return nil, err
	}
	p.end()
	var ours, bares []float64
	for round := range s.rounds {
		one, err := storeOnce(ctx, s, db, js, w, round)
		if err != nil {
			return nil, fmt.Errorf("round %d: %w", round+1, err)
		}
		bare, err := bareOnce(ctx, s, db, js, w, round)
		if err != nil {
			return nil, fmt.Errorf("bare round %d: %w", round+1, err)
		}
		ours, bares = append(ours, one), append(bares, bare)
	}
	rows := []result{{
		what: "reports: NATS → classified, placed, routed → PostgreSQL, deliveries published", unit: "/s",
		ours: median(ours), ceiling: median(bares), note: fmt.Sprintf("batches of %d, %d workers", batch, workers),
	}}
	late, err := measureLatency(ctx, s, js, w)
	return append(rows, late...), err
}

// seat gives everybody in the sample roster a handle, as if all had joined.
func seat(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `
		UPDATE people SET handle = substr(md5(id::text), 1, 26), joined_at = now(), on_duty = true WHERE role <> 'volunteer'`)
	if err != nil {
		return fmt.Errorf("seat the sample roster: %w", err)
	}
	return nil
}

// storeOnce returns reports a second, from the first transaction's start until
// the last delivery was published.
func storeOnce(ctx context.Context, s settings, db *sql.DB, js jetstream.JetStream, w *writer, round int) (float64, error) {
	messages, err := w.messages("report.submitted.*", s.reports)
	if err != nil {
		return 0, err
	}
	if err := fill(ctx, js, messages); err != nil {
		return 0, err
	}
	var before time.Time
	if err := db.QueryRowContext(ctx, `SELECT clock_timestamp()`).Scan(&before); err != nil {
		return 0, fmt.Errorf("ask the database for the time: %w", err)
	}
	p, err := launch(ctx, s.bin, "worker", []string{"serve"}, nil)
	if err != nil {
		return 0, err
	}
	defer p.end()
	show := bar(fmt.Sprintf("worker, round %d of %d", round+1, s.rounds), s.reports)
	for {
		var done, owed int
		var first, last sql.NullTime
		if err := db.QueryRowContext(ctx, `
			SELECT (SELECT count(*) FROM reports WHERE stored_at >= $1), (SELECT min(stored_at) FROM reports WHERE stored_at >= $1),
			       (SELECT count(*) FROM deliveries WHERE published_at IS NULL), (SELECT max(published_at) FROM deliveries)`,
			before).Scan(&done, &first, &owed, &last); err != nil {
			return 0, fmt.Errorf("look how far the worker is: %w", err)
		}
		show(done)
		if done >= s.reports && owed == 0 {
			return float64(s.reports) / last.Time.Sub(first.Time).Seconds(), nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(250 * time.Millisecond): // seldom, so that looking costs little
		}
	}
}

func bareOnce(ctx context.Context, s settings, db *sql.DB, js jetstream.JetStream, w *writer, round int) (float64, error) {
	var total int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM reports`).Scan(&total); err != nil {
		return 0, fmt.Errorf("count the reports: %w", err)
	}
	grown, err := measure(ctx, db, tables, total)
	if err != nil {
		return 0, err
	}
	name := fmt.Sprintf("BARE%d", round)
	if _, err := js.CreateStream(ctx, jetstream.StreamConfig{
		Name: name, Subjects: []string{name}, Storage: jetstream.FileStorage, AllowAtomicPublish: true,
	}); err != nil {
		return 0, fmt.Errorf("create the bare stream: %w", err)
	}
	messages, err := w.messages(name, s.reports)
	if err != nil {
		return 0, err
	}
	if err := fill(ctx, js, messages); err != nil {
		return 0, err
	}
	for _, t := range grown {
		if _, err := db.ExecContext(ctx, `DROP TABLE IF EXISTS `+bare(t)); err != nil {
			return 0, fmt.Errorf("drop a bare table: %w", err)
		}
	}
	c := ceiling{js: js, db: db, stream: name, n: s.reports, batch: batch, workers: workers, tables: grown, ids: new(atomic.Int64)}
	took, err := c.run(ctx, bar(fmt.Sprintf("ceiling, round %d of %d", round+1, s.rounds), s.reports))
	if err != nil {
		return 0, err
	}
	return float64(s.reports) / took.Seconds(), js.DeleteStream(ctx, name)
}
