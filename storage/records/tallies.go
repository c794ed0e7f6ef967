package records

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"golang.org/x/sync/errgroup"
)

// zone is where months begin. China keeps one time, without summer time since 1991.
var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Tally adds up the events of every month that is over and has none that
// hold, so that no report has to read them again; progress may be nil. A month
// counts as over an hour after its end, when no write that began in it can
// still be under way. It returns how many months it added up.
func (r *Records) Tally(ctx context.Context, progress func(done, total int)) (int, error) {
	var months []time.Time
	err := r.db.SelectContext(ctx, &months, `
		SELECT m::date FROM generate_series(
			(SELECT date_trunc('month', min(at) AT TIME ZONE 'Asia/Shanghai') FROM events),
			date_trunc('month', (now() - interval '1 hour') AT TIME ZONE 'Asia/Shanghai') - interval '1 month', interval '1 month') AS m
		WHERE NOT EXISTS (SELECT FROM tallied AS t WHERE t.month = m::date)
		   OR EXISTS (SELECT FROM late_events AS l WHERE l.month = m::date)
		ORDER BY 1`)
	if err != nil {
		return 0, fmt.Errorf("look for months to add up: %w", err)
	}
	var mu sync.Mutex
	done := 0
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(together)
	for _, month := range months {
		group.Go(func() error {
			added, err := r.tallyAlone(ctx, month)
			if err != nil {
				return fmt.Errorf("add up %s: %w", month.Format("2006-01"), err)
			}
			mu.Lock()
			defer mu.Unlock()
			if added {
				done++
			}
			if progress != nil {
				progress(done, len(months))
			}
			return nil
		})
	}
	err = group.Wait()
	return done, err
}

// together is how many months are added up at a time: a machine has two cores
// at least, and one statement uses one.
const together = 2

// tallies' advisory locks are numbered by the days of the months under this.
const tallyLock = 0x7a11

// tallyAlone adds a month up unless somebody else is at it or has just done
// it; until that is done the events are read. The lock is the session's and
// comes before the snapshot, so that no two add up the same month.
func (r *Records) tallyAlone(ctx context.Context, month time.Time) (added bool, err error) {
	conn, err := r.db.Connx(ctx)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close() }()
	number := int32(month.Unix() / (24 * 60 * 60))
	var mine bool
	if err := conn.GetContext(ctx, &mine, `SELECT pg_try_advisory_lock($1::integer, $2::integer)`, tallyLock, number); err != nil || !mine {
		return false, err
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
		return false, err
	}
	return true, r.tally(ctx, conn, month)
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
		{`DELETE FROM tallies WHERE month = $1::date`, []any{day}},
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
var atOnce = 150_000

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

// Tallied lists the months whose tallies hold, the oldest first.
func (c *Counter) Tallied() []time.Time {
	return slices.SortedFunc(maps.Keys(c.tallied), time.Time.Compare)
}

// tally is one row of tallies.
type tally struct {
	Level    int       `db:"level"`
	Month    time.Time `db:"month"`
	Received time.Time `db:"received"`
	County   string    `db:"county"`
	Station  string    `db:"station"`
	Township string    `db:"township"`
	Village  string    `db:"village"`
	Measure  string    `db:"measure"`
	N        int64     `db:"n"`
}

// Untrue counts the tallies of a month (its first instant) that the events do
// not add up to.
func (c *Counter) Untrue(ctx context.Context, month time.Time) (int, error) {
	parts, err := pieces(ctx, c.tx, month)
	if err != nil {
		return 0, err
	}
	left := map[tally]int64{}
	add := func(sign int64, query string, args ...any) error {
		var rows []tally
		if err := c.tx.SelectContext(ctx, &rows, query, args...); err != nil {
			return fmt.Errorf("compare the tallies of %s with the events: %w", day(month), err)
		}
		for _, t := range rows {
			n := t.N
			t.N, t.Month, t.Received = 0, month, t.Received.UTC()
			left[t] += sign * n
		}
		return nil
	}
	for _, w := range parts {
		if err := add(1, `WITH `+linesFrom(inWindow)+addUp, append(w.args(), day(month))...); err != nil {
			return 0, err
		}
	}
	err = add(-1, `SELECT level, month, received, county, station, township, village, measure, n FROM tallies WHERE month = $1::date`, day(month))
	if err != nil {
		return 0, err
	}
	wrong := 0
	for _, n := range left {
		if n != 0 {
			wrong++
		}
	}
	return wrong, nil
}

// Span is when the first and the last event happened; zero: there is none.
func (c *Counter) Span(ctx context.Context) (first, last time.Time, err error) {
	var span struct {
		First Moment `db:"first"`
		Last  Moment `db:"last"`
	}
	if err := c.tx.GetContext(ctx, &span, `SELECT min(at) AS first, max(at) AS last FROM events`); err != nil {
		return time.Time{}, time.Time{}, fmt.Errorf("look when the events happened: %w", err)
	}
	return span.First.Time, span.Last.Time, nil
}

