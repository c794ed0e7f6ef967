package linear

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Options are Train's settings; the zero value means the defaults, which are
// those of liblinear's LinearSVC over sublinear tf-idf of 1- to 3-grams.
type Options struct {
	Seed     uint64  // of the order in which samples are visited
	Longest  int     // characters in the longest n-gram, 1 to MaxGram; default 3
	MinTexts int     // n-grams in fewer texts are left out; default 2
	C        float64 // how much an error costs; default 1
	Epochs   int     // passes over the samples at most; default 200
	// Bayes adds so much of naive Bayes' log ratios to the planes' weights: where
	// samples are few it knows what the planes have not had to learn. Default 0.
	Bayes float64
	// Group names what labels belong to; planes between the groups are added to
	// the labels' own with weight GroupWeight. nil for no groups.
	Group       func(label string) string
	GroupWeight float64
	Columns     int                   // keep only so many n-grams, those that weigh most; 0 for all
	Progress    func(done, total int) // after each plane; may be nil
}

func (o Options) withDefaults() Options {
	if o.Longest == 0 {
		o.Longest = MaxGram
	}
	o.Longest = min(max(o.Longest, 1), MaxGram)
	if o.MinTexts == 0 {
		o.MinTexts = 2
	}
	if o.C == 0 {
		o.C = 1
	}
	if o.Epochs == 0 {
		o.Epochs = 200
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	return o
}

// ErrSamples says that there is nothing to learn from: fewer than two labels.
var ErrSamples = errors.New("training needs samples of at least two labels")

// Train learns a model from samples. It ends early with ctx's error.
func Train(ctx context.Context, samples []Sample, o Options) (*Model, error) {
	o = o.withDefaults()
	texts := make([][]rune, len(samples))
	labels := make([]string, len(samples))
	for i, s := range samples {
		texts[i], labels[i] = []rune(s.Text), s.Label
	}
	names := slices.Compact(slices.Sorted(slices.Values(labels)))
	if len(names) < 2 {
		return nil, ErrSamples
	}
	m := &student{labels: names, vocabulary: newVocabulary(texts, o.Longest, o.MinTexts)}
	if len(m.grams) == 0 {
		return nil, fmt.Errorf("no n-gram stands in %d texts: %w", o.MinTexts, ErrSamples)
	}
	vectors := make([][]feature, len(texts))
	for i, text := range texts {
		vectors[i] = m.vector(text)
	}
	m.weights = make([]float32, len(m.grams)*len(names))
	m.bias = make([]float32, len(names))
	if err := m.addPlanes(ctx, vectors, labels, o); err != nil {
		return nil, err
	}
	// Before naive Bayes, which thinks most of what it has seen least.
	if o.Columns > 0 && o.Columns < len(m.grams) {
		m.prune(o.Columns)
		for i, text := range texts {
			vectors[i] = m.vector(text)
		}
	}
	if o.Bayes > 0 {
		m.addBayes(vectors, labels, o.Bayes)
	}
	return m.graduate(), nil
}

// student is a model that is learning.
type student struct {
	labels []string
	*vocabulary
	weights []float32 // a row of len(labels) for each n-gram
	bias    []float32
}

// steps is how many multiples of a scale a weight may be: against full bytes
// they halve the file and change the answer to one text in sixty, a toss-up.
const steps = 31

// graduate turns the weights into steps of a scale for each label.
func (m *student) graduate() *Model {
	n := len(m.labels)
	out := &Model{labels: m.labels, vocabulary: m.vocabulary, weights: make([]int8, len(m.weights)), scales: make([]float32, n), bias: m.bias, temperature: 1}
	for i, weight := range m.weights {
		out.scales[i%n] = max(out.scales[i%n], float32(math.Abs(float64(weight)))/steps)
	}
	for i, weight := range m.weights {
		if scale := out.scales[i%n]; scale > 0 {
			out.weights[i] = int8(math.Round(float64(weight / scale)))
		}
	}
	return out
}

// addPlanes adds a plane between each label and the others and, where labels
// have groups, between each group and the others.
func (m *student) addPlanes(ctx context.Context, vectors [][]feature, labels []string, o Options) error {
	add := func(names, of []string, share float32, takes func(name, label string) bool) error {
		for i, name := range names {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("training: %w", err)
			}
			w, b := separate(vectors, of, name, len(m.grams), o)
			for k, label := range m.labels {
				if !takes(name, label) {
					continue
				}
				m.bias[k] += share * b
				for column, weight := range w {
					m.weights[column*len(m.labels)+k] += share * weight
				}
			}
			o.Progress(i+1, len(names))
		}
		return nil
	}
	if err := add(m.labels, labels, 1, func(name, label string) bool { return name == label }); err != nil || o.Group == nil {
		return err
	}
	groups := make([]string, len(labels))
	for i, label := range labels {
		groups[i] = o.Group(label)
	}
	names := slices.Compact(slices.Sorted(slices.Values(groups)))
	if len(names) < 2 {
		return nil
	}
	o.Progress = func(int, int) {}
	return add(names, groups, float32(o.GroupWeight), func(name, label string) bool { return o.Group(label) == name })
}

// prune keeps the n-grams whose weights differ most between labels.
func (m *student) prune(columns int) {
	n := len(m.labels)
	spread := make([]float32, len(m.grams))
	for i := range m.grams {
		row := m.weights[i*n:][:n]
		spread[i] = (slices.Max(row) - slices.Min(row)) * m.idf[i]
	}
	sorted := slices.Sorted(slices.Values(spread))
	least := sorted[len(sorted)-columns]
	kept := &vocabulary{longest: m.longest}
	var weights []float32
	for i, g := range m.grams {
		if spread[i] < least || len(kept.grams) == columns {
			continue
		}
		kept.grams = append(kept.grams, g)
		kept.idf = append(kept.idf, m.idf[i])
		weights = append(weights, m.weights[i*n:][:n]...)
	}
	kept.index = newIndex(kept.grams)
	m.vocabulary, m.weights = kept, weights
}
