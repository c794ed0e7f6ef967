package linear

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Options are Train's settings; the zero value means the defaults.
type Options struct {
	Seed     uint64                // of the order in which samples are visited
	MinTexts int                   // n-grams in fewer texts are left out; default 2
	C        float64               // how much an error costs; default 1
	Epochs   int                   // passes over the samples at most; default 200
	Progress func(done, total int) // after each label; may be nil
}

// ErrSamples says that there is nothing to learn from: fewer than two labels.
var ErrSamples = errors.New("training needs samples of at least two labels")

// Train learns a model from samples. It ends early with ctx's error.
func Train(ctx context.Context, samples []Sample, o Options) (*Model, error) {
	o.MinTexts = max(o.MinTexts, 1+btoi(o.MinTexts == 0))
	if o.C == 0 {
		o.C = 1
	}
	if o.Epochs == 0 {
		o.Epochs = 200
	}
	texts := make([][]rune, len(samples))
	labels := make([]string, len(samples))
	for i, s := range samples {
		texts[i], labels[i] = []rune(s.Text), s.Label
	}
	names := slices.Compact(slices.Sorted(slices.Values(labels)))
	if len(names) < 2 {
		return nil, ErrSamples
	}
	m := &Model{labels: names, vocabulary: newVocabulary(texts, o.MinTexts), temperature: 1}
	if len(m.grams) == 0 {
		return nil, fmt.Errorf("no n-gram stands in %d texts: %w", o.MinTexts, ErrSamples)
	}
	vectors := make([][]feature, len(texts))
	for i, text := range texts {
		vectors[i] = m.vector(text)
	}
	m.weights = make([]float32, len(m.grams)*len(names))
	m.bias = make([]float32, len(names))
	for k, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("training: %w", err)
		}
		w, b := separate(vectors, labels, name, len(m.grams), o)
		for column, weight := range w {
			m.weights[column*len(names)+k] = float32(weight)
		}
		m.bias[k] = float32(b)
		if o.Progress != nil {
			o.Progress(k+1, len(names))
		}
	}
	return m, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// separate finds the plane between name's samples and all others: dual
// coordinate descent for the squared hinge loss, the bias as one more column
// that is always 1.
func separate(vectors [][]feature, labels []string, name string, columns int, o Options) ([]float64, float64) {
	var (
		w        = make([]float64, columns)
		bias     float64
		alpha    = make([]float64, len(vectors))
		diagonal = 1 / (2 * o.C)
		order    = make([]int, len(vectors))
		random   = rand.New(rand.NewPCG(o.Seed, 1))
	)
	for i := range order {
		order[i] = i
	}
	const tolerance = 1e-3
	for range o.Epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		var widest float64
		for _, i := range order {
			y := -1.0
			if labels[i] == name {
				y = 1
			}
			dot, square := bias, 1.0
			for _, f := range vectors[i] {
				dot += w[f.index] * float64(f.value)
				square += float64(f.value) * float64(f.value)
			}
			gradient := y*dot - 1 + diagonal*alpha[i]
			if alpha[i] == 0 && gradient > 0 {
				continue
			}
			widest = math.Max(widest, math.Abs(gradient))
			before := alpha[i]
			alpha[i] = math.Max(before-gradient/(square+diagonal), 0)
			step := (alpha[i] - before) * y
			bias += step
			for _, f := range vectors[i] {
				w[f.index] += step * float64(f.value)
			}
		}
		if widest < tolerance {
			break
		}
	}
	return w, bias
}
