package pipeline

import (
	"context"
	"strings"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/route"
)

// pageSize is how many lines a list shows on a phone.
const pageSize = 8

func (p *Pipeline) answerCases(ctx context.Context, q asked) (payload.Reply, error) {
	if !q.by.Role.Staff() {
		return refused(payload.ReasonRole)
	}
	f := scope(q)
	switch q.Scope {
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

func (p *Pipeline) answerTriage(ctx context.Context, q asked) (payload.Reply, error) {
	if q.by.Role != payload.RoleCoordinator {
		return refused(payload.ReasonRole)
	}
	f := scope(q)
	f.State = string(payload.StateTriage)
	return p.list(ctx, q, f)
}

func (p *Pipeline) list(ctx context.Context, q asked, f records.ListFilter) (payload.Reply, error) {
	f.Page, f.Size = max(q.Page, 0), pageSize
	files, total, err := p.db.List(ctx, f)
	if err != nil {
		return payload.Reply{}, err
	}
	out := payload.CasesReply{Page: f.Page, Total: total, More: (f.Page+1)*pageSize < total, Lines: []payload.CaseLine{}}
	now := p.now()
	for _, file := range files {
		c := caseOf(file)
		line := payload.CaseLine{
			Case: c.Number, State: c.State, Urgency: c.Urgency, Kind: c.Kind, Category: c.Category, At: c.SubmittedAt,
			Place: strings.Join(areaNames(c, q.s.org), ""), Deadline: c.Deadline(), Owner: ownerName(c.Owner, q.s.org),
		}
		line.Overdue = !line.Deadline.IsZero() && line.Deadline.Before(now)
		out.Lines = append(out.Lines, line)
	}
	return payload.Reply{Cases: &out}, nil
}

func (p *Pipeline) answerRoster(_ context.Context, q asked) (payload.Reply, error) {
	if q.by.Role != payload.RoleCoordinator {
		return refused(payload.ReasonRole)
	}
	unit := q.by.Unit
	org := q.s.org.At(p.now())
	out := payload.RosterReply{Unit: unitName(unit, q.s.org), Page: max(q.Page, 0), Lines: []payload.RosterLine{}}
	var lines []payload.RosterLine
	for _, person := range q.s.staff {
		code := string(person.Unit)
		if q.by.County != "" && q.s.org.CountyOf(code) != q.by.County {
			continue
		}
		joined := person.Handle != ""
		if joined {
			out.Joined++
		}
		now, _ := org.Person(person.ID)
		lines = append(lines, payload.RosterLine{
			Label: person.Label, Role: payload.Role(person.Role), Unit: unitName(code, q.s.org),
			OnDuty: now.OnDuty, Joined: joined,
		})
	}
	out.Total = len(lines)
	from := min(out.Page*pageSize, len(lines))
	to := min(from+pageSize, len(lines))
	out.Lines, out.More = append(out.Lines, lines[from:to]...), to < len(lines)
	return payload.Reply{Roster: &out}, nil
}

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
