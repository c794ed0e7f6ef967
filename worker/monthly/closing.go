package monthly

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"time"

	"secondbrother/storage/records"
)

// Stamp says that a month is closed.
type Stamp struct {
	Number int    `json:"number"`
	Day    string `json:"day"`    // when it was closed, Asia/Shanghai
	Digest string `json:"digest"` // SHA-256, hex, over this closing and the digest of the one before
}

// Correction is a figure of a closed month that has changed since it was last stated.
type Correction struct {
	Month string `json:"month"`
	Code  string `json:"code"` // of the row; empty: the total
	Key   string `json:"key"`
	Was   int64  `json:"was"`
	Is    int64  `json:"is"`
}

func (c Correction) String() string {
	name := c.Key
	if column, ok := column(c.Key); ok {
		name = kindWords(column).ZH + " " + column.Name.ZH
	}
	where := c.Code
	if where != "" {
		where += " "
	}
	return fmt.Sprintf("更正 Correction %s %s%s：%d → %d", c.Month, where, name, c.Was, c.Is)
}

// Errors of Close, for a caller that words them; and records.ErrClosed.
var (
	ErrTooEarly = errors.New("a month is closed on the 5th of the next, or earlier on purpose")
	ErrNotOver  = errors.New("the month is not over yet")
)

// closingDay is the day of the next month from which a month may be closed:
// monthly statistics are due on it.
const closingDay = 5

// restated is how many months back a later change of a closed month is looked for.
const restated = 12

// Close freezes a month: what its reports count now, they count for good.
// What changes later is told as a correction by the months that follow. early
// allows it as soon as the month is over.
func Close(ctx context.Context, db *records.Records, month Month, now time.Time, early bool) (Stamp, error) {
	_, end := month.Bounds()
	switch {
	case now.Before(end.Add(time.Hour)):
		return Stamp{}, fmt.Errorf("close %s: %w", month, ErrNotOver)
	case now.Before(end.AddDate(0, 0, closingDay-1)) && !early:
		return Stamp{}, fmt.Errorf("close %s: %w", month, ErrTooEarly)
	}
	if _, err := db.Tally(ctx, nil); err != nil {
		return Stamp{}, err
	}
	units, err := db.Units(ctx)
	if err != nil {
		return Stamp{}, err
	}
	from, _ := month.Bounds()
	k, err := db.CloseMonth(ctx, from, now, func(number int, c *records.Counter) ([]byte, error) {
		earlier, err := closings(ctx, c)
		if err != nil {
			return nil, err
		}
		d := &document{number: number, month: month, day: now.In(shanghai).Format(time.DateOnly), units: units}
		if d.answers, err = ask(ctx, c, month); err != nil {
			return nil, err
		}
		d.places = named(d.answers)
		if d.deltas, err = earlier.deltas(ctx, c, month); err != nil {
			return nil, err
		}
		return d.text(), nil
	})
	if err != nil {
		return Stamp{}, err
	}
	return stampOf(k, now.In(shanghai).Format(time.DateOnly)), nil
}

func stampOf(k records.Closing, day string) Stamp {
	return Stamp{Number: k.Number, Day: day, Digest: hex.EncodeToString(k.Digest)}
}

// ask asks all that any report of a month asks: its own sums for every place,
// those of the other periods for stations and what is above them.
func ask(ctx context.Context, c *records.Counter, month Month) (map[string][]records.Sum, error) {
	answers := map[string][]records.Sum{}
	for _, basis := range []Basis{Received, Closed} {
		for i, p := range periods(month) {
			by := []records.Level{records.LevelCounty, records.LevelStation}
			if i == 0 {
				by = records.Levels
			}
			for _, q := range questions(p, basis) {
				q.By = by
				sums, err := c.Sums(ctx, q)
				if err != nil {
					return nil, err
				}
				key := keyOf(q)
				if _, asked := answers[key]; !asked { // what comes first is the finest
					answers[key] = regroup(sums, nil, by)
				}
			}
		}
	}
	return answers, nil
}

// named are the names of the townships and villages that sums stand under.
func named(answers map[string][]records.Sum) map[string]string {
	names := map[string]string{}
	for _, sums := range answers {
		for _, s := range sums {
			for _, code := range []string{s.Township, s.Village} {
				if _, known := names[code]; !known {
					names[code] = areaName(code)
				}
			}
		}
	}
	maps.DeleteFunc(names, func(_, name string) bool { return name == "" })
	return names
}

// closed is what has been closed up to some moment, the oldest first.
type closed struct {
	documents []*document
	stamps    []Stamp
}

