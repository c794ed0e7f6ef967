package roster

import (
	"io"
	"strings"
	"unicode/utf8"
)

// shortestName keeps a project from being found in every other text.
const shortestName = 2

// ReadProjects reads projects.csv: name,aliases,area,badge, and unit where a
// badge stands in several. Aliases are separated by semicolons. The error is
// Problems.
func ReadProjects(r io.Reader, find FindBadge, known func(area string) bool) ([]Project, error) {
	var problems Problems
	var projects []Project
	first := make(map[string]int)
	for _, row := range readTable(r, []string{"name", "aliases", "area", "badge"}, []string{"unit"}, &problems) {
		p := Project{Line: row.line, Name: row.get("name"), Area: row.get("area"), Person: findOne(row, find, &problems)}
		for alias := range strings.SplitSeq(strings.ReplaceAll(row.get("aliases"), "；", ";"), ";") {
			if alias = strings.TrimSpace(alias); alias != "" {
				p.Aliases = append(p.Aliases, alias)
			}
		}
		for _, name := range append([]string{p.Name}, p.Aliases...) {
			if utf8.RuneCountInString(name) < shortestName {
				problems.add(p.Line, "项目名和别名至少两个字：%q", "a project's name and aliases have two characters or more: %q", name)
			}
		}
		if line, twice := first[p.Name]; twice {
			problems.add(p.Line, "项目 %s 与第 %d 行重复", "the project %s stands in line %d already", p.Name, line)
		}
		first[p.Name] = p.Line
		if p.Area != "" && !known(p.Area) {
			problems.add(p.Line, "没有区划代码 %q", "no such area code %q", p.Area)
		}
		projects = append(projects, p)
	}
	if len(projects) == 0 && len(problems) == 0 {
		problems.add(1, "表里没有项目", "the file has no projects")
	}
	return projects, problems.orNil()
}
