package monthly

import (
	"context"
	"fmt"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// Shown is one figure as a page shows it. Cell opens it to its cases; empty: it
// has none of its own.
type Shown struct {
	Text string
	Cell string
}

// Beside is a figure beside those of other periods.
type Beside struct {
	Group, Name                    Words
	Now, LastMonth, LastYear, Year Shown
	OnMonth, OnYear                string // 环比, 同比; empty: there was nothing to compare with
}

// farFuture lets a report's own month be read whenever it is.
var farFuture = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// Beside lists the figures that the office form sets beside those of last
// month, of the same month last year, and of the year so far.
func (r Report) Beside() []Beside {
	month, err := ParseMonth(r.Month, farFuture)
	var out []Beside
	for _, c := range compared() {
		b := Beside{Group: kindWords(c), Name: c.Name,
			Now: Shown{Text: r.text(c, r.Total)}, LastMonth: Shown{Text: r.text(c, r.LastMonth)},
			LastYear: Shown{Text: r.text(c, r.LastYear)}, Year: Shown{Text: r.text(c, r.Year)},
			OnMonth: r.changed(c, r.LastMonth, r.Total), OnYear: r.changed(c, r.LastYear, r.Total)}
		if err == nil {
			b.Now.Cell = r.cell(c, nil, Only(month))
			b.Year.Cell = r.cell(c, nil, yearTo(month))
		}
		out = append(out, b)
	}
	return out
}

// cell names a figure of the report, where it can be opened: of a row, whose
// code is empty for the undecided, or of the total (nil).
func (r Report) cell(c Column, row *string, p Period) string {
	if !c.Additive() || r.Public {
		return ""
	}
	cell := Cell{Key: c.Key, Area: r.Code, Period: p, Basis: r.Basis}
	if row != nil {
		cell.Level, cell.Code = r.By, *row
	}
	return cell.String()
}

// listed are the figures of a line a place.
var listed = []string{
	"dispute.received", "dispute.settled", "dispute.concluded", "dispute.pending", "dispute.success",
	"tip.received", "tip.valid", "tip.acted_on", "assist.received", "assist.helped", "assist.people",
}

// Place is a line of the table of places. Code is a unit's or an area's.
type Place struct {
	Code, Name string
	Figures    []Shown
}

// Places is the table of places: its header and its lines, the total last.
func (r Report) Places() (header []Words, lines []Place) {
	month, err := ParseMonth(r.Month, farFuture)
	for _, key := range listed {
		c, _ := column(key)
		k := kindWords(c)
		header = append(header, Words{k.ZH + c.Name.ZH, k.EN + ": " + c.Name.EN})
	}
	line := func(code, name string, row *string, f Figures) {
		p := Place{Code: code, Name: name}
		for _, key := range listed {
			c, _ := column(key)
			s := Shown{Text: r.text(c, f)}
			if err == nil {
				s.Cell = r.cell(c, row, Only(month))
			}
			p.Figures = append(p.Figures, s)
		}
		lines = append(lines, p)
	}
	for _, row := range r.Rows {
		line(row.Code, row.Name, &row.Code, row.Figures)
	}
	line("", Words{"合计", "Total"}.String(), nil, r.Total)
	return header, lines
}

// Type is one type's line: total, concluded, and how it ended well.
type Type struct {
	Name    Words
	Part    bool // a subtotal
	Figures []Shown
}

// Types is the table of types of a kind.
func (r Report) Types(kind payload.Kind) (header []Words, lines []Type) {
	month, err := ParseMonth(r.Month, farFuture)
	for _, t := range typeLines(kind) {
		line := Type{Name: t.name, Part: t.part}
		for _, key := range []string{t.total, t.concluded, t.success, t.extra} {
			c, ok := column(key)
			if !ok {
				continue
			}
			s := Shown{Text: r.text(c, r.Total)}
			if err == nil {
				s.Cell = r.cell(c, nil, Only(month))
			}
			line.Figures = append(line.Figures, s)
		}
		lines = append(lines, line)
	}
	return typeHeader(kind)[1:], lines
}

// Remarks are what stands under the report: the year in a line, corrections,
// who closed it when, the definitions.
func (r Report) Remarks() []string {
	var out []string
	r.remarks(func(line string) { out = append(out, line) })
	return out
}

// Point is a month of a trend.
type Point struct {
	Month                           Month
	Tips, Settled, Helped, Disputes int64
}

// Trend counts the months up to and with one, the earliest first.
func Trend(ctx context.Context, db *records.Records, last Month, months int, basis Basis, scope Scope) ([]Point, error) {
	if _, err := db.Tally(ctx, nil); err != nil {
		return nil, err
	}
	out := make([]Point, months)
	err := db.Counting(ctx, func(c *records.Counter) error {
		m := last
		for i := months - 1; i >= 0; i-- {
			total, _, err := piles(ctx, c, Only(m), basis, scope.place(), records.LevelCity)
			if err != nil {
				return err
			}
			f := total.figures()
			out[i] = Point{m, f["tip.received"], f["dispute.settled"], f["assist.helped"], f["dispute.received"]}
			m = m.Previous()
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count the trend: %w", err)
	}
	return out, nil
}
