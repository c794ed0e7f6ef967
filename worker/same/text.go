package same

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// idle are characters that every text has: a pair or word of these alone is
// nothing in common.
const idle = "的了是在我你他她它们俺恁咱这那个一不有就也都还说来去着呢吧啊呀吗咋啥人上下里外快给把被叫让到没好现在出事救命报警急"

func isIdle(runes []rune) bool {
	return !slices.ContainsFunc(runes, func(r rune) bool { return !strings.ContainsRune(idle, r) })
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// pairs are the pairs of neighbouring characters of a normalised text that say
// something.
func pairs(text string) map[[2]rune]bool {
	runes := []rune(text)
	set := make(map[[2]rune]bool, len(runes))
	for i := range max(0, len(runes)-1) {
		if isWord(runes[i]) && isWord(runes[i+1]) && !isIdle(runes[i:i+2]) {
			set[[2]rune{runes[i], runes[i+1]}] = true
		}
	}
	return set
}

// share is how much of the text with fewer pairs the other has too.
func share(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return 0
	}
	both := 0
	for p := range x {
		if y[p] {
			both++
		}
	}
	return float64(both) / float64(len(x))
}

// mostWords is how many words in common are told, and longestText how many
// characters are compared for them: the rest of a long story adds little.
const (
	mostWords   = 5
	longestText = 400
)

// common are the longest stretches of two characters or more that stand in both
// texts, none in another.
func common(a, b string) []string {
	x, y := []rune(a), []rune(b)
	x, y = x[:min(len(x), longestText)], y[:min(len(y), longestText)]
	var found []string
	before := make([]int, len(y)+1)
	now := make([]int, len(y)+1)
	for i := range x {
		for j := range y {
			now[j+1] = 0
			if x[i] != y[j] || !isWord(x[i]) {
				continue
			}
			now[j+1] = before[j] + 1
			n := now[j+1]
			ends := i+1 == len(x) || j+1 == len(y) || x[i+1] != y[j+1] || !isWord(x[i+1])
			if word := x[i+1-n : i+1]; n >= 2 && ends && !isIdle(word) {
				found = append(found, string(word))
			}
		}
		before, now = now, before
	}
	slices.SortFunc(found, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	var words []string
	for _, w := range found {
		if len(words) < mostWords && !slices.ContainsFunc(words, func(o string) bool { return strings.Contains(o, w) }) {
			words = append(words, w)
		}
	}
	return words
}
