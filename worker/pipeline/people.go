package pipeline

import (
	"context"
	"errors"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/place"
)

// join seats a member of staff, enrols a volunteer, or appoints the first
// coordinators.
func (d *deed) join(ctx context.Context) error {
	if d.act.Admin && d.act.Token == "" {
		return d.appoint(ctx)
	}
	i, err := d.tx.LockInvitation(ctx, d.act.Token)
	if errors.Is(err, records.ErrNotFound) {
		return d.refuse(casework.Refusal{Reason: payload.ReasonInvitation})
	}
	if err != nil {
		return err
	}
	void := i.Revoked || !i.Expires.After(d.at)
	if i.Person != 0 {
		return d.joinStaff(ctx, i, void)
	}
	return d.joinVolunteers(ctx, i, void)
}

func (d *deed) joinStaff(ctx context.Context, i records.Invitation, void bool) error {
	p, err := d.tx.LockPerson(ctx, int64(i.Person))
	if err != nil {
		return err
	}
	switch {
	case p.Suspended:
		return d.refuse(casework.Refusal{Reason: payload.ReasonInvitation})
	case string(p.Handle) == d.act.Actor:
		return d.welcome(p) // opened twice
	case i.UsesLeft < 1 && p.Handle != "":
		return d.refuse(casework.Refusal{Reason: payload.ReasonStaffToken})
	case void, i.UsesLeft < 1:
		return d.refuse(casework.Refusal{Reason: payload.ReasonInvitation})
	}
	if p, err = d.tx.Seat(ctx, p.ID, d.act.Actor, d.at); err != nil {
		return err
	}
	if err := d.tx.Redeem(ctx, i.ID); err != nil {
		return err
	}
	if err := d.tx.Outdate(ctx, string(p.Unit), p.ID, d.at); err != nil {
		return err
	}
	return d.welcome(p)
}

func (d *deed) joinVolunteers(ctx context.Context, i records.Invitation, void bool) error {
	p, err := d.tx.LockPersonByHandle(ctx, d.act.Actor)
	switch {
	case err == nil && !p.Suspended:
		return d.welcome(p) // joined already, as a volunteer or as more
	case err == nil, void, i.UsesLeft < 1:
		return d.refuse(casework.Refusal{Reason: payload.ReasonInvitation})
	case !errors.Is(err, records.ErrNotFound):
		return err
	}
	if p, err = d.tx.Enrol(ctx, d.act.Actor, i.Area, d.at); err != nil {
		return err
	}
	if err := d.tx.Redeem(ctx, i.ID); err != nil {
		return err
	}
	return d.welcome(p)
}

// appoint makes a chat of ADMIN_CHAT_IDS a coordinator of the city. Who has
// joined as somebody already stays that.
func (d *deed) appoint(ctx context.Context) error {
	p, err := d.tx.LockPersonByHandle(ctx, d.act.Actor)
	switch {
	case err == nil && p.Role != string(payload.RoleVolunteer):
		return d.welcome(p)
	case err == nil:
		if err := d.tx.Unseat(ctx, p.ID); err != nil {
			return err
		}
	case !errors.Is(err, records.ErrNotFound):
		return err
	}
	city := d.s.org.City().Code
	if p, err = d.tx.Appoint(ctx, d.act.Actor, city, "市级协调员", d.at); err != nil {
		return err
	}
	if err := d.tx.Outdate(ctx, city, p.ID, d.at); err != nil {
		return err
	}
	return d.welcome(p)
}

// welcome tells whoever joined who they are now.
func (d *deed) welcome(p records.Person) error {
	p.Handle = records.Text(d.act.Actor)
	return d.introduce(p, payload.PriorityAnswer)
}

// introduce tells somebody who has joined who they are now.
func (d *deed) introduce(p records.Person, priority payload.Priority) error {
	unit, _ := d.s.org.Unit(string(p.Unit))
	onDuty := p.OnDuty
	if now, known := d.s.org.At(d.at).Person(p.ID); known {
		onDuty = now.OnDuty
	}
	area := p.Area
	if area == "" && len(p.Areas) > 0 {
		area = p.Areas[0]
	}
	if area == "" {
		area = d.s.areas[string(p.Unit)]
	}
	return d.add(string(p.Handle), p.ID, priority, 0, 0, payload.Delivery{
		Topic: payload.TopicJoined,
		Person: &payload.Person{
			Role: payload.Role(p.Role), Unit: unit.Name, Area: area, Name: p.Label, Number: int(p.Number), OnDuty: onDuty,
		},
	})
}

