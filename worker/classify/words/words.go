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
)

// Those words of jieba's dictionary (MIT) that occur in the classifier's corpus,
// each with its cost: ten times the negative logarithm of how frequent it is
// there. scripts/words makes the file.
//
//go:embed words.tsv
var wordsTSV string

const (
	// Longest is the characters in the longest word there is.
	Longest = 5
	unknown = 180 // what a character costs that is no word
)

var costs = sync.OnceValue(func() map[string]int32 {
	table := make(map[string]int32, strings.Count(wordsTSV, "\n"))
	for line := range strings.Lines(wordsTSV) {
		word, cost, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		n, err := strconv.ParseInt(cost, 10, 32)
		if err != nil || word == "" || n <= 0 {
			panic(fmt.Sprintf("words: words.tsv: %q is not word<TAB>cost", line))
		}
		table[word] = int32(n)
	}
	return table
})

// Ends gives, in characters from the beginning, where each word of text ends:
// the cheapest way to cut it. What is no word is cut into single characters. The
// last end is the length of text; none for "".
func Ends(text string) []int {
	table := costs()
	at := make([]int, 0, len(text)/2+1) // bytes before each character
	for i := range text {
		at = append(at, i)
	}
	n := len(at)
	at = append(at, len(text))
	best, from := make([]int32, n+1), make([]int, n+1)
	for end := 1; end <= n; end++ {
		best[end], from[end] = best[end-1]+unknown, end-1
		for begin := max(0, end-Longest); begin < end; begin++ {
			if cost, ok := table[text[at[begin]:at[end]]]; ok && best[begin]+cost < best[end] {
				best[end], from[end] = best[begin]+cost, begin
			}
		}
	}
	var ends []int
	for end := n; end > 0; end = from[end] {
		ends = append(ends, end)
	}
	slices.Reverse(ends)
	return ends
}
