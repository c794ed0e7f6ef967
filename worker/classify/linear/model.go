package linear

import (
	"cmp"
	"math"
	"slices"
)

// Model is a trained model: immutable, safe for concurrent use.
type Model struct {
	labels []string // sorted
	*vocabulary
	weights     []float32 // a row of len(labels) for each n-gram
	bias        []float32
	temperature float64 // margins are divided by it before they become a confidence
}

// Labels are the labels the model knows, sorted.
func (m *Model) Labels() []string { return slices.Clone(m.labels) }

// Guess is what a model makes of a text.
type Guess struct {
	Label      string
	Confidence float64  // 0 to 1
	Reasons    []string // the n-grams that weighed most for the label, the heaviest first
}

// Guess sorts text into one of the labels that allowed admits; nil admits all.
// It returns the zero Guess when none is admitted.
func (m *Model) Guess(text string, allowed func(label string) bool) Guess {
	features := m.vector([]rune(text))
	margins := m.margins(features)
	best, sum := -1, 0.0
	for k, margin := range margins {
		if allowed != nil && !allowed(m.labels[k]) {
			continue
		}
		sum += math.Exp(float64(margin) / m.temperature)
		if best < 0 || margin > margins[best] {
			best = k
		}
	}
	if best < 0 {
		return Guess{}
	}
	return Guess{
		Label:      m.labels[best],
		Confidence: math.Exp(float64(margins[best])/m.temperature) / sum,
		Reasons:    m.reasons(features, best),
	}
}

func (m *Model) margins(features []feature) []float32 {
	margins := slices.Clone(m.bias)
	for _, f := range features {
		row := m.weights[int(f.index)*len(m.labels):][:len(margins)]
		for k, weight := range row {
			margins[k] += weight * f.value
		}
	}
	return margins
}

const maxReasons = 3

// reasons are the n-grams of features that spoke loudest for label k, single
// characters left out and none inside another.
func (m *Model) reasons(features []feature, k int) []string {
	type vote struct {
		gram   gram
		weight float32
	}
	var votes []vote
	for _, f := range features {
		if weight := m.weights[int(f.index)*len(m.labels)+k] * f.value; weight > 0 && m.grams[f.index] >= 1<<21 {
			votes = append(votes, vote{m.grams[f.index], weight})
		}
	}
	slices.SortFunc(votes, func(a, b vote) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.gram, b.gram))
	})
	var words []string
	for _, v := range votes {
		word := v.gram.String()
		if !slices.ContainsFunc(words, func(w string) bool { return overlap(w, word) }) {
			words = append(words, word)
		}
		if len(words) == maxReasons {
			break
		}
	}
	return words
}
