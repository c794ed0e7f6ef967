package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// betweenBroadcasts is how long a coordinator waits before the next one:
// volunteers who are asked too often look no more.
const betweenBroadcasts = time.Hour

// broadcast asks the volunteers of an area to look out for somebody.
func (d *deed) broadcast(ctx context.Context) error {
	unit, county, ok := d.broadcastUnit()
	switch {
	case d.by.Role != payload.RoleCoordinator:
		return d.refuse(casework.Refusal{Reason: payload.ReasonRole})
	case !ok:
		return d.refuse(casework.Refusal{Reason: payload.ReasonInvalid})
	case d.by.County != "" && county != d.by.County:
		return d.refuse(casework.Refusal{Reason: payload.ReasonNotYours})
	}
	if _, err := d.tx.LockPerson(ctx, d.by.Person); err != nil { // one after the other
		return err
	}
	last, err := d.tx.LastBroadcast(ctx, d.by.Person)
	if err != nil {
		return err
	}
	if !last.IsZero() && d.at.Sub(last) < betweenBroadcasts {
		return d.refuse(casework.Refusal{Reason: payload.ReasonTooOften})
	}
	b := records.Broadcast{
		Person: records.Number(d.by.Person), Unit: unit, County: county, Area: d.act.Area, Text: d.act.Text,
		Media: records.JSON[[]payload.Media]{Of: d.act.Media}, Created: d.at, Expires: d.at.Add(time.Duration(d.act.Hours) * time.Hour),
	}
	id, handles, err := d.tx.Broadcast(ctx, b)
	if err != nil {
		return err
	}
	slices.Sort(handles)
	for _, handle := range handles {
		err := d.add(handle, 0, payload.PriorityRoutine, 0, 1, payload.Delivery{
			Topic: payload.TopicBroadcast, Text: b.Text, Media: d.act.Media,
			Broadcast: &payload.Broadcast{Number: id, Area: areaName(b.Area), Expires: b.Expires},
		})
		if err != nil {
			return err
		}
	}
	return d.add(d.act.Actor, d.by.Person, payload.PriorityAnswer, 0, 0, payload.Delivery{
		Topic: payload.TopicDone, Reason: payload.ReasonBroadcast, Count: len(handles),
	})
}

// broadcastUnit is who answers for the area of a broadcast; false where the
// broadcast cannot be.
func (d *deed) broadcastUnit() (unit, county string, ok bool) {
	words := utf8.RuneCountInString(d.act.Text)
	if strings.TrimSpace(d.act.Text) == "" || words > payload.BroadcastText || len(d.act.Media) > 1 || d.act.Hours < 1 || d.act.Hours > payload.BroadcastHours {
		return "", "", false
	}
	if d.act.Area == "" {
		return d.s.org.City().Code, "", true
	}
	if _, known := place.Official().Area(d.act.Area); !known {
		return "", "", false
	}
	county = d.s.org.CountyFor(d.act.Area)
	if unit = d.s.org.StationFor(d.act.Area); unit == "" {
		unit = county
	}
	return unit, county, unit != ""
}

func areaName(code string) string {
	if code == "" {
		return ""
	}
	return place.Official().FullName(code)
}

// recall takes a broadcast back everywhere.
func (d *deed) recall(ctx context.Context) error {
	if d.by.Role != payload.RoleCoordinator {
		return d.refuse(casework.Refusal{Reason: payload.ReasonRole})
	}
	b, err := d.tx.LockBroadcast(ctx, d.act.Broadcast)
	switch {
	case errors.Is(err, records.ErrNotFound), err == nil && d.by.County != "" && b.County != d.by.County:
		return d.refuse(casework.Refusal{Reason: payload.ReasonUnknown})
	case err != nil:
		return err
	case b.Ended != "":
		return d.refuse(casework.Refusal{Reason: payload.ReasonOver})
	}
	if err := endBroadcast(ctx, d.tx, &d.owing, b, "recalled"); err != nil {
		return err
	}
	return d.add(d.act.Actor, d.by.Person, payload.PriorityAnswer, 0, 0, payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonRecalled})
}

