package pipeline

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/hours"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// staffLink is how long a member of staff has to open a new link.
const staffLink = 30 * 24 * time.Hour

// mayManage says whether a coordinator may change something of a person: within
// the own scope, never of oneself, and coordinators only the city's.
func mayManage(by casework.Actor, p records.Person, org *route.Org) bool {
	if by.Role != payload.RoleCoordinator || p.ID == by.Person {
		return false
	}
	if by.County == "" {
		return true
	}
	if p.Role == string(payload.RoleVolunteer) {
		return org.CountyFor(p.Area) == by.County
	}
	return p.Role != string(payload.RoleCoordinator) && org.CountyOf(string(p.Unit)) == by.County
}

// changesOf lists what can be changed of a person as they stand.
func changesOf(p records.Person) []payload.RosterChange {
	switch role := payload.Role(p.Role); {
	case p.Suspended:
		return []payload.RosterChange{payload.ChangeRestore}
	case role == payload.RoleVolunteer:
		return []payload.RosterChange{payload.ChangeSuspend}
	case role == payload.RoleOfficer, role == payload.RoleLeader:
		return []payload.RosterChange{payload.ChangeDuty, payload.ChangeMove, payload.ChangeInvite, payload.ChangeSuspend}
	}
	return []payload.RosterChange{payload.ChangeDuty, payload.ChangeInvite, payload.ChangeSuspend}
}

// editRoster does one change of one person, logs it, and tells both.
func (d *deed) editRoster(ctx context.Context) error {
	if d.by.Role != payload.RoleCoordinator {
		return d.refuse(casework.Refusal{Reason: payload.ReasonRole})
	}
	p, err := d.tx.LockPerson(ctx, d.act.Person)
	switch {
	case errors.Is(err, records.ErrNotFound), err == nil && !mayManage(d.by, p, d.s.org):
		return d.refuse(casework.Refusal{Reason: payload.ReasonNotYours})
	case err != nil:
		return err
	}
	change := records.RosterChange{At: d.at, By: d.by.Person, Person: p.ID, Change: string(d.act.Change)}
	done, err := d.edit(ctx, p, &change)
	if err != nil {
		return err
	}
	if !done {
		return d.refuse(casework.Refusal{Reason: payload.ReasonInvalid})
	}
	if err := d.tx.Log(ctx, change); err != nil {
		return err
	}
	if p.Role != string(payload.RoleVolunteer) && d.act.Change != payload.ChangeInvite {
		for _, unit := range []string{string(p.Unit), d.act.Target} {
			if unit == "" {
				continue
			}
			if err := d.tx.Outdate(ctx, unit, p.ID, d.at); err != nil {
				return err
			}
		}
	}
	if d.act.Change == payload.ChangeInvite {
		return nil // the link says it
	}
	if err := d.tellEdited(ctx, p); err != nil {
		return err
	}
	return d.add(d.act.Actor, d.by.Person, payload.PriorityAnswer, 0, 0, payload.Delivery{
		Topic: payload.TopicDone, Reason: payload.ReasonRoster, Change: d.act.Change, Who: personLabel(p),
	})
}

// edit does the change; false where it cannot be done.
func (d *deed) edit(ctx context.Context, p records.Person, change *records.RosterChange) (bool, error) {
	allowed := false
	for _, may := range changesOf(p) {
		allowed = allowed || may == d.act.Change
	}
	if !allowed {
		return false, nil
	}
	switch d.act.Change {
	case payload.ChangeSuspend, payload.ChangeRestore:
		out := d.act.Change == payload.ChangeSuspend
		if err := d.tx.Suspend(ctx, p.ID, out, d.at); err != nil || !out {
			return true, err
		}
		return true, d.relieve(ctx, p.ID)
	case payload.ChangeMove:
		u, known := d.s.org.Unit(d.act.Target)
		if !known || u.Kind != route.Station || u.Code == string(p.Unit) || d.by.County != "" && d.s.org.CountyOf(u.Code) != d.by.County {
			return false, nil
		}
		change.Was, change.Become = string(p.Unit), u.Code
		return d.tx.Move(ctx, p.ID, u.Code)
	case payload.ChangeDuty:
		pattern := strings.TrimSpace(d.act.Text)
		if _, err := hours.Parse(pattern); err != nil || pattern == "" {
			return false, nil
		}
		change.Was, change.Become = p.Duty, pattern
		return true, d.tx.SetPattern(ctx, p.ID, pattern)
	}
	return true, d.inviteStaff(ctx, p)
}

