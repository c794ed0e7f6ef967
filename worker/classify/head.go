package classify

import (
	"math"

	"secondbrother/worker/classify/linear"
)

// head weighs what is known about how pressing a text is. It is small enough to
// be learnt from texts that the models under it had not seen.
type head struct {
	// Threshold is the share from which a text is an emergency.
	Threshold float64 `json:"threshold"`
	// Weights is a row for each of urgencyNames.
	Weights [][]float64 `json:"weights"`
	// Usual is how often a category's texts are emergencies, and how often they
	// are urgent.
	Usual map[string][2]float64 `json:"usual"`
}

// signals is how many there are; the last is always 1.
const signals = 9

func (h *head) valid() bool {
	if len(h.Weights) != urgencies || !(h.Threshold > 0 && h.Threshold < 1) {
		return false
	}
	for _, row := range h.Weights {
		if len(row) != signals {
			return false
		}
		for _, w := range row {
			if math.IsNaN(w) || math.IsInf(w, 0) {
				return false
			}
		}
	}
	return true
}

// usualOf is usual in the taxonomy's order.
func usualOf(usual map[string][2]float64) [][2]float64 {
	list := taxonomy().list
	out := make([][2]float64, len(list))
	for i, c := range list {
		out[i] = usual[c.Code]
	}
	return out
}

// signalsOf are log odds of the urgency model, what the likely categories' texts
// usually are, and the lexicon's sums, all of about the same size.
func signalsOf(logs [urgencies]float64, ev *evidence, shares []float64, usualOf [][2]float64) [signals]float64 {
	var usual [2]float64
	for i, u := range usualOf {
		usual[0] += shares[i] * u[0]
		usual[1] += shares[i] * u[1]
	}
	return [signals]float64{
		(logs[atEmergency] - logs[atRoutine]) / 3, (logs[atUrgent] - logs[atRoutine]) / 3,
		2 * usual[0], 2 * usual[1],
		math.Tanh(ev.danger / 5), math.Tanh(ev.pace / 5), math.Tanh(ev.guards / 5), math.Tanh(ev.settled / 5),
		1,
	}
}

// shares are the probabilities of urgencyNames.
func (h *head) shares(x [signals]float64) []float64 {
	p := make([]float64, urgencies)
	for k := range p {
		for i, v := range x {
			p[k] += h.Weights[k][i] * v
		}
	}
	linear.Softmax(p, 1)
	return p
}

const (
	fitSteps = 1500
	fitRate  = 0.5
	fitDecay = 1e-4
)

// fit learns Weights by gradient descent on the mean surprise; truths are
// places in urgencyNames, weights how much each counts.
func (h *head) fit(xs [][signals]float64, truths []int, weights []float64) {
	h.Weights = make([][]float64, urgencies)
	for k := range h.Weights {
		h.Weights[k] = make([]float64, signals)
	}
	if len(xs) == 0 {
		return
	}
	var all float64
	for _, w := range weights {
		all += w
	}
	for range fitSteps {
		var gradient [urgencies][signals]float64
		for n, x := range xs {
			p := h.shares(x)
			p[truths[n]]--
			for k := range p {
				for i, v := range x {
					gradient[k][i] += weights[n] * p[k] * v
				}
			}
		}
		for k := range gradient {
			for i := range gradient[k] {
				h.Weights[k][i] -= fitRate * (gradient[k][i]/all + fitDecay*h.Weights[k][i])
			}
		}
	}
}
