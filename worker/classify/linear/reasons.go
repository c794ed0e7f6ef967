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
	longestSpan = 4   // characters of words joined; one word may be longer
	faint       = 0.3 // of the loudest word's characters: quieter words end a span
)

// particles say nothing by themselves, whatever a model makes of them.
const particles = "的了着过在让说就也一个是把有和都还又被给到吗呢啊吧呀嘛么俺我你他她它恁这那不没很太再正才上下里来去得地跟找"

// Spans are the stretches of the text that spoke loudest for label, at most
// most of them, the weightiest first, none overlapping and none twice. What an
// n-gram weighs is shared by its characters; a span is one word or several that
// stand together and speak clearly. ends says where the text's words end, in
// characters; punctuation ends a span, too.
func (r *Reading) Spans(label string, most int, ends []int) []Span {
	k, known := slices.BinarySearch(r.model.labels, label)
	if !known {
		return nil
	}
	words := r.loud(r.voices(k), ends)
	var spans []Span
	for i := 0; i < len(words); {
		span, j := words[i], i+1
		for j < len(words) && words[j].begin == span.end && words[j].end-span.begin <= longestSpan {
			span.end, span.weight = words[j].end, span.weight+words[j].weight
			j++
		}
		if span.end-span.begin >= 2 {
			spans = append(spans, Span{string(r.runes[span.begin:span.end]), span.weight})
		}
		i = j
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

// word is a stretch of characters and what they said.
type word struct {
	begin, end int
	weight     float64
}

// loud are the words whose characters speak clearly, in their order.
func (r *Reading) loud(said []float64, ends []int) []word {
	var words []word
	begin, loudest := 0, 0.0
	for _, end := range ends {
		w := word{begin: begin, end: end}
		for _, v := range said[begin:end] {
			w.weight += v
		}
		if begin = end; isWord(r.runes[w.begin]) && (end-w.begin > 1 || !strings.ContainsRune(particles, r.runes[w.begin])) {
			words = append(words, w)
			loudest = max(loudest, w.voice())
		}
	}
	return slices.DeleteFunc(words, func(w word) bool { return w.voice() <= faint*loudest })
}

// voice is how loud each character is.
func (w word) voice() float64 { return w.weight / float64(w.end-w.begin) }

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
