package hours

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// at is a moment of the week of Monday 23 November 2026, on Shanghai's clock.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	day, clock := dayNames, text[4:]
	for i, name := range day {
		if name == text[:3] {
			moment, err := time.ParseInLocation("2006-01-02 15:04:05", "2026-11-23 "+clock, Shanghai)
			if err != nil {
				t.Fatal(err)
			}
			return moment.AddDate(0, 0, i).UTC()
		}
	}
	t.Fatalf("no day in %q", text)
	return time.Time{}
}

func TestAt(t *testing.T) {
	tests := []struct {
		pattern string
		in, out []string
	}{
		{"always", []string{"mon 00:00:00", "sun 23:59:59"}, nil},
		{"ON", []string{"wed 03:00:00"}, nil},
		{"off", nil, []string{"mon 00:00:00", "wed 12:00:00"}},
		{"day", []string{"mon 08:00:00", "sun 19:59:59"}, []string{"mon 07:59:59", "sun 20:00:00"}},
		{"night", []string{"mon 20:00:00", "tue 01:59:59", "mon 01:00:00", "sun 23:00:00"}, []string{"tue 02:00:00", "mon 19:59:59"}},
		{"Mon-Fri 08:30-17:30, Sat 09:00-12:00", []string{"mon 08:30:00", "fri 17:29:59", "sat 09:00:00"}, []string{"mon 08:29:59", "fri 17:30:00", "sat 12:00:00", "sun 10:00:00"}},
		{"周一至周五8:30-17:30，周六 9:00-12:00", []string{"mon 08:30:00", "sat 09:00:00"}, []string{"sat 08:30:00", "sun 10:00:00"}},
		{"Fri night", []string{"fri 22:00:00", "sat 01:00:00"}, []string{"sat 22:00:00", "fri 01:00:00"}},
		{"Sun 22:00-06:00", []string{"sun 22:00:00", "mon 05:59:59"}, []string{"mon 06:00:00", "sun 21:59:59", "mon 22:30:00"}},
		{"Mon/Wed/Sat-Mon 10:00-11:00", []string{"mon 10:00:00", "wed 10:00:00", "sat 10:00:00", "sun 10:00:00"}, []string{"tue 10:00:00", "fri 10:00:00"}},
		{"Sat 00:00-24:00", []string{"sat 00:00:00", "sat 23:59:59"}, []string{"sun 00:00:00", "fri 23:59:59"}},
		{"每天 夜班", []string{"thu 21:00:00"}, []string{"thu 03:00:00"}},
		{"daily 08:00-10:00, day", []string{"thu 19:00:00"}, []string{"thu 21:00:00"}},
	}
	for _, tt := range tests {
		w, err := Parse(tt.pattern)
		if err != nil || !w.Given() {
			t.Errorf("%s: %v", tt.pattern, err)
			continue
		}
		for _, moment := range tt.in {
			if !w.At(at(t, moment)) {
				t.Errorf("%s leaves out %s", tt.pattern, moment)
			}
		}
		for _, moment := range tt.out {
			if w.At(at(t, moment)) {
				t.Errorf("%s holds at %s", tt.pattern, moment)
			}
		}
	}
	if w, err := Parse("  "); err != nil || w.Given() || w.At(at(t, "mon 10:00:00")) {
		t.Errorf("no pattern says something: %v %v", w, err)
	}
}

func TestWhatIsNoPattern(t *testing.T) {
	for _, text := range []string{
		"maybe", "Mon", "Mon, Wed 08:00-10:00", "Mon-Fri", "08:00", "08:00-", "8-10", "08:60-09:00", "24:30-25:00", "24:00-08:00",
		"08:00-08:00", "Mun 08:00-10:00", "Mon Tue 08:00-10:00", "Mon- 08:00-10:00", ",", "day,,night", "0800-1000", "08:0-09:00", "+8:00-10:00",
	} {
		var syntax *SyntaxError
		if w, err := Parse(text); !errors.As(err, &syntax) || syntax.ZH == "" || syntax.EN == "" {
			t.Errorf("%q is read as %v, %v", text, w, err)
		}
	}
}

// TestEdges: between two edges nothing changes.
func TestEdges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := week(rapid.SliceOf(rapid.Custom(func(t *rapid.T) span {
			from := rapid.IntRange(0, minutesAWeek-1).Draw(t, "from")
			return span{from, from + rapid.IntRange(1, minutesADay).Draw(t, "length")}
		})).Draw(t, "spans"))
		from := time.Date(2026, 11, rapid.IntRange(1, 30).Draw(t, "day"), 0, rapid.IntRange(0, minutesADay).Draw(t, "minute"), 0, 0, time.UTC)
		to := from.Add(10 * 24 * time.Hour)
		edges := w.Edges(from, to)
		state, next := w.At(from), 0
		for at := from.Add(time.Minute); !at.After(to); at = at.Add(time.Minute) {
			edge := next < len(edges) && edges[next].Equal(at)
			if edge {
				next++
			}
			if now := w.At(at); now != state && !edge {
				t.Fatalf("%v changes at %v, edges %v", w.spans, at, edges)
			}
			state = w.At(at)
		}
		if next != len(edges) {
			t.Fatalf("edges %v are not all between %v and %v", edges, from, to)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"Mon-Fri 08:30-17:30, Sat 09:00-12:00", "night", "周一至周五8:30-17:30", "off", "Sun 22:00-06:00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, err := Parse(text)
		if err != nil && w.Given() {
			t.Fatal("a pattern with an error")
		}
		last := -1
		for _, s := range w.spans {
			if s.from <= last || s.to <= s.from || s.to > minutesAWeek {
				t.Fatalf("%q: spans %v", text, w.spans)
			}
			last = s.to
		}
	})
}
