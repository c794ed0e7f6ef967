package route

import (
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
)

// question is what a rule looks at.
type question struct {
	Facts
	at       spot
	time     time.Time // zero: no time; then nothing holds that asks for one
	calendar calendar
}

// condition is a rule's "when": each part that is given must hold, and a part
// holds when one of its values does.
type condition struct {
	areas      []string
	kinds      []payload.Kind
	categories []string
	urgencies  []payload.Urgency
	hours      []hours.Week
	days       []dayKind
	projects   []string // anyProject: whichever
	grades     []payload.Grade
	triage     *bool
	complaint  *bool
	moving     *bool
}

const anyProject = "any"

func (c *condition) holds(q *question) bool {
	return among(c.kinds, q.Kind) && among(c.categories, q.Category) && among(c.urgencies, q.Urgency) && among(c.grades, q.Grade) &&
		is(c.triage, q.Triage) && is(c.complaint, q.Against != Accused{}) && is(c.moving, q.MoneyMoving) &&
		c.inProject(q.Project) && c.inArea(q.at) && c.inTime(q)
}

func among[T comparable](allowed []T, v T) bool {
	return len(allowed) == 0 || slices.Contains(allowed, v)
}

func is(wanted *bool, v bool) bool { return wanted == nil || *wanted == v }

func (c *condition) inProject(name string) bool {
	return len(c.projects) == 0 || name != "" && (slices.Contains(c.projects, anyProject) || slices.Contains(c.projects, name))
}

// inArea compares units by code, townships and villages by the place, and
// counties by the bureau: a development zone's townships are not its district's.
func (c *condition) inArea(at spot) bool {
	if len(c.areas) == 0 {
		return true
	}
	return slices.ContainsFunc(c.areas, func(code string) bool {
		return code == at.station || code == at.county || len(code) > 6 && isArea(code) && strings.HasPrefix(at.area, code)
	})
}

func (c *condition) inTime(q *question) bool {
	if len(c.hours) == 0 && len(c.days) == 0 {
		return true
	}
	if q.time.IsZero() {
		return false
	}
	return among(c.days, q.calendar.kindOf(q.time)) &&
		(len(c.hours) == 0 || slices.ContainsFunc(c.hours, func(w hours.Week) bool { return w.At(q.time) }))
}

// edges are the moments in a stretch of time at which the rules may begin or
// end to hold.
func (r Rules) edges(from, to time.Time) []time.Time { return r.tree().edges(from, to) }

func (n *node) edges(from, to time.Time) []time.Time {
	var out []time.Time
	for _, w := range n.when.hours {
		out = append(out, w.Edges(from, to)...)
	}
	if len(n.when.days) > 0 {
		out = append(out, everyDay.Edges(from, to)...)
	}
	for _, child := range n.rules {
		out = append(out, child.edges(from, to)...)
	}
	return out
}

// everyDay has an edge at each midnight.
var everyDay = func() hours.Week {
	w, err := hours.Parse("daily 00:00-00:01")
	if err != nil {
		panic(err) // a constant pattern
	}
	return w
}()

// dayKind is what sort of day it is in Shanghai.
type dayKind string

const (
	workday dayKind = "workday"
	weekend dayKind = "weekend"
	holiday dayKind = "holiday"
)

// calendar holds the days that are not what their weekday says, by date.
type calendar map[string]dayKind

func (c calendar) kindOf(t time.Time) dayKind {
	t = t.In(hours.Shanghai)
	if kind, known := c[t.Format(time.DateOnly)]; known {
		return kind
	}
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		return weekend
	}
	return workday
}
