package linear

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// TrainCalibrated trains on all samples, and sets the temperature that makes
// confidences honest: the one under which models trained on four fifths found
// the labels of the fifth they had not seen least surprising.
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
	m.Calibrate(margins, truths)
	return m, nil
}

// Calibrate sets the temperature under which margins, in the order of Labels,
// of texts that the model's like had not seen make their true labels least
// surprising. Margins of other lengths and unknown labels are passed over.
func (m *Model) Calibrate(margins [][]float64, labels []string) {
	var texts []judged
	for i, margin := range margins {
		if k, known := slices.BinarySearch(m.labels, labels[i]); known && len(margin) == len(m.labels) {
			texts = append(texts, judged{margin, k})
		}
	}
	m.temperature = coolest(texts)
}

// judged holds the margins of a text, and which of them is the label's.
type judged struct {
	margins []float64
	label   int
}

// coolest finds the temperature with the lowest mean surprise, by golden
// section over its logarithm: the surprise has one valley there.
func coolest(texts []judged) float64 {
	if len(texts) == 0 {
		return 1
	}
	surprise := func(logT float64) float64 {
		t := math.Exp(logT)
		var total float64
		for _, j := range texts {
			var sum float64
			for _, margin := range j.margins {
				sum += math.Exp((margin - j.margins[j.label]) / t)
			}
			total += math.Log(sum)
		}
		return total
	}
	low, high := math.Log(0.02), math.Log(5.0)
	const golden = 0.6180339887498949
	for range 40 {
		a, b := high-golden*(high-low), low+golden*(high-low)
		if surprise(a) < surprise(b) {
			high = b
		} else {
			low = a
		}
	}
	return math.Exp((low + high) / 2)
}
