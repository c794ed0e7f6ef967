package route

import (
	"slices"
	"strings"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
)

// answer is one word of a rule's "to" or "copy": whom it finds, and where they
// stand on the ladder.
type answer struct {
	name  string
	level Level // 0: where the person's role stands
	who   func(o *Org, at spot) []Recipient
	moves bool // whoever it finds has the case at the own station, wherever the place is
	last  bool // the end of the line: nobody is left to ask after it
}

var answers = map[string]answer{
	"community":     {level: LevelOfficer, who: (*Org).communityOnDuty},
	"station":       {level: LevelOfficer, who: (*Org).stationOnDuty},
	"officers":      {level: LevelOfficer, who: (*Org).officersOnDuty},
	"leader":        {level: LevelLeader, who: (*Org).leaders},
	"county":        {level: LevelCounty, who: (*Org).countyStaff},
	"city":          {level: LevelCity, who: (*Org).cityCoordinators, last: true},
	"desk":          {level: LevelOfficer, who: (*Org).deskStaff},
	"project":       {who: (*Org).projectOfficer, moves: true},
	"triage.county": {level: LevelCounty, who: (*Org).countyCoordinators},
	"triage.city":   {level: LevelCity, who: (*Org).sortingCity, last: true},
	"triage.desk":   {level: LevelCounty, who: (*Org).countyStaff},
}

// Rules that name themselves where no rule of the tree found anybody.
const (
	ruleNobody       = "nobody"
	ruleTriageNobody = "triage.nobody"
)

// answerOf reads a word with what may stand behind it; false when there is no
// such word.
func answerOf(text string) (answer, bool) {
	word, argument, argued := strings.Cut(strings.TrimSpace(text), " ")
	argument = strings.TrimSpace(argument)
	if !argued {
		a, known := answers[word]
		a.name = word
		return a, known
	}
	switch word {
	case "desk":
		a := answer{name: word, level: LevelOfficer, who: func(o *Org, at spot) []Recipient {
			at.desk = o.byDesk[deskKey{at.county, argument}]
			return o.deskStaff(at)
		}}
		return a, knownDesk(argument)
	case "person":
		unit, badge, ok := strings.Cut(argument, "/")
		a := answer{name: word, moves: true, who: func(o *Org, _ spot) []Recipient {
			return o.available(o.byBadge[badgeKey{unit, badge}], WhyNamed)
		}}
		return a, ok && unit != "" && badge != ""
	}
	return answer{}, false
}

// knownDesk says whether the taxonomy sends anything to a desk of that name.
func knownDesk(name string) bool {
	return slices.ContainsFunc(classify.Taxonomy(), func(c classify.Category) bool { return c.Desk == name && name != "" })
}

// projectOfficer finds the named officer of the case's project, while on duty.
func (o *Org) projectOfficer(at spot) []Recipient {
	p, known := o.people[o.projects[at.project].Person]
	if !known || !o.seen(p).OnDuty {
		return nil
	}
	return o.available(p.ID, WhyProject)
}

func (o *Org) available(id int64, why Why) []Recipient {
	p, known := o.people[id]
	if !known || !o.seen(p).Available() || p.Role == payload.RoleVolunteer {
		return nil
	}
	return []Recipient{{p.ID, why}}
}
