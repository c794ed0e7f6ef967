package records

import (
	"context"
	"fmt"
	"time"
)

// ListFilter says which open cases to list. Empty fields do not filter.
type ListFilter struct {
	County  string    // county bureau's code
	Station string    // station's code
	Holder  int64     // who has a card of it
	Owner   int64     // accepted by this person
	State   string    // e.g. triage
	Late    time.Time // whose running deadline has passed by then
	Page    int       // from 0
	Size    int
}

// List is a page of open cases: emergencies first, then by the running
// deadline.
func (r *Records) List(ctx context.Context, f ListFilter) (files []File, total int, err error) {
	const where = `
		c.closed_at IS NULL
		AND ($1 = '' OR c.county = $1) AND ($2 = '' OR c.station = $2)
		AND ($3 = 0 OR $3 = ANY (c.holders)) AND ($4 = 0 OR c.state = 'accepted' AND c.owner_person = $4)
		AND ($5 = '' OR c.state = $5)
		AND ($6::timestamptz IS NULL OR CASE c.state WHEN 'accepted' THEN c.close_by ELSE c.accept_by END < $6)`
	args := []any{f.County, f.Station, f.Holder, f.Owner, f.State, orNull(f.Late)}
	if err := r.db.GetContext(ctx, &total, `SELECT count(*) FROM cases AS c WHERE `+where, args...); err != nil {
		return nil, 0, fmt.Errorf("count open cases: %w", err)
	}
	err = r.db.SelectContext(ctx, &files, `SELECT `+fileColumns+`
		FROM cases AS c JOIN reports AS r ON r.id = c.report_id
		WHERE `+where+`
		ORDER BY CASE c.urgency WHEN 'emergency' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END,
		         CASE c.state WHEN 'accepted' THEN c.close_by ELSE c.accept_by END NULLS LAST, c.id
		LIMIT $7 OFFSET $8`, append(args, f.Size, f.Page*f.Size)...)
	if err != nil {
		return nil, 0, fmt.Errorf("list open cases: %w", err)
	}
	return files, total, nil
}
