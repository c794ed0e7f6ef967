package records

import (
	"context"
	"fmt"
)

// Chain is a case with all its events, in order, for checking.
type Chain struct {
	Case    Case
	Receipt string
	Events  []Event
}

// Chains reads cases in the order of their ids, from the one after `after` on,
// at most limit, each with all its events.
func (r *Records) Chains(ctx context.Context, after int64, limit int) ([]Chain, error) {
	var files []File
	err := r.db.SelectContext(ctx, &files, `SELECT `+fileColumns+`
		FROM cases AS c JOIN reports AS r ON r.id = c.report_id
		WHERE c.id > $1 ORDER BY c.id LIMIT $2`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read cases: %w", err)
	}
	if len(files) == 0 {
		return nil, nil
	}
	var events []Event
	err = r.db.SelectContext(ctx, &events, `SELECT `+eventSelect+`
		WHERE e.case_id > $1 AND e.case_id <= $2 ORDER BY e.case_id, e.seq`, after, files[len(files)-1].Case.ID)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	chains := make([]Chain, len(files))
	index := make(map[int64]int, len(files))
	for i, f := range files {
		chains[i] = Chain{Case: f.Case, Receipt: f.Report.Receipt}
		index[f.Case.ID] = i
	}
	for _, e := range events {
		e.At = e.At.UTC()
		if i, ok := index[e.CaseID]; ok {
			chains[i].Events = append(chains[i].Events, e)
		}
	}
	return chains, nil
}

// Strays counts rows that belong to no case: reports, events, and cases that
// their report does not name.
type Strays struct {
	Reports int `db:"reports"`
	Events  int `db:"events"`
	Cases   int `db:"cases"`
}

// Strays looks for rows that the schema's foreign keys do not guard.
func (r *Records) Strays(ctx context.Context) (Strays, error) {
	var s Strays
	err := r.db.GetContext(ctx, &s, `
		SELECT (SELECT count(*) FROM reports AS r WHERE NOT EXISTS (SELECT FROM cases AS c WHERE c.id = r.case_id)) AS reports,
		       (SELECT count(*) FROM events AS e WHERE NOT EXISTS (SELECT FROM cases AS c WHERE c.id = e.case_id)) AS events,
		       (SELECT count(*) FROM cases AS c JOIN reports AS r ON r.id = c.report_id WHERE r.case_id <> c.id) AS cases`)
	if err != nil {
		return Strays{}, fmt.Errorf("look for stray rows: %w", err)
	}
	return s, nil
}

// Cases counts all cases.
func (r *Records) Cases(ctx context.Context) (int, error) {
	var n int
	if err := r.db.GetContext(ctx, &n, `SELECT count(*) FROM cases`); err != nil {
		return 0, fmt.Errorf("count cases: %w", err)
	}
	return n, nil
}
