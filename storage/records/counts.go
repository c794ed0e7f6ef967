package records

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// Level is a column of events that places are told apart by.
type Level string

// Levels, the finest last. Villages 村/社区 are the communities of the form.
const (
	LevelCity     Level = "" // everywhere
	LevelCounty   Level = "county"
	LevelStation  Level = "station"
	LevelTownship Level = "township"
	LevelVillage  Level = "village"
)

// Place is what is counted: where every level named has its code. An empty
// code means that nobody has decided it. No level named: everywhere.
type Place map[Level]string

// Window is the time that is counted, bounds as in [from, to). A zero bound is
// open. Lines count by their own time (At) and by when their case was received.
type Window struct {
	AtFrom, AtTo             time.Time
	ReceivedFrom, ReceivedTo time.Time
}

// Question is what Sums is asked.
type Question struct {
	Window
	Place Place
	By    []Level // a sum for each of their codes
	// Inside marks sums of cases received in [InsideFrom, InsideTo).
	InsideFrom, InsideTo time.Time
	// Balance limits what is counted to received, moved and concluded.
	Balance bool
}

// Sum is what the lines of a measure add up to in one place. Codes of levels
// that were not asked for are empty.
type Sum struct {
	County   string `db:"county"`
	Station  string `db:"station"`
	Township string `db:"township"`
	Village  string `db:"village"`
	Measure  string `db:"measure"`
	Inside   bool   `db:"inside"`
	N        int64  `db:"n"`
}

// Code is the sum's code of a level.
func (s Sum) Code(l Level) string {
	switch l {
	case LevelCounty:
		return s.County
	case LevelStation:
		return s.Station
	case LevelTownship:
		return s.Township
	case LevelVillage:
		return s.Village
	}
	return ""
}

// Levels are those that events have codes of.
var Levels = []Level{LevelCounty, LevelStation, LevelTownship, LevelVillage}

// codesOf is the SELECT list of the codes of some levels.
func codesOf(by []Level) string {
	list := make([]string, len(Levels))
	for i, l := range Levels {
		list[i] = "'' AS " + string(l)
		if slices.Contains(by, l) {
			list[i] = "l." + string(l)
		}
	}
	return strings.Join(list, ", ")
}

// Counter counts the events as they stand at one moment.
type Counter struct {
	tx      *sqlx.Tx
	plan    func(string)       // is told the plan of every statement; nil: nobody wants it
	tallied map[time.Time]bool // months whose tallies hold, by their first instant
	begin   time.Time          // nothing happened before; zero: not known
}

// Counting runs work on one snapshot of the events, so that all the numbers of
// a report belong together. What work reads through the Counter it must not
// keep longer than that.
func (r *Records) Counting(ctx context.Context, work func(*Counter) error) error {
	tx, err := r.db.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin to count: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // it has changed nothing
	if err := forCounting(ctx, tx); err != nil {
		return err
	}
	c := &Counter{tx: tx}
	if c.tallied, c.begin, err = talliedMonths(ctx, tx); err != nil {
		return err
	}
	return work(c)
}

// Explaining is like Counting and tells how the server runs each statement,
// with what it really read.
func (r *Records) Explaining(ctx context.Context, plan func(string), work func(*Counter) error) error {
	return r.Counting(ctx, func(c *Counter) error {
		c.plan = plan
		return work(c)
	})
}

// read fills rows, a slice, with what a statement gives.
func (c *Counter) read(ctx context.Context, rows any, query string, args ...any) error {
	if c.plan != nil {
		var lines []string
		if err := c.tx.SelectContext(ctx, &lines, `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) `+query, args...); err != nil {
			return fmt.Errorf("ask for the plan: %w", err)
		}
		c.plan(strings.Join(lines, "\n"))
	}
	return c.tx.SelectContext(ctx, rows, query, args...)
}

// forCounting sets a transaction up for these statements: compiling them takes
// longer than running them, and an event's neighbours in its case lie beside
// it, so that looking them up is cheap where the planner thinks it dear and
// would read the whole log instead.
func forCounting(ctx context.Context, tx *sqlx.Tx) error {
	if _, err := tx.ExecContext(ctx, `SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1; SET LOCAL work_mem = '64MB'`); err != nil {
		return fmt.Errorf("begin to count: %w", err)
	}
	return nil
}

// Sums adds up the lines that q asks for: from tallies where they hold, from
// the events where not. A code may come more than once.
func (c *Counter) Sums(ctx context.Context, q Question) ([]Sum, error) {
	sums, rest, err := c.fromTallies(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, w := range rest {
		part := q
		part.Window = w
		live, err := c.fromEvents(ctx, part)
		if err != nil {
			return nil, err
		}
		sums = append(sums, live...)
	}
	return sums, nil
}

func (c *Counter) fromEvents(ctx context.Context, q Question) ([]Sum, error) {
	where, place := inPlace(q.Place, 7)
	if q.Balance {
		where += " AND " + balances("l")
	}
	var sums []Sum
	err := c.read(ctx, &sums, `WITH `+linesFrom(inWindow)+`
		SELECT `+codesOf(q.By)+`, l.measure, l.received_at >= $5 AND l.received_at < $6 AS inside, sum(l.n)::bigint AS n
		FROM lines AS l WHERE `+where+` GROUP BY 1, 2, 3, 4, 5, 6`,
		append(append(q.args(), bound(q.InsideFrom, early), bound(q.InsideTo, late)), place...)...)
	if err != nil {
		return nil, fmt.Errorf("add up the events: %w", err)
	}
	return sums, nil
}

// inWindow is the condition on e and s that Window.args fill.
const inWindow = `e.at >= $1 AND e.at < $2 AND s.at >= $3 AND s.at < $4`

func (w Window) args() []any {
	return []any{bound(w.AtFrom, early), bound(w.AtTo, late), bound(w.ReceivedFrom, early), bound(w.ReceivedTo, late)}
}

// Bounds of everything.
var (
	early = time.Date(1970, time.January, 1, 0, 0, 0, 0, time.UTC)
	late  = time.Date(3000, time.January, 1, 0, 0, 0, 0, time.UTC)
)

func bound(at, open time.Time) time.Time {
	if at.IsZero() {
		return open
	}
	return at
}

// inPlace is the condition on l for a place, with its arguments from $first on.
func inPlace(p Place, first int) (string, []any) {
	where := []string{"true"}
	var args []any
	for _, level := range Levels {
		if code, named := p[level]; named {
			where = append(where, fmt.Sprintf("l.%s = $%d", level, first+len(args)))
			args = append(args, code)
		}
	}
	return strings.Join(where, " AND "), args
}

// balances is the condition for measures that say what came and went.
func balances(alias string) string {
	return `split_part(` + alias + `.measure, '.', 2) IN ('received', 'moved', 'concluded')`
}
