package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"
)

// ceiling is the bare path: as many messages of the same size, through a
// consumer that does nothing but insert equally many and equally large rows,
// one transaction a batch, commit before ack. Owing, it publishes as many
// messages as there would be deliveries before the ack, and marks them.
type ceiling struct {
	js      jetstream.JetStream
	db      *sql.DB
	in, out string // streams
	n       int
	trace   trace
	owing   bool
	ids     *atomic.Int64 // the last one given
}

func (c ceiling) run(ctx context.Context, show func(done int)) (time.Duration, error) {
	for _, t := range c.trace.tables {
		if _, err := c.db.ExecContext(ctx, `DROP TABLE IF EXISTS `+bare(t.table)); err != nil {
			return 0, fmt.Errorf("drop a bare table: %w", err)
		}
		if _, err := c.db.ExecContext(ctx, `CREATE TABLE `+bare(t.table)+` (id bigint PRIMARY KEY, body text, published_at timestamptz)`); err != nil {
			return 0, fmt.Errorf("create a bare table: %w", err)
		}
	}
	consumer, err := c.js.CreateConsumer(ctx, c.in, jetstream.ConsumerConfig{
		AckPolicy: jetstream.AckExplicitPolicy, MaxAckPending: 4 * batch * workers,
	})
	if err != nil {
		return 0, fmt.Errorf("create the bare consumer: %w", err)
	}
	var done atomic.Int64
	began := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	for range workers {
		group.Go(func() error {
			for int(done.Load()) < c.n && ctx.Err() == nil {
				stored, err := c.once(ctx, consumer)
				if err != nil {
					return err
				}
				show(int(done.Add(int64(stored))))
			}
			return ctx.Err()
		})
	}
	err = group.Wait()
	return time.Since(began), err
}

// once stores one batch and returns how many messages it held.
func (c ceiling) once(ctx context.Context, consumer jetstream.Consumer) (int, error) {
	fetched, err := consumer.Fetch(batch, jetstream.FetchMaxWait(250*time.Millisecond))
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
	owed, err := c.insert(ctx, len(messages))
	if err != nil {
		return 0, err
	}
	if c.owing {
		if err := c.deliver(ctx, owed); err != nil {
			return 0, err
		}
	}
	for _, m := range messages {
		if err := m.Ack(); err != nil {
			return 0, fmt.Errorf("ack: %w", err)
		}
	}
	return len(messages), nil
}

// insert returns the ids of the rows that stand for deliveries.
func (c ceiling) insert(ctx context.Context, messages int) (owed []int64, err error) {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	for _, t := range c.trace.tables {
		rows := int(math.Round(t.rows * float64(messages)))
		last := c.ids.Add(int64(rows))
		ids, bodies := make([]int64, rows), make([]string, rows)
		for i := range rows {
			ids[i] = last - int64(i)
			bodies[i] = strings.Repeat("x", t.bytes)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO `+bare(t.table)+` (id, body) SELECT * FROM unnest($1::bigint[], $2::text[])`,
			pq.Array(ids), pq.Array(bodies)); err != nil {
			return nil, fmt.Errorf("insert into a bare table: %w", err)
		}
		if t.table == "deliveries" {
			owed = ids
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, fmt.Errorf("commit: %w", err)
	}
	return owed, nil
}

// deliver publishes a message for each id and empties its row.
func (c ceiling) deliver(ctx context.Context, owed []int64) error {
	body := []byte(strings.Repeat("x", c.trace.bytes))
	messages := make([]*nats.Msg, len(owed))
	for i, id := range owed {
		messages[i] = nats.NewMsg(c.out + "." + strconv.FormatInt(id%1000, 10))
		messages[i].Data = body
	}
	if err := fill(ctx, c.js, messages, fillBatch); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `UPDATE `+bare("deliveries")+` SET body = NULL, published_at = now() WHERE id = ANY ($1)`, pq.Array(owed))
	if err != nil {
		return fmt.Errorf("mark bare deliveries: %w", err)
	}
	return nil
}

func bare(table string) string { return pq.QuoteIdentifier("bare_" + table) }
