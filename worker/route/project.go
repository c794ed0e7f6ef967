package route

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Project is a key construction project 重点项目 with an officer of its own.
type Project struct {
	Name    string // unique
	Aliases []string
	Area    string // official code of where it lies; may be empty
	Person  int64
}

// ProjectIn finds the project that a text speaks of, by its name or an alias;
// the longest name that stands in the text wins. Where several projects share
// it, the one that lies in area (or around it, or anywhere in its county) is
// meant. False when there is none, or it stays open which.
func (o *Org) ProjectIn(text, area string) (Project, bool) {
	text = foldName(text)
	longest := 0
	var found []Project
	for _, p := range o.projectList {
		best := 0
		for _, name := range p.folded {
			if strings.Contains(text, name) {
				best = max(best, len(name))
			}
		}
		if best == 0 || best < longest {
			continue
		}
		if best > longest {
			longest, found = best, nil
		}
		found = append(found, p.Project)
	}
	if len(found) > 1 && area != "" {
		found = slices.DeleteFunc(found, func(p Project) bool { return !o.nearby(p.Area, area) })
	}
	if len(found) != 1 {
		return Project{}, false
	}
	return found[0], true
}

func (o *Org) nearby(a, b string) bool {
	return a != "" && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || o.CountyFor(a) != "" && o.CountyFor(a) == o.CountyFor(b))
}

// shortestName is how many characters a project's name or alias must have, so
// that it is not found in every other text.
const shortestName = 2

// foldName brings names and texts to one form: half width, lower case, no
// spaces.
func foldName(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
}

// namedProject is a project with its names as they are looked for.
type namedProject struct {
	Project
	folded []string
}

func (o *Org) addProjects(projects []Project) (problems []Problem) {
	for _, p := range projects {
		named := namedProject{Project: p}
		for _, name := range append([]string{p.Name}, p.Aliases...) {
			if name = foldName(name); len([]rune(name)) >= shortestName {
				named.folded = append(named.folded, name)
			}
		}
		_, twice := o.projects[p.Name]
		switch {
		case len(named.folded) == 0:
			problems = append(problems, Problem{Fault: FaultNoCode, Person: p.Person})
		case twice:
			problems = append(problems, Problem{Fault: FaultTwice, Person: p.Person})
		case o.people[p.Person].ID == 0:
			problems = append(problems, Problem{Fault: FaultNoOfficer, Person: p.Person, Area: p.Area})
		default:
			o.projects[p.Name] = p
			o.projectList = append(o.projectList, named)
		}
	}
	return problems
}
