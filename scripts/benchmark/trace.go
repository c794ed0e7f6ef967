package main

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/lib/pq"
	"github.com/nats-io/nats.go/jetstream"
)

// tables are those that a new report may write to.
var tables = []string{"reports", "cases", "events", "event_words", "deliveries"}

// trace is what the worker writes for one report, on the average.
type trace struct {
	tables   []growth
	messages float64 // deliveries
	bytes    int     // a delivery
}

// growth is how much one table grows.
type growth struct {
	table string
	rows  float64
	bytes int // a row, as PostgreSQL stores it
}

func (t trace) rows() (sum float64) {
	for _, g := range t.tables {
		sum += g.rows
	}
	return sum
}

// look reads the trace of all that the worker has stored so far.
func look(ctx context.Context, db *sql.DB, js jetstream.JetStream) (trace, error) {
	var t trace
	var reports int
	for _, name := range tables {
		var rows int
		var bytes sql.NullFloat64
		query := fmt.Sprintf(`SELECT count(*), avg(pg_column_size(t.*)) FROM %s AS t`, pq.QuoteIdentifier(name))
		if err := db.QueryRowContext(ctx, query).Scan(&rows, &bytes); err != nil {
			return t, fmt.Errorf("measure table %s: %w", name, err)
		}
		if name == "reports" {
			reports = rows
		}
		if rows > 0 {
			t.tables = append(t.tables, growth{name, float64(rows) / float64(reports), int(bytes.Float64)})
		}
	}
	deliveries, err := js.Stream(ctx, "DELIVERIES")
	if err != nil {
		return t, fmt.Errorf("look at the deliveries: %w", err)
	}
	state := deliveries.CachedInfo().State
	if state.Msgs == 0 {
		return t, fmt.Errorf("no deliveries: nobody is owed anything")
	}
	t.messages, t.bytes = float64(state.Msgs)/float64(reports), int(state.Bytes/state.Msgs)
	for i := range t.tables {
		if t.tables[i].table == "deliveries" {
			t.tables[i].bytes += t.bytes // the body was there when it was inserted
		}
	}
	return t, nil
}
