// Package monthly makes the counts that coordinators report: it folds what the
// event log adds up to into rows and renders them.
package monthly

import (
	"errors"
	"fmt"
	"time"
)

// shanghai needs no zone database: China keeps one time, without summer time
// since 1991.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// Month is a calendar month in Asia/Shanghai.
type Month struct {
	year  int
	month time.Month
}

// Errors of ParseMonth, for a caller that words them.
var (
	ErrMonthForm   = errors.New("a month is written like 2026-10")
	ErrMonthFuture = errors.New("that month has not begun")
)

// ParseMonth reads "2026-10". Empty stands for the last full month before now.
func ParseMonth(text string, now time.Time) (Month, error) {
	current := MonthOf(now)
	if text == "" {
		return current.Previous(), nil
	}
	at, err := time.ParseInLocation("2006-01", text, shanghai)
	if err != nil || at.Year() < 2000 {
		return Month{}, fmt.Errorf("month %q: %w", text, ErrMonthForm)
	}
	m := MonthOf(at)
	if m.first().After(current.first()) {
		return Month{}, fmt.Errorf("month %s: %w", m, ErrMonthFuture)
	}
	return m, nil
}

// MonthOf is the month that at falls into.
func MonthOf(at time.Time) Month {
	at = at.In(shanghai)
	return Month{at.Year(), at.Month()}
}

// Next is the month after m.
func (m Month) Next() Month { return MonthOf(m.first().AddDate(0, 1, 0)) }

// After says whether m has not begun at a time.
func (m Month) After(at time.Time) bool { return m.first().After(at) }

// Previous is the month before m.
func (m Month) Previous() Month { return MonthOf(m.first().AddDate(0, -1, 0)) }

// Bounds are m's first instant and the first instant after it, UTC.
func (m Month) Bounds() (from, to time.Time) {
	return m.first().UTC(), m.first().AddDate(0, 1, 0).UTC()
}

// yearToDate are the first instant of m's year and the first after m, UTC.
func (m Month) yearToDate() (from, to time.Time) {
	_, to = m.Bounds()
	return time.Date(m.year, time.January, 1, 0, 0, 0, 0, shanghai).UTC(), to
}

// String is the form that ParseMonth reads.
func (m Month) String() string { return m.first().Format("2006-01") }

func (m Month) first() time.Time {
	return time.Date(m.year, m.month, 1, 0, 0, 0, 0, shanghai)
}

func (m Month) before(other Month) bool { return m.first().Before(other.first()) }

// Between lists the months from that of first to that of last.
func Between(first, last time.Time) []Month {
	var out []Month
	for m, end := MonthOf(first), MonthOf(last); !end.before(m); m = MonthOf(m.first().AddDate(0, 1, 0)) {
		out = append(out, m)
	}
	return out
}
