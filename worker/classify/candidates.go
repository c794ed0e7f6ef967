package classify

import (
	"cmp"
	"slices"

	"secondbrother/worker/classify/words"
)

// Candidate is a category that a text may be about.
type Candidate struct {
	Category string
	Share    float64  // of the probability within the chosen kind
	Words    []string // pieces of the normalised text that spoke for it
}

// leastShare is what a category needs to be worth a person's look.
const leastShare = 0.1

// Candidates lists the likeliest categories of a text within a kind, at most n,
// the likeliest first: for somebody who has to decide.
func (s *Sorter) Candidates(text string, kind Kind, n int) []Candidate {
	normal := Normalise(text)
	about, ends := s.categories.Read(normal), words.Ends(normal)
	p := s.shares(about.Margins())
	list, sum := taxonomy().list, 0.0
	for i, c := range list {
		if c.Kind == kind {
			sum += p[i]
		}
	}
	var out []Candidate
	for i, c := range list {
		if c.Kind == kind && sum > 0 && p[i]/sum >= leastShare {
			out = append(out, Candidate{Category: c.Code, Share: p[i] / sum})
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(b.Share, a.Share) })
	out = out[:min(n, len(out))]
	for i := range out {
		var reasons []Reason
		for _, span := range about.Spans(out[i].Category, maxCategoryReasons, ends) {
			reasons = add(reasons, maxCategoryReasons, Reason{span.Text, out[i].Category})
		}
		for _, r := range reasons {
			out[i].Words = append(out[i].Words, r.Word)
		}
	}
	return out
}
