package records

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
)

// Line is one case's part in a number: n at a time. A conclusion that was
// taken back shows as two lines, one of them negative.
type Line struct {
	Case payload.Receipt `db:"receipt" json:"case"`
	At   time.Time       `db:"at" json:"at"`
	N    int64           `db:"n" json:"n"`
}

// Lines lists what is left of the sums of some measures when those of others
// are taken off, by time, at most limit. Lines of one event that cancel out
// are left out. Where it is known that there are more than limit, the first
// page comes sooner when only as much of the window is read as begin, then
// twice as much, until there are enough; 0: all at once.
func (c *Counter) Lines(ctx context.Context, w Window, p Place, add, less []string, limit int, begin time.Duration) ([]Line, error) {
	var lines []Line
	rest := w
	for step := begin; ; step *= 2 {
		part := rest
		if step > 0 && !rest.AtFrom.IsZero() && rest.AtFrom.Add(step).Before(bound(rest.AtTo, late)) {
			part.AtTo = rest.AtFrom.Add(step)
		}
		const first = 8
		narrowed, args := narrow(slices.Concat(add, less), p, first)
		found, err := c.lines(ctx, "l.case_id, l.seq", "l.at", narrowed, args, part, p, add, less, limit-len(lines))
		if err != nil {
			return nil, err
		}
		lines = append(lines, found...)
		if len(lines) >= limit || part.AtTo.Equal(rest.AtTo) {
			return lines, nil
		}
		rest.AtFrom = part.AtTo
	}
}

// Pending is like Lines, case by case, for measures that leave nothing of a
// case that was over at the end of w: it looks at the others only, those that
// were received first before the rest. A line's time is when its case was
// received.
func (c *Counter) Pending(ctx context.Context, w Window, p Place, add, less []string, limit int) ([]Line, error) {
	var lines []Line
	after := open{Submitted: early}
	for size := 4 * limit; ; size *= 2 { // about a third is of a kind
		cases, err := c.open(ctx, w, p, after, size)
		if err != nil {
			return nil, err
		}
		ids := make([]int64, len(cases))
		for i, o := range cases {
			ids[i] = o.ID
			after = o
		}
		found, err := c.lines(ctx, "l.case_id", "l.received_at", `e.case_id IN (SELECT unnest($8::bigint[]))`, []any{ints(ids, func(id *int64) int64 { return *id })},
			w, p, add, less, limit-len(lines))
		if err != nil {
			return nil, err
		}
		lines = append(lines, found...)
		if len(lines) >= limit || len(cases) < size {
			return lines, nil
		}
	}
}

// open is a case that was not over at some instant.
type open struct {
	ID        int64     `db:"id"`
	Submitted time.Time `db:"submitted_at"`
}

// open lists cases that may have been pending at the end of a window and were
// at some time in a place, by their receipt, from the one after `after` on. A
// case that was over then and reopened later may be among them.
func (c *Counter) open(ctx context.Context, w Window, p Place, after open, limit int) ([]open, error) {
	where, args := inPlace(p, 7)
	place := ""
	if len(args) > 0 {
		// Most are where they ever were; the log is asked about the others, case
		// by case: EXISTS would let the planner read all of it instead.
		place = fmt.Sprintf(" AND (%s OR coalesce((SELECT true FROM events AS x WHERE x.case_id = o.id AND %s LIMIT 1), false))",
			strings.ReplaceAll(where, "l.", "o."), strings.ReplaceAll(where, "l.", "x."))
	}
	var cases []open
	err := c.read(ctx, &cases, `
		WITH o AS (
			SELECT o.* FROM cases AS o WHERE o.closed_at IS NULL
			UNION ALL
			SELECT o.* FROM generate_series(date_trunc('month', $1::timestamptz AT TIME ZONE 'Asia/Shanghai'),
			                                (SELECT max(date_trunc('month', closed_at AT TIME ZONE 'Asia/Shanghai')) FROM cases WHERE closed_at IS NOT NULL),
			                                interval '1 month') AS m
			CROSS JOIN LATERAL (
				SELECT o.* FROM cases AS o
				WHERE o.closed_at IS NOT NULL AND date_trunc('month', o.closed_at AT TIME ZONE 'Asia/Shanghai') = m
				  AND o.submitted_at < $1 AND o.submitted_at >= $4 AND o.closed_at >= $1
				OFFSET 0 -- month by month: joined as a whole all cases would be read
			) AS o)
		SELECT o.id, o.submitted_at FROM o
		WHERE o.submitted_at < $1 AND o.submitted_at >= $2 AND o.submitted_at < $3 AND (o.submitted_at, o.id) > ($4, $5)`+place+`
		ORDER BY o.submitted_at, o.id LIMIT $6`,
		slices.Concat([]any{bound(w.AtTo, late), bound(w.ReceivedFrom, early), bound(w.ReceivedTo, late), after.Submitted, after.ID, limit}, args)...)
	if err != nil {
		return nil, fmt.Errorf("look which cases were open: %w", err)
	}
	return cases, nil
}

// lines lists what the events that a condition holds for leave of add less
// less, added up by key. The condition's arguments stand from $8 on.
func (c *Counter) lines(ctx context.Context, key, at, condition string, args []any, w Window, p Place, add, less []string, limit int) ([]Line, error) {
	// A page is read sooner than other processes have begun to help.
	if _, err := c.tx.ExecContext(ctx, `SET LOCAL max_parallel_workers_per_gather = 0`); err != nil {
		return nil, fmt.Errorf("list the cases behind a number: %w", err)
	}
	where, place := inPlace(p, 8+len(args))
	const n = `sum(CASE WHEN l.measure = ANY ($5::text[]) THEN l.n ELSE -l.n END)`
	var lines []Line
	err := c.read(ctx, &lines, `WITH `+linesFrom(inWindow+" AND "+condition)+`, page AS (
			SELECT `+key+`, `+at+` AS at, `+n+`::bigint AS n FROM lines AS l
			WHERE (l.measure = ANY ($5::text[]) OR l.measure = ANY ($6::text[])) AND `+where+`
			GROUP BY `+key+`, `+at+` HAVING `+n+` <> 0
			ORDER BY `+at+`, `+key+` LIMIT $7)
		SELECT r.receipt, p.at, p.n FROM page AS p JOIN cases AS c ON c.id = p.case_id JOIN reports AS r ON r.id = c.report_id
		ORDER BY p.at, p.case_id, p.n DESC`,
		slices.Concat(w.args(), []any{words(add), words(less), limit}, args, place)...)
	if err != nil {
		return nil, fmt.Errorf("list the cases behind a number: %w", err)
	}
	for i := range lines {
		lines[i].At = lines[i].At.UTC()
	}
	return lines, nil
}
