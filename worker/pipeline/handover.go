package pipeline

import (
	"context"
	"fmt"
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/route"
)

const (
	// handoverBack is how long ago a shift may have ended while no worker ran
	// and still be summed up.
	handoverBack = 2 * time.Hour
	// handoverLines is how many cases of each sort a summary names.
	handoverLines = 8
)

// handOver sums up for everybody whose shift ended after from, up to and with
// to, what lies open. The same shift's end is told once, whoever looks.
func (p *Pipeline) handOver(ctx context.Context, s *snapshot, from, to time.Time) error {
	var owed []records.Delivery
	for _, end := range s.org.ShiftsEnded(from, to) {
		o := owing{cause: fmt.Sprintf("handover %d %d", end.Person.ID, end.At.Unix()), at: to, s: s}
		if err := p.sumUp(ctx, &o, end.Person); err != nil {
			return err
		}
		owed = append(owed, o.rows...)
	}
	if len(owed) == 0 {
		return nil
	}
	var fresh []records.Delivery
	err := p.db.In(ctx, func(tx *records.Tx) (err error) {
		fresh, err = tx.OweNew(ctx, owed)
		return err
	})
	if err != nil {
		return err
	}
	p.outbox.publish(ctx, fresh)
	return nil
}

// sumUp owes a summary to an officer who goes off duty and to the leader of the
// station. Where nothing lies open nobody is told.
func (p *Pipeline) sumUp(ctx context.Context, o *owing, who route.Person) error {
	if who.Role != payload.RoleOfficer && who.Role != payload.RoleLeader {
		return nil
	}
	h, err := p.openAt(ctx, o, who)
	if err != nil || h.MineTotal+h.WaitingTotal+h.OverdueTotal == 0 {
		return err
	}
	for _, person := range o.s.staff {
		you := person.ID == who.ID
		if !you && (who.Role == payload.RoleLeader || person.Role != string(payload.RoleLeader) || string(person.Unit) != who.Unit) || o.s.away[person.ID] {
			continue
		}
		told := h
		told.You = you
		if err := o.add(o.s.handles[person.ID], person.ID, payload.PriorityRoutine, 0, 0, payload.Delivery{Topic: payload.TopicHandover, Handover: &told}); err != nil {
			return err
		}
	}
	return nil
}

// openAt is what lies open for somebody and at their station.
func (p *Pipeline) openAt(ctx context.Context, o *owing, who route.Person) (payload.Handover, error) {
	h := payload.Handover{Who: who.Label}
	var overdue []payload.CaseLine
	for _, part := range []struct {
		of    records.ListFilter
		lines *[]payload.CaseLine
		total *int
	}{
		{records.ListFilter{Owner: who.ID}, &h.Mine, &h.MineTotal},
		{records.ListFilter{Station: who.Unit, State: string(payload.StateRouted)}, &h.Waiting, &h.WaitingTotal},
		{records.ListFilter{Station: who.Unit, Late: o.at}, &overdue, &h.OverdueTotal},
	} {
		part.of.Size = 3 * handoverLines // enough to find others' among the overdue
		files, total, err := p.db.List(ctx, part.of)
		if err != nil {
			return h, err
		}
		*part.lines, *part.total = caseLines(files, o.s.org, o.at), total
	}
	named := func(l payload.CaseLine) bool {
		same := func(other payload.CaseLine) bool { return other.Case == l.Case }
		return slices.ContainsFunc(h.Mine, same) || slices.ContainsFunc(h.Waiting, same)
	}
	h.Others = slices.DeleteFunc(overdue, named)
	for _, lines := range []*[]payload.CaseLine{&h.Mine, &h.Waiting, &h.Others} {
		*lines = (*lines)[:min(len(*lines), handoverLines)]
	}
	return h, nil
}
