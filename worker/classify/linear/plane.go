package linear

import (
	"math"
	"math/rand/v2"
)

// tolerance ends the descent: no sample pulls harder than this. liblinear's own
// default is 0.1.
const tolerance = 1e-2

// separate finds the plane between name's samples and all others: dual
// coordinate descent for the squared hinge loss, the bias as one more column
// that is always 1.
func separate(vectors [][]feature, labels []string, name string, columns int, o Options) ([]float32, float32) {
	var (
		w        = make([]float32, columns)
		bias     float32
		alpha    = make([]float64, len(vectors))
		square   = make([]float64, len(vectors))
		diagonal = 1 / (2 * o.C)
		order    = make([]int, len(vectors))
		random   = rand.New(rand.NewPCG(o.Seed, 1))
	)
	for i, vector := range vectors {
		order[i], square[i] = i, 1
		for _, f := range vector {
			square[i] += float64(f.value) * float64(f.value)
		}
	}
	for range o.Epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		var widest float64
		for _, i := range order {
			y := -1.0
			if labels[i] == name {
				y = 1
			}
			dot := bias
			for _, f := range vectors[i] {
				dot += w[f.index] * f.value
			}
			gradient := y*float64(dot) - 1 + diagonal*alpha[i]
			if alpha[i] == 0 && gradient > 0 {
				continue
			}
			widest = math.Max(widest, math.Abs(gradient))
			before := alpha[i]
			alpha[i] = math.Max(before-gradient/(square[i]+diagonal), 0)
			step := float32((alpha[i] - before) * y)
			bias += step
			for _, f := range vectors[i] {
				w[f.index] += step * f.value
			}
		}
		if widest < tolerance {
			break
		}
	}
	return w, bias
}

// smoothing is what naive Bayes adds to every count.
const smoothing = 0.03

// addBayes adds to each weight share times the logarithm of how much more
// often its n-gram stands in the label's samples than in the others.
func (m *student) addBayes(vectors [][]feature, labels []string, share float64) {
	n := len(m.labels)
	at := make(map[string]int, n)
	for k, label := range m.labels {
		at[label] = k
	}
	counts := make([]float64, len(m.grams)*n)
	column := make([]float64, len(m.grams))
	label := make([]float64, n)
	var all float64
	for i, vector := range vectors {
		k := at[labels[i]]
		for _, f := range vector {
			v := float64(f.value)
			counts[int(f.index)*n+k] += v
			column[f.index] += v
			label[k] += v
			all += v
		}
	}
	extra := smoothing * float64(len(m.grams))
	for i, c := range counts {
		k := i % n
		inside := (c + smoothing) / (label[k] + extra)
		outside := (column[i/n] - c + smoothing) / (all - label[k] + extra)
		m.weights[i] += float32(share * math.Log(inside/outside))
	}
}
