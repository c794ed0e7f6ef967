package route

import (
	"errors"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"secondbrother/worker/hours"
)

// file reads the whole file. Hours are read first: rules name them.
func (p *parser) file(n *yaml.Node) Rules {
	r := Rules{calendar: make(calendar)}
	p.names = make(map[string]int)
	all := p.fields(n, part{"文件", "the file"}, "hours", "holidays", "workdays", "route")
	var root *yaml.Node
	for _, f := range all {
		switch f.key.Value {
		case "hours":
			p.namedHours(f.value)
		case "holidays":
			p.dates(f.value, r.calendar, holiday)
		case "workdays":
			p.dates(f.value, r.calendar, workday)
		case "route":
			root = f.value
		}
	}
	if root == nil && len(p.problems) > 0 {
		return r
	}
	if root == nil {
		p.wrong(n, "没有 route", "there is no route")
		return r
	}
	r.root = p.node(root, "", 0)
	r.refs = p.refs
	if len(p.problems) > 0 {
		return r
	}
	for _, missing := range []struct {
		yes bool
		key string
	}{{len(r.root.to) == 0, "to"}, {r.root.accept == 0, "accept"}, {r.root.settle == nil, "close"}} {
		if missing.yes {
			p.wrong(root, "最外层的 route 要写 %s", "the outermost route needs %s", missing.key)
		}
	}
	if !r.root.when.empty() {
		p.wrong(root, "最外层的 route 不能有 when：总要有一条规则管得到", "the outermost route has no when: some rule must always hold")
	}
	return r
}

func (p *parser) namedHours(n *yaml.Node) {
	for _, f := range p.fields(n, part{"hours ", "hours"}) {
		for _, text := range p.texts(f.value) {
			p.hours[f.key.Value] = p.week(text)
		}
	}
}

// week reads hours as a roster writes them.
func (p *parser) week(n *yaml.Node) hours.Week {
	w, err := hours.Parse(n.Value)
	var syntax *hours.SyntaxError
	if errors.As(err, &syntax) {
		p.problems = append(p.problems, RuleProblem{n.Line, syntax.ZH, syntax.EN})
	}
	return w
}

// maxHoliday bounds one range of days.
const maxHoliday = 60

func (p *parser) dates(n *yaml.Node, into calendar, kind dayKind) {
	if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		return
	}
	for _, item := range p.texts(n) {
		first, last, ranged := strings.Cut(item.Value, "..")
		if !ranged {
			last = first
		}
		from, errFrom := time.Parse(time.DateOnly, strings.TrimSpace(first))
		to, errTo := time.Parse(time.DateOnly, strings.TrimSpace(last))
		if errFrom != nil || errTo != nil || to.Before(from) || to.Sub(from) > maxHoliday*24*time.Hour {
			p.wrong(item, "%q 不是日期，写 2026-10-01 或 2026-10-01..2026-10-07", "%q is no date; write 2026-10-01 or 2026-10-01..2026-10-07", item.Value)
			continue
		}
		for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
			key := day.Format(time.DateOnly)
			if other, taken := into[key]; taken && other != kind {
				p.wrong(item, "%s 既是假日又是上班日", "%s is a holiday and a workday", key)
			}
			into[key] = kind
		}
	}
}

func (p *parser) node(n *yaml.Node, above string, depth int) *node {
	r, before := &node{}, len(p.problems)
	if depth > maxRulesDepth {
		p.wrong(n, "规则套得太深", "rules stand too deep within each other")
		return r
	}
	all := p.fields(n, part{"规则", "a rule"}, "name", "when", "to", "copy", "accept", "close", "as", "continue", "rules")
	name := ""
	for _, f := range all {
		if f.key.Value == "name" && isText(f.value) {
			name = f.value.Value
		}
	}
	p.name(n, r, name, above, depth)
	for _, f := range all {
		p.part(r, f, depth)
	}
	if !r.says() && len(r.rules) == 0 && len(p.problems) == before {
		p.wrong(n, "这条规则什么也没说", "this rule says nothing")
	}
	return r
}

// name gives a rule its path, by which decisions name it. The root's does not
// lead the others'.
func (p *parser) name(n *yaml.Node, r *node, name, above string, depth int) {
	if n.Kind != yaml.MappingNode {
		return
	}
	if name == "" || strings.Contains(name, "/") {
		p.wrong(n, "每条规则要有 name（不含 /）", "every rule needs a name, without a /")
	}
	r.path = name
	if depth > 1 {
		r.path = above + "/" + name
	}
	if line, twice := p.names[r.path]; twice {
		p.wrong(n, "规则名 %s 在第 %d 行已经有了", "the name %s stands in line %d already", r.path, line)
	}
	p.names[r.path] = n.Line
}

func (p *parser) part(r *node, f field, depth int) {
	switch f.key.Value {
	case "when":
		r.when = p.condition(f.value)
	case "to":
		r.to = p.answers(f.value)
		if len(r.to) > 0 && !slices.ContainsFunc(r.to, func(a answer) bool { return a.last }) {
			p.wrong(f.value, "to 里要有 city 或 triage.city，不然会没有人管", "to must hold city or triage.city, else nobody may answer")
		}
	case "copy":
		r.copies = p.answers(f.value)
	case "accept":
		r.accept = p.term(f.value, time.Minute, 30*24*time.Hour)
	case "close":
		never := isText(f.value) && f.value.Value == "never"
		var settle time.Duration
		if !never {
			settle = p.term(f.value, time.Hour, 366*24*time.Hour)
		}
		r.settle = &settle
	case "as":
		r.as = p.urgency(f.value)
	case "continue":
		if yes := p.truth(f.value); yes != nil {
			r.more = *yes
		}
	case "rules":
		if f.value.Kind != yaml.SequenceNode || len(f.value.Content) == 0 {
			p.wrong(f.value, "rules 下面要有规则，每条以 - 开头", "rules is a list; each rule begins with -")
			return
		}
		for _, child := range f.value.Content {
			r.rules = append(r.rules, p.node(child, r.path, depth+1))
		}
	}
}