// talliedMonths are the months whose tallies hold, and the first instant of
// the first of them when nothing has happened before it, else zero.
func talliedMonths(ctx context.Context, q querier) (map[time.Time]bool, time.Time, error) {
	var months []struct {
		Month time.Time `db:"month"`
		Holds bool      `db:"holds"`
	}
	// Everything before the first month was added up with it, unless it came later.
	err := q.SelectContext(ctx, &months, `
		SELECT month, bool_and(holds) AS holds
		FROM (SELECT month, true AS holds FROM tallied UNION ALL SELECT month, false FROM late_events) AS m
		GROUP BY month ORDER BY month`)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("look which months are added up: %w", err)
	}
	out := make(map[time.Time]bool, len(months))
	var first time.Time
	for i, m := range months {
		from := time.Date(m.Month.Year(), m.Month.Month(), 1, 0, 0, 0, 0, zone).UTC()
		if i == 0 && m.Holds {
			first = from
		}
		if m.Holds {
			out[from] = true
		}
	}
	return out, first, nil
}

// fromTallies answers q as far as tallies hold, and returns the windows that
// are left. Tallies know whole months.
func (c *Counter) fromTallies(ctx context.Context, q Question) (sums []Sum, rest []Window, err error) {
	level, where, place, known := tallied(q)
	for _, at := range []time.Time{q.AtFrom, q.AtTo, q.ReceivedFrom, q.ReceivedTo, q.InsideFrom, q.InsideTo} {
		known = known && (at.IsZero() || wholeMonth(at))
	}
	if !known || len(c.tallied) == 0 {
		return nil, []Window{q.Window}, nil
	}
	rest, months := c.split(q.Window)
	if len(months) == 0 {
		return nil, rest, nil
	}
	if q.Balance {
		where += " AND " + balances("l")
	}
	days := make([]string, len(months))
	for i, m := range months {
		days[i] = day(m)
	}
	err = c.tx.SelectContext(ctx, &sums, `
		SELECT `+codesOf(q.By)+`, l.measure, l.received >= $4::date AND l.received < $5::date AS inside, sum(l.n)::bigint AS n
		FROM tallies AS l
		WHERE l.level = $6 AND l.month = ANY ($1::date[]) AND l.received >= $2::date AND l.received < $3::date AND `+where+`
		GROUP BY 1, 2, 3, 4, 5, 6`,
		append([]any{words(days), day(bound(q.ReceivedFrom, early)), day(bound(q.ReceivedTo, late)),
			day(bound(q.InsideFrom, early)), day(bound(q.InsideTo, late)), level}, place...)...)
	if err != nil {
		return nil, nil, fmt.Errorf("add up the tallies: %w", err)
	}
	return sums, rest, nil
}

// tallied says which level of tallies answers a question, if any does: the
// coarsest that knows all its codes. Villages are known for balances only.
func tallied(q Question) (level int, where string, args []any, known bool) {
	level = 1
	for _, l := range Levels {
		if _, named := q.Place[l]; !named && !slices.Contains(q.By, l) {
			continue
		}
		switch l {
		case LevelStation:
			level = 2
		case LevelTownship, LevelVillage:
			level = 3
		}
	}
	where, args = inPlace(q.Place, 7)
	return level, where, args, level < 3 || q.Balance
}

// split parts a window into months that tallies hold for and the windows between.
func (c *Counter) split(w Window) (rest []Window, months []time.Time) {
	from := bound(w.AtFrom, early)
	if from.Before(c.begin) {
		from = c.begin
	}
	var first, last time.Time
	for m := range c.tallied {
		if first.IsZero() || m.Before(first) {
			first = m
		}
		if m.After(last) {
			last = m
		}
	}
	left := func(to time.Time) {
		if from.Before(to) {
			part := w
			part.AtFrom, part.AtTo = from, to
			rest = append(rest, part)
		}
	}
	for m := first; !m.After(last); m = next(m) {
		if !c.tallied[m] || m.Before(from) || next(m).After(bound(w.AtTo, late)) {
			continue
		}
		left(m)
		months = append(months, m)
		from = next(m)
	}
	left(bound(w.AtTo, late))
	return rest, months
}

func next(month time.Time) time.Time { return month.In(zone).AddDate(0, 1, 0).UTC() }

func day(at time.Time) string { return at.In(zone).Format(time.DateOnly) }

// wholeMonth says whether at is the first instant of a month.
func wholeMonth(at time.Time) bool {
	local := at.In(zone)
	return local.Equal(time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, zone))
}
