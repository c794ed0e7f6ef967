package monthly

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"secondbrother/storage/records"
)

// Cell names one number: dispute.settled@371502/2026-10. Where the number
// stands in a row of its own, the row's level and code follow the area; where
// it counts by receipt, the basis follows the period:
//
//	dispute.received@371502,station=371502-01/2026-01..2026-10/received
type Cell struct {
	Key    string
	Area   string        // a unit's code; empty: the city
	Level  records.Level // of the row; LevelCity: none
	Code   string        // of the row; empty with a level: the undecided
	Period Period
	Basis  Basis
}

// Errors of ParseCell, for a caller that words them, besides those of
// parsePeriod and ParseBasis.
var (
	ErrCellForm = errors.New("a cell is written like dispute.settled@371502/2026-10")
	ErrColumn   = errors.New("no number has that name")
	ErrShare    = errors.New("a share or a median has no cases of its own; ask for what it is made of")
)

// ParseCell reads what String writes.
func ParseCell(text string, now time.Time) (Cell, error) {
	key, rest, ok := strings.Cut(text, "@")
	parts := strings.Split(rest, "/")
	if !ok || len(parts) < 2 || len(parts) > 3 {
		return Cell{}, fmt.Errorf("cell %q: %w", text, ErrCellForm)
	}
	c := Cell{Key: key, Basis: Closed}
	column, known := column(key)
	switch {
	case !known:
		return Cell{}, fmt.Errorf("cell %q: %w", text, ErrColumn)
	case !column.Additive():
		return Cell{}, fmt.Errorf("cell %q: %w", text, ErrShare)
	}
	area, row, inRow := strings.Cut(parts[0], ",")
	c.Area = area
	if inRow {
		level, code, ok := strings.Cut(row, "=")
		c.Level, c.Code = records.Level(level), code
		if !ok || !slices.Contains([]records.Level{records.LevelCounty, records.LevelStation, records.LevelTownship, records.LevelVillage}, c.Level) {
			return Cell{}, fmt.Errorf("cell %q: %w", text, ErrCellForm)
		}
	}
	var err error
	if c.Period, err = parsePeriod(parts[1], now); err != nil {
		return Cell{}, fmt.Errorf("cell %q: %w", text, err)
	}
	if len(parts) == 3 {
		if c.Basis, err = ParseBasis(parts[2]); err != nil {
			return Cell{}, fmt.Errorf("cell %q: %w", text, err)
		}
	}
	return c, nil
}

func (c Cell) String() string {
	out := c.Key + "@" + c.Area
	if c.Level != records.LevelCity {
		out += "," + string(c.Level) + "=" + c.Code
	}
	out += "/" + c.Period.String()
	if c.Basis == Received {
		out += "/" + string(Received)
	}
	return out
}

// Explanation is a number and the cases that it is made of.
type Explanation struct {
	Cell  string         `json:"cell"`
	Name  string         `json:"name"`
	N     int64          `json:"n"`
	Was   *int64         `json:"was,omitempty"` // of a closed month, when it was closed as another number
	Lines []records.Line `json:"lines"`         // their n sum to N, unless there are More
	More  bool           `json:"more,omitempty"`
}

