package linear

import (
	"math"
	"slices"
)

// gram is one to three characters packed into 63 bits, 21 a character.
type gram uint64

// MaxGram is the longest n-gram there is.
const MaxGram = 3

// each calls f with every n-gram of runes up to longest characters, and with
// where it begins and how long it is. A NUL would vanish in the packing and is
// passed over.
func each(runes []rune, longest int, f func(g gram, at, n int)) {
	for i := range runes {
		var g gram
		for n := 1; n <= longest && i+n <= len(runes); n++ {
			r := runes[i+n-1]
			if r == 0 {
				break
			}
			g = g<<21 | gram(r)
			f(g, i, n)
		}
	}
}

// feature is one entry of a sparse vector.
type feature struct {
	index int32
	value float32
}

// vocabulary maps n-grams to columns, with each column's inverse document
// frequency.
type vocabulary struct {
	longest int // characters in the longest n-gram
	index   index
	grams   []gram
	idf     []float32
}

// newVocabulary takes the n-grams that stand in at least minTexts of texts, in
// a fixed order.
func newVocabulary(texts [][]rune, longest, minTexts int) *vocabulary {
	counts := make(map[gram]int)
	seen := make(map[gram]int)
	for i, text := range texts {
		each(text, longest, func(g gram, _, _ int) {
			if seen[g] != i+1 {
				seen[g] = i + 1
				counts[g]++
			}
		})
	}
	v := &vocabulary{longest: longest}
	for g, n := range counts {
		if n >= minTexts {
			v.grams = append(v.grams, g)
		}
	}
	slices.Sort(v.grams)
	v.index = newIndex(v.grams)
	for _, g := range v.grams {
		v.idf = append(v.idf, float32(math.Log(float64(1+len(texts))/float64(1+counts[g]))+1))
	}
	return v
}

// vector is text as a unit vector of (1+log tf)·idf, sorted by column.
func (v *vocabulary) vector(text []rune) []feature {
	columns := make([]int32, 0, len(text)*v.longest)
	each(text, v.longest, func(g gram, _, _ int) {
		if i, ok := v.index.column(g); ok {
			columns = append(columns, i)
		}
	})
	return v.weigh(columns)
}

// weigh makes a unit vector of columns, which it sorts; one that comes n times
// counts 1+log n.
func (v *vocabulary) weigh(columns []int32) []feature {
	slices.Sort(columns)
	features := make([]feature, 0, len(columns))
	var norm float64
	for i := 0; i < len(columns); {
		j := i
		for j < len(columns) && columns[j] == columns[i] {
			j++
		}
		value := float64(v.idf[columns[i]])
		if n := j - i; n > 1 {
			value *= 1 + math.Log(float64(n))
		}
		features = append(features, feature{columns[i], float32(value)})
		norm += value * value
		i = j
	}
	if norm > 0 {
		scale := float32(1 / math.Sqrt(norm))
		for i := range features {
			features[i].value *= scale
		}
	}
	return features
}
