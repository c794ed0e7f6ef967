package monthly

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"secondbrother/storage/records"
	"secondbrother/worker/histories"
)

var september, october = Month{2026, time.September}, Month{2026, time.October}

// everyReport renders the reports of a month that a closing must keep.
func everyReport(t *testing.T, db *records.Records, month Month) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, area := range []string{"", "371502-01"} {
		for _, by := range []records.Level{"", records.LevelVillage} {
			if area != "" && by != "" {
				continue
			}
			for _, basis := range []Basis{Received, Closed} {
				r := reportOf(t, db, month, basis, area, by)
				for _, format := range []string{"json", "csv", "table", "xlsx"} {
					if format == "xlsx" && by != "" {
						continue
					}
					var b bytes.Buffer
					if err := Write(&b, r, format); err != nil {
						t.Fatal(err)
					}
					out[area+" by "+string(by)+" "+string(basis)+" "+format] = b.String()
				}
			}
		}
	}
	return out
}

func reportOf(t *testing.T, db *records.Records, month Month, basis Basis, area string, by records.Level) Report {
	t.Helper()
	scope, err := FindScope(histories.Units, area, by)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Count(t.Context(), db, month, basis, scope)
	if err != nil {
		t.Fatalf("%s %s %s: %v", area, month, basis, err)
	}
	return r
}

// A closed month does not move: what comes later is told by the months after
// it, each once, with both figures.
func TestAClosedMonthDoesNotMove(t *testing.T) {
	stories := histories.Of(21, 180, since, until)
	db := histories.Fresh(t)
	histories.Keep(t, db, stories[:90])
	open := everyReport(t, db, september)
	stamp, err := Close(t.Context(), db, september, time.Date(2026, 10, 5, 0, 0, 0, 0, shanghai), false)
	if err != nil {
		t.Fatal(err)
	}
	if stamp.Number != 1 || stamp.Day != "2026-10-05" || len(stamp.Digest) != 64 {
		t.Errorf("stamped %+v", stamp)
	}
	for name, basis := range map[string]Basis{"received": Received, "closed": Closed} {
		got := reportOf(t, db, september, basis, "", "")
		if got.Closing == nil || *got.Closing != stamp {
			t.Errorf("%s: the closed month says %+v", name, got.Closing)
		}
		if diff := differences(got.Total, naive(stories[:90], basis, Only(september), nil)); diff != "" {
			t.Errorf("%s: closed with\n%s", name, diff)
		}
	}
	frozen := everyReport(t, db, september)
	if len(frozen) != len(open) {
		t.Fatalf("%d reports, %d before", len(frozen), len(open))
	}

	histories.Keep(t, db, stories[90:140])
	if diff := cmp.Diff(frozen, everyReport(t, db, september)); diff != "" {
		t.Errorf("a closed month moved (-was +is):\n%s", diff)
	}
	corrected(t, db, october, september, stories[:90], stories[:140])
	opened(t, db, stories[:90], stories[:140])

	if _, err := Close(t.Context(), db, october, time.Date(2026, 11, 6, 0, 0, 0, 0, shanghai), false); err != nil {
		t.Fatal(err)
	}
	told := everyReport(t, db, october)
	if r := reportOf(t, db, Month{2026, time.November}, Closed, "", ""); len(r.Corrections) != 0 {
		t.Errorf("told in October and again in November: %v", r.Corrections)
	}
	histories.Keep(t, db, stories[140:])
	if diff := cmp.Diff([]map[string]string{frozen, told}, []map[string]string{everyReport(t, db, september), everyReport(t, db, october)}); diff != "" {
		t.Errorf("a closed month moved (-was +is):\n%s", diff)
	}
	corrected(t, db, Month{2026, time.November}, september, stories[:140], stories)
	corrected(t, db, Month{2026, time.November}, october, stories[:140], stories)
}

// Neither does it when the gazetteer calls a place something else.
func TestAClosedMonthKeepsTheNamesOfPlaces(t *testing.T) {
	db := histories.Fresh(t)
	histories.Keep(t, db, histories.Of(5, 60, since, until))
	if _, err := Close(t.Context(), db, september, time.Date(2026, 10, 5, 0, 0, 0, 0, shanghai), false); err != nil {
		t.Fatal(err)
	}
	frozen, open := everyReport(t, db, september), everyReport(t, db, october)
	official := areaName
	t.Cleanup(func() { areaName = official })
	areaName = func(code string) string { return official(code) + "（撤销）" }
	if diff := cmp.Diff(frozen, everyReport(t, db, september)); diff != "" {
		t.Errorf("a closed month moved (-was +is):\n%s", diff)
	}
	if cmp.Equal(open, everyReport(t, db, october)) {
		t.Error("an open month does not have the names of now: the test changes nothing")
	}
}

