// Package hours reads when something holds in a week: when somebody works, when
// a rule applies. It is pure; every time of day is Asia/Shanghai.
package hours

import (
	"cmp"
	"slices"
	"time"
)

// Shanghai is the zone of every hour that people write. It has had no summer
// time since 1991, so a fixed offset is exact.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

const (
	minutesADay  = 24 * 60
	minutesAWeek = 7 * minutesADay
)

// Week is a set of hours that repeats every week. The zero Week says nothing;
// "off" says that there are none.
type Week struct {
	given bool
	spans []span // sorted, apart from each other
}

// span is minutes from Monday 00:00: from is in it, to is not.
type span struct{ from, to int }

// Given says whether the pattern says anything.
func (w Week) Given() bool { return w.given }

// At says whether t lies within the hours.
func (w Week) At(t time.Time) bool {
	minute := minuteOfWeek(t)
	i, found := slices.BinarySearchFunc(w.spans, minute, func(s span, m int) int { return cmp.Compare(s.from, m) })
	return found || i > 0 && minute < w.spans[i-1].to
}

// Edges lists the moments after from, up to and with to, at which hours may
// begin or end, in order.
func (w Week) Edges(from, to time.Time) []time.Time {
	var out []time.Time
	for monday := monday(from); !monday.After(to); monday = monday.AddDate(0, 0, 7) {
		for _, s := range w.spans {
			for _, minute := range [...]int{s.from, s.to} {
				at := monday.Add(time.Duration(minute) * time.Minute)
				if at.After(from) && !at.After(to) && (len(out) == 0 || at.After(out[len(out)-1])) {
					out = append(out, at)
				}
			}
		}
	}
	return out
}

func minuteOfWeek(t time.Time) int {
	t = t.In(Shanghai)
	return sinceMonday(t)*minutesADay + t.Hour()*60 + t.Minute()
}

func sinceMonday(t time.Time) int { return (int(t.Weekday()) + 6) % 7 }

func monday(t time.Time) time.Time {
	t = t.In(Shanghai)
	return time.Date(t.Year(), t.Month(), t.Day()-sinceMonday(t), 0, 0, 0, 0, Shanghai)
}

// week builds a Week of spans that may lie in any order, overlap and run over
// the week's end.
func week(all []span) Week {
	var cut []span
	for _, s := range all {
		if s.to <= minutesAWeek {
			cut = append(cut, s)
			continue
		}
		cut = append(cut, span{s.from, minutesAWeek}, span{0, s.to - minutesAWeek})
	}
	slices.SortFunc(cut, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	w := Week{given: true}
	for _, s := range cut {
		if last := len(w.spans) - 1; last >= 0 && s.from <= w.spans[last].to {
			w.spans[last].to = max(w.spans[last].to, s.to)
			continue
		}
		w.spans = append(w.spans, s)
	}
	return w
}