// inviteStaff makes a new link for one member of staff; older ones end.
func (d *deed) inviteStaff(ctx context.Context, p records.Person) error {
	if err := d.tx.RevokeOf(ctx, p.ID, d.at); err != nil {
		return err
	}
	token, err := d.p.token()
	if err != nil {
		return err
	}
	expires := d.at.Add(staffLink)
	if err := d.tx.Invite(ctx, token, records.Invitation{
		Person: records.Number(p.ID), UsesLeft: 1, Expires: expires, CreatedBy: records.Number(d.by.Person),
	}); err != nil {
		return err
	}
	return d.add(d.act.Actor, d.by.Person, payload.PriorityAnswer, 0, 0, payload.Delivery{
		Topic:      payload.TopicInvitation,
		Invitation: &payload.InviteLink{Token: token, Area: unitName(string(p.Unit), d.s.org), Uses: 1, Expires: expires, For: p.Label},
	})
}

// token is what an invitation's link carries: 128 random bits.
func (p *Pipeline) token() (string, error) {
	var raw [16]byte
	if _, err := io.ReadFull(p.config.Random, raw[:]); err != nil {
		return "", fmt.Errorf("make an invitation token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw[:]), nil
}

// tellEdited tells a person who has joined what they are now.
func (d *deed) tellEdited(ctx context.Context, p records.Person) error {
	if p.Handle == "" {
		return nil
	}
	if d.act.Change == payload.ChangeSuspend {
		return d.add(string(p.Handle), p.ID, payload.PriorityRoutine, 0, 0, payload.Delivery{
			Topic: payload.TopicJoined, Reason: payload.ReasonSuspended, Person: &payload.Person{},
		})
	}
	now, err := d.tx.LockPerson(ctx, p.ID)
	if err != nil {
		return err
	}
	return d.introduce(now, payload.PriorityRoutine)
}

func personLabel(p records.Person) string {
	if p.Number > 0 {
		return fmt.Sprintf("二哥%d号", p.Number)
	}
	return p.Label
}

// rosterLine is a person as a coordinator sees them in the roster.
func (q asked) rosterLine(p records.Person, at time.Time) payload.RosterLine {
	now, _ := q.s.org.At(at).Person(p.ID)
	line := payload.RosterLine{
		ID: p.ID, Label: p.Label, Number: int(p.Number), Role: payload.Role(p.Role), Unit: unitName(string(p.Unit), q.s.org),
		OnDuty: now.OnDuty, Joined: p.Handle != "", Suspended: p.Suspended,
	}
	if p.Number > 0 {
		line.Label, line.Unit = personLabel(p), place.Official().FullName(p.Area)
	}
	return line
}

// seesInRoster says whether a coordinator sees a person in the roster.
func (q asked) seesInRoster(p records.Person) bool {
	switch {
	case q.by.Role != payload.RoleCoordinator:
		return false
	case q.by.County == "":
		return true
	case p.Role == string(payload.RoleVolunteer):
		return q.s.org.CountyFor(p.Area) == q.by.County
	}
	return q.s.org.CountyOf(string(p.Unit)) == q.by.County
}

// answerPerson shows one person of the roster and what may be changed.
func (p *Pipeline) answerPerson(ctx context.Context, q asked) (payload.Reply, error) {
	if q.by.Role != payload.RoleCoordinator {
		return refused(payload.ReasonRole)
	}
	person, err := p.db.Person(ctx, q.Person)
	if errors.Is(err, records.ErrNotFound) || err == nil && !q.seesInRoster(person) {
		return refused(payload.ReasonUnknown)
	}
	if err != nil {
		return payload.Reply{}, err
	}
	out := payload.RosterPerson{RosterLine: q.rosterLine(person, p.now()), Duty: person.Duty}
	if mayManage(q.by, person, q.s.org) {
		out.May = changesOf(person)
		out.Units = q.stationsFor(person)
	}
	return payload.Reply{Person: &out}, nil
}

// stationsFor lists where a member of staff may be moved, the own county first.
func (q asked) stationsFor(p records.Person) []payload.Target {
	if role := payload.Role(p.Role); p.Suspended || role != payload.RoleOfficer && role != payload.RoleLeader {
		return nil
	}
	own := q.s.org.CountyOf(string(p.Unit))
	var near, far []payload.Target
	for _, u := range q.s.children(route.Station, q.by.County) {
		t := payload.Target{ID: u.Code, Label: u.Name}
		switch {
		case u.Code == string(p.Unit):
		case q.s.org.CountyOf(u.Code) == own:
			near = append(near, t)
		default:
			far = append(far, t)
		}
	}
	return append(near, far...)
}
