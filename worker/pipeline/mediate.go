package pipeline

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// willing has a volunteer asked to mediate from now on, where they say or else
// where they joined; or no more. What they mediate already goes on.
func (d *deed) willing(ctx context.Context) error {
	p, err := d.tx.LockPersonByHandle(ctx, d.act.Actor)
	if errors.Is(err, records.ErrNotFound) || err == nil && (p.Role != string(payload.RoleVolunteer) || p.Suspended) {
		return d.refuse(casework.Refusal{Reason: payload.ReasonRole})
	}
	if err != nil {
		return err
	}
	reason := payload.ReasonUnwilling
	if d.act.On {
		reason = payload.ReasonWilling
		area := cmp.Or(d.act.Area, p.Area)
		if _, known := place.Official().Area(area); !known {
			return d.refuse(casework.Refusal{Reason: payload.ReasonInvalid})
		}
		err = d.tx.SetWilling(ctx, p.ID, area, d.at)
	} else {
		err = d.tx.SetUnwilling(ctx, p.ID)
	}
	if err != nil {
		return err
	}
	return d.add(d.act.Actor, p.ID, payload.PriorityAnswer, 0, 0, payload.Delivery{Topic: payload.TopicDone, Reason: reason})
}

// asVolunteer finds which volunteer acts, for the verbs that only a volunteer
// who is asked or mediates may do. Everybody else stays a mere handle.
func (d *deed) asVolunteer(ctx context.Context) error {
	switch d.act.Verb {
	case payload.VerbAgree, payload.VerbDecline, payload.VerbReport:
	default:
		return nil
	}
	// Without a lock: people are locked before cases elsewhere, and a tick that
	// holds the case may be about to ask this very volunteer.
	p, err := d.p.db.PersonByHandle(ctx, d.act.Actor)
	if errors.Is(err, records.ErrNotFound) {
		return nil
	}
	if err == nil && p.Role == string(payload.RoleVolunteer) && !p.Suspended {
		d.by = casework.Actor{Handle: d.act.Actor, Person: p.ID, Role: payload.RoleVolunteer}
	}
	return err
}

// relieve gives back what a volunteer is asked or mediates who is suspended or
// cannot be reached: nobody waits for them.
func (d *deed) relieve(ctx context.Context, volunteer int64) error {
	number, err := d.tx.MediatedBy(ctx, volunteer)
	if errors.Is(err, records.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	file, err := d.tx.LockFile(ctx, number)
	if err != nil {
		return err
	}
	by := casework.Actor{Person: volunteer, Role: payload.RoleVolunteer}
	ch, err := casework.Apply(caseOf(file), by, payload.Action{Verb: payload.VerbDecline, Case: number}, d.s.org, d.at)
	var refusal *casework.Refusal
	if errors.As(err, &refusal) {
		return nil // given back a moment ago
	}
	if err != nil {
		return err
	}
	if ch, err = seek(ctx, d.tx, ch, file, d.s.org, d.at); err != nil {
		return err
	}
	return keep(ctx, d.tx, file, ch, &d.owing, 0)
}

// seek completes a change that looks for a volunteer, in its transaction.
func seek(ctx context.Context, tx *records.Tx, ch casework.Change, file records.File, org *route.Org, now time.Time) (casework.Change, error) {
	if !ch.Seeks {
		return ch, nil
	}
	rows, err := tx.FreeMediators(ctx, int64(file.Report.Volunteer))
	if err != nil {
		return ch, err
	}
	free := make([]casework.Volunteer, len(rows))
	for i, m := range rows {
		free[i] = casework.Volunteer{Person: m.Person, Area: m.Area, AskedAt: m.AskedAt.Time}
	}
	ch = casework.Seek(ch, free, org, now)
	if to := ch.Case.Offer.To; to != 0 {
		return ch, tx.NoteAsked(ctx, to, now)
	}
	return ch, nil
}

// toVolunteers owes what a change tells volunteers who are asked or mediate.
func toVolunteers(ctx context.Context, tx *records.Tx, ch casework.Change, report payload.Report, o *owing) error {
	var ids []int64
	for _, n := range ch.Notices {
		if n.Volunteer != 0 {
			ids = append(ids, n.Volunteer)
		}
	}
	who, err := tx.Volunteers(ctx, ids)
	if err != nil {
		return err
	}
	for _, n := range ch.Notices {
		if n.Volunteer == 0 {
			continue
		}
		d := payload.Delivery{Topic: n.Topic, Case: ch.Case.Number, Reason: n.Reason, Text: n.Text}
		if n.Topic == payload.TopicOffer || n.Topic == payload.TopicMediating {
			if d.Offer, err = offer(ctx, tx, ch.Case, report, o); err != nil {
				return err
			}
		}
		if err := o.add(string(who[n.Volunteer].Handle), n.Volunteer, n.Priority, ch.Case.ID, ch.Case.Version, d); err != nil {
			return err
		}
	}
	return nil
}

// offer is a dispute as the volunteer who is asked may see it, with more of it
// for who mediates. What the reporter said stays with the police.
func offer(ctx context.Context, tx *records.Tx, c casework.Case, report payload.Report, o *owing) (*payload.Offer, error) {
	out := &payload.Offer{Category: c.Category, Area: areaNames(c, o.s.org), Words: c.Offer.Words, Until: c.Offer.Until}
	if c.Offer.Mediator != 0 {
		out.Place, out.Station = report.Place.Text, unitName(c.Station, o.s.org)
	}
	linked, err := tx.Linked(ctx, c.Number)
	for _, l := range linked {
		out.Same = append(out.Same, payload.Receipt(l.Receipt))
	}
	return out, err
}

// volunteersIn are the volunteers that a case's card speaks of.
func volunteersIn(c casework.Case, story []records.Event) []int64 {
	var ids []int64
	if c.Offer.Mediator != 0 {
		ids = append(ids, c.Offer.Mediator)
	}
	for _, e := range story {
		if e.Person != 0 && e.Role == string(payload.RoleVolunteer) {
			ids = append(ids, int64(e.Person))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// mediating is how a volunteer's mediation stands; nil when nobody is wanted.
func mediating(s shown) *payload.Mediating {
	o := s.c.Offer
	if o.To == 0 && o.Mediator == 0 && o.From.IsZero() {
		return nil
	}
	return &payload.Mediating{From: o.From, Until: o.Until, Volunteer: int(s.volunteers[o.Mediator].Number), Reported: o.Reported}
}
