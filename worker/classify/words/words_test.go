package words

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// cut puts a bar behind every word.
func cut(text string) string {
	var out strings.Builder
	ends, passed := Ends(text), 0
	for _, r := range text {
		if slices.Contains(ends, passed) {
			out.WriteRune('|')
		}
		out.WriteRune(r)
		passed++
	}
	return out.String()
}

func TestEnds(t *testing.T) {
	for text, want := range map[string]string{
		"":          "",
		"门口有人打架":    "门口|有人|打架",
		"老板欠俺工资":    "老板|欠|俺|工资",
		"隔壁半夜装修":    "隔壁|半夜|装修",
		"电动车电瓶让人偷了": "电动车|电瓶|让|人|偷|了",
		"qwq, 1":    "q|w|q|,| |1",
	} {
		if got := cut(text); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func FuzzEnds(f *testing.F) {
	f.Add("老板欠俺工资")
	f.Add("\xe8\x80\x81板")
	f.Fuzz(func(t *testing.T, text string) {
		ends := Ends(text)
		if text == "" && len(ends) > 0 || text != "" && ends[len(ends)-1] != utf8.RuneCountInString(text) {
			t.Fatalf("%q ends at %v", text, ends)
		}
		for last := 0; len(ends) > 0; last, ends = ends[0], ends[1:] {
			if n := ends[0] - last; n < 1 || n > Longest {
				t.Fatalf("%q has a word of %d characters", text, n)
			}
		}
	})
}
