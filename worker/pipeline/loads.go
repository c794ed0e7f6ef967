package pipeline

import (
	"cmp"
	"context"
	"slices"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// answerLoads says who of the asker's scope has how much in hand: for leaders
// everybody of the station, above them everybody who has anything.
func (p *Pipeline) answerLoads(ctx context.Context, q asked, f records.ListFilter) (payload.Reply, error) {
	switch q.by.Role {
	case payload.RoleLeader, payload.RoleCounty, payload.RoleCoordinator:
	default:
		return refused(payload.ReasonRole)
	}
	f.Asker = asker(q)
	now := p.now()
	found, err := p.db.Loads(ctx, f, now)
	if err != nil {
		return payload.Reply{}, err
	}
	has := make(map[int64]records.Load, len(found))
	for _, l := range found {
		has[l.Person] = l
	}
	org := q.s.org.At(now)
	var lines []payload.LoadLine
	for _, person := range q.s.staff {
		l, busy := has[person.ID]
		ofStation := q.by.Role == payload.RoleLeader && string(person.Unit) == q.by.Unit && payload.Role(person.Role) == payload.RoleOfficer
		if !busy && !ofStation {
			continue
		}
		seen, _ := org.Person(person.ID)
		lines = append(lines, payload.LoadLine{
			Label: person.Label, Unit: unitName(string(person.Unit), q.s.org), Open: l.Open, Overdue: l.Overdue, OnDuty: seen.OnDuty,
		})
	}
	slices.SortStableFunc(lines, func(a, b payload.LoadLine) int {
		return cmp.Or(cmp.Compare(b.Overdue, a.Overdue), cmp.Compare(b.Open, a.Open), cmp.Compare(a.Label, b.Label))
	})
	out := payload.LoadsReply{Page: max(q.Page, 0), Total: len(lines), Lines: []payload.LoadLine{}}
	from := min(out.Page*payload.PageSize, len(lines))
	to := min(from+payload.PageSize, len(lines))
	out.Lines, out.More = append(out.Lines, lines[from:to]...), to < len(lines)
	return payload.Reply{Loads: &out}, nil
}
