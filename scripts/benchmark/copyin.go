package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/lib/pq"
	"golang.org/x/sync/errgroup"
)

// chunk is how many cases are copied in one transaction.
const chunk = 20_000

// The tables of a fill, with the columns that it writes, as the lanes that are
// copied side by side: a case refers to its report, an event to nothing.
var filled = [][]struct {
	name    string
	columns []string
}{
	{
		{"reports", []string{"id", "receipt", "case_id", "kind", "category", "urgency", "text", "area", "place", "happened", "submitted_at"}},
		{"cases", []string{"id", "report_id", "version", "seq", "last_hash", "state", "kind", "category", "urgency", "county", "township", "village", "station",
			"owner_unit", "level", "escalated", "rule", "holders", "submitted_at", "outcome", "closed_at", "recorded"}},
	},
	{
		{"events", []string{"case_id", "seq", "version", "type", "at", "role", "person", "unit", "state", "kind", "category", "urgency", "county", "township", "village", "station",
			"outcome", "mediator", "parties", "source", "agreement", "yuan", "performance", "people", "form", "confirmed", "difficult", "prevented", "prevented_people",
			"satisfied", "stars", "words", "hash"}},
	},
}

// rows are what a chunk of cases adds to each of filled, in that order.
type rows [3][][]any

// fill copies all cases in and returns how many rows that were. It makes the
// next chunk up while the last one is copied. Indexes that rows do not come in
// the order of are dropped meanwhile and built when all is there, which takes a
// fraction of the time; what they cost as rows come one by one, the worker's part measures.
func (f *filler) fill(ctx context.Context, db *sql.DB, progress func(int)) (int, error) {
	indexes, err := takeIndexes(ctx, db)
	if err != nil {
		return 0, err
	}
	group, filling := errgroup.WithContext(ctx)
	var lanes [2]chan rows
	for i := range lanes {
		lanes[i] = make(chan rows, 1)
	}
	total := 0
	group.Go(func() error {
		defer func() {
			for _, lane := range lanes {
				close(lane)
			}
		}()
		for done := 0; done < f.cases; progress(done) {
			var batch rows
			for range min(chunk, f.cases-done) {
				f.one(done, &batch)
				done++
			}
			for _, table := range batch {
				total += len(table)
			}
			for _, lane := range lanes {
				select {
				case lane <- batch:
				case <-filling.Done():
					return filling.Err()
				}
			}
		}
		return nil
	})
	for i := range lanes {
		first := i * len(filled[0])
		group.Go(func() error {
			for batch := range lanes[i] {
				if err := copyLane(filling, db, i, batch[first:]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return total, err
	}
	return total, putIndexes(ctx, db, indexes)
}

// copyLane copies a chunk's rows into the tables of one lane.
func copyLane(ctx context.Context, db *sql.DB, lane int, batch [][][]any) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	// Triggers and foreign keys look at every row for what is true of these by
	// the way they are made; nobody waits for their commits.
	if _, err := tx.ExecContext(ctx, `SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off`); err != nil {
		return fmt.Errorf("prepare to copy: %w", err)
	}
	for i, t := range filled[lane] {
		if err := copyIn(ctx, tx, t.name, t.columns, batch[i]); err != nil {
			return fmt.Errorf("copy into %s: %w", t.name, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func copyIn(ctx context.Context, tx *sql.Tx, table string, columns []string, rows [][]any) error {
	statement, err := tx.PrepareContext(ctx, `COPY `+pq.QuoteIdentifier(table)+` (`+strings.Join(columns, ", ")+`) FROM STDIN`)
	if err != nil {
		return err
	}
	defer func() { _ = statement.Close() }()
	for _, row := range rows {
		if _, err := statement.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	_, err = statement.ExecContext(ctx)
	return err
}

// index is one that a fill does without: the statements that drop it and make it.
type index struct{ name, drop, make string }

// takeIndexes drops the indexes that are not in the order of the rows and
// returns what makes them again. Receipts are spread at random: keeping them
// unique one by one reads and writes a page for each.
func takeIndexes(ctx context.Context, db *sql.DB) ([]index, error) {
	found, err := db.QueryContext(ctx, `
		SELECT i.indexrelid::regclass::text, format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
		FROM pg_index AS i
		WHERE i.indrelid IN ('reports'::regclass, 'cases'::regclass, 'events'::regclass) AND NOT i.indisunique
		UNION ALL
		SELECT c.conname, format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
		       format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
		FROM pg_constraint AS c
		WHERE c.conrelid IN ('reports'::regclass, 'cases'::regclass, 'events'::regclass) AND c.contype = 'u'
		ORDER BY 1`)
	if err != nil {
		return nil, fmt.Errorf("look for indexes: %w", err)
	}
	defer func() { _ = found.Close() }()
	var all []index
	for found.Next() {
		var x index
		if err := found.Scan(&x.name, &x.drop, &x.make); err != nil {
			return nil, fmt.Errorf("look for indexes: %w", err)
		}
		all = append(all, x)
	}
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("look for indexes: %w", err)
	}
	for _, x := range all {
		if _, err := db.ExecContext(ctx, x.drop); err != nil {
			return nil, fmt.Errorf("drop the index %s: %w", x.name, err)
		}
	}
	// Twenty gigabytes of log make a checkpoint a minute otherwise.
	for _, set := range []string{`ALTER SYSTEM SET max_wal_size = '8GB'`, `SELECT pg_reload_conf()`} {
		if _, err := db.ExecContext(ctx, set); err != nil {
			return nil, fmt.Errorf("make room for the log: %w", err)
		}
	}
	return all, nil
}

// putIndexes builds again what takeIndexes dropped.
func putIndexes(ctx context.Context, db *sql.DB, indexes []index) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, `SET maintenance_work_mem = '512MB'`); err != nil {
		return fmt.Errorf("make room to build indexes: %w", err)
	}
	show := bar("indexes built", len(indexes))
	for i, x := range indexes {
		if _, err := conn.ExecContext(ctx, x.make); err != nil {
			return fmt.Errorf("build the index %s: %w", x.name, err)
		}
		show(i + 1)
	}
	for _, set := range []string{`RESET maintenance_work_mem`, `ALTER SYSTEM RESET max_wal_size`, `SELECT pg_reload_conf()`} {
		if _, err := conn.ExecContext(ctx, set); err != nil {
			return fmt.Errorf("set the server back: %w", err)
		}
	}
	return nil
}
