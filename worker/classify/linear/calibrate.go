package linear

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
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
	var unseen []judged
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
		unseen = append(unseen, part.judge(test)...)
	}
	m.temperature = coolest(unseen)
	return m, nil
}

// judged holds the margins of a text, and which of them is the label's.
type judged struct {
	margins []float32
	label   int
}

func (m *Model) judge(samples []Sample) []judged {
	at := make(map[string]int, len(m.labels))
	for k, label := range m.labels {
		at[label] = k
	}
	var out []judged
	for _, s := range samples {
		if k, ok := at[s.Label]; ok {
			out = append(out, judged{m.margins(m.vector([]rune(s.Text))), k})
		}
	}
	return out
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
				sum += math.Exp(float64(margin-j.margins[j.label]) / t)
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