// endBroadcast owes the end of a broadcast to all who were told it.
func endBroadcast(ctx context.Context, tx *records.Tx, o *owing, b records.Broadcast, why string) error {
	handles, err := tx.EndBroadcast(ctx, b.ID, why, o.at)
	if err != nil {
		return err
	}
	slices.Sort(handles)
	for _, handle := range handles {
		// As late as the broadcast itself, so that it never comes before it.
		if err := o.add(handle, 0, payload.PriorityRoutine, 0, 2, payload.Delivery{
			Topic: payload.TopicBroadcast, Broadcast: &payload.Broadcast{Number: b.ID, Area: areaName(b.Area), Expires: b.Expires, Ended: why},
		}); err != nil {
			return err
		}
	}
	return nil
}

// expire ends the broadcasts whose time is over.
func (p *Pipeline) expire(ctx context.Context) error {
	s, err := p.rosters.current(ctx)
	if err != nil {
		return err
	}
	var owed []records.Delivery
	err = p.db.In(ctx, func(tx *records.Tx) error {
		owed = nil
		over, err := tx.LockExpired(ctx, p.now(), dueAtOnce)
		if err != nil {
			return err
		}
		for _, b := range over {
			o := owing{cause: fmt.Sprintf("broadcast %d expired", b.ID), at: p.now(), s: s}
			if err := endBroadcast(ctx, tx, &o, b, "expired"); err != nil {
				return err
			}
			owed = append(owed, o.rows...)
		}
		return tx.Owe(ctx, owed)
	})
	if err != nil {
		return err
	}
	p.outbox.publish(ctx, owed)
	return nil
}

// lead tells of a report that answers a broadcast: who broadcast, and, where
// the case lies elsewhere, the unit of the broadcast's area.
func (o *owing) lead(c casework.Case, r payload.Report, b records.Broadcast) error {
	org := o.s.org.At(o.at)
	for _, person := range o.s.staff {
		now, known := org.Person(person.ID)
		ofUnit := string(person.Unit) == b.Unit && b.Unit != c.Station && (now.OnDuty || now.Role == payload.RoleLeader) && now.Role != payload.RoleCoordinator
		if !known || o.s.away[person.ID] || person.ID != int64(b.Person) && !ofUnit || c.Against.Bars(person.ID, now.Unit, org.CountyOf(now.Unit)) {
			continue
		}
		if err := o.add(o.s.handles[person.ID], person.ID, max(payload.PriorityUrgent, payload.PriorityOf(c.Urgency)), c.ID, c.Version, payload.Delivery{
			Topic: payload.TopicLead, Case: c.Number, Text: r.Text, Media: r.Media,
			Lead: &payload.Lead{Number: b.ID, Station: ownerName(route.Owner{Unit: c.Station}, org)},
		}); err != nil {
			return err
		}
	}
	return nil
}

// answered finds the broadcast that a report answers, nil where there is none.
// A number that nobody gave is taken off.
func (p *Pipeline) answered(ctx context.Context, r *payload.Report) (*records.Broadcast, error) {
	if r.Broadcast == 0 {
		return nil, nil
	}
	found, err := p.db.BroadcastsOf(ctx, []int64{r.Broadcast})
	if err != nil {
		return nil, err
	}
	b, known := found[r.Broadcast]
	if !known || r.Kind != payload.Assist {
		r.Broadcast = 0
		return nil, nil
	}
	return &b, nil
}

// answerBroadcasts lists the broadcasts of the coordinator's scope.
func (p *Pipeline) answerBroadcasts(ctx context.Context, q asked) (payload.Reply, error) {
	if q.by.Role != payload.RoleCoordinator {
		return refused(payload.ReasonRole)
	}
	page := max(q.Page, 0)
	list, total, err := p.db.Broadcasts(ctx, q.by.County, page, payload.PageSize)
	if err != nil {
		return payload.Reply{}, err
	}
	out := payload.BroadcastsReply{Page: page, Total: total, More: (page+1)*payload.PageSize < total, Lines: []payload.BroadcastLine{}}
	for _, b := range list {
		out.Lines = append(out.Lines, payload.BroadcastLine{
			Broadcast: payload.Broadcast{Number: b.ID, Area: areaName(b.Area), Expires: b.Expires.UTC(), Ended: string(b.Ended)},
			At:        b.Created.UTC(), Text: b.Text, Told: b.Told, Answers: b.Answers,
		})
	}
	return payload.Reply{Broadcasts: &out}, nil
}
