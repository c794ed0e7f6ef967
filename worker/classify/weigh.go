package classify

import (
	"math"
	"slices"
	"unicode/utf8"
)

// contribution is one effect of one pattern found in the text; the reasons are
// drawn from these.
type contribution struct {
	effect     *effect
	start, end int
}

// evidence is what the lexicon says about a text. A trained model adds its own
// contributions to scores before they become probabilities.
type evidence struct {
	text    string // normalised
	scores  []float64
	own     []float64 // scores before a kind's words lifted them
	all     []contribution
	danger  float64 // sum of what speaks for an emergency
	pace    float64 // sum of what speaks for "now"
	guards  float64 // what speaks against both: past, habit, settled, hearsay
	settled float64 // the part of guards that no "now" outweighs
}

// deniable are the categories whose words name an act or a harm: 没有打架 is
// then no fight. In the others absence itself is the matter (没有灭火器, 没有工资).
var deniable = map[string]bool{
	"tip.violence": true, "tip.theft": true, "tip.gambling": true,
	"assist.medical": true, "assist.stranded": true, "assist.crisis": true, "assist.victim": true,
}

func (l *lexicon) weigh(text string) evidence {
	ev := evidence{text: text, scores: make([]float64, len(taxonomy().list))}
	var guard [families]float64
	var byKind [outKind + 1]float64
	hits := l.scan(text)
	ev.all = make([]contribution, 0, len(hits)+2)
	for _, f := range hits {
		effects := l.patterns[f.pattern].effects
		for i := range effects {
			e := &effects[i]
			if f.silences(e) {
				continue
			}
			ev.all = append(ev.all, contribution{e, f.start, f.end})
			switch e.family {
			case onCategory:
				ev.scores[e.index] += e.weight
			case onKind:
				byKind[e.index] += e.weight
			case onEmergency:
				ev.danger += e.weight
			case onUrgent:
				ev.pace += e.weight
			case onPast, onHabit, onResolved, onHearsay:
				guard[e.family] = math.Max(guard[e.family], e.weight)
			}
		}
	}
	if guard[onHearsay] >= plainHearsay {
		ev.halveHarm()
	}
	ev.keepAlarm()
	ev.own = slices.Clone(ev.scores)
	for k, w := range byKind {
		ev.addToKind(k, min(w, maxKindLift))
	}
	ev.settled = guard[onResolved] + guard[onHearsay]
	ev.guards = ev.settled + math.Max(guard[onPast], guard[onHabit])
	return ev
}

func (f found) silences(e *effect) bool {
	if f.hidden&(1<<e.family) != 0 {
		return true
	}
	if f.hidden&denied == 0 {
		return false
	}
	return e.family == onEmergency || e.family == onUrgent || e.family == onCategory && deniable[e.target]
}

const (
	plainHearsay = 5.0 // 演习, 电视剧里; not a mere 听说
	// Words such as 纠纷 or 调解 tell the kind, and however many there are not
	// the category.
	maxKindLift = 1.5
)

// halveHarm discounts the acts and harms of a drill or a film.
func (ev *evidence) halveHarm() {
	for i, c := range taxonomy().list {
		if deniable[c.Code] {
			ev.scores[i] /= 2
		}
	}
}

// alarmRunes is how long a text may be that is nothing but a cry for help.
const alarmRunes = 12

// keepAlarm lets out.emergency_only stand only in a short text that says
// nothing else: 救命 in a longer one is part of a story.
func (ev *evidence) keepAlarm() {
	alarm := taxonomy().byCode[codeAlarm]
	for i, s := range ev.scores {
		if i != alarm && s > 0 {
			ev.scores[alarm] = 0
		}
	}
	if utf8.RuneCountInString(ev.text) > alarmRunes {
		ev.scores[alarm] = 0
	}
}

// addToKind lifts the categories of a kind that have words of their own; where
// none has, "other" of that kind takes it.
func (ev *evidence) addToKind(kind int, weight float64) {
	if weight == 0 {
		return
	}
	t, any := taxonomy(), false
	for i, c := range t.list {
		if c.Kind == kinds[kind] && ev.scores[i] > 0 {
			ev.scores[i] += weight
			any = true
		}
	}
	if !any && kind != outKind {
		ev.scores[t.byCode[string(kinds[kind])+".other"]] += weight
	}
}
