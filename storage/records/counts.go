package records

import (
	"context"
	"fmt"
	"time"

	"secondbrother/storage/payload"
)

// Count is one sum over the event log: reports received, or cases concluded,
// that agree in all codes. Cases is negative where a conclusion was taken back
// by a reopening, or a report left a category or county for another.
type Count struct {
	Received bool            `db:"received"` // else concluded
	Kind     payload.Kind    `db:"kind"`
	Category string          `db:"category"`
	County   string          `db:"county"`
	Station  string          `db:"station"`
	Outcome  payload.Outcome `db:"outcome"`
	Cases    int             `db:"cases"`
	Parties  int             `db:"parties"`
	People   int             `db:"people"`
	Yuan     int64           `db:"yuan"`
}

// Counts adds up the events of [from, to), of one county where county is not
// empty, of one station where station is not empty. Every case a number counts
// can be found again by the same conditions.
//
// A report is received when it is submitted, under the codes it has then; when
// a coordinator sorts it anew, it leaves the codes of the event before and
// enters the new ones. A conclusion counts when the case is closed; reopening
// takes it back, at the time of reopening.
func (r *Records) Counts(ctx context.Context, from, to time.Time, county, station string) ([]Count, error) {
	var counts []Count
	err := r.db.SelectContext(ctx, &counts, `
		WITH moves AS (
			SELECT true AS received, kind, category, county, station, '' AS outcome,
			       1 AS cases, 0 AS parties, 0 AS people, 0::bigint AS yuan
			FROM   events
			WHERE  at >= $1 AND at < $2 AND type = 'submitted'
			UNION ALL
			SELECT true, e.kind, e.category, e.county, e.station, '', 1, 0, 0, 0
			FROM   events e
			WHERE  e.at >= $1 AND e.at < $2 AND e.type = 'sorted'
			UNION ALL
			SELECT true, before.kind, before.category, before.county, before.station, '', -1, 0, 0, 0
			FROM   events e
			JOIN   events before ON before.case_id = e.case_id AND before.seq = e.seq - 1
			WHERE  e.at >= $1 AND e.at < $2 AND e.type = 'sorted'
			UNION ALL
			SELECT false, kind, category, county, station, coalesce(outcome, ''),
			       CASE type WHEN 'reopened' THEN -1 ELSE 1 END,
			       CASE type WHEN 'reopened' THEN -1 ELSE 1 END * coalesce(parties, 0),
			       CASE type WHEN 'reopened' THEN -1 ELSE 1 END * coalesce(people, 0),
			       CASE type WHEN 'reopened' THEN -1 ELSE 1 END * coalesce(yuan, 0)
			FROM   events
			WHERE  at >= $1 AND at < $2 AND type IN ('closed', 'withdrawn', 'recorded', 'reopened')
		)
		SELECT   received, kind, category, county, station, outcome,
		         sum(cases) AS cases, sum(parties) AS parties, sum(people) AS people, sum(yuan)::bigint AS yuan
		FROM     moves
		WHERE    ($3 = '' OR county = $3) AND ($4 = '' OR station = $4)
		GROUP BY received, kind, category, county, station, outcome
		ORDER BY received, kind, category, county, station, outcome`,
		from, to, county, station)
	if err != nil {
		return nil, fmt.Errorf("add up the events: %w", err)
	}
	return counts, nil
}
