package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"secondbrother/storage/records"
	"secondbrother/worker/monthly"
)

// drilled is how many lines a drill-down reads: a page on a screen.
const drilled = 50

// measureMonths fills the database with cases spread over years and measures
// the counts that coordinators ask for.
func measureMonths(ctx context.Context, s settings, db *sql.DB, _ jetstream.JetStream) ([]result, error) {
	f, err := newFiller(ctx, db, s)
	if err != nil {
		return nil, err
	}
	var out []result
	var there int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM cases`).Scan(&there); err != nil {
		return nil, fmt.Errorf("count what is there: %w", err)
	}
	if there < s.cases {
		began := time.Now()
		rows, err := f.fill(ctx, db, bar(fmt.Sprintf("cases over %d years", s.years), s.cases))
		if err != nil {
			return nil, err
		}
		out = append(out, result{What: "counts: bulk fill by COPY", Unit: "rows/s", Ours: float64(rows) / time.Since(began).Seconds(),
			Note: fmt.Sprintf("%d cases, %d rows, over %d years", s.cases, rows, s.years)})
	}
	if _, err := db.ExecContext(ctx, `VACUUM (ANALYZE) events, cases, reports`); err != nil {
		return nil, fmt.Errorf("analyse what was filled in: %w", err)
	}
	r, err := records.Open(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	defer func() { _ = r.Close() }()
	began := time.Now()
	months, err := r.Tally(ctx, tallied())
	if err != nil {
		return nil, err
	}
	if months > 0 {
		if _, err := db.ExecContext(ctx, `VACUUM (ANALYZE) tallies`); err != nil {
			return nil, fmt.Errorf("analyse what was added up: %w", err)
		}
		out = append(out, result{What: "counts: adding a month up, once", Unit: "ms", Ours: float64(time.Since(began).Milliseconds()) / float64(months), Note: fmt.Sprintf("%d months, two at a time", months)})
	}
	q := &asker{db: r, random: rand.New(rand.NewPCG(2, 2)), last: f.last()}
	if q.units, err = r.Units(ctx); err != nil {
		return nil, err
	}
	for _, m := range []struct {
		what string
		ask  func(context.Context) error
		note string
	}{
		{"counts: the city's month by county", q.sums(records.LevelCounty, false), "limit 100 ms"},
		{"counts: the city's year to December", q.sums(records.LevelCounty, true), "limit 500 ms"},
		{"counts: a whole report, five periods", q.report, "month, last, last year, year to date, last year to date"},
		{"counts: the city's cases behind a number", q.explain("dispute.settled", "city"), page},
		{"counts: a county's cases behind a number", q.explain("dispute.settled", "county"), page},
		{"counts: a county's cases received", q.explain("dispute.received", "county"), page},
		{"counts: a station's cases behind a number", q.explain("tip.valid", "station"), page},
		{"counts: a station's cases received", q.explain("tip.received", "station"), page},
		{"counts: the city's cases behind a rare number", q.explain("dispute.prevented.armed_fight", "city"), page},
		{"counts: the city's cases pending", q.explain("dispute.pending", "city"), page},
		{"counts: a county's cases pending", q.explain("dispute.pending", "county"), page},
	} {
		var ms []float64
		found := false
		for range 5 * s.rounds {
			began := time.Now()
			err := m.ask(ctx)
			if err != nil && !errors.Is(err, errNothing) {
				return nil, fmt.Errorf("%s: %w", m.what, err)
			}
			found = found || err == nil
			ms = append(ms, float64(time.Since(began).Microseconds())/1000)
		}
		if !found {
			return nil, fmt.Errorf("%s: %w, every time", m.what, errNothing)
		}
		out = append(out, result{What: m.what, Unit: "ms", Ours: median(ms), Note: fmt.Sprintf("%s; fastest %.0f", m.note, slices.Min(ms))})
		if s.plans {
			q.plan = func(plan string) { tell("%s\n%s\n", m.what, plan) }
			if err := m.ask(ctx); err != nil && !errors.Is(err, errNothing) {
				return nil, fmt.Errorf("%s, explained: %w", m.what, err)
			}
			q.plan = nil
		}
	}
	return out, nil
}

// page says what a drill-down is to do.
var page = fmt.Sprintf("limit 50 ms, first %d", drilled)

// tallied shows how far the months are.
func tallied() func(done, total int) {
	var show func(int)
	return func(done, total int) {
		if show == nil {
			show = bar("months added up", total)
		}
		show(done)
	}
}

// errNothing says that a number was zero: a small station has months without.
var errNothing = errors.New("opens to nothing")

// asker asks what coordinators ask, of months that are over.
type asker struct {
	db     *records.Records
	units  []records.Unit
	random *rand.Rand
	last   time.Time
	plan   func(string) // is told how the server runs each count; nil: nobody asks
}

func (q *asker) counting(ctx context.Context, work func(*records.Counter) error) error {
	if q.plan != nil {
		return q.db.Explaining(ctx, q.plan, work)
	}
	return q.db.Counting(ctx, work)
}

// month is one of the last twelve that are over.
func (q *asker) month() time.Time { return q.last.In(zone).AddDate(0, -1-q.random.IntN(12), 0) }

func (q *asker) sums(by records.Level, year bool) func(context.Context) error {
	return func(ctx context.Context) error {
		from := q.month()
		to := from.AddDate(0, 1, 0)
		if year {
			from = to.AddDate(-1, 0, 0)
		}
		return q.counting(ctx, func(c *records.Counter) error {
			_, err := c.Sums(ctx, records.Question{Window: records.Window{AtFrom: from, AtTo: to}, By: []records.Level{by}, InsideFrom: from})
			if err != nil {
				return err
			}
			_, err = c.Sums(ctx, records.Question{Window: records.Window{AtTo: from}, By: []records.Level{by}, Balance: true})
			return err
		})
	}
}

func (q *asker) report(ctx context.Context) error {
	scope, err := monthly.FindScope(q.units, "", "")
	if err != nil {
		return err
	}
	_, err = monthly.Count(ctx, q.db, monthly.MonthOf(q.month()), monthly.Closed, scope)
	return err
}

func (q *asker) explain(key, kind string) func(context.Context) error {
	return func(ctx context.Context) error {
		var unit records.Unit
		for unit.Kind != kind {
			unit = q.units[q.random.IntN(len(q.units))]
		}
		cell, err := monthly.ParseCell(fmt.Sprintf("%s@%s/%s", key, unit.Code, monthly.MonthOf(q.month())), q.last)
		if err != nil {
			return err
		}
		scope, err := monthly.FindScope(q.units, cell.Area, "")
		if err != nil {
			return err
		}
		return q.counting(ctx, func(c *records.Counter) error {
			e, err := monthly.Explain(ctx, c, cell, scope, drilled)
			if err == nil && len(e.Lines) == 0 {
				err = fmt.Errorf("%s %w", e.Cell, errNothing)
			}
			return err
		})
	}
}
