package classify

import (
	"math"
	"strings"
)

// contribution is one effect of one pattern found in the text; the reasons are
// drawn from these.
type contribution struct {
	effect     *effect
	start, end int
}

// evidence is what the lexicon says about a text.
type evidence struct {
	text    string // normalised
	sober   string // the same without figures of speech, for the model of urgency
	all     []contribution
	opinion float64 // what speaks for opinion, belief, petitioning
	rescue  bool    // danger that says what it is: fire, water, illness, the road
	danger  float64 // sum of what speaks for an emergency
	pace    float64 // sum of what speaks for "now"
	guards  float64 // what speaks against both: past, habit, settled, hearsay
	settled float64 // the part of guards that no "now" outweighs
	hearsay float64 // the part of settled that makes it a tale
}

// alarm is danger, quickened by pace, after what speaks against it.
func (ev *evidence) alarm() float64 {
	danger := ev.danger
	if danger > 0 {
		danger += min(2, ev.pace/2)
	}
	return danger - ev.guards
}

func (l *lexicon) weigh(text string) evidence {
	hits, figures := l.scan(text)
	ev := evidence{text: text, sober: blank(text, figures)}
	var guard [families]float64
	ev.all = make([]contribution, 0, len(hits))
	for _, f := range hits {
		effects := l.patterns[f.pattern].effects
		for i := range effects {
			e := &effects[i]
			if f.silences(e) {
				continue
			}
			ev.all = append(ev.all, contribution{e, f.start, f.end})
			switch e.family {
			case onOpinion:
				ev.opinion += e.weight
			case onEmergency:
				ev.danger += e.weight
				ev.rescue = ev.rescue || e.weight >= emergencyAt && e.hotline != "" && e.hotline != "110"
			case onUrgent:
				ev.pace += e.weight
			case onPast, onHabit, onResolved, onHearsay:
				guard[e.family] = math.Max(guard[e.family], e.weight)
			}
		}
	}
	ev.hearsay = guard[onHearsay]
	ev.settled = guard[onResolved] + guard[onHearsay]
	ev.guards = ev.settled + math.Max(guard[onPast], guard[onHabit])
	return ev
}

// blank puts a clause mark in the place of each of spans, which are in order
// and may overlap.
func blank(text string, spans [][2]int) string {
	if len(spans) == 0 {
		return text
	}
	var out strings.Builder
	end := 0
	for _, span := range spans {
		if span[0] >= end {
			out.WriteString(text[end:span[0]])
			out.WriteRune(clauseMark)
		}
		end = max(end, span[1])
	}
	out.WriteString(text[end:])
	return out.String()
}

func (f found) silences(e *effect) bool {
	if f.hidden&(1<<e.family) != 0 {
		return true
	}
	return f.hidden&denied != 0 && (e.family == onEmergency || e.family == onUrgent)
}
