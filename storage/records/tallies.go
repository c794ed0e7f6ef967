package records

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// zone is where months begin. China keeps one time, without summer time since 1991.
var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

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
		if err := c.read(ctx, &rows, query, args...); err != nil {
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
	err = add(-1, `SELECT level, month, received, county, station, township, village, measure, n FROM tallies WHERE level IN (1, 2, 3) AND month = $1::date`, day(month))
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
	err = c.read(ctx, &sums, `
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