// closings reads and checks all closings. records.ErrTampered: one was changed.
func closings(ctx context.Context, c *records.Counter) (closed, error) {
	kept, err := c.Closings(ctx)
	if err != nil {
		return closed{}, err
	}
	var all closed
	for _, k := range kept {
		d, err := readDocument(k.Document)
		if err != nil {
			return closed{}, fmt.Errorf("closing %d: %w: %w", k.Number, records.ErrTampered, err)
		}
		from, _ := d.month.Bounds()
		if d.number != k.Number || !from.In(shanghai).Equal(time.Date(k.Month.Year(), k.Month.Month(), 1, 0, 0, 0, 0, shanghai)) {
			return closed{}, fmt.Errorf("closing %d names another month: %w", k.Number, records.ErrTampered)
		}
		all.documents = append(all.documents, d)
		all.stamps = append(all.stamps, stampOf(k, d.day))
	}
	return all, nil
}

// of finds a month's closing.
func (k closed) of(month Month) (*document, Stamp, bool) {
	for i, d := range k.documents {
		if d.month == month {
			return d, k.stamps[i], true
		}
	}
	return nil, Stamp{}, false
}

// before is what was closed for months before one, of those that are still restated.
func (k closed) before(month Month) []*document {
	var out []*document
	oldest := month
	for range restated {
		oldest = oldest.Previous()
	}
	for _, d := range k.documents {
		if d.month.before(month) && !d.month.before(oldest) {
			out = append(out, d)
		}
	}
	return out
}

// stated is what a closed month's question was last said to be, in reports of
// months before `in`: as closed, with the corrections told since.
func (k closed) stated(d *document, q records.Question, in Month) []records.Sum {
	key := keyOf(q)
	sums := regroup(d.answers[key], nil, byStation)
	for _, later := range k.documents {
		if d.month.before(later.month) && later.month.before(in) {
			sums = append(sums, later.deltas[key]...)
		}
	}
	return regroup(sums, nil, byStation)
}

var byStation = []records.Level{records.LevelCounty, records.LevelStation}

// deltas is by how much closed months have changed since they were last
// stated before a month.
func (k closed) deltas(ctx context.Context, c *records.Counter, month Month) (map[string][]records.Sum, error) {
	out := map[string][]records.Sum{}
	for _, d := range k.before(month) {
		for _, basis := range []Basis{Received, Closed} {
			for _, q := range questions(Only(d.month), basis) {
				q.By = byStation
				now, err := c.Sums(ctx, q)
				if err != nil {
					return nil, err
				}
				if delta := difference(regroup(now, nil, byStation), k.stated(d, q, month)); len(delta) > 0 {
					out[keyOf(q)] = delta
				}
			}
		}
	}
	return out, nil
}

// corrections are what deltas change in the figures of earlier months: in the
// total and, where the rows are counties or stations, in the rows.
func (k closed) corrections(deltas map[string][]records.Sum, month Month, basis Basis, scope Scope) []Correction {
	var out []Correction
	for _, d := range k.before(month) {
		changed := false
		var then, now [2][]records.Sum // sums, balance
		for i, q := range questions(Only(d.month), basis) {
			delta := deltas[keyOf(q)]
			changed = changed || len(delta) > 0
			was := k.stated(d, q, month)
			then[i] = regroup(was, scope.place(), byStation)
			now[i] = regroup(append(was, delta...), scope.place(), byStation)
		}
		if !changed {
			continue
		}
		was, wasRows := fold(then[0], then[1], scope.by())
		is, isRows := fold(now[0], now[1], scope.by())
		out = append(out, changes(d.month, "", was.figures(), is.figures())...)
		if scope.by() != records.LevelCounty && scope.by() != records.LevelStation {
			continue
		}
		for _, row := range rows(isRows, scope) {
			old := &pile{}
			if p := wasRows[row.Code]; p != nil {
				old = p
			}
			if row.Code != "" {
				out = append(out, changes(d.month, row.Code, old.figures(), row.Figures)...)
			}
		}
	}
	return out
}

func changes(month Month, code string, was, is Figures) []Correction {
	var out []Correction
	for _, c := range compared() {
		if c.Additive() && was[c.Key] != is[c.Key] {
			out = append(out, Correction{Month: month.String(), Code: code, Key: c.Key, Was: was[c.Key], Is: is[c.Key]})
		}
	}
	return out
}

// VerifyClosings checks every closed month's digest and document against the
// one before, and makes each month's city report of its document. It returns
// how many there are. records.ErrTampered: one was changed.
func VerifyClosings(ctx context.Context, c *records.Counter) (int, error) {
	all, err := closings(ctx, c)
	if err != nil {
		return 0, err
	}
	for _, d := range all.documents {
		scope, err := FindScope(d.units, "", "")
		if err != nil {
			return 0, fmt.Errorf("closing %d: %w: %w", d.number, records.ErrTampered, err)
		}
		for _, basis := range []Basis{Received, Closed} {
			if _, err := compose(ctx, d, d.month, basis, scope); err != nil {
				return 0, fmt.Errorf("closing %d: %w: %w", d.number, records.ErrTampered, err)
			}
		}
	}
	return len(all.documents), nil
}
