package linear

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Span is a stretch of a text that spoke for a label.
type Span struct {
	Text   string
	Weight float64 // its share of the margin
}

const (
	longestSpan = 6   // characters
	faint       = 0.3 // of the loudest character: quieter ones end a span
)

// Spans are the stretches of the text that spoke loudest for label, at most
// most of them, the weightiest first, none overlapping and none twice. What an
// n-gram weighs is shared by its characters; a span is a run of characters that
// speak clearly, no longer than a word. Punctuation, and what no n-gram knows,
// ends it.
func (r *Reading) Spans(label string, most int) []Span {
	k, known := slices.BinarySearch(r.model.labels, label)
	if !known {
		return nil
	}
	runes := r.runes
	said := r.voices(k)
	loudest := 0.0
	for _, v := range said {
		loudest = max(loudest, v)
	}
	var spans []Span
	for i := 0; i < len(runes); {
		j, sum := i, 0.0
		for j < len(runes) && j-i < longestSpan && said[j] > faint*loudest && isWord(runes[j]) {
			sum += said[j]
			j++
		}
		if j-i >= 2 {
			spans = append(spans, Span{string(runes[i:j]), sum})
		}
		i = max(j, i+1)
	}
	slices.SortStableFunc(spans, func(a, b Span) int { return cmp.Compare(b.Weight, a.Weight) })
	var chosen []Span
	for _, s := range spans {
		if len(chosen) < most && !slices.ContainsFunc(chosen, func(c Span) bool {
			return strings.Contains(c.Text, s.Text) || strings.Contains(s.Text, c.Text)
		}) {
			chosen = append(chosen, s)
		}
	}
	return chosen
}

// voices shares each n-gram's weight for label k among its characters.
func (r *Reading) voices(k int) []float64 {
	said := make([]float64, len(r.runes))
	for _, h := range r.hits {
		f, _ := slices.BinarySearchFunc(r.features, h.column, func(f feature, column int32) int { return cmp.Compare(f.index, column) })
		weight := float32(r.model.weights[int(h.column)*len(r.model.labels)+k]) * r.model.scales[k]
		w := float64(weight*r.features[f].value) / float64(h.length)
		for i := range h.length {
			said[h.at+i] += w
		}
	}
	return said
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
