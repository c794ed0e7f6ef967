package linear

import (
	"math"
	"slices"
)

// Model is a trained model: immutable, safe for concurrent use.
type Model struct {
	labels []string // sorted
	*vocabulary
	// weights has a row of len(labels) for each n-gram, in steps of the label's
	// scale: a row is one line of the processor's cache, and the file is small.
	weights     []int8
	scales      []float32
	bias        []float32
	temperature float64 // margins are divided by it before they become a confidence
}

// Labels are the labels the model knows, sorted.
func (m *Model) Labels() []string { return slices.Clone(m.labels) }

// Guess is what a model makes of a text.
type Guess struct {
	Label      string
	Confidence float64 // 0 to 1
}

// Guess sorts text into the label it fits best.
func (m *Model) Guess(text string) Guess {
	p := m.Probabilities(text)
	best := 0
	for k := range p {
		if p[k] > p[best] {
			best = k
		}
	}
	return Guess{m.labels[best], p[best]}
}

// Margins is how far text lies on each label's side, in the order of Labels.
func (m *Model) Margins(text string) []float64 { return m.Read(text).Margins() }

// Probabilities are the labels' shares, in the order of Labels; they sum to 1.
func (m *Model) Probabilities(text string) []float64 {
	p := m.Margins(text)
	Softmax(p, m.temperature)
	return p
}

// Temperature is what margins are divided by before they become shares.
func (m *Model) Temperature() float64 { return m.temperature }

// SetTemperature changes it; only before the model is shared.
func (m *Model) SetTemperature(t float64) { m.temperature = t }

// Softmax turns margins in place into shares that sum to 1.
func Softmax(p []float64, temperature float64) {
	top := slices.Max(p)
	sum := 0.0
	for k := range p {
		p[k] = math.Exp((p[k] - top) / temperature)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}
