package monthly

import (
	"errors"
	"testing"
	"time"
)

func TestMonthsAreShanghaiMonths(t *testing.T) {
	at := func(s string) time.Time {
		parsed, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	if got := MonthOf(at("2026-09-30T16:00:00Z")).String(); got != "2026-10" {
		t.Errorf("midnight in Shanghai begins %s, want 2026-10", got)
	}
	if got := MonthOf(at("2026-09-30T15:59:59Z")).String(); got != "2026-09" {
		t.Errorf("the second before is in %s, want 2026-09", got)
	}
	now := at("2027-01-05T00:00:00Z")
	for _, c := range []struct {
		text, want string
		err        error
	}{
		{"", "2026-12", nil},
		{"2027-01", "2027-01", nil},
		{"2026-02", "2026-02", nil},
		{"2027-02", "", ErrMonthFuture},
		{"2026-13", "", ErrMonthForm},
		{"last", "", ErrMonthForm},
		{"0001-01", "", ErrMonthForm},
	} {
		m, err := ParseMonth(c.text, now)
		if !errors.Is(err, c.err) || (err == nil && m.String() != c.want) {
			t.Errorf("ParseMonth(%q) = %v, %v, want %s, %v", c.text, m, err, c.want, c.err)
		}
	}
	from, to := MonthOf(at("2026-02-10T00:00:00Z")).Bounds()
	if from != at("2026-01-31T16:00:00Z") || to != at("2026-02-28T16:00:00Z") {
		t.Errorf("February 2026 is %v to %v", from, to)
	}
	from, to = MonthOf(at("2026-02-10T00:00:00Z")).yearToDate()
	if from != at("2025-12-31T16:00:00Z") || to != at("2026-02-28T16:00:00Z") {
		t.Errorf("the year to February 2026 is %v to %v", from, to)
	}
}

func TestCellsAndPeriodsReadBack(t *testing.T) {
	now := time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		text, back string
		err        error
	}{
		{"dispute.settled@371502/2026-10", "", nil},
		{"dispute.settled@371502/2026-10/closed", "dispute.settled@371502/2026-10", nil},
		{"tip.type.fraud@/2026-01..2026-10/received", "", nil},
		{"tip.type.undecided@LC,county=/2026-10", "", nil},
		{"dispute.yuan@371502,station=371502-01/2026-10", "", nil},
		{"dispute.settled", "", ErrCellForm},
		{"dispute.settled@371502", "", ErrCellForm},
		{"dispute.settled@371502/2026-10/closed/x", "", ErrCellForm},
		{"dispute.settled@371502,street=1/2026-10", "", ErrCellForm},
		{"dispute.settled@371502,county/2026-10", "", ErrCellForm},
		{"dispute.won@371502/2026-10", "", ErrColumn},
		{"dispute.success@371502/2026-10", "", ErrShare},
		{"tip.accept_median@371502/2026-10", "", ErrShare},
		{"dispute.settled@371502/2026-12", "", ErrMonthFuture},
		{"dispute.settled@371502/2026-1", "", ErrMonthForm},
		{"dispute.settled@371502/", "", ErrMonthForm},
		{"dispute.settled@371502/2026-10..2026-09", "", ErrMonthForm},
		{"dispute.settled@371502/2026-10/opened", "", ErrBasis},
	} {
		cell, err := ParseCell(c.text, now)
		if want := c.back; !errors.Is(err, c.err) || err == nil && cell.String() != want && (want != "" || cell.String() != c.text) {
			t.Errorf("ParseCell(%q) = %v, %v, want %q, %v", c.text, cell, err, want, c.err)
		}
	}
}

func FuzzParseCell(f *testing.F) {
	f.Add("dispute.settled@371502,station=371502-01/2026-01..2026-10/received")
	now := time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		cell, err := ParseCell(text, now)
		if err != nil {
			return
		}
		if again, err := ParseCell(cell.String(), now); err != nil || again != cell {
			t.Fatalf("%q reads as %q, which reads as %q, %v", text, cell, again, err)
		}
	})
}
