package place

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// variants are characters of place names that people write one for the other;
// names and texts are both brought to the second.
var variants = map[rune]rune{'阎': '闫', '丘': '邱', '傅': '付', '萧': '肖'}

func folding(tsv string) map[rune]rune {
	fold := map[rune]rune{}
	for row := range rows(tsv, 2) {
		from, _ := utf8.DecodeRuneInString(row[0])
		to, _ := utf8.DecodeRuneInString(row[1])
		fold[from] = to
	}
	for from, to := range variants {
		fold[from] = to
		for traditional, simplified := range fold {
			if simplified == from {
				fold[traditional] = to
			}
		}
	}
	return fold
}

// folded gives the text in the form the names are matched in: simplified
// characters, half width, no spaces (addresses are often typed with them).
// Bytes that are no UTF-8 become U+FFFD, which matches nothing.
func (g *Gazetteer) folded(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf && r > ' ':
		case r >= 0x4E00 && r <= 0x9FFF:
			if to, ok := g.fold[r]; ok {
				r = to
			}
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case unicode.IsSpace(r) && r != '\n', unicode.Is(unicode.Cf, r):
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
