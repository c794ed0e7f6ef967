package monthly

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"secondbrother/storage/records"
)

// Basis says which cases a month counts.
type Basis string

const (
	// Received 按受理: the cases submitted in the month, and what has become of
	// them up to now. The number of a past month can still change until it is closed.
	Received Basis = "received"
	// Closed 按办结: what happened in the month: what was submitted, what was
	// concluded whenever it had been submitted, and what had been left before.
	Closed Basis = "closed"
)

// ErrBasis says that a text is neither basis.
var ErrBasis = errors.New("the basis is received or closed")

// ParseBasis reads a basis.
func ParseBasis(text string) (Basis, error) {
	switch b := Basis(text); b {
	case Received, Closed:
		return b, nil
	}
	return "", fmt.Errorf("basis %q: %w", text, ErrBasis)
}

// Period is the months from First to Last, both included.
type Period struct{ First, Last Month }

// Only is the period of one month.
func Only(m Month) Period { return Period{m, m} }

// yearTo is the period from January to m.
func yearTo(m Month) Period { return Period{Month{m.year, time.January}, m} }

// parsePeriod reads "2026-10" or "2026-01..2026-10". The errors are those of
// ParseMonth, and ErrMonthForm where the last month lies before the first.
func parsePeriod(text string, now time.Time) (Period, error) {
	a, b, two := strings.Cut(text, "..")
	if !two {
		b = a
	}
	if a == "" || b == "" {
		return Period{}, fmt.Errorf("period %q: %w", text, ErrMonthForm)
	}
	first, err := ParseMonth(a, now)
	if err != nil {
		return Period{}, err
	}
	last, err := ParseMonth(b, now)
	if err != nil {
		return Period{}, err
	}
	if first.first().After(last.first()) {
		return Period{}, fmt.Errorf("period %q: %w", text, ErrMonthForm)
	}
	return Period{first, last}, nil
}

// String is the form that parsePeriod reads.
func (p Period) String() string {
	if p.First == p.Last {
		return p.First.String()
	}
	return p.First.String() + ".." + p.Last.String()
}

// Bounds are p's first instant and the first after it, UTC.
func (p Period) Bounds() (from, to time.Time) {
	from, _ = p.First.Bounds()
	_, to = p.Last.Bounds()
	return from, to
}

// part is which of the lines of a period a term counts.
type part int

const (
	within part = iota // all
	inside             // of cases received in the period
	across             // of cases received before it
	before             // all that happened before it
)

// window is a part of a period on a basis; false: it holds nothing on this
// basis, because every case of the month was received in it.
func (b Basis) window(p Period, of part) (records.Window, bool) {
	from, to := p.Bounds()
	if b == Received {
		return records.Window{ReceivedFrom: from, ReceivedTo: to}, of == within || of == inside
	}
	switch of {
	case inside:
		return records.Window{AtFrom: from, AtTo: to, ReceivedFrom: from}, true
	case across:
		return records.Window{AtFrom: from, AtTo: to, ReceivedTo: from}, true
	case before:
		return records.Window{AtTo: from}, true
	}
	return records.Window{AtFrom: from, AtTo: to}, true
}
