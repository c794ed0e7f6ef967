package same

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"secondbrother/worker/place"
)

type pair struct {
	same bool
	a, b Account
}

func pairsOf(t testing.TB) []pair {
	t.Helper()
	raw, err := os.ReadFile("testdata/pairs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	var all []pair
	for line := range strings.Lines(string(raw)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		minutes, err := strconv.Atoi(f[2])
		if err != nil || len(f) != 5 {
			t.Fatalf("%q: %v", line, err)
		}
		p := pair{f[0] == "same", Account{Text: f[3], At: noon}, Account{Text: f[4], At: noon.Add(time.Duration(minutes) * time.Minute)}}
		switch Closeness(f[1]) {
		case Near:
			p.a.Point, p.b.Point = &place.Point{Lat: 36.45, Lon: 115.98}, &place.Point{Lat: 36.4512, Lon: 115.981}
		case Around:
			p.a.Area, p.b.Area = "371502101", "371502101322"
		case Far:
			p.a.Area, p.b.Area = "371502101", "371525101"
		}
		all = append(all, p)
	}
	return all
}

func TestPairs(t *testing.T) {
	for _, p := range pairsOf(t) {
		if v := Compare(p.a, p.b, DefaultLimits()); v.Same != p.same {
			t.Errorf("%s | %s: %+v", p.a.Text, p.b.Text, v)
		}
	}
}

func TestCompareExplainsItself(t *testing.T) {
	at := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	got := Compare(
		Account{Text: "李庄东头化工桶漏了", At: at, Area: "371502101", Category: "tip.dangerous_goods"},
		Account{Text: "李庄东头有个桶漏了冒烟", At: at.Add(9 * time.Minute), Area: "371502101322", Category: "assist.stranded"},
		DefaultLimits())
	want := Verdict{Same: true, Share: 5.0 / 8, Wanted: got.Wanted, Words: []string{"李庄东头", "桶漏了"}, Place: Around, Metres: -1, Minutes: 9}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if l := DefaultLimits(); got.Wanted != l.Around+l.Kinds {
		t.Errorf("asked for %v", got.Wanted)
	}
}

func TestWhateverTheAccounts(t *testing.T) {
	all := pairsOf(t)
	account := rapid.Custom(func(t *rapid.T) Account {
		p := rapid.SampledFrom(all).Draw(t, "pair")
		a := p.a
		if rapid.Bool().Draw(t, "second") {
			a = p.b
		}
		a.Text += rapid.String().Draw(t, "more")
		a.Category = rapid.SampledFrom([]string{"", "tip.theft", "dispute.family", "nothing"}).Draw(t, "category")
		a.Area = rapid.SampledFrom([]string{"", "37", "371502", "371502101", "371502101322", "371525101"}).Draw(t, "area")
		if rapid.Bool().Draw(t, "point") {
			a.Point = &place.Point{Lat: rapid.Float64().Draw(t, "lat"), Lon: rapid.Float64().Draw(t, "lon")}
		}
		return a
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := account.Draw(t, "a"), account.Draw(t, "b")
		v := Compare(a, b, DefaultLimits())
		if w := Compare(b, a, DefaultLimits()); v.Same != w.Same || v.Share != w.Share || !slices.Equal(v.Words, w.Words) {
			t.Fatalf("the order matters: %+v, %+v", v, w)
		}
		if v.Same && (v.Place == Far || v.Minutes > DefaultLimits().Apart.Minutes() || v.Share < v.Wanted || len(v.Words) == 0) {
			t.Fatalf("the same without a reason: %+v", v)
		}
		if !(v.Share >= 0 && v.Share <= 1) {
			t.Fatalf("share %v", v.Share)
		}
		strict := DefaultLimits()
		strict.Near, strict.Around, strict.Anywhere, strict.Apart = strict.Near+.1, strict.Around+.1, strict.Anywhere+.1, strict.Apart/2
		if Compare(a, b, strict).Same && !v.Same {
			t.Fatal("stricter limits found more")
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	all := pairsOf(b)
	i := 0
	for b.Loop() {
		p := all[i%len(all)]
		Compare(p.a, p.b, DefaultLimits())
		i++
	}
}
