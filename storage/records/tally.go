package records

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"golang.org/x/sync/errgroup"
)

// Tally adds up the events of every month that is over and has none that
// hold, so that no report has to read them again; progress may be nil. A month
// counts as over an hour after its end, when no write that began in it can
// still be under way. It returns how many months it added up.
func (r *Records) Tally(ctx context.Context, progress func(done, total int)) (int, error) {
	var months []time.Time
	// The first event is looked for once: one that comes later for a month before
	// the first leaves its mark.
	err := r.db.SelectContext(ctx, &months, `
		SELECT m::date FROM generate_series(
			CASE WHEN EXISTS (SELECT FROM tallied)
			     THEN (SELECT min(k.month)::timestamp FROM (SELECT month FROM tallied UNION ALL SELECT month FROM late_events) AS k)
			     ELSE (SELECT date_trunc('month', min(at) AT TIME ZONE 'Asia/Shanghai') FROM events) END,
			date_trunc('month', (now() - interval '1 hour') AT TIME ZONE 'Asia/Shanghai') - interval '1 month', interval '1 month') AS m
		WHERE NOT EXISTS (SELECT FROM tallied AS t WHERE t.month = m::date)
		   OR EXISTS (SELECT FROM late_events AS l WHERE l.month = m::date)
		ORDER BY 1`)
	if err != nil {
		return 0, fmt.Errorf("look for months to add up: %w", err)
	}
	var mu sync.Mutex
	done, busy := 0, false
	one := func(ctx context.Context, month time.Time) error {
		added, locked, err := r.tallyAlone(ctx, month)
		if err != nil {
			return fmt.Errorf("add up %s: %w", month.Format("2006-01"), err)
		}
		mu.Lock()
		defer mu.Unlock()
		busy = busy || locked
		if added {
			done++
		}
		if progress != nil {
			progress(done, len(months))
		}
		return nil
	}
	if len(months) == 0 {
		return 0, nil
	}
	// The first goes first: that nothing happened before the first month that is
	// added up is what counting relies on.
	if err := one(ctx, months[0]); err != nil || busy {
		return done, err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(together)
	for _, month := range months[1:] {
		group.Go(func() error { return one(ctx, month) })
	}
	err = group.Wait()
	return done, err
}

// together is how many months are added up at a time: a machine has two cores
// at least, and one statement uses one.
const together = 2

// tallies' advisory locks are numbered by the days of the months under this.
const tallyLock = 0x7a11

// tallyAlone adds a month up unless somebody else is at it (locked) or has just
// done it; until that is done the events are read. The lock is the session's and
// comes before the snapshot, so that no two add up the same month.
func (r *Records) tallyAlone(ctx context.Context, month time.Time) (added, locked bool, err error) {
	conn, err := r.db.Connx(ctx)
	if err != nil {
		return false, false, err
	}
	defer func() { _ = conn.Close() }()
	number := int32(month.Unix() / (24 * 60 * 60))
	var mine bool
	if err := conn.GetContext(ctx, &mine, `SELECT pg_try_advisory_lock($1::integer, $2::integer)`, tallyLock, number); err != nil || !mine {
		return false, err == nil, err
	}
	defer func() {
		// A connection that could not unlock must not go back to the others.
		if _, e := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1::integer, $2::integer)`, tallyLock, number); e != nil {
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
	}()
	var wanted bool
	err = conn.GetContext(ctx, &wanted, `SELECT NOT EXISTS (SELECT FROM tallied WHERE month = $1::date) OR EXISTS (SELECT FROM late_events WHERE month = $1::date)`,
		month.Format(time.DateOnly))
	if err != nil || !wanted {
		return false, false, err
	}
	return true, false, r.tally(ctx, conn, month)
}

// tally adds up one month anew; a mark of an event that the snapshot does not
// see stays for the next time.
func (r *Records) tally(ctx context.Context, conn *sqlx.Conn, month time.Time) error {
	tx, err := conn.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	if err := forCounting(ctx, tx); err != nil {
		return err
	}
	from := time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, zone)
	day := from.Format(time.DateOnly)
	steps := []statement{
		{`DELETE FROM late_events WHERE month = $1::date`, []any{day}},
		{`DELETE FROM tallies WHERE level IN (1, 2, 3) AND month = $1::date`, []any{day}},
	}
	if err := run(ctx, tx, steps); err != nil {
		return err
	}
	parts, err := pieces(ctx, tx, from)
	if err != nil {
		return err
	}
	// The parts are gathered aside and added up once: doing it in the table
	// would write most of its rows anew with every part.
	steps = []statement{{`CREATE TEMPORARY TABLE gathered (LIKE tallies) ON COMMIT DROP`, nil}}
	for _, w := range parts {
		steps = append(steps, statement{`WITH ` + linesFrom(inWindow) + `
			INSERT INTO gathered (level, month, received, county, station, township, village, measure, n) ` + addUp, append(w.args(), day)})
	}
	for level := 1; level <= 3; level++ {
		steps = append(steps, statement{`INSERT INTO tallies (level, month, received, county, station, township, village, measure, n)
			SELECT level, month, received, county, station, township, village, measure, sum(n) FROM gathered WHERE level = $1
			GROUP BY level, month, received, county, station, township, village, measure HAVING sum(n) <> 0`, []any{level}})
	}
	steps = append(steps, statement{`INSERT INTO tallied (month) VALUES ($1::date) ON CONFLICT ON CONSTRAINT tallied_pkey DO UPDATE SET at = now()`, []any{day}})
	if err := run(ctx, tx, steps); err != nil {
		return err
	}
	return tx.Commit()
}

type statement struct {
	sql  string
	args []any
}

func run(ctx context.Context, tx *sqlx.Tx, steps []statement) error {
	for _, s := range steps {
		if _, err := tx.ExecContext(ctx, s.sql, s.args...); err != nil {
			return err
		}
	}
	return nil
}

// atOnce is how many events one statement adds up: what a busy machine does
// well within the limit that every statement has. Tests change it.
var atOnce = 50_000

// pieces part a month (its first instant) so that none holds many more events
// than that, if they come evenly.
func pieces(ctx context.Context, q querier, month time.Time) ([]Window, error) {
	var events int
	end := next(month)
	if err := q.GetContext(ctx, &events, `SELECT count(*) FROM events WHERE at >= $1 AND at < $2`, month, end); err != nil {
		return nil, fmt.Errorf("count the events of %s: %w", day(month), err)
	}
	return cut(month, end, events/atOnce+1), nil
}

// cut parts the time from one instant to another into n windows.
func cut(from, to time.Time, n int) []Window {
	out := make([]Window, n)
	for i := range out {
		out[i] = Window{AtFrom: from.Add(to.Sub(from) * time.Duration(i) / time.Duration(n)), AtTo: from.Add(to.Sub(from) * time.Duration(i+1) / time.Duration(n))}
	}
	return out
}

// addUp makes the tallies of a month ($5) of its lines.
var addUp = `
	SELECT CASE WHEN grouping(l.station) = 1 THEN 1 WHEN grouping(l.village) = 1 THEN 2 ELSE 3 END AS level, $5::date AS month,
	       date_trunc('month', l.received_at AT TIME ZONE 'Asia/Shanghai')::date AS received,
	       l.county, coalesce(l.station, '') AS station, coalesce(l.township, '') AS township, coalesce(l.village, '') AS village, l.measure, sum(l.n)::bigint AS n
	FROM (SELECT l.received_at, l.county, l.station, l.measure, l.n,
	             CASE WHEN ` + balances("l") + ` THEN l.township ELSE '' END AS township, -- the others have no such groups
	             CASE WHEN ` + balances("l") + ` THEN l.village ELSE '' END AS village FROM lines AS l) AS l
	GROUP BY GROUPING SETS ((3, 4, 8), (3, 4, l.station, 8), (3, 4, l.station, l.township, l.village, 8))
	HAVING sum(l.n) <> 0 AND (grouping(l.village) = 1 OR ` + balances("l") + `)`
