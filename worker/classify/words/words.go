// Package words finds where Chinese words begin and end, so that what is shown
// as a reason is a word and not a piece of two.
package words

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Those words of jieba's dictionary (MIT) that are frequent or occur in the
// classifier's corpus, each with its cost: ten times the negative logarithm of how frequent it is
// there. scripts/words makes the file.
//
//go:embed words.tsv
var wordsTSV string

const (
	// Longest is the characters in the longest word there is.
	Longest = 5
	unknown = 180 // what a character costs that is no word
)

// dictionary is what each word costs, and how many characters the longest word
// has that begins with a character: most begin none but short ones.
type dictionary struct {
	cost    map[string]int32
	longest map[rune]int
}

var theDictionary = sync.OnceValue(func() dictionary {
	d := dictionary{cost: make(map[string]int32, strings.Count(wordsTSV, "\n")), longest: map[rune]int{}}
	for line := range strings.Lines(wordsTSV) {
		word, cost, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		n, err := strconv.ParseInt(cost, 10, 32)
		if err != nil || word == "" || n <= 0 {
			panic(fmt.Sprintf("words: words.tsv: %q is not word<TAB>cost", line))
		}
		d.cost[word] = int32(n)
		first, _ := utf8.DecodeRuneInString(word)
		d.longest[first] = max(d.longest[first], utf8.RuneCountInString(word))
	}
	return d
})

// Ends gives, in characters from the beginning, where each word of text ends:
// the cheapest way to cut it. What is no word is cut into single characters. The
// last end is the length of text; none for "".
func Ends(text string) []int {
	d := theDictionary()
	at := make([]int, 0, len(text)/2+1) // bytes before each character
	for i := range text {
		at = append(at, i)
	}
	n := len(at)
	at = append(at, len(text))
	best, from := make([]int32, n+1), make([]int, n+1)
	for i := range n {
		reach(best, from, i, i+1, unknown)
		first, _ := utf8.DecodeRuneInString(text[at[i]:])
		for end := i + 1; end <= min(n, i+d.longest[first]); end++ {
			if cost, ok := d.cost[text[at[i]:at[end]]]; ok {
				reach(best, from, i, end, cost)
			}
		}
	}
	ends := make([]int, 0, n)
	for end := n; end > 0; end = from[end] {
		ends = append(ends, end)
	}
	slices.Reverse(ends)
	return ends
}

// reach goes from begin to end for cost where no cheaper way leads there.
func reach(best []int32, from []int, begin, end int, cost int32) {
	if cost += best[begin]; best[end] == 0 || cost < best[end] {
		best[end], from[end] = cost, begin
	}
}
