package place

import (
	"slices"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"os"
	"pgregory.net/rapid"
	"strings"
	"testing"
)

type sentence struct{ text, home, want, note string }

func sentences(t testing.TB) []sentence {
	content, err := os.ReadFile("testdata/texts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all []sentence
	for row := range rows(string(content), 4) {
		all = append(all, sentence{row[0], row[1], row[2], row[3]})
	}
	if len(all) < 150 {
		t.Fatalf("testdata/texts.tsv has only %d sentences", len(all))
	}
	return all
}

// When it was is no part of where it was.
func TestATimeBeforeABareName(t *testing.T) {
	for _, text := range []string{"刚才沙镇一个大爷接了骗子的电话", "昨晚沙镇有人赌博", "听说沙镇有人赌博"} {
		if f, ok := Official().Find(text, ""); !ok || f.Code != "371502101" {
			t.Errorf("%s: %+v", text, f)
		}
	}
}

func TestFindInSentences(t *testing.T) {
	g := Official()
	for _, s := range sentences(t) {
		f, ok := g.Find(s.text, s.home)
		got := "none"
		if ok {
			got = f.Code
		}
		if f.Ambiguous {
			got = "~" + f.Code
		}
		if got != s.want {
			t.Errorf("%s (home %q, %s): got %s %s by %s, want %s %s", s.text, s.home, s.note,
				got, g.FullName(f.Code), f.Words, s.want, g.FullName(strings.TrimPrefix(s.want, "~")))
		}
	}
}

func TestFindExplainsItself(t *testing.T) {
	f, ok := Official().Find("东昌府区于集镇，具体是王庄村，老家堂邑镇的", "")
	want := Found{County: "江北水城旅游度假区", Township: "于集镇", Village: "王庄村",
		Code: f.Code, Level: Village, Words: []string{"东昌府区", "于集镇", "王庄村"}}
	if diff := cmp.Diff(want, f); diff != "" || !ok {
		t.Errorf("Find (-want +got):\n%s", diff)
	}
}

func TestFindPutsTheVolunteersOwnAreaFirst(t *testing.T) {
	g := Official()
	f, _ := g.Find("王庄村有人聚赌", "371525")
	if !f.Ambiguous || len(f.Candidates) < 2 {
		t.Fatalf("王庄村 for somebody of 冠县: %+v, want several candidates", f)
	}
	for _, code := range f.Candidates {
		if !strings.HasPrefix(code, "371525") {
			t.Errorf("candidate %s is not in the volunteer's county", code)
		}
	}
	if f.Code != "371525" || f.Level != County || f.Village != "" {
		t.Errorf("got %+v, want no more than 冠县 claimed", f)
	}
}

// checkFound holds for every text: an answer names areas that exist, and agrees
// with itself.
func checkFound(t interface{ Fatalf(string, ...any) }, g *Gazetteer, text, home string) {
	f, ok := g.Find(text, home)
	if !ok {
		if f.Code != "" || f.Ambiguous || f.Words != nil {
			t.Fatalf("%q: not found, and yet %+v", text, f)
		}
		return
	}
	if len(f.Words) == 0 {
		t.Fatalf("%q: %+v gives no words", text, f)
	}
	if f.Ambiguous != (len(f.Candidates) > 1) || !f.Ambiguous && f.Code == "" {
		t.Fatalf("%q: %+v is neither an answer nor a choice", text, f)
	}
	if a, known := g.Area(f.Code); known != (f.Code != "") || a.Level != f.Level || a.Code != f.Code {
		t.Fatalf("%q: %+v: its code is %+v", text, f, a)
	}
	for _, c := range f.Candidates {
		path := g.Path(c)
		if len(path) == 0 || f.Code != "" && !slices.ContainsFunc(path, func(a Area) bool { return a.Code == f.Code }) {
			t.Fatalf("%q: candidate %s is not inside %q", text, c, f.Code)
		}
	}
	if !utf8.ValidString(strings.Join(f.Words, "")) {
		t.Fatalf("%q: words %q are no UTF-8", text, f.Words)
	}
}

func FuzzFind(f *testing.F) {
	g := Official()
	for _, s := range sentences(f) {
		f.Add(s.text, s.home)
	}
	f.Add("\xe4\xba\x8e\xe9于集镇\xff王庄村", "371502107")
	f.Add(strings.Repeat("王庄村", 4000), "")
	f.Add("我们护送考生的中巴在湖南路东段爆胎了，九点进场，车上二十六个孩子", "")
	f.Fuzz(func(t *testing.T, text, home string) { checkFound(t, g, text, home) })
}

// TestFindHoldsForAnyMixture strings real names and the words beside them
// together in any order, which no random text would hit.
func TestFindHoldsForAnyMixture(t *testing.T) {
	g := Official()
	pieces := []string{"镇", "村", "社区", "街道", "新村", "派出所", "的", "，", "从", "湖南", "东段", "在", "来的", "老家", "路", "饭店", "开发区", "济南市", "俺村", " ", "\xff", "王庄", "東昌府區"}
	rapid.Check(t, func(t *rapid.T) {
		area := rapid.Custom(func(t *rapid.T) string { return g.areas[rapid.IntRange(0, len(g.areas)-1).Draw(t, "area")].Name })
		stem := rapid.Map(area, func(name string) string { return stemOf(stemOf(name, Village), Township) })
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(area, stem, rapid.SampledFrom(pieces)), 0, 12).Draw(t, "text"), "")
		home := rapid.Map(rapid.IntRange(-1, len(g.areas)-1), func(i int) string {
			if i < 0 {
				return ""
			}
			return g.areas[i].Code
		}).Draw(t, "home")
		checkFound(t, g, text, home)
	})
}

// TestFindReadsEveryAddress: the full address of every place of today finds it,
// or a choice that holds it where a township has two of one name.
func TestFindReadsEveryAddress(t *testing.T) {
	g := Official()
	choices := 0
	for _, a := range g.areas {
		if a.Former {
			continue
		}
		f, _ := g.Find(g.FullName(a.Code)+"有人打架", "")
		switch {
		case f.Code == a.Code && !f.Ambiguous:
		case f.Ambiguous && slices.Contains(f.Candidates, a.Code):
			choices++
		default:
			t.Errorf("%s (%s): got %s %s by %s", g.FullName(a.Code), a.Code, f.Code, g.FullName(f.Code), f.Words)
		}
	}
	if choices > 20 {
		t.Errorf("%d full addresses of today end in a choice", choices)
	}
}

func BenchmarkFind(b *testing.B) {
	g, all := Official(), sentences(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s := all[i%len(all)]
		g.Find(s.text, s.home)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load()
	}
}
