package classify

import (
	"cmp"
	"slices"
	"strings"

	"secondbrother/worker/classify/linear"
	"secondbrother/worker/classify/words"
)

// Enough to explain, few enough for a card on a phone.
const (
	maxCategoryReasons = 3
	maxUrgencyReasons  = 3
)

// reasons picks the words that weighed most: for the category (after
// abstaining, for the best guess), for the urgency, and, where a guard brought
// the urgency down, for that.
// clearest is the label of the model of urgency to explain.
func (s *Sorter) reasons(about, pressing *linear.Reading, clearest string, ev *evidence, r Result, guess int) []Reason {
	out := make([]Reason, 0, maxCategoryReasons+maxUrgencyReasons)
	if r.Category == codeOpinion {
		out = ev.strongest(out, maxCategoryReasons, codeOpinion, onOpinion)
	}
	code := taxonomy().list[guess].Code
	ends := words.Ends(ev.text)
	for _, span := range about.Spans(code, maxCategoryReasons, ends) {
		out = add(out, maxCategoryReasons, Reason{span.Text, code})
	}
	most := len(out) + maxUrgencyReasons
	switch r.Urgency {
	case Emergency:
		out = ev.strongest(out, most, string(Emergency), onEmergency)
	case Urgent:
		out = ev.strongest(out, most, string(Urgent), onUrgent, onEmergency)
	default:
		if ev.danger+ev.pace > 0 {
			out = ev.strongest(out, most, string(Routine), onPast, onHabit, onResolved, onHearsay)
		}
		return out
	}
	if ev.sober != ev.text {
		ends = words.Ends(ev.sober)
	}
	for _, span := range pressing.Spans(clearest, maxUrgencyReasons, ends) {
		out = add(out, most, Reason{span.Text, string(r.Urgency)})
	}
	return out
}

// add appends a reason unless there are most of them or it repeats one that
// speaks for the same.
func add(reasons []Reason, most int, r Reason) []Reason {
	if len(reasons) >= most || slices.ContainsFunc(reasons, func(o Reason) bool {
		return o.For == r.For && (strings.Contains(o.Word, r.Word) || strings.Contains(r.Word, o.Word))
	}) {
		return reasons
	}
	return append(reasons, r)
}

// strongest adds the lexicon's weightiest words of some families, in order of
// weight and then of place.
func (ev *evidence) strongest(reasons []Reason, most int, what string, of ...family) []Reason {
	wanted := make([]contribution, 0, len(ev.all))
	for _, c := range ev.all {
		if c.effect.weight > 0 && slices.Contains(of, c.effect.family) {
			wanted = append(wanted, c)
		}
	}
	slices.SortStableFunc(wanted, func(a, b contribution) int { return cmp.Compare(b.effect.weight, a.effect.weight) })
	for _, c := range wanted {
		reasons = add(reasons, most, Reason{ev.text[c.start:c.end], what})
	}
	return reasons
}
