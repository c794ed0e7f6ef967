package main

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// What the worker does when nobody says otherwise (worker/pipeline.Config).
const (
	batch   = 200
	workers = 2
)

// measureWorker sends rounds of reports through worker serve, and as many
// through two bare paths.
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
	idle := p.end()
	var ours, stored, owing, times []float64
	var trace trace
	for round := range s.rounds {
		label := func(what string) func(int) {
			return bar(fmt.Sprintf("%s, round %d of %d: reports", what, round+1, s.rounds), s.reports)
		}
		rate, took, err := storeOnce(ctx, s, db, js, w, label("worker"))
		if err != nil {
			return nil, fmt.Errorf("round %d: %w", round+1, err)
		}
		if trace, err = look(ctx, db, js); err != nil {
			return nil, err
		}
		bare, err := bareOnce(ctx, s, db, js, w, trace, false, label("bare inserts"))
		if err != nil {
			return nil, fmt.Errorf("bare round %d: %w", round+1, err)
		}
		all, err := bareOnce(ctx, s, db, js, w, trace, true, label("bare inserts and deliveries"))
		if err != nil {
			return nil, fmt.Errorf("bare round %d: %w", round+1, err)
		}
		tell("%.0f reports/s; bare inserts %.0f/s, with deliveries %.0f/s", rate, bare, all)
		ours, stored, owing = append(ours, rate), append(stored, bare), append(owing, all)
		times = append(times, micros(took-idle)/float64(s.reports))
	}
	rate := result{Unit: "/s", Ours: median(ours)}
	first, second := rate.against(median(stored)), rate.against(median(owing))
	first.What, second.What = "reports, beside bare inserts", "reports, beside bare inserts and deliveries"
	first.Note = fmt.Sprintf("NATS → classified, placed, routed → PostgreSQL (%.1f rows a report) → NATS (%.1f deliveries); batches of %d, %d workers",
		trace.rows(), trace.messages, batch, workers)
	second.Note = "the bare path also publishes and marks as many deliveries"
	rows := []result{first, second, {What: "CPU time a report, the worker's", Unit: "µs", Ours: median(times)}}
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
// the last delivery was published, and the CPU time that the worker took.
func storeOnce(ctx context.Context, s settings, db *sql.DB, js jetstream.JetStream, w *writer, show func(int)) (rate float64, took time.Duration, err error) {
	messages, err := w.messages("report.submitted.*", s.reports)
	if err != nil {
		return 0, 0, err
	}
	if err := fill(ctx, js, messages, fillBatch); err != nil {
		return 0, 0, err
	}
	var before time.Time
	if err := db.QueryRowContext(ctx, `SELECT clock_timestamp()`).Scan(&before); err != nil {
		return 0, 0, fmt.Errorf("ask the database for the time: %w", err)
	}
	p, err := launch(ctx, s.bin, "worker", []string{"serve"}, nil)
	if err != nil {
		return 0, 0, err
	}
	defer p.end()
	for {
		var done, owed int
		var first, last sql.NullTime
		if err := db.QueryRowContext(ctx, `
			SELECT (SELECT count(*) FROM reports WHERE stored_at >= $1), (SELECT min(stored_at) FROM reports WHERE stored_at >= $1),
			       (SELECT count(*) FROM deliveries WHERE published_at IS NULL), (SELECT max(published_at) FROM deliveries)`,
			before).Scan(&done, &first, &owed, &last); err != nil {
			return 0, 0, fmt.Errorf("look how far the worker is: %w", err)
		}
		if done >= s.reports && owed == 0 {
			show(done)
			return float64(s.reports) / last.Time.Sub(first.Time).Seconds(), p.end(), nil
		}
		show(min(done, s.reports-1))
		select {
		case <-ctx.Done():
			return 0, 0, ctx.Err()
		case <-p.ended:
			return 0, 0, fmt.Errorf("the worker ended after %d reports", done)
		case <-time.After(500 * time.Millisecond): // seldom, so that looking costs little
		}
	}
}

// bareOnce returns messages a second through a bare path; owing: with
// deliveries published and marked.
func bareOnce(ctx context.Context, s settings, db *sql.DB, js jetstream.JetStream, w *writer, t trace, owing bool, show func(int)) (float64, error) {
	const in, out = "BAREIN", "BAREOUT"
	for _, name := range []string{in, out} {
		if _, err := js.CreateStream(ctx, jetstream.StreamConfig{
			Name: name, Subjects: []string{name + ".*"}, Storage: jetstream.FileStorage, AllowAtomicPublish: true,
		}); err != nil {
			return 0, fmt.Errorf("create a bare stream: %w", err)
		}
	}
	messages, err := w.messages(in+".*", s.reports)
	if err != nil {
		return 0, err
	}
	if err := fill(ctx, js, messages, fillBatch); err != nil {
		return 0, err
	}
	c := ceiling{js: js, db: db, in: in, out: out, n: s.reports, trace: t, owing: owing, ids: new(atomic.Int64)}
	took, err := c.run(ctx, show)
	if err != nil {
		return 0, err
	}
	for _, name := range []string{in, out} {
		if err := js.DeleteStream(ctx, name); err != nil {
			return 0, fmt.Errorf("delete a bare stream: %w", err)
		}
	}
	return float64(s.reports) / took.Seconds(), nil
}
