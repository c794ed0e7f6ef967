package route

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
)

func (p *parser) answers(n *yaml.Node) (out []answer) {
	for _, text := range p.texts(n) {
		a, known := answerOf(text.Value)
		if !known {
			p.wrong(text, "不认识 %q：文件开头列着可以写谁", "nobody is called %q; the default file's head lists whom", text.Value)
			continue
		}
		out = append(out, a)
		if unit, named := strings.CutPrefix(text.Value, "person "); named {
			p.refs = append(p.refs, reference{"person", strings.TrimSpace(unit), text.Line})
		}
	}
	return out
}

func (p *parser) condition(n *yaml.Node) (c condition) {
	for _, f := range p.fields(n, part{"when ", "when"}, "area", "kind", "category", "urgency", "hours", "days", "project", "grade", "triage", "complaint", "money_moving") {
		switch f.key.Value {
		case "triage":
			c.triage = p.truth(f.value)
			continue
		case "complaint":
			c.complaint = p.truth(f.value)
			continue
		case "money_moving":
			c.moving = p.truth(f.value)
			continue
		}
		for _, text := range p.texts(f.value) {
			p.value(&c, f.key.Value, text)
		}
	}
	return c
}

func (p *parser) value(c *condition, key string, n *yaml.Node) {
	switch v := n.Value; key {
	case "area":
		c.areas = append(c.areas, v) // a unit's code may be anything: Unknown compares it with a roster
		p.refs = append(p.refs, reference{key, v, n.Line})
	case "project":
		c.projects = append(c.projects, v)
		if v != anyProject {
			p.refs = append(p.refs, reference{key, v, n.Line})
		}
	case "kind":
		if !payload.Kind(v).Valid() {
			p.wrong(n, "kind 写 tip、dispute 或 assist，不是 %q", "kind is tip, dispute or assist, not %q", v)
		}
		c.kinds = append(c.kinds, payload.Kind(v))
	case "category":
		if category, known := classify.Lookup(v); !known || category.Kind == classify.Out {
			p.wrong(n, "没有类别 %q（见 taxonomy.csv）", "no such category %q (see taxonomy.csv)", v)
		}
		c.categories = append(c.categories, v)
	case "urgency":
		c.urgencies = append(c.urgencies, p.urgency(n))
	case "grade":
		if !payload.Grade(v).Valid() {
			p.wrong(n, "grade 写 red、yellow 或 green，不是 %q", "grade is red, yellow or green, not %q", v)
		}
		c.grades = append(c.grades, payload.Grade(v))
	case "days":
		if !slices.Contains([]dayKind{workday, weekend, holiday}, dayKind(v)) {
			p.wrong(n, "days 写 workday、weekend 或 holiday，不是 %q", "days is workday, weekend or holiday, not %q", v)
		}
		c.days = append(c.days, dayKind(v))
	case "hours":
		week, named := p.hours[v]
		if !named {
			week = p.week(n)
		}
		c.hours = append(c.hours, week)
	}
}

func (p *parser) urgency(n *yaml.Node) payload.Urgency {
	u := payload.Urgency(n.Value)
	if n.Kind != yaml.ScalarNode || !u.Valid() {
		p.wrong(n, "紧急程度写 emergency、urgent 或 routine", "an urgency is emergency, urgent or routine")
	}
	return u
}

var units = map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}

// term reads a length of time such as 30m, 24h or 7d.
func (p *parser) term(n *yaml.Node, least, most time.Duration) time.Duration {
	text := n.Value
	if n.Kind == yaml.ScalarNode && len(text) >= 2 && len(text) <= 6 {
		number, err := strconv.ParseUint(text[:len(text)-1], 10, 16)
		length := time.Duration(number) * units[text[len(text)-1]]
		if err == nil && length >= least && length <= most {
			return length
		}
	}
	p.wrong(n, "时限 %q 不对，写如 30m、24h、7d", "the term %q is none; write 30m, 24h or 7d", text)
	return 0
}

func (c condition) empty() bool {
	return len(c.areas)+len(c.kinds)+len(c.categories)+len(c.urgencies)+len(c.hours)+len(c.days)+len(c.projects)+len(c.grades) == 0 &&
		c.triage == nil && c.complaint == nil && c.moving == nil
}
