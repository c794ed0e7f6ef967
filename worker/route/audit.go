package route

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
)

// Gap is a stretch of time in which a case would not reach an officer.
type Gap struct {
	County     string
	Station    string
	Areas      []string // places that are alike in this
	Categories []string // "triage" and "complaint" stand for cases of any category that are so
	From, To   time.Time
	Level      Level // who answers instead; 0: nobody
}

// auditFor is how long Audit looks ahead: every pattern has been through by then.
const auditFor = 7 * 24 * time.Hour

// Audit asks, for every area, every category, every urgency and every hour of
// the week after from, who would get a case, and lists where nobody would
// (Level 0), and where only somebody above the station's officers would. Places
// that have the same officers, categories that go the same way, and hours
// between two changes of shift are asked once.
func Audit(o *Org, areas []string, from time.Time) []Gap {
	a := auditor{o: o, asked: make(map[string][]line), last: make(map[string]int)}
	places := a.places(areas)
	edges := append([]time.Time{from}, a.edges(from, from.Add(auditFor))...)
	for i, at := range edges {
		to := from.Add(auditFor)
		if i+1 < len(edges) {
			to = edges[i+1]
		}
		clear(a.asked)
		then := o.At(at)
		for _, p := range places {
			for _, l := range a.lines(p, at) {
				a.ask(then, p, l, Gap{From: at, To: to})
			}
		}
	}
	return a.gaps
}

// alike is places whose cases go the same way.
type alike struct {
	at    spot
	areas []string
	key   string
	rules string // which of the areas that the rules name it lies in
}

// line is categories whose cases are asked the same way.
type line struct {
	name       string // tells it from others at that place
	categories []string
	to         []answer
	desk       string // the taxonomy's name, where "to" asks the category's desk
	against    bool
	above      bool // it goes past the officers on purpose
}

type auditor struct {
	o     *Org
	asked map[string][]line // by the rules' areas, for one moment
	last  map[string]int    // place and line → its last gap
	gaps  []Gap
}

func (a *auditor) places(areas []string) []*alike {
	var out []*alike
	byKey := make(map[string]*alike)
	for _, area := range areas {
		at := a.o.locate(Facts{Area: area})
		rules := a.rulesOf(at)
		key := fmt.Sprint(at.county, at.station, rules, a.covering(at))
		p := byKey[key]
		if p == nil {
			p = &alike{at: at, key: key, rules: rules}
			byKey[key] = p
			out = append(out, p)
		}
		p.areas = append(p.areas, area)
	}
	return out
}

// covering are the officers whose communities hold the place, on duty or not.
func (a *auditor) covering(at spot) (ids []int64) {
	for _, p := range a.o.staff[at.station][payload.RoleOfficer] {
		if slices.ContainsFunc(p.Areas, func(area string) bool { return strings.HasPrefix(at.area, area) }) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

func (a *auditor) rulesOf(at spot) string {
	var b strings.Builder
	for _, ref := range a.o.rules.refs {
		if ref.what == "area" && (&condition{areas: []string{ref.name}}).inArea(at) {
			b.WriteString(ref.name + " ")
		}
	}
	return b.String()
}

// edges are the moments at which somebody comes or goes or a rule begins or
// ends to hold.
func (a *auditor) edges(from, to time.Time) []time.Time {
	var out []time.Time
	for _, p := range a.o.people {
		out = append(out, p.edges(from, to)...)
		out = append(out, p.Duty.Said, p.Duty.Said.Add(SaidHolds))
	}
	out = append(out, a.o.rules.edges(from, to)...)
	slices.SortFunc(out, time.Time.Compare)
	out = slices.CompactFunc(out, time.Time.Equal)
	return slices.DeleteFunc(out, func(t time.Time) bool { return !t.After(from) || !t.Before(to) })
}

// lines asks the rules about everything that could be reported from a place.
func (a *auditor) lines(p *alike, now time.Time) []line {
	if known, ok := a.asked[p.rules]; ok {
		return known
	}
	var out []line
	index := make(map[string]int)
	ask := func(f Facts, what string) {
		v := a.o.rules.match(a.o.question(f, p.at, now))
		l := line{to: v.to, against: f.Against != Accused{}, above: f.Triage || f.Against != Accused{}}
		if slices.ContainsFunc(v.to, func(t answer) bool { return t.name == "desk" }) {
			l.desk = a.o.desks[f.Category]
		}
		l.name = fmt.Sprintf("%p %s %v %v", &v.to[0], l.desk, l.against, l.above)
		i, known := index[l.name]
		if !known {
			i = len(out)
			index[l.name] = i
			out = append(out, l)
		}
		if !slices.Contains(out[i].categories, what) {
			out[i].categories = append(out[i].categories, what)
		}
	}
	for _, u := range []payload.Urgency{payload.Emergency, payload.Urgent, payload.Routine} {
		for _, category := range a.o.categories() {
			kind, _, _ := strings.Cut(category, ".")
			ask(Facts{Kind: payload.Kind(kind), Category: category, Urgency: u}, category)
		}
		ask(Facts{Urgency: u, Triage: true}, "triage")
		ask(Facts{Urgency: u, Against: Accused{Unit: "?"}}, "complaint")
	}
	a.asked[p.rules] = out
	return out
}

// ask notes a gap of one place and line between two edges, or lengthens it.
func (a *auditor) ask(org *Org, p *alike, l line, gap Gap) {
	at := p.at
	if l.against {
		org = org.Without(Accused{Unit: at.station})
		at.station = ""
	}
	at.desk = org.byDesk[deskKey{at.county, l.desk}]
	var d Decision
	org.answer(&d, &at, l.to)
	switch {
	case len(d.Recipients) == 0:
	case l.above || d.Level <= LevelOfficer:
		return
	default:
		gap.Level = d.Level
	}
	key := p.key + " " + l.name
	if i, known := a.last[key]; known {
		before := &a.gaps[i]
		if before.To.Equal(gap.From) && before.Level == gap.Level && slices.Equal(before.Categories, l.categories) {
			before.To = gap.To
			return
		}
	}
	gap.County, gap.Station, gap.Areas, gap.Categories = p.at.county, p.at.station, p.areas, l.categories
	a.last[key] = len(a.gaps)
	a.gaps = append(a.gaps, gap)
}

// categories lists what can be filed, in order.
func (o *Org) categories() []string {
	var out []string
	for code := range o.desks {
		if _, ok := o.Category(code); ok {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return out
}
