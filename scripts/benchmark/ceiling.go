package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"
)

// growth is how much one table grew for each report that the pipeline stored.
type growth struct {
	table string
	rows  float64 // a report
	bytes int     // a row, as PostgreSQL stores it
}

// measure reads what the pipeline wrote for n reports.
func measure(ctx context.Context, db *sql.DB, tables []string, n int) ([]growth, error) {
	var grown []growth
	for _, name := range tables {
		var rows int
		var bytes sql.NullFloat64
		query := fmt.Sprintf(`SELECT count(*), avg(pg_column_size(t.*)) FROM %s AS t`, pq.QuoteIdentifier(name))
		if err := db.QueryRowContext(ctx, query).Scan(&rows, &bytes); err != nil {
			return nil, fmt.Errorf("measure table %s: %w", name, err)
		}
		if rows > 0 {
			grown = append(grown, growth{name, float64(rows) / float64(n), int(bytes.Float64)})
		}
	}
	return grown, nil
}

// ceiling is the bare path: as many messages of the same size, through a
// consumer that does nothing but insert equally many and equally large rows,
// one transaction a batch, commit before ack.
type ceiling struct {
	js      jetstream.JetStream
	db      *sql.DB
	stream  string // also the subject
	n       int
	batch   int
	workers int
	tables  []growth
	ids     *atomic.Int64 // the last one given
}

func (c ceiling) run(ctx context.Context, progress func(done int)) (time.Duration, error) {
	for _, t := range c.tables {
		if _, err := c.db.ExecContext(ctx, `CREATE TABLE `+bare(t)+` (id bigint PRIMARY KEY, body text NOT NULL)`); err != nil {
			return 0, fmt.Errorf("create a bare table: %w", err)
		}
	}
	consumer, err := c.js.CreateConsumer(ctx, c.stream, jetstream.ConsumerConfig{
		AckPolicy: jetstream.AckExplicitPolicy, MaxAckPending: 4 * c.batch * c.workers,
	})
	if err != nil {
		return 0, fmt.Errorf("create the bare consumer: %w", err)
	}
	var done atomic.Int64
	began := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	for range c.workers {
		group.Go(func() error {
			for int(done.Load()) < c.n && ctx.Err() == nil {
				stored, err := c.once(ctx, consumer)
				if err != nil {
					return err
				}
				progress(int(done.Add(int64(stored))))
			}
			return ctx.Err()
		})
	}
	err = group.Wait()
	return time.Since(began), err
}

// once stores one batch and returns how many messages it held.
func (c ceiling) once(ctx context.Context, consumer jetstream.Consumer) (int, error) {
	fetched, err := consumer.Fetch(c.batch, jetstream.FetchMaxWait(250*time.Millisecond))
	if err != nil {
		return 0, fmt.Errorf("fetch: %w", err)
	}
	var messages []jetstream.Msg
	for m := range fetched.Messages() {
		messages = append(messages, m)
	}
	if err := fetched.Error(); err != nil && !errors.Is(err, jetstream.ErrNoMessages) {
		return 0, fmt.Errorf("fetch: %w", err)
	}
	if len(messages) == 0 {
		return 0, nil
	}
	if err := c.insert(ctx, len(messages)); err != nil {
		return 0, err
	}
	for _, m := range messages {
		if err := m.Ack(); err != nil {
			return 0, fmt.Errorf("ack: %w", err)
		}
	}
	return len(messages), nil
}

func (c ceiling) insert(ctx context.Context, messages int) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	for _, t := range c.tables {
		rows := int(math.Round(t.rows * float64(messages)))
		last := c.ids.Add(int64(rows))
		ids, bodies := make([]int64, rows), make([]string, rows)
		for i := range rows {
			ids[i] = last - int64(i)
			bodies[i] = strings.Repeat("x", t.bytes)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO `+bare(t)+` (id, body) SELECT * FROM unnest($1::bigint[], $2::text[])`,
			pq.Array(ids), pq.Array(bodies)); err != nil {
			return fmt.Errorf("insert into a bare table: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func bare(t growth) string { return pq.QuoteIdentifier("bare_" + t.table) }
