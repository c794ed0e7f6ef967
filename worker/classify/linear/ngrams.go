package linear

import (
	"math"
	"slices"
)

// gram is one to three characters packed into 63 bits, 21 a character.
type gram uint64

const maxGram = 3

func pack(runes []rune) gram {
	var g gram
	for _, r := range runes {
		g = g<<21 | gram(r)
	}
	return g
}

// String unpacks the characters again.
func (g gram) String() string {
	var runes []rune
	for ; g > 0; g >>= 21 {
		runes = append(runes, rune(g&(1<<21-1)))
	}
	slices.Reverse(runes)
	return string(runes)
}

// each calls f with every 1- to 3-gram of runes. A NUL would vanish in the
// packing and is passed over.
func each(runes []rune, f func(gram)) {
	for i := range runes {
		for n := 1; n <= maxGram && i+n <= len(runes); n++ {
			if runes[i+n-1] == 0 {
				break
			}
			f(pack(runes[i : i+n]))
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
	index map[gram]int32
	grams []gram
	idf   []float32
}

// newVocabulary takes the n-grams that stand in at least minTexts of texts, in
// a fixed order.
func newVocabulary(texts [][]rune, minTexts int) *vocabulary {
	counts := make(map[gram]int)
	seen := make(map[gram]int)
	for i, text := range texts {
		each(text, func(g gram) {
			if seen[g] != i+1 {
				seen[g] = i + 1
				counts[g]++
			}
		})
	}
	v := &vocabulary{index: make(map[gram]int32)}
	for g, n := range counts {
		if n >= minTexts {
			v.grams = append(v.grams, g)
		}
	}
	slices.Sort(v.grams)
	for i, g := range v.grams {
		v.index[g] = int32(i)
		v.idf = append(v.idf, float32(math.Log(float64(1+len(texts))/float64(1+counts[g]))+1))
	}
	return v
}

// vector is text as a unit vector of (1+log tf)·idf, sorted by column.
func (v *vocabulary) vector(text []rune) []feature {
	columns := make([]int32, 0, len(text)*maxGram)
	each(text, func(g gram) {
		if i, ok := v.index[g]; ok {
			columns = append(columns, i)
		}
	})
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
