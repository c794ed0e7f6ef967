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
	Asker   Asker     // complaints about whom are left out
	Late    time.Time // whose running deadline has passed by then
	Page    int       // from 0
	Size    int
}

// Asker is who a list is for.
type Asker struct {
	Person       int64
	Unit, County string // codes
}

// openWhere takes the filter's args.
const openWhere = `
	c.closed_at IS NULL
	AND ($1 = '' OR c.county = $1) AND ($2 = '' OR c.station = $2)
	AND ($3 = 0 OR $3 = ANY (c.holders)) AND ($4 = 0 OR c.state = 'accepted' AND c.owner_person = $4)
	AND ($5 = '' OR c.state = $5)
	AND ($6::timestamptz IS NULL OR CASE c.state WHEN 'accepted' THEN c.close_by ELSE c.accept_by END < $6)
	AND NOT coalesce(c.against_person = $7, false) AND (c.against_unit = '' OR c.against_unit NOT IN ($8, $9))`

func (f ListFilter) args() []any {
	return []any{f.County, f.Station, f.Holder, f.Owner, f.State, orNull(f.Late), f.Asker.Person, f.Asker.Unit, f.Asker.County}
}

// List is a page of open cases: emergencies first, then by the running
// deadline.
func (r *Records) List(ctx context.Context, f ListFilter) (files []File, total int, err error) {
	if err := r.db.GetContext(ctx, &total, `SELECT count(*) FROM cases AS c WHERE `+openWhere, f.args()...); err != nil {
		return nil, 0, fmt.Errorf("count open cases: %w", err)
	}
	err = r.db.SelectContext(ctx, &files, `SELECT `+fileColumns+`
		FROM cases AS c JOIN reports AS r ON r.id = c.report_id
		WHERE `+openWhere+`
		ORDER BY CASE c.urgency WHEN 'emergency' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END,
		         CASE c.state WHEN 'accepted' THEN c.close_by ELSE c.accept_by END NULLS LAST, c.id
		LIMIT $10 OFFSET $11`, append(f.args(), f.Size, f.Page*f.Size)...)
	if err != nil {
		return nil, 0, fmt.Errorf("list open cases: %w", err)
	}
	return files, total, nil
}

// Load is what one person has in hand.
type Load struct {
	Person  int64 `db:"person"`
	Open    int   `db:"open"`
	Overdue int   `db:"overdue"`
}

// Loads counts what everybody has accepted and not closed, of what the filter
// lets through; overdue by the given time.
func (r *Records) Loads(ctx context.Context, f ListFilter, now time.Time) (loads []Load, err error) {
	f.State = "accepted"
	err = r.db.SelectContext(ctx, &loads, `
		SELECT c.owner_person AS person, count(*) AS open, count(*) FILTER (WHERE c.close_by < $10) AS overdue
		FROM cases AS c WHERE `+openWhere+` AND c.owner_person IS NOT NULL GROUP BY c.owner_person`, append(f.args(), now)...)
	if err != nil {
		return nil, fmt.Errorf("count what is in hand: %w", err)
	}
	return loads, nil
}