func (d *deed) duty(ctx context.Context) error {
	p, err := d.tx.LockPersonByHandle(ctx, d.act.Actor)
	if errors.Is(err, records.ErrNotFound) || err == nil && !payload.Role(p.Role).Staff() {
		return d.refuse(casework.Refusal{Reason: payload.ReasonRole})
	}
	if err != nil {
		return err
	}
	if err := d.tx.SetDuty(ctx, p.ID, d.act.On, d.at); err != nil {
		return err
	}
	if err := d.tx.Outdate(ctx, string(p.Unit), p.ID, d.at); err != nil {
		return err
	}
	if before, _ := d.s.org.At(d.at).Person(p.ID); before.OnDuty && !d.act.On {
		if err := d.p.sumUp(ctx, &d.owing, before); err != nil {
			return err
		}
	}
	reason := payload.ReasonDutyOff
	if d.act.On {
		reason = payload.ReasonDutyOn
	}
	return d.add(d.act.Actor, p.ID, payload.PriorityAnswer, 0, 0, payload.Delivery{Topic: payload.TopicDone, Reason: reason})
}

// reachable notes that somebody blocked the bot, or is back: cards go to
// others, or to them again, and volunteers are not asked to mediate meanwhile.
func (d *deed) reachable(ctx context.Context, yes bool) error {
	if d.by.Person == 0 {
		p, err := d.tx.LockPersonByHandle(ctx, d.act.Actor)
		if errors.Is(err, records.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := d.tx.SetReachable(ctx, p.ID, yes, d.at); err != nil || yes {
			return err
		}
		return d.relieve(ctx, p.ID)
	}
	if err := d.tx.SetReachable(ctx, d.by.Person, yes, d.at); err != nil {
		return err
	}
	return d.tx.Outdate(ctx, d.by.Unit, d.by.Person, d.at)
}

// Bounds of an invitation.
const (
	mostUses  = 1000
	mostHours = 365 * 24
)

func (d *deed) invite(ctx context.Context) error {
	_, known := place.Official().Area(d.act.Area)
	switch {
	case d.by.Role != payload.RoleCoordinator:
		return d.refuse(casework.Refusal{Reason: payload.ReasonRole})
	case !known, d.act.Uses < 1, d.act.Uses > mostUses, d.act.Hours < 1, d.act.Hours > mostHours:
		return d.refuse(casework.Refusal{Reason: payload.ReasonInvalid})
	case d.by.County != "" && d.s.org.CountyFor(d.act.Area) != d.by.County:
		return d.refuse(casework.Refusal{Reason: payload.ReasonNotYours})
	}
	token, err := d.p.token()
	if err != nil {
		return err
	}
	expires := d.at.Add(time.Duration(d.act.Hours) * time.Hour)
	if err := d.tx.Invite(ctx, token, records.Invitation{
		Area: d.act.Area, UsesLeft: d.act.Uses, Expires: expires, CreatedBy: records.Number(d.by.Person),
	}); err != nil {
		return err
	}
	return d.add(d.act.Actor, d.by.Person, payload.PriorityAnswer, 0, 0, payload.Delivery{
		Topic: payload.TopicInvitation,
		Invitation: &payload.InviteLink{
			Token: token, Area: place.Official().FullName(d.act.Area), Uses: d.act.Uses, Expires: expires,
		},
	})
}

// revoke ends an invitation to where the coordinator may invite, or of somebody
// whom the coordinator may manage.
func (d *deed) revoke(ctx context.Context) error {
	if d.by.Role != payload.RoleCoordinator {
		return d.refuse(casework.Refusal{Reason: payload.ReasonRole})
	}
	i, err := d.tx.LockInvitation(ctx, d.act.Token)
	switch {
	case errors.Is(err, records.ErrNotFound):
		return d.refuse(casework.Refusal{Reason: payload.ReasonInvitation})
	case err != nil:
		return err
	case i.Person != 0:
		p, err := d.tx.LockPerson(ctx, int64(i.Person))
		if err != nil {
			return err
		}
		if !mayManage(d.by, p, d.s.org) {
			return d.refuse(casework.Refusal{Reason: payload.ReasonInvitation})
		}
		if err := d.tx.Log(ctx, records.RosterChange{At: d.at, By: d.by.Person, Person: p.ID, Change: "revoke"}); err != nil {
			return err
		}
	case d.by.County != "" && d.s.org.CountyFor(i.Area) != d.by.County:
		return d.refuse(casework.Refusal{Reason: payload.ReasonNotYours})
	}
	if err := d.tx.Revoke(ctx, i.ID, d.at); err != nil {
		return err
	}
	return d.add(d.act.Actor, d.by.Person, payload.PriorityAnswer, 0, 0, payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonRevoked})
}
