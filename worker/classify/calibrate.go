package classify

import (
	"math"
	"slices"
)

// row is a message as models see it that have not learnt from it.
type row struct {
	Message
	categories []float64          // margins
	urgencies  [urgencies]float64 // logarithms
	usual      [][2]float64       // of the models' own part
	ev         evidence
}

func (s *Sorter) look(normal string, m Message) row {
	ev := theLexicon().weigh(normal)
	return row{m, s.categories.Margins(normal), s.pressures(s.urgencies.Margins(ev.sober)), s.usual, ev}
}

// hardWeight is how much a hard message counts where it matters how frequent
// things are: they are more than half of the corpus.
const hardWeight = 0.3

// calibrate chooses the temperature, the biases, the head and the threshold on
// rows, and moves the rows' margins as it moves the biases.
func (s *Sorter) calibrate(rows []row) {
	margins := make([][]float64, len(rows))
	labels := make([]string, len(rows))
	weights := make([]float64, len(rows))
	for i, r := range rows {
		margins[i], labels[i], weights[i] = r.categories, r.Category, r.weight()
	}
	offsets := s.categories.Calibrate(margins, labels, weights)
	for _, r := range rows {
		for k, offset := range offsets {
			r.categories[k] += offset
		}
	}
	xs := make([][signals]float64, len(rows))
	truths := make([]int, len(rows))
	for i, r := range rows {
		xs[i] = s.signalsOf(r)
		truths[i] = slices.Index(urgencyNames, r.Urgency)
	}
	s.head.fit(xs, truths, weights)
	s.head.Threshold = s.threshold(rows, xs)
}

func (r *row) weight() float64 {
	if r.Hard {
		return hardWeight
	}
	return 1
}

func (s *Sorter) sharesOf(r row) []float64 {
	return s.shares(slices.Clone(r.categories))
}

func (s *Sorter) signalsOf(r row) [signals]float64 {
	return signalsOf(r.urgencies, &r.ev, s.sharesOf(r), r.usual)
}

// threshold is the highest at which recallAim of the emergencies among rows are
// found, those of hard messages left aside.
func (s *Sorter) threshold(rows []row, xs [][signals]float64) float64 {
	low, high := 0.001, 0.999
	finds := func(threshold float64) bool {
		h := s.head
		h.Threshold = threshold
		found, all := 0, 0
		for i, r := range rows {
			if r.Urgency != Emergency || r.Hard {
				continue
			}
			all++
			if h.judge(xs[i], &rows[i].ev) == Emergency {
				found++
			}
		}
		return float64(found) >= recallAim*float64(all)
	}
	for range 30 {
		middle := math.Sqrt(low * high)
		if finds(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// answer is what s would say of a row, without the reasons.
func (s *Sorter) answer(r row) Result {
	p := s.sharesOf(r)
	urgency := s.head.judge(s.signalsOf(r), &r.ev)
	result, _ := s.settle(r.ev.text, &r.ev, p, urgency, "")
	return result
}
