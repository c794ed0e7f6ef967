package classify

import (
	"cmp"
	"slices"
)

// Enough to explain, few enough for a card on a phone.
const (
	maxCategoryReasons = 4
	maxUrgencyReasons  = 3
)

// reasons picks the words that weighed most for the result: for its category
// (or, after abstaining, for the candidates), for its urgency, and, where a
// guard brought the urgency down, for that.
func (ev *evidence) reasons(r Result, p []float64) []Reason {
	out := ev.strongest(maxCategoryReasons, func(c contribution) (string, float64) {
		switch {
		case c.effect.weight <= 0:
			return "", 0
		case c.effect.family == onCategory && (c.effect.target == r.Category || r.Abstained && p[c.effect.index] > 0):
			return c.effect.target, c.effect.weight
		case c.effect.family == onKind && Kind(c.effect.target) == r.Kind:
			return r.Category, c.effect.weight
		}
		return "", 0
	})
	return append(out, ev.strongest(maxUrgencyReasons, func(c contribution) (string, float64) {
		switch f := c.effect.family; {
		case f == onEmergency && r.Urgency == Emergency:
			return string(Emergency), c.effect.weight
		case (f == onUrgent || f == onEmergency) && r.Urgency == Urgent:
			return string(Urgent), c.effect.weight
		case f >= onPast && f <= onHearsay && ev.danger+ev.pace > 0 && r.Urgency != Emergency:
			return string(Routine), c.effect.weight
		}
		return "", 0
	})...)
}

// strongest gives the n weightiest distinct words, in order of weight and then
// of place. pick says what a contribution speaks for, or "" when it is not
// wanted.
func (ev *evidence) strongest(n int, pick func(contribution) (speaksFor string, weight float64)) []Reason {
	type candidate struct {
		Reason
		weight float64
	}
	var wanted []candidate
	for _, c := range ev.all {
		if what, w := pick(c); what != "" && w > 0 {
			reason := Reason{Word: ev.text[c.start:c.end], For: what}
			if !slices.ContainsFunc(wanted, func(x candidate) bool { return x.Reason == reason }) {
				wanted = append(wanted, candidate{reason, w})
			}
		}
	}
	slices.SortStableFunc(wanted, func(a, b candidate) int { return cmp.Compare(b.weight, a.weight) })
	out := make([]Reason, 0, n+maxUrgencyReasons)
	for _, c := range wanted[:min(n, len(wanted))] {
		out = append(out, c.Reason)
	}
	return out
}
