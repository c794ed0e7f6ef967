package linear

import (
	"cmp"
	"slices"
)

// Score is one label's part of a Report.
type Score struct {
	Label             string
	Texts             int // of this label
	Precision, Recall float64
	F1                float64
}

// Confusion counts texts of one label taken for another.
type Confusion struct {
	Was, Taken string
	Texts      int
}

// Coverage is the accuracy on the surest part of the texts.
type Coverage struct {
	Share    float64 // of all texts, 1 for all
	Accuracy float64
	Floor    float64 // the lowest confidence within the part
}

// Report says how well guesses agree with labels.
type Report struct {
	Texts      int
	Accuracy   float64
	MacroF1    float64
	Scores     []Score     // by label
	Confusions []Confusion // the most frequent first
	Coverages  []Coverage
}

// Outcome is one text's true label, and the guess.
type Outcome struct {
	Label string
	Guess Guess
}

// Assess compares guesses with labels. Labels that only occur as guesses count
// with a recall of 0.
func Assess(outcomes []Outcome) Report {
	var (
		report  = Report{Texts: len(outcomes)}
		was     = map[string]int{}
		taken   = map[string]int{}
		right   = map[string]int{}
		mistook = map[[2]string]int{}
		correct int
	)
	for _, o := range outcomes {
		was[o.Label]++
		taken[o.Guess.Label]++
		if o.Label == o.Guess.Label {
			right[o.Label]++
			correct++
		} else {
			mistook[[2]string{o.Label, o.Guess.Label}]++
		}
	}
	if len(outcomes) == 0 {
		return report
	}
	report.Accuracy = float64(correct) / float64(len(outcomes))
	for label := range taken {
		was[label] += 0
	}
	for label, texts := range was {
		s := Score{Label: label, Texts: texts, Precision: ratio(right[label], taken[label]), Recall: ratio(right[label], texts)}
		if s.Precision+s.Recall > 0 {
			s.F1 = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
		}
		report.Scores = append(report.Scores, s)
	}
	slices.SortFunc(report.Scores, func(a, b Score) int { return cmp.Compare(a.Label, b.Label) })
	for _, s := range report.Scores { // in a fixed order: float sums depend on it
		report.MacroF1 += s.F1 / float64(len(was))
	}
	for pair, texts := range mistook {
		report.Confusions = append(report.Confusions, Confusion{pair[0], pair[1], texts})
	}
	slices.SortFunc(report.Confusions, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(b.Texts, a.Texts), cmp.Compare(a.Was, b.Was), cmp.Compare(a.Taken, b.Taken))
	})
	report.Coverages = coverages(outcomes)
	return report
}

func coverages(outcomes []Outcome) []Coverage {
	surest := slices.SortedStableFunc(slices.Values(outcomes), func(a, b Outcome) int {
		return cmp.Compare(b.Guess.Confidence, a.Guess.Confidence)
	})
	var out []Coverage
	for _, share := range []float64{1, .95, .90, .85, .80} {
		n := max(1, int(share*float64(len(surest))+.5))
		correct := 0
		for _, o := range surest[:n] {
			if o.Label == o.Guess.Label {
				correct++
			}
		}
		out = append(out, Coverage{share, ratio(correct, n), surest[n-1].Guess.Confidence})
	}
	return out
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
