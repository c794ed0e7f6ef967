package pipeline

import (
	"math/rand/v2"
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
)

// hears is a member of staff taking in what they are told: they keep the newest
// card of each case and look at it some time later.
func (w *week) hears(m *member, d payload.Delivery) {
	switch {
	case d.Topic == payload.TopicRefused:
		w.refused[d.Reason]++
	case d.Topic == payload.TopicInvitation:
		for i, volunteer := range w.invited {
			w.later(w.clock.Now().Add(time.Duration(1+i%9)*time.Minute), "joins "+volunteer, func() {
				w.acts(payload.Action{Verb: payload.VerbJoin, Actor: volunteer, Token: d.Invitation.Token})
			})
		}
	case d.Topic == payload.TopicMediation && d.Reason == payload.ReasonMediated:
		w.later(w.clock.Now().Add(time.Hour), "mediated "+string(d.Case)+m.badge, func() { w.looks(m, w.told[[2]string{m.handle, string(d.Case)}]) })
	case d.Card != nil:
		key := [2]string{m.handle, string(d.Case)}
		if old, had := w.told[key]; !had || old.Version <= d.Card.Version {
			w.told[key] = *d.Card
		}
		w.soon(m, *d.Card)
	}
}

// soon has somebody look at a case once more, unless they are about to anyway.
func (w *week) soon(m *member, c payload.Card) {
	key := [2]string{m.handle, string(c.Case)}
	if w.looking[key] || len(c.Verbs) == 0 {
		return
	}
	w.looking[key] = true
	longest := map[payload.Urgency]time.Duration{payload.Emergency: 6 * time.Minute, payload.Urgent: 45 * time.Minute, payload.Routine: 14 * time.Hour}[c.Urgency]
	switch {
	case c.Mediating != nil:
		longest = min(longest, 8*time.Hour)
	case c.State == payload.StateAccepted && c.Kind == payload.Dispute:
	case c.State == payload.StateAccepted:
		longest = 4 * longest
	}
	dice := w.dice("soon", m.badge, c.Case, c.Version)
	w.roughly(time.Minute+time.Duration(dice.Int64N(int64(longest))), longest, string(c.Case)+m.badge, func() {
		w.looking[key] = false
		w.looks(m, w.told[key])
	})
}

// looks is somebody with a card in front of them. Not everybody comes every
// day, and who is off duty mostly leaves it.
func (w *week) looks(m *member, c payload.Card) {
	now := w.clock.Now()
	dice := w.dice("looks", m.badge, c.Case, c.Version, now)
	day := now.In(hours.Shanghai).Format(time.DateOnly)
	if w.dice("no-show", m.badge, day).IntN(8) == 0 || w.worker != nil && !w.working(m) && dice.IntN(5) > 0 {
		return
	}
	verb := choose(dice, m, c)
	if verb == "" {
		if c.Mine {
			w.soon(m, c)
		}
		return
	}
	a := payload.Action{Verb: verb, Actor: m.handle, Case: c.Case, Version: c.Version, Text: "按程序办"}
	if dice.IntN(12) == 0 {
		a.Version = max(1, c.Version-1) // an older card further up in the chat
	}
	if !w.details(&a, dice, m, c) {
		return
	}
	w.acts(a)
	if dice.IntN(15) == 0 { // a thumb that presses twice
		w.acts(a, "twice")
	}
	if c.Mine {
		w.soon(m, c)
	}
}

