package pipeline

import (
	"context"
	"errors"
	"slices"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
)

// station has the cards of the leader's station go to a group chat, or no more.
func (d *deed) station(ctx context.Context) error {
	group := d.act.Group
	thrownOut := group == d.act.Actor
	switch {
	case !payload.ValidID(group):
		return d.refuse(casework.Refusal{Reason: payload.ReasonInvalid})
	case thrownOut:
		return d.tx.FreeGroup(ctx, group) // nobody is there to be told
	case d.by.Role != payload.RoleLeader, !d.act.On && d.s.inGroup[group] != "" && d.s.inGroup[group] != d.by.Unit:
		return d.refuse(casework.Refusal{Reason: payload.ReasonRole})
	case !d.act.On:
		if err := d.tx.FreeGroup(ctx, group); err != nil {
			return err
		}
		return d.tellGroup(group, payload.ReasonGroupOff, "")
	}
	before, _, err := d.tx.BindGroup(ctx, records.Group{Unit: d.by.Unit, Handle: group}, d.by.Person, d.at)
	if err != nil {
		return err
	}
	if before != "" {
		if err := d.tellGroup(before, payload.ReasonGroupOff, ""); err != nil {
			return err
		}
	}
	return d.tellGroup(group, payload.ReasonGroupOn, unitName(d.by.Unit, d.s.org))
}

func (d *deed) tellGroup(handle string, what payload.Reason, unit string) error {
	return d.add(handle, 0, payload.PriorityAnswer, 0, 0, payload.Delivery{Topic: payload.TopicDone, Reason: what, Who: unit})
}

var errOtherStation = errors.New("pressed in a group of another station")

// inGroup is the case as a press in a group finds it: only officers of the
// station that the group and the case belong to may press there.
func (d *deed) inGroup(c casework.Case) (casework.Case, error) {
	if d.act.Group == "" {
		return c, nil
	}
	if unit := d.s.inGroup[d.act.Group]; unit == "" || unit != d.by.Unit || unit != c.Station {
		return c, errOtherStation
	}
	return casework.InGroup(c, d.by), nil
}

// group owes the cards in group chats: to the group of the station that has the
// case, and to that of the station that had it before.
func (o *owing) group(was, now casework.Case, show shown) error {
	if now.Recorded || now.State == payload.StateTriage || !now.Open() && !was.Open() {
		return nil // nobody was called, a coordinator sorts it first, or all has been said
	}
	stations := []string{now.Station}
	if was.Station != now.Station {
		stations = append(stations, was.Station)
	}
	for _, station := range stations {
		handle := o.s.groups[station]
		if handle == "" {
			continue
		}
		c := o.groupCard(show, station)
		if err := o.add(handle, 0, cardPriority(now, false), now.ID, now.Version,
			payload.Delivery{Topic: payload.TopicCard, Case: now.Number, Card: &c}); err != nil {
			return err
		}
	}
	return nil
}

// groupCard is a card as everybody of a station may see it: what its leader
// sees, with the one button that needs no further words.
func (o *owing) groupCard(show shown, station string) payload.Card {
	all := casework.Actor{Person: -1, Role: payload.RoleLeader, Unit: station, County: o.s.org.CountyOf(station)}
	c := card(show, all, o.s, o.at)
	c.Verbs = slices.DeleteFunc(c.Verbs, func(v payload.Verb) bool { return v != payload.VerbAccept })
	c.Against, c.Here = "", false // that is for who handles it, not for a whole station
	return c
}
