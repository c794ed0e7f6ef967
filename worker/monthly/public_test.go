package monthly

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// drawTable makes a report of one kind that reconciles: every county's cases,
// each with an outcome and a type.
func drawTable(t *rapid.T, counties int) Report {
	blocks := publicBlocks(payload.Tip)
	r := Report{Month: "2026-10", Basis: Closed, By: records.LevelCounty, Total: Figures{}}
	for i := range counties {
		f := Figures{}
		for range rapid.SampledFrom([]int{0, 1, 2, 3, 4, 6, 9, 15}).Draw(t, "cases") {
			f["tip.total"]++
			for _, keys := range blocks {
				f[keys[rapid.IntRange(0, min(3, len(keys)-1)).Draw(t, "key")]]++
			}
		}
		r.Rows = append(r.Rows, Row{Code: fmt.Sprint("c", i), Figures: f})
		for key, n := range f {
			r.Total[key] += n
		}
	}
	return r
}

// outside is all that a published report tells, as rows of A x = b.
func outside(r Report) (names []string, a [][]int64, b []int64) {
	at := map[string]int{}
	value := func(name string) (int64, bool) {
		where, key, _ := strings.Cut(name, " ")
		f := r.Total
		for _, row := range r.Rows {
			if row.Code == where {
				f = row.Figures
			}
		}
		n, ok := f[key]
		return n, ok
	}
	type sum struct {
		whole string
		parts []string
	}
	var sums []sum
	keys := []string{"tip.total"}
	for _, block := range publicBlocks(payload.Tip) {
		keys = append(keys, block...)
		for _, where := range append([]string{"total"}, codes(r)...) {
			s := sum{whole: where + " tip.total"}
			for _, key := range block {
				s.parts = append(s.parts, where+" "+key)
			}
			sums = append(sums, s)
		}
	}
	for _, key := range keys {
		s := sum{whole: "total " + key}
		for _, code := range codes(r) {
			s.parts = append(s.parts, code+" "+key)
		}
		sums = append(sums, s)
	}
	for _, s := range sums {
		for _, name := range append([]string{s.whole}, s.parts...) {
			if _, known := value(name); known {
				continue
			}
			if _, seen := at[name]; !seen {
				at[name] = len(names)
				names = append(names, name)
			}
		}
	}
	for _, s := range sums {
		row, n := make([]int64, len(names)), int64(0)
		for i, name := range append([]string{s.whole}, s.parts...) {
			sign := int64(1)
			if i == 0 {
				sign = -1
			}
			if v, known := value(name); known {
				n -= sign * v
			} else {
				row[at[name]] += sign
			}
		}
		a, b = append(a, row), append(b, n)
	}
	return names, a, b
}

func codes(r Report) []string {
	var out []string
	for _, row := range r.Rows {
		out = append(out, row.Code)
	}
	return out
}

// solve is Gauss's elimination; it returns the unknowns that have one solution.
func solve(a [][]int64, b []int64) map[int]*big.Rat {
	rows := make([][]*big.Rat, len(a))
	for i := range a {
		for _, v := range append(append([]int64{}, a[i]...), b[i]) {
			rows[i] = append(rows[i], big.NewRat(v, 1))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	width, top := len(rows[0])-1, 0
	for c := 0; c < width && top < len(rows); c++ {
		pivot := -1
		for i := top; i < len(rows); i++ {
			if rows[i][c].Sign() != 0 {
				pivot = i
				break
			}
		}
		if pivot < 0 {
			continue
		}
		rows[top], rows[pivot] = rows[pivot], rows[top]
		inverse := new(big.Rat).Inv(rows[top][c])
		for j := c; j <= width; j++ {
			rows[top][j] = new(big.Rat).Mul(rows[top][j], inverse)
		}
		for i := range rows {
			if i == top || rows[i][c].Sign() == 0 {
				continue
			}
			factor := new(big.Rat).Set(rows[i][c])
			for j := c; j <= width; j++ {
				rows[i][j] = new(big.Rat).Sub(rows[i][j], new(big.Rat).Mul(factor, rows[top][j]))
			}
		}
		top++
	}
	found := map[int]*big.Rat{}
	for _, row := range rows {
		at, n := -1, 0
		for c := range width {
			if row[c].Sign() != 0 {
				at = c
				n++
			}
		}
		if n == 1 {
			found[at] = row[width]
		}
	}
	return found
}

// squeeze narrows every unknown between bounds until nothing moves: each is at
// least 0, and what a sum leaves over bounds its parts.
func squeeze(a [][]int64, b []int64, n int) (low, high []int64) {
	const much = 1 << 20
	low, high = make([]int64, n), make([]int64, n)
	for i := range high {
		high[i] = much
	}
	for moved := true; moved; {
		moved = false
		for i, row := range a {
			for c, sign := range row {
				if sign == 0 {
					continue
				}
				// sign*x = b - the others, which lie between least and most.
				least, most := b[i], b[i]
				for d, s := range row {
					if d == c || s == 0 {
						continue
					}
					if s > 0 {
						least, most = least-s*high[d], most-s*low[d]
					} else {
						least, most = least-s*low[d], most-s*high[d]
					}
				}
				if sign < 0 {
					least, most = -most, -least
				}
				if least > low[c] {
					low[c], moved = least, true
				}
				if most < high[c] {
					high[c], moved = most, true
				}
			}
		}
	}
	return low, high
}

// Whoever has a published table and a pencil cannot work out a count of one or
// two: not by elimination, not from bounds.
func TestSmallCountsCannotBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawTable(t, rapid.IntRange(1, 6).Draw(t, "counties"))
		public, err := Publish(r)
		if err != nil {
			t.Fatal(err)
		}
		truth := func(name string) int64 {
			where, key, _ := strings.Cut(name, " ")
			for _, row := range r.Rows {
				if row.Code == where {
					return row.Figures[key]
				}
			}
			return r.Total[key]
		}
		for _, row := range append(public.Rows, Row{Code: "total", Figures: public.Total}) {
			for key, n := range row.Figures {
				if small(n) {
					t.Fatalf("%s %s is shown as %d", row.Code, key, n)
				}
				if n != truth(row.Code+" "+key) {
					t.Fatalf("%s %s is shown as %d, it is %d", row.Code, key, n, truth(row.Code+" "+key))
				}
			}
		}
		names, a, b := outside(public)
		for at, n := range solve(a, b) {
			if v := truth(names[at]); small(v) {
				t.Fatalf("%s can be worked out to be %s", names[at], n)
			}
		}
		low, high := squeeze(a, b, len(names))
		for i, name := range names {
			if v := truth(name); small(v) && low[i] == high[i] {
				t.Fatalf("%s must be %d", name, v)
			}
		}
	})
}