// choose is what somebody does with a card; empty: nothing this time.
func choose(dice *rand.Rand, m *member, c payload.Card) payload.Verb {
	type wish struct {
		verb  payload.Verb
		outOf int // of 100
	}
	var wishes []wish
	switch {
	case m.role == payload.RoleCoordinator:
		wishes = []wish{{payload.VerbSort, 85}, {payload.VerbBlock, 2}}
	case c.Mine && c.Mediating != nil && c.Mediating.Reported != nil:
		wishes = []wish{{payload.VerbConfirm, 65}, {payload.VerbRedo, 15}, {payload.VerbRecall, 5}, {payload.VerbClose, 5}}
	case c.Mine && c.Mediating != nil: // a volunteer is sought or at work
		wishes = []wish{{payload.VerbNote, 8}, {payload.VerbAsk, 6}, {payload.VerbRecall, 25}, {payload.VerbClose, 6}, {payload.VerbTransfer, 3}, {payload.VerbCorrect, 5}}
	case c.Mine && c.Hazard != nil && !c.Hazard.Set:
		wishes = []wish{{payload.VerbGrade, 40}, {payload.VerbClose, 30}, {payload.VerbAsk, 10}, {payload.VerbTransfer, 8}, {payload.VerbCorrect, 6}, {payload.VerbLink, 6}}
	case c.Mine:
		wishes = []wish{
			{payload.VerbOffer, 40}, {payload.VerbClose, 45}, {payload.VerbAsk, 14}, {payload.VerbNote, 10}, {payload.VerbTransfer, 8},
			{payload.VerbCorrect, 6}, {payload.VerbLink, 7},
		}
	case c.State == payload.StateAccepted:
		wishes = []wish{{payload.VerbTake, 3}, {payload.VerbNote, 2}}
	case c.State == payload.StateClosed:
		wishes = []wish{{payload.VerbUnlink, 10}}
	case m.role == payload.RoleOfficer || c.Escalated:
		wishes = []wish{
			{payload.VerbReturn, 30}, {payload.VerbAccept, 62}, {payload.VerbTransfer, 8}, {payload.VerbCorrect, 7}, {payload.VerbNote, 4},
		}
	default: // leaders, the bureau and desks see more than they take
		wishes = []wish{{payload.VerbAccept, 10}, {payload.VerbNote, 4}}
	}
	chance := dice.IntN(100)
	for _, one := range wishes {
		if !slices.Contains(c.Verbs, one.verb) {
			continue
		}
		if chance < one.outOf {
			return one.verb
		}
		chance -= one.outOf
	}
	return ""
}

// details fills in what a verb needs; false when nothing is offered.
func (w *week) details(a *payload.Action, dice *rand.Rand, m *member, c payload.Card) bool {
	label := w.filed[c.Case].label
	switch a.Verb {
	case payload.VerbTransfer, payload.VerbLink:
		return w.offered(a, dice)
	case payload.VerbSort:
		if c.Category == "" {
			a.Category = label
		}
		a.Area = w.spots[dice.IntN(len(w.spots))].code
	case payload.VerbCorrect:
		switch dice.IntN(3) {
		case 0:
			a.Category = string(c.Kind) + ".other"
		case 1:
			a.Urgency = []payload.Urgency{payload.Routine, payload.Urgent}[dice.IntN(2)]
		default:
			a.Area = w.spots[dice.IntN(len(w.spots))].code
		}
	case payload.VerbGrade:
		a.Grade, a.Premises = payload.Grades[dice.IntN(len(payload.Grades))], payload.AllPremises[dice.IntN(len(payload.AllPremises))]
	case payload.VerbClose:
		if c.Hazard != nil && !c.Hazard.Set && dice.IntN(2) == 0 {
			a.Grade = payload.Grades[dice.IntN(len(payload.Grades))]
		}
		all := payload.Outcomes(c.Kind)
		a.Outcome = all[dice.IntN(len(all))]
		switch a.Outcome {
		case payload.OutcomeSettledOral, payload.OutcomeSettledWritten:
			a.Mediation = &payload.Mediation{Parties: 2 + dice.IntN(3), Yuan: int64(dice.IntN(4)) * 500}
		case payload.OutcomeHelped:
			a.Help = &payload.Help{People: 1 + dice.IntN(2)}
		}
	}
	return true
}

// offered asks the worker where a case may go, or which it may be the same as,
// as the bot does, and takes one.
func (w *week) offered(a *payload.Action, dice *rand.Rand) bool {
	if w.worker == nil {
		return false
	}
	query := map[payload.Verb]payload.Query{payload.VerbTransfer: payload.QueryTargets, payload.VerbLink: payload.QuerySame}[a.Verb]
	reply, err := w.client.Ask(w.t.Context(), payload.Question{Query: query, Actor: a.Actor, Case: a.Case})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(reply.Targets) == 0 {
		return false
	}
	one := reply.Targets[dice.IntN(len(reply.Targets))].ID
	if a.Verb == payload.VerbLink {
		a.Other = payload.Receipt(one)
	} else {
		a.Target = one
	}
	return true
}
