package pipeline

import (
	"context"
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/route"
)

func (p *Pipeline) answerCases(ctx context.Context, q asked) (payload.Reply, error) {
	if !q.by.Role.Staff() {
		return refused(payload.ReasonRole)
	}
	f := scope(q)
	switch q.Scope {
	case "people":
		return p.answerLoads(ctx, q, f)
	case "mine":
		f = records.ListFilter{Holder: q.by.Person}
	case "overdue":
		f.Late = p.now()
	}
	return p.list(ctx, q, f)
}

// scope is all that the asker may see a list of.
func scope(q asked) records.ListFilter {
	switch q.by.Role {
	case payload.RoleOfficer, payload.RoleLeader:
		return records.ListFilter{Station: q.by.Unit}
	case payload.RoleDesk:
		return records.ListFilter{Holder: q.by.Person}
	case payload.RoleCounty:
		return records.ListFilter{County: q.by.County}
	case payload.RoleCoordinator:
		return records.ListFilter{County: q.by.County} // empty: the whole city
	}
	return records.ListFilter{Holder: -1}
}

// asker is whom no list may show a complaint about.
func asker(q asked) records.Asker {
	return records.Asker{Person: q.by.Person, Unit: q.by.Unit, County: q.by.County}
}

func (p *Pipeline) answerTriage(ctx context.Context, q asked) (payload.Reply, error) {
	if q.by.Role != payload.RoleCoordinator {
		return refused(payload.ReasonRole)
	}
	f := scope(q)
	f.State = string(payload.StateTriage)
	return p.list(ctx, q, f)
}

func (p *Pipeline) list(ctx context.Context, q asked, f records.ListFilter) (payload.Reply, error) {
	f.Page, f.Size = max(q.Page, 0), payload.PageSize
	f.Asker = asker(q)
	files, total, err := p.db.List(ctx, f)
	if err != nil {
		return payload.Reply{}, err
	}
	return payload.Reply{Cases: &payload.CasesReply{
		Page: f.Page, Total: total, More: (f.Page+1)*payload.PageSize < total, Lines: caseLines(files, q.s.org, p.now()),
	}}, nil
}

func caseLines(files []records.File, org *route.Org, now time.Time) []payload.CaseLine {
	lines := []payload.CaseLine{}
	for _, file := range files {
		c := caseOf(file)
		line := payload.CaseLine{
			Case: c.Number, State: c.State, Urgency: c.Urgency, Kind: c.Kind, Category: c.Category, At: c.SubmittedAt,
			Place: strings.Join(areaNames(c, org), ""), Deadline: c.Deadline(), Owner: ownerName(c.Owner, org),
		}
		line.Overdue = !line.Deadline.IsZero() && line.Deadline.Before(now)
		lines = append(lines, line)
	}
	return lines
}

// answerRoster lists the staff of the coordinator's scope, or whom the words
// name, volunteers among them.
func (p *Pipeline) answerRoster(ctx context.Context, q asked) (payload.Reply, error) {
	if q.by.Role != payload.RoleCoordinator {
		return refused(payload.ReasonRole)
	}
	people := append(slices.Clone(q.s.staff), q.s.idle...)
	if words := strings.TrimSpace(plain(q.Find)); words != "" {
		var err error
		if people, err = p.db.FindPeople(ctx, words, mostFound); err != nil {
			return payload.Reply{}, err
		}
	}
	out := payload.RosterReply{Unit: unitName(q.by.Unit, q.s.org), Page: max(q.Page, 0), Lines: []payload.RosterLine{}}
	var lines []payload.RosterLine
	for _, person := range people {
		if !q.seesInRoster(person) {
			continue
		}
		if person.Handle != "" {
			out.Joined++
		}
		lines = append(lines, q.rosterLine(person, p.now()))
	}
	out.Total = len(lines)
	from := min(out.Page*payload.PageSize, len(lines))
	to := min(from+payload.PageSize, len(lines))
	out.Lines, out.More = append(out.Lines, lines[from:to]...), to < len(lines)
	return payload.Reply{Roster: &out}, nil
}

// mostFound bounds how many people a search looks through.
const mostFound = 200

// children lists the units of one kind below a county, or the county bureaus.
func (s *snapshot) children(kind route.UnitKind, county string) []route.Unit {
	var out []route.Unit
	for _, code := range s.codes {
		if u, ok := s.org.Unit(code); ok && u.Kind == kind && (county == "" || s.org.CountyOf(code) == county) {
			out = append(out, u)
		}
	}
	return out
}