// opened checks that a number of a closed month opens to the cases of now and
// says what it was.
func opened(t *testing.T, db *records.Records, before, after []histories.Story) {
	t.Helper()
	cell, err := ParseCell("tip.received@LC/2026-09", until)
	if err != nil {
		t.Fatal(err)
	}
	scope, err := FindScope(histories.Units, cell.Area, "")
	if err != nil {
		t.Fatal(err)
	}
	var e Explanation
	err = db.Counting(t.Context(), func(c *records.Counter) (err error) {
		e, err = Explain(t.Context(), c, cell, scope, 1000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	was, is := naive(before, Closed, cell.Period, nil)[cell.Key], naive(after, Closed, cell.Period, nil)[cell.Key]
	if was == is || e.N != is || e.Was == nil || *e.Was != was {
		t.Errorf("%s is %d, was %v; recounted %d, was %d", cell, e.N, e.Was, is, was)
	}
}

// corrected checks what the report of a month says about an earlier one.
func corrected(t *testing.T, db *records.Records, in, about Month, before, after []histories.Story) {
	t.Helper()
	told := 0
	for _, basis := range []Basis{Received, Closed} {
		for _, area := range []string{"", "371502"} {
			r := reportOf(t, db, in, basis, area, "")
			got := map[[2]string][2]int64{}
			for _, c := range r.Corrections {
				if c.Month == about.String() {
					got[[2]string{c.Code, c.Key}] = [2]int64{c.Was, c.Is}
				}
			}
			want := map[[2]string][2]int64{}
			scope, _ := FindScope(histories.Units, area, "")
			expect := func(code string, place records.Place) {
				was, is := naive(before, basis, Only(about), place), naive(after, basis, Only(about), place)
				for _, c := range compared() {
					if c.Additive() && was[c.Key] != is[c.Key] {
						want[[2]string{code, c.Key}] = [2]int64{was[c.Key], is[c.Key]}
					}
				}
			}
			expect("", scope.place())
			for _, l := range scope.Lines {
				place := scope.place()
				place[scope.by()] = l.Code
				expect(l.Code, place)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s about %s, %q, %s (-want +got):\n%s", in, about, area, basis, diff)
			}
			told += len(got)
		}
	}
	if told == 0 {
		t.Errorf("%s says nothing about %s", in, about)
	}
}

func TestWhenAMonthMayBeClosed(t *testing.T) {
	db := histories.Fresh(t)
	at := func(day, hour int) time.Time { return time.Date(2026, 10, day, hour, 0, 0, 0, shanghai) }
	for _, c := range []struct {
		now   time.Time
		month Month
		early bool
		err   error
	}{
		{at(1, 0), september, true, ErrNotOver},
		{at(4, 23), september, false, ErrTooEarly},
		{at(5, 0), october, false, ErrNotOver},
		{at(5, 0), september, false, nil},
		{at(6, 0), september, false, records.ErrClosed},
		{at(6, 0), september.Previous(), false, records.ErrClosed},
		{time.Date(2026, 11, 1, 1, 0, 0, 0, shanghai), october, true, nil},
	} {
		if _, err := Close(t.Context(), db, c.month, c.now, c.early); !errors.Is(err, c.err) {
			t.Errorf("closing %s at %v, early %v: %v, want %v", c.month, c.now, c.early, err, c.err)
		}
	}
}

// What was closed reads back, and its text is the same for the same content.
func TestDocumentsReadBack(t *testing.T) {
	db := histories.Fresh(t)
	histories.Keep(t, db, histories.Of(3, 40, since, until))
	if _, err := Close(t.Context(), db, october, until, false); err != nil {
		t.Fatal(err)
	}
	err := db.Counting(t.Context(), func(c *records.Counter) error {
		kept, err := c.Closings(t.Context())
		if err != nil {
			return err
		}
		d, err := readDocument(kept[0].Document)
		if err != nil {
			return err
		}
		if !bytes.Equal(d.text(), kept[0].Document) {
			t.Error("a document reads back as another")
		}
		if d.month != october || d.number != 1 || len(d.units) != len(histories.Units) || len(d.answers) < 10 {
			t.Errorf("read %s, number %d, %d units, %d answers", d.month, d.number, len(d.units), len(d.answers))
		}
		if hex.EncodeToString(kept[0].Previous) != "0000000000000000000000000000000000000000000000000000000000000000" {
			t.Errorf("the first follows %x", kept[0].Previous)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func FuzzReadDocument(f *testing.F) {
	f.Add([]byte("closing/2\t1\t2026-10\t2026-11-05\nunit\tLC\tcity\t市局\t\t\nplace\t371502001\t古楼街道\nanswer\tat - -\nsum\t371502\t\t371502001\t\ttip.received\ttrue\t3\n"))
	f.Add([]byte("closing/1\t1\t2026-10\t2026-11-05\nunit\tLC\tcity\t市局\t\t\nanswer\tat - -\nsum\t371502\t\t\t\ttip.received\ttrue\t3\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := readDocument(text)
		if err != nil {
			return
		}
		again, err := readDocument(d.text())
		if err != nil || !bytes.Equal(again.text(), d.text()) {
			t.Fatalf("%q reads as %q: %v", text, d.text(), err)
		}
	})
}
