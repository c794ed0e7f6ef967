package classify

import (
	"math"
	"strings"

	"secondbrother/worker/classify/linear"
)

// Urgency is how fast somebody must act.
type Urgency string

const (
	// Emergency: life in danger, violence or fire now.
	Emergency Urgency = "emergency"
	// Urgent: happening now, or money leaving within the hour.
	Urgent Urgency = "urgent"
	// Routine is everything else.
	Routine Urgency = "routine"
)

// urgencyNames are all of them, in the order in which their shares are kept.
var urgencyNames = []Urgency{Emergency, Routine, Urgent}

// Places in urgencyNames.
const (
	atEmergency = iota
	atRoutine
	atUrgent
	urgencies
)

// urgencyLabel is what the model of urgency calls a message. Emergencies have
// little in common with each other, so each category's are a label; calm texts
// differ by kind.
func urgencyLabel(m Message) string {
	what := m.Category
	if m.Urgency != Emergency {
		what, _, _ = strings.Cut(what, ".")
	}
	return string(m.Urgency) + " " + what
}

func urgencyOf(label string) Urgency {
	u, _, _ := strings.Cut(label, " ")
	return Urgency(u)
}

// pressures are the logarithms of the shares of urgencyNames by the model of
// urgency alone. It makes shares of the margins of that model's labels.
func (s *Sorter) pressures(margins []float64) (out [urgencies]float64) {
	linear.Softmax(margins, s.urgencies.Temperature())
	for k, share := range margins {
		out[s.pressing[k].urgency] += share
	}
	for u := range out {
		out[u] = math.Log(out[u] + 1e-6)
	}
	return out
}

// clearest is the label of u that the text fits best, by margins or shares.
func (s *Sorter) clearest(margins []float64, u Urgency) string {
	best, at := math.Inf(-1), ""
	for k, label := range s.pressing {
		if urgencyNames[label.urgency] == u && margins[k] > best {
			best, at = margins[k], label.name
		}
	}
	return at
}

// What the lexicon's words reach by themselves, in its weights: with the model's mild consent, and without
// any. A single hard word is 5.5 or 6.
const (
	emergencyAt  = 4.0
	hardAt       = 8.0
	plainHearsay = 5.0 // 演习, 电视剧里; not a mere 听说
)

// urgency asks three: the model of urgency, the category's own (nobody looks
// for a missing parent at leisure) and the lexicon; the head weighs them. A hard
// word of the lexicon is enough by itself, and a drill or a film is none unless
// the lexicon finds danger beside it.
func (s *Sorter) urgency(margins []float64, ev *evidence, shares []float64) Urgency {
	return s.head.judge(signalsOf(s.pressures(margins), ev, shares, s.usual), ev)
}

func (h *head) judge(x [signals]float64, ev *evidence) Urgency {
	p := h.shares(x)
	switch danger := ev.alarm(); {
	case danger >= hardAt, danger >= emergencyAt && p[atEmergency] >= h.Threshold/4:
		return Emergency
	case p[atEmergency] >= h.Threshold && ev.hearsay < plainHearsay:
		return Emergency
	case p[atUrgent]+p[atEmergency] > p[atRoutine]:
		return Urgent
	}
	return Routine
}
