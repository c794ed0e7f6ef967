package monthly

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/histories"
)

// The histories' fifteen months end in the middle of one.
var (
	since = time.Date(2025, time.August, 24, 3, 0, 0, 0, time.UTC)
	until = time.Date(2026, time.November, 17, 3, 0, 0, 0, time.UTC)
)

// differences lists the figures in which got is not want.
func differences(got, want Figures) string {
	var out []string
	for _, c := range columns().list {
		g, gok := got[c.Key]
		w, wok := want[c.Key]
		if c.Form != Percent && (g != w || c.Form == Minutes && gok != wok) {
			out = append(out, fmt.Sprintf("%s is %d, recounted %d", c.Key, g, w))
		}
	}
	for key := range want {
		if _, known := column(key); !known && want[key] != 0 {
			out = append(out, fmt.Sprintf("%s is no column, recounted %d", key, want[key]))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// Whatever happens in a city, every figure of every place is what a recount by
// hand gives, everything reconciles, and adding months up ahead changes nothing.
func TestFiguresAreWhatARecountGives(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			stories := histories.Of(seed, 150, since, until)
			db := histories.Fresh(t)
			histories.Keep(t, db, stories[:100])
			if _, err := db.Tally(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			histories.Keep(t, db, stories[100:]) // late for the months added up
			early := Month{2026, time.March}
			err := db.Counting(t.Context(), func(c *records.Counter) error {
				r, err := count(t.Context(), c, early, Closed, Scope{})
				if diff := differences(r.Total, naive(stories, Closed, Only(early), nil)); diff != "" {
					t.Errorf("before the month is added up anew:\n%s", diff)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, month := range []Month{{2026, time.November}, {2026, time.January}} {
				for _, basis := range []Basis{Received, Closed} {
					compare(t, db, stories, month, basis)
				}
			}
		})
	}
}

func compare(t *testing.T, db *records.Records, stories []histories.Story, month Month, basis Basis) {
	t.Helper()
	for _, area := range []struct {
		code string
		by   records.Level
	}{{"", ""}, {"371502", records.LevelTownship}, {"371502-01", ""}} {
		scope, err := FindScope(histories.Units, area.code, area.by)
		if err != nil {
			t.Fatal(err)
		}
		where := fmt.Sprintf("%s by %s, %s on %s", area.code, scope.by(), month, basis)
		r, err := Count(t.Context(), db, month, basis, scope)
		if err != nil {
			t.Errorf("%s: %v", where, err)
			continue
		}
		for name, c := range map[string]struct {
			got    Figures
			period Period
		}{
			"month": {r.Total, Only(month)}, "last month": {r.LastMonth, Only(month.Previous())},
			"year": {r.Year, yearTo(month)}, "last year": {r.LastYear, Only(month.yearBefore())}, "last year to date": {r.LastYearDate, yearTo(month.yearBefore())},
		} {
			if diff := differences(c.got, naive(stories, basis, c.period, scope.place())); diff != "" {
				t.Errorf("%s, %s:\n%s", where, name, diff)
			}
		}
		for _, row := range r.Rows {
			place := maps.Clone(scope.place())
			place[scope.by()] = row.Code
			if diff := differences(row.Figures, naive(stories, basis, Only(month), place)); diff != "" {
				t.Errorf("%s, row %q:\n%s", where, row.Code, diff)
			}
		}
	}
}

// Every number opens to the cases behind it, and they make up the number.
func TestEveryNumberOpensToItsCases(t *testing.T) {
	stories := histories.Of(9, 120, since, until)
	db := histories.Fresh(t)
	histories.Keep(t, db, stories)
	known := map[payload.Receipt]bool{}
	for _, s := range stories {
		known[s.Receipt] = true
	}
	opened := 0
	want := map[string]Figures{}
	for _, text := range []string{
		"@371502/2026-10", "@371502-01,village=371502001001/2026-06..2026-11/received",
	} {
		for _, column := range columns().list {
			if !column.Additive() || column.Part && strings.Contains(column.Key, "desk") {
				continue
			}
			cell, err := ParseCell(column.Key+text, until)
			if err != nil {
				t.Fatal(err)
			}
			scope, err := FindScope(histories.Units, cell.Area, "")
			if err != nil {
				t.Fatal(err)
			}
			place := scope.place()
			if cell.Level != "" {
				place[cell.Level] = cell.Code
			}
			if want[text] == nil {
				want[text] = naive(stories, cell.Basis, cell.Period, place)
			}
			if want[text][cell.Key] == 0 {
				continue // that it is 0 the recount tests
			}
			var e Explanation
			err = db.Counting(t.Context(), func(c *records.Counter) (err error) {
				e, err = Explain(t.Context(), c, cell, scope, 1000)
				return err
			})
			if err != nil {
				t.Fatalf("%s: %v", cell, err)
			}
			var n int64
			for _, line := range e.Lines {
				n += line.N
				if !known[line.Case] || line.N == 0 {
					t.Errorf("%s: a line of %q with %d", cell, line.Case, line.N)
				}
			}
			if want := want[text][cell.Key]; n != e.N || e.N != want || e.More {
				t.Errorf("%s: the lines make %d, the number is %d, recounted %d", cell, n, e.N, want)
			}
			opened++
		}
	}
	if opened < 100 {
		t.Errorf("only %d numbers were not 0", opened)
	}
}
