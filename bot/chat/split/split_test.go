package split

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPartsCutAtSensiblePlaces(t *testing.T) {
	tests := []struct {
		name, text string
		limit      int
		want       []string
	}{
		{"fits", "<b>短</b>", 5, []string{"<b>短</b>"}},
		{"nothing to see", " \n\u200b", 5, nil},
		{"paragraph", "abcd\n\nefgh", 8, []string{"abcd", "efgh"}},
		{"line before comma", "一二三\n四，五六七八", 8, []string{"一二三", "四，五六七八"}},
		{"sentence", "一二三四。五六七八九", 8, []string{"一二三四。", "五六七八九"}},
		{"anywhere", "一二三四五六七", 4, []string{"一二三四", "五六七"}},
		{"tags closed and opened again", "<b>一二三四</b>五六", 3, []string{"<b>一二三</b>", "<b>四</b>五六"}},
		{"nested with attributes", `<a href="x"><i>abcdef</i></a>`, 4, []string{`<a href="x"><i>abcd</i></a>`, `<a href="x"><i>ef</i></a>`}},
		{"entities count one and stay whole", "a&amp;&lt;b", 2, []string{"a&amp;", "&lt;b"}},
		{"emoji count two", "😀😀😀", 4, []string{"😀😀", "😀"}},
		{"a family stays together", "ab👨\u200d👩\u200d👧c", 9, []string{"ab", "👨\u200d👩\u200d👧c"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Parts(tt.text, tt.limit)
			if strings.Join(got, "|") != strings.Join(tt.want, "|") || len(got) != len(tt.want) {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestShort(t *testing.T) {
	if got := Short(strings.Repeat("字", 300), Toast); units(got) != Toast || !strings.HasSuffix(got, "…") {
		t.Fatalf("%d units: %q", units(got), got)
	}
	if got := Short("好", Toast); got != "好" {
		t.Fatal(got)
	}
}

// Nothing that can be seen is lost or doubled, every part is within the limit
// and closes what it opens.
func FuzzParts(f *testing.F) {
	for _, seed := range []string{"<b>a</b>", "&lt;<i>x\n\ny</i>", "<a href=\"https://x\">链接</a>。", "<<b>", "</b>", "&#128512;", "\xff<b", "a\u200d\u200d", "<blockquote>段\n落</blockquote>"} {
		f.Add(seed, 7)
	}
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit < 64 || limit > 5000 || !utf8.ValidString(text) {
			limit = 64 + abs(limit)%100
			text = strings.ToValidUTF8(text, "")
		}
		parts := Parts(text, limit)
		var all strings.Builder
		for _, p := range parts {
			if n := Units(p); n > limit {
				t.Fatalf("%d units of %d: %q", n, limit, p)
			}
			all.WriteString(Plain(p))
			if len(parts) > 1 {
				balanced(t, p)
			}
		}
		if got, want := squeeze(all.String()), squeeze(Plain(text)); got != want {
			t.Fatalf("read %q, want %q", got, want)
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

// squeeze leaves what can be seen.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if !seen(r) {
			return -1
		}
		return r
	}, s)
}

func balanced(t *testing.T, part string) {
	t.Helper()
	if open := follow(nil, read(part)); len(open) != 0 {
		t.Fatalf("%q is left open in %q", open[0].tag, part)
	}
}
