package pipeline

import (
	"fmt"
	"slices"
	"time"

	"secondbrother/storage/payload"
)

// group is a station's group chat.
type group struct {
	unit    string
	on, off time.Time // when it was bound, and when it was freed; zero: not yet
	cards   map[payload.Receipt]payload.Card
}

// grouping has two leaders bring their station's cards to a group; one of them
// ends it on Saturday.
func (w *week) grouping() {
	leaders := w.someone(payload.RoleLeader)
	for i, m := range []*member{leaders[0], leaders[4]} {
		chat := handle("group " + m.unit)
		w.groups[chat] = &group{unit: m.unit, cards: map[payload.Receipt]payload.Card{}}
		station := func(on bool) func() {
			return func() { w.acts(payload.Action{Verb: payload.VerbStation, Actor: m.handle, Group: chat, On: on}) }
		}
		w.later(at(0, 2, 30), "group "+m.unit, station(true))
		if i == 1 {
			w.later(at(5, 22, 0), "no group "+m.unit, station(false))
		}
	}
}

// groupHears is a group that is shown a card: now and then one of the station
// accepts there, or somebody who does not belong to it tries to.
func (w *week) groupHears(chat string, d payload.Delivery) {
	g := w.groups[chat]
	switch {
	case d.Reason == payload.ReasonGroupOn:
		g.on = d.At
	case d.Reason == payload.ReasonGroupOff:
		g.off = d.At
	case d.Card == nil:
		w.t.Errorf("a group is told %s", d.Topic)
	}
	if d.Card == nil {
		return
	}
	c := *d.Card
	if g.on.IsZero() || !g.off.IsZero() && d.At.After(g.off) {
		w.t.Errorf("%s goes to a group that is not bound", c.Case)
	}
	if c.Against != "" || slices.ContainsFunc(c.Verbs, func(v payload.Verb) bool { return v != payload.VerbAccept }) {
		w.t.Errorf("a group is shown %+v", c)
	}
	if old, had := g.cards[c.Case]; had && old.Version > c.Version {
		return
	}
	g.cards[c.Case] = c
	dice := w.dice("group", chat, c.Case, c.Version)
	if len(c.Verbs) == 0 || dice.IntN(3) > 0 {
		return
	}
	officers := w.someone(payload.RoleOfficer)
	foreign := dice.IntN(4) == 0
	officers = slices.DeleteFunc(officers, func(m *member) bool { return (m.unit == g.unit) == foreign })
	m := officers[dice.IntN(len(officers))]
	w.later(w.clock.Now().Add(time.Duration(2+dice.IntN(20))*time.Minute), fmt.Sprint("group ", c.Case, m.badge), func() {
		w.acts(payload.Action{Verb: payload.VerbAccept, Actor: m.handle, Group: chat, Case: c.Case, Version: g.cards[c.Case].Version}, "group")
	})
}

// grouped checks that each group was last shown how the cases of its station
// stand, or that they went elsewhere, and that only its officers accepted there.
func (w *week) grouped(lives []*life) {
	shown := 0
	for _, d := range w.ear.all() { // what came after the week, too
		if g := w.groups[d.To]; g != nil && d.Card != nil && g.cards[d.Case].Version <= d.Card.Version {
			g.cards[d.Case] = *d.Card
		}
	}
	for _, g := range w.groups {
		for _, l := range lives {
			var before, last standing
			for _, s := range l.rows {
				here := s.Station == g.unit || before.Station == g.unit
				bound := s.at.After(g.on) && (g.off.IsZero() || s.at.Before(g.off))
				if here && bound && s.State != string(payload.StateTriage) && (s.Outcome == "" || before.Version > 0 && before.Outcome == "") {
					last = s
				}
				before = s
			}
			c, had := g.cards[l.receipt]
			if had {
				shown++
			}
			if last.Version != 0 && (!had || c.Version != last.Version || string(c.State) != last.State || string(c.Outcome) != last.Outcome) {
				w.t.Errorf("the group of %s was last shown %+v of %s, not version %d, %s", g.unit, c, l.receipt, last.Version, last.State)
			}
		}
	}
	accepted := 0
	for _, m := range w.members {
		for chat, g := range w.groups {
			n := w.number(`SELECT count(*) FROM events WHERE type = 'accepted' AND person = $1 AND unit <> station AND role = 'officer'`, w.people[m.handle])
			if n != 0 {
				w.t.Errorf("%s accepted %d cases of another station", m.badge, n)
			}
			if m.unit == g.unit && w.pressedIn[[2]string{chat, m.handle}] > 0 {
				accepted++
			}
		}
	}
	if shown < 10 || accepted == 0 {
		w.t.Errorf("groups were shown %d cases, and %d of their officers pressed there", shown, accepted)
	}
}