// Explain opens a number to the case numbers behind it, at most limit lines,
// read by the conditions that the number itself is counted by. scope is that
// of the cell's area.
func Explain(ctx context.Context, c *records.Counter, cell Cell, scope Scope, limit int) (Explanation, error) {
	column, ok := column(cell.Key)
	if !ok || !column.Additive() {
		return Explanation{}, fmt.Errorf("explain %q: %w", cell.Key, ErrColumn)
	}
	place := scope.place()
	if cell.Level != records.LevelCity {
		if within, set := place[cell.Level]; set && within != cell.Code {
			// A row narrows the area; it must not reach out of it.
			return Explanation{}, fmt.Errorf("explain %q: %w", cell, ErrLevel)
		}
		place[cell.Level] = cell.Code
	}
	n, err := column.count(ctx, c, cell, place)
	if err != nil {
		return Explanation{}, err
	}
	out := Explanation{Cell: cell.String(), Name: column.Group.String() + " · " + column.Name.String(), N: n}
	if out.Was, err = column.closedAs(ctx, c, cell, place, n); err != nil {
		return Explanation{}, err
	}
	for _, s := range column.sources(cell.Basis, cell.Period) {
		read := func(limit int) ([]records.Line, error) {
			if s.open {
				return c.Pending(ctx, s.window, place, s.add, s.less, limit)
			}
			return c.Lines(ctx, s.window, place, s.add, s.less, limit, firstLook(s.window, out.N, limit))
		}
		lines, err := read(limit - len(out.Lines) + 1)
		if err != nil {
			return Explanation{}, err
		}
		out.Lines = append(out.Lines, lines...)
		if len(out.Lines) > limit {
			out.Lines, out.More = out.Lines[:limit], true
			break
		}
	}
	return out, nil
}

// count is the column's number, of the events or of a closed month's document.
func (c Column) count(ctx context.Context, from summer, cell Cell, place records.Place) (int64, error) {
	var answers [2][]records.Sum
	for i, q := range questions(cell.Period, cell.Basis) {
		if q.Balance && !slices.ContainsFunc(c.terms, func(t term) bool { return t.of == before }) {
			continue
		}
		q.Place = place
		var err error
		if answers[i], err = from.Sums(ctx, q); err != nil {
			return 0, err
		}
	}
	pile, _ := fold(answers[0], answers[1], records.LevelCity)
	return pile.figures()[c.Key], nil
}

// closedAs is what the month of a cell was closed with, where that is not n;
// nil: it is, or the month is open.
func (c Column) closedAs(ctx context.Context, counter *records.Counter, cell Cell, place records.Place, n int64) (*int64, error) {
	earlier, err := closings(ctx, counter)
	if err != nil {
		return nil, err
	}
	d, _, frozen := earlier.of(cell.Period.Last)
	if !frozen || cell.Period.First != cell.Period.Last {
		return nil, nil
	}
	was, err := c.count(ctx, d, cell, place)
	if err != nil || was == n {
		return nil, err
	}
	return &was, nil
}

// firstLook is how much of a window probably holds twice as many of n cases as
// are wanted; 0: all of it is needed.
func firstLook(w records.Window, n int64, limit int) time.Duration {
	if n <= 2*int64(limit) || w.AtFrom.IsZero() || w.AtTo.IsZero() {
		return 0
	}
	return max(time.Duration(float64(w.AtTo.Sub(w.AtFrom))*2*float64(limit)/float64(n)), time.Hour)
}

// source is a list that some of a column's cases are read from.
type source struct {
	window    records.Window
	open      bool // what is left when less is taken off add, case by case
	add, less []string
}

// sources are where a column's cases stand: a list for each window. What was
// left before a period, and what is left at its end, is what had been received
// and moved up to then, whenever that was, less what was concluded.
func (c Column) sources(basis Basis, p Period) []source {
	if strings.HasSuffix(c.Key, ".pending") {
		w, _ := basis.window(p, within)
		w.AtFrom = time.Time{}
		s := source{window: w, open: true}
		for _, t := range c.terms {
			if t.of == within {
				s.take(t)
			}
		}
		return []source{s}
	}
	var out []source
	for _, of := range []part{before, within, inside, across} {
		w, any := basis.window(p, of)
		s := source{window: w, open: of == before}
		for _, t := range c.terms {
			if t.of == of {
				s.take(t)
			}
		}
		if any && len(s.add) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func (s *source) take(t term) {
	if t.sign < 0 {
		s.less = append(s.less, t.measure)
	} else {
		s.add = append(s.add, t.measure)
	}
}
