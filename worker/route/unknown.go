package route

import "strings"

// reference is a name in the rules that only a roster can explain.
type reference struct {
	what string // area, project or person
	name string
	line int
}

// Unknown lists the areas, units, projects and people that the rules name and
// the organisation does not have.
func (r Rules) Unknown(o *Org) []RuleProblem {
	var out []RuleProblem
	for _, ref := range r.refs {
		switch ref.what {
		case "area":
			_, unit := o.units[ref.name]
			if !unit && !(isArea(ref.name) && o.CountyFor(ref.name) != "") {
				out = append(out, RuleProblem{ref.line, "花名册里没有辖区或单位 " + ref.name, "the roster has no area or unit " + ref.name})
			}
		case "project":
			if _, known := o.projects[ref.name]; !known {
				out = append(out, RuleProblem{ref.line, "没有重点项目 " + ref.name, "there is no project " + ref.name})
			}
		case "person":
			unit, badge, _ := strings.Cut(ref.name, "/")
			if _, known := o.byBadge[badgeKey{unit, badge}]; !known {
				out = append(out, RuleProblem{ref.line, "花名册里没有 " + ref.name, "the roster has nobody of " + ref.name})
			}
		}
	}
	return out
}