// The attack works where nothing is hidden besides: it finds what is left out alone.
func TestTheAttackFindsWhatIsOnlyLeftOut(t *testing.T) {
	r := Report{By: records.LevelCounty, Basis: Closed, Rows: []Row{
		{"c0", "", Figures{"tip.total": 9, "tip.acted_on": 7, "tip.checked": 2, "tip.type.theft": 9}},
		{"c1", "", Figures{"tip.total": 8, "tip.acted_on": 4, "tip.checked": 4, "tip.type.theft": 8}},
	}, Total: Figures{"tip.total": 17, "tip.acted_on": 11, "tip.checked": 6, "tip.type.theft": 17}}
	for _, f := range []Figures{r.Rows[0].Figures, r.Rows[1].Figures, r.Total} {
		for _, block := range publicBlocks(payload.Tip) {
			for _, key := range block {
				f[key] += 0
			}
		}
	}
	delete(r.Rows[0].Figures, "tip.checked")
	names, a, b := outside(r)
	if got := solve(a, b); len(names) != 1 || got[0] == nil || got[0].Cmp(big.NewRat(2, 1)) != 0 {
		t.Errorf("unknown %v, found %v", names, got)
	}
	if low, high := squeeze(a, b, len(names)); low[0] != 2 || high[0] != 2 {
		t.Errorf("between %v and %v", low, high)
	}
}

// Small tables are tried out: there is another table with the same stars in
// which the small count differs.
func TestAnotherTableFitsTheStars(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(2, 3).Draw(t, "columns")
		table := make(cells, rows)
		for r := range table {
			for range cols {
				table[r] = append(table[r], int64(rapid.IntRange(0, 4).Draw(t, "n")))
			}
		}
		hiddenCells, hiddenTotals := table.hide()
		type place struct{ r, c int }
		differs := map[place]bool{}
		other := make(cells, rows)
		for r := range other {
			other[r] = make([]int64, cols)
		}
		var try func(r, c int, left int64)
		try = func(r, c int, left int64) {
			switch {
			case r == rows:
				for c := range cols {
					if !hiddenTotals[c] && other.column(c) != table.column(c) {
						return
					}
				}
				for r := range rows {
					for c := range cols {
						if other[r][c] != table[r][c] {
							differs[place{r, c}] = true
						}
					}
				}
				for c := range cols {
					if other.column(c) != table.column(c) {
						differs[place{-1, c}] = true
					}
				}
			case c == cols:
				if left == 0 {
					next := int64(0)
					if r+1 < rows {
						for _, n := range table[r+1] {
							next += n
						}
					}
					try(r+1, 0, next)
				}
			case !hiddenCells[r][c]:
				if other[r][c] = table[r][c]; left >= other[r][c] {
					try(r, c+1, left-other[r][c])
				}
			default:
				for n := int64(0); n <= left; n++ {
					other[r][c] = n
					try(r, c+1, left-n)
				}
			}
		}
		first := int64(0)
		for _, n := range table[0] {
			first += n
		}
		try(0, 0, first)
		for c := range cols {
			if small(table.column(c)) && !differs[place{-1, c}] {
				t.Fatalf("the total of column %d of %v can be worked out: %v %v", c, table, hiddenCells, hiddenTotals)
			}
			for r := range rows {
				if small(table[r][c]) && !differs[place{r, c}] {
					t.Fatalf("cell %d, %d of %v can be worked out: %v %v", r, c, table, hiddenCells, hiddenTotals)
				}
			}
		}
	})
}

func TestWhatIsPublished(t *testing.T) {
	r := aReport()
	r.By = records.LevelCounty
	public, err := Publish(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range Formats {
		var b bytes.Buffer
		if err := Write(&b, public, format); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
	}
	if len(public.Corrections) > 0 || public.Year != nil || public.LastMonth != nil {
		t.Error("other periods are published")
	}
	if _, ok := public.Total["dispute.yuan"]; ok {
		t.Error("more is published than is protected")
	}
	for _, r := range []Report{{By: records.LevelStation, Basis: Closed}, {By: records.LevelCounty, Basis: Received}, public} {
		if _, err := Publish(r); !errors.Is(err, ErrPublic) {
			t.Errorf("published %+v: %v", r, err)
		}
	}
}
