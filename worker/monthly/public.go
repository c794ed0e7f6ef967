package monthly

import (
	"errors"
	"slices"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// What leaves the office must not tell of single people: a count of one or two
// is not shown, and neither is what would give it away.
//
// Shown are, for every county and kind, the total and two ways to part it: by
// outcome (with what is pending) and by type. Everything else would tie these
// together or to other publications: other periods, the counties' own tables,
// the other basis, sums of sums, shares.
//
// Two rules make the proof short. A county whose total is one or two is hidden
// whole, together with others until the hidden ones have enough cases for any
// of them to have been another's. And where a cell is hidden in a table, a
// change is hidden with it that nobody outside can tell from what is shown: a
// case of one outcome might be of another, here and in the total, or two
// counties might have exchanged outcomes. Such a change leaves every county's
// total, every shown number and every other table as it is, so what is shown
// fits it as well as the truth.

// ErrPublic says that only the city's table by counties is published, counted by closing.
var ErrPublic = errors.New("what is published is the city by counties, counted by closing")

// small says whether a count may not be shown. A reopened case counts -1.
func small(n int64) bool { return n != 0 && -3 < n && n < 3 }

// publicBlocks are the ways to part a kind's total that are published.
func publicBlocks(kind payload.Kind) [][]string {
	var outcomes []string
	for _, c := range columns().list {
		if c.Kind == kind && c.Group.ZH == "办理结果" && !c.Part && c.Additive() && c.Key != "assist.people" {
			outcomes = append(outcomes, c.Key)
		}
	}
	return [][]string{outcomes, group(kind, "类型")}
}

// shows says whether r tells of a column at all, be it as *.
func (r Report) shows(key string) bool {
	if !r.Public {
		return true
	}
	c, ok := column(key)
	if !ok {
		return false
	}
	blocks := publicBlocks(c.Kind)
	return key == string(c.Kind)+".total" || slices.Contains(blocks[0], key) || slices.Contains(blocks[1], key)
}

// Publish is what of r may leave the office. Figures that are not shown are
// missing. ErrPublic: r is not a report that is published.
func Publish(r Report) (Report, error) {
	if r.By != records.LevelCounty || r.Basis != Closed || r.Public {
		return Report{}, ErrPublic
	}
	out := Report{Month: r.Month, Basis: r.Basis, Code: r.Code, Area: r.Area, By: r.By, Public: true, Closing: r.Closing, Total: Figures{}}
	for _, row := range r.Rows {
		out.Rows = append(out.Rows, Row{Code: row.Code, Name: row.Name, Figures: Figures{}})
	}
	for _, k := range kinds {
		publishKind(r, &out, k.kind)
	}
	return out, nil
}

func publishKind(r Report, out *Report, kind payload.Kind) {
	total := string(kind) + ".total"
	totals := make([]int64, len(r.Rows))
	for i, row := range r.Rows {
		totals[i] = row.Figures[total]
	}
	hidden, ok := hideRows(totals)
	if !ok || small(r.Total[total]) {
		return // nothing of this kind can be shown
	}
	out.Total[total] = r.Total[total]
	for i := range r.Rows {
		if !hidden[i] {
			out.Rows[i].Figures[total] = totals[i]
		}
	}
	for _, keys := range publicBlocks(kind) {
		// The hidden rows are one row: their sum is what is left of the shown.
		var t cells
		var shown []int
		together := make([]int64, len(keys))
		for i, row := range r.Rows {
			values := make([]int64, len(keys))
			for j, key := range keys {
				values[j] = row.Figures[key]
				if hidden[i] {
					together[j] += values[j]
				}
			}
			if !hidden[i] {
				t = append(t, values)
				shown = append(shown, i)
			}
		}
		if len(shown) < len(r.Rows) {
			t = append(t, together)
		}
		rows, columns := t.hide()
		for j, key := range keys {
			for at, i := range shown {
				if !rows[at][j] {
					out.Rows[i].Figures[key] = t[at][j]
				}
			}
			if !columns[j] {
				out.Total[key] = r.Total[key]
			}
		}
	}
}

// hideRows chooses the rows that are hidden whole: those with small totals, and
// the smallest others until one case more than there are hidden rows stands in
// them, so that more than one way to share them out leaves none without.
// false: there are not enough.
func hideRows(totals []int64) (hidden []bool, ok bool) {
	hidden = make([]bool, len(totals))
	count, cases := 0, int64(0)
	hide := func(i int) {
		hidden[i] = true
		count++
		cases += totals[i]
	}
	for i, n := range totals {
		if small(n) {
			hide(i)
		}
	}
	for count > 0 && (count < 2 || cases < int64(count)+1) {
		next := -1
		for i, n := range totals {
			if n > 2 && !hidden[i] && (next < 0 || n < totals[next]) {
				next = i
			}
		}
		if next < 0 {
			return hidden, false
		}
		hide(next)
	}
	return hidden, true
}

// cells is a table whose row totals are known to everybody.
type cells [][]int64

// hide chooses which cells and which column totals are not shown.
func (t cells) hide() (rows [][]bool, columns []bool) {
	rows = make([][]bool, len(t))
	if len(t) == 0 {
		return rows, nil
	}
	columns = make([]bool, len(t[0]))
	for r := range t {
		rows[r] = make([]bool, len(t[r]))
		for c, n := range t[r] {
			rows[r][c] = small(n)
		}
	}
	for c := range columns {
		columns[c] = small(t.column(c))
	}
	for c := range columns {
		for r := range t {
			switch {
			case small(t.column(c)) && t[r][c] > 0:
				t.coverTotal(rows, columns, r, c)
			case small(t[r][c]):
				t.cover(rows, columns, r, c)
			}
		}
	}
	return rows, columns
}

func (t cells) column(c int) int64 {
	var n int64
	for r := range t {
		n += t[r][c]
	}
	return n
}

// cover hides what has to be hidden so that one case of cell (r, c) might as
// well stand in another column: of the same row, and then the totals of both
// columns go too; or against a case of another row, and then those two cells
// go too. It takes the way that hides least.
func (t cells) cover(rows [][]bool, columns []bool, r, c int) {
	best, least := func() {}, int64(-1)
	offer := func(cost int64, hide func()) {
		if least < 0 || cost < least {
			best, least = hide, cost
		}
	}
	for c2 := range columns {
		if c2 == c {
			continue
		}
		cost := price(rows[r][c2], t[r][c2]) + price(columns[c], t.column(c)) + price(columns[c2], t.column(c2))
		offer(cost, func() { rows[r][c2], columns[c], columns[c2] = true, true, true })
		for r2 := range t {
			if r2 == r || t[r2][c2] == 0 {
				continue // nobody there to change places with
			}
			cost := price(rows[r][c2], t[r][c2]) + price(rows[r2][c], t[r2][c]) + price(rows[r2][c2], t[r2][c2])
			offer(cost, func() { rows[r][c2], rows[r2][c], rows[r2][c2] = true, true, true })
		}
	}
	best()
}

// coverTotal hides what has to be hidden so that one case of column c, in row
// r, might as well stand in another column.
func (t cells) coverTotal(rows [][]bool, columns []bool, r, c int) {
	best, least := -1, int64(-1)
	for c2 := range columns {
		if c2 == c {
			continue
		}
		if cost := price(rows[r][c2], t[r][c2]) + price(columns[c2], t.column(c2)); least < 0 || cost < least {
			best, least = c2, cost
		}
	}
	rows[r][c], columns[c] = true, true
	if best >= 0 {
		rows[r][best], columns[best] = true, true
	}
}

// price is what hiding a number costs: the number, and one for the gap.
func price(hidden bool, n int64) int64 {
	if hidden {
		return 0
	}
	return n + 1
}
