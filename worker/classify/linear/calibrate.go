package linear

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// TrainCalibrated trains on all samples, and sets the temperature and the biases
// that make confidences honest: those under which models trained on four fifths
// found the labels of the fifth they had not seen least surprising.
func TrainCalibrated(ctx context.Context, samples []Sample, o Options) (*Model, error) {
	const folds = 5
	report := o.Progress
	step := 0
	o.Progress = func(done, total int) {
		if report != nil {
			report(step*total+done, (folds+1)*total)
		}
	}
	m, err := Train(ctx, samples, o)
	if err != nil {
		return nil, err
	}
	fold := make([]int, len(samples))
	for i := range fold {
		fold[i] = i % folds
	}
	rand.New(rand.NewPCG(o.Seed, 2)).Shuffle(len(fold), func(i, j int) { fold[i], fold[j] = fold[j], fold[i] })
	var margins [][]float64
	var truths []string
	for f := range folds {
		step++
		var train, test []Sample
		for i, s := range samples {
			if fold[i] == f {
				test = append(test, s)
			} else {
				train = append(train, s)
			}
		}
		part, err := Train(ctx, train, o)
		if err != nil {
			return nil, fmt.Errorf("calibrating: %w", err)
		}
		for _, s := range test {
			if slices.Contains(part.labels, s.Label) {
				margins, truths = append(margins, part.Margins(s.Text)), append(truths, s.Label)
			}
		}
	}
	m.Calibrate(margins, truths, nil)
	return m, nil
}

// Calibrate sets the temperature, and moves the biases so that no label is
// answered too often, so as to make the true labels of texts that the model's
// like had not seen least surprising. margins are in the order of Labels; weights
// are how much each text counts, nil for all the same. Margins of other lengths
// and unknown labels are passed over. It returns what was added to each bias.
func (m *Model) Calibrate(margins [][]float64, labels []string, weights []float64) []float64 {
	var texts []judged
	for i, margin := range margins {
		if k, known := slices.BinarySearch(m.labels, labels[i]); known && len(margin) == len(m.labels) {
			weight := 1.0
			if weights != nil {
				weight = weights[i]
			}
			texts = append(texts, judged{margin, k, weight})
		}
	}
	temperature, offsets := coolest(texts, len(m.labels))
	m.temperature = temperature
	for k, offset := range offsets {
		m.bias[k] += float32(offset)
	}
	return offsets
}

// judged holds the margins of a text, which of them is the label's, and how much
// the text counts.
type judged struct {
	margins []float64
	label   int
	weight  float64
}

// The descent of coolest: its steps, how far the first ones go (in logarithms),
// and what keeps an offset small where a label has hardly any texts.
const (
	coolingSteps = 300
	coolingRate  = 0.1
	coolingDecay = 1e-4
)

// coolest finds the temperature and the offsets of the margins with the lowest
// mean surprise. There is one valley; steps are scaled by each number's own
// slopes (Adam) and shrink.
func coolest(texts []judged, labels int) (temperature float64, offsets []float64) {
	offsets = make([]float64, labels)
	if len(texts) == 0 {
		return 1, offsets
	}
	var all float64
	for _, j := range texts {
		all += j.weight
	}
	// Numbers 0 to labels-1 are offsets in units of the temperature, the last is
	// the temperature's inverse, as a logarithm.
	x := make([]float64, labels+1)
	x[labels] = math.Log(5)
	slopes, first, second := make([]float64, labels+1), make([]float64, labels+1), make([]float64, labels+1)
	shares := make([]float64, labels)
	for step := 1; step <= coolingSteps; step++ {
		clear(slopes)
		heat := math.Exp(x[labels])
		for _, j := range texts {
			for k, margin := range j.margins {
				shares[k] = margin*heat + x[k]
			}
			Softmax(shares, 1)
			shares[j.label]--
			for k, share := range shares {
				slopes[k] += j.weight * share
				slopes[labels] += j.weight * share * j.margins[k] * heat
			}
		}
		rate := coolingRate * (1 - float64(step)/(coolingSteps+1))
		for k := range x {
			slope := slopes[k] / all
			if k < labels {
				slope += coolingDecay * x[k]
			}
			first[k] = 0.9*first[k] + 0.1*slope
			second[k] = 0.99*second[k] + 0.01*slope*slope
			x[k] -= rate * first[k] / (1 - math.Pow(0.9, float64(step))) / (math.Sqrt(second[k]/(1-math.Pow(0.99, float64(step)))) + 1e-9)
		}
	}
	temperature = math.Exp(-x[labels])
	for k := range offsets {
		offsets[k] = x[k] * temperature
	}
	return temperature, offsets
}
