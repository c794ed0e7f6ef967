package pipeline

import (
	"fmt"
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/hours"
)

const weekMediators = 14

// volunteering has some of the volunteers say on Monday that they would mediate,
// each somewhere else in the county.
func (w *week) volunteering() {
	for i := range weekVolunteers {
		w.volunteers[volunteer(i)] = i
	}
	for i := range weekMediators {
		d := w.dice("willing", i)
		area := w.spots[d.IntN(len(w.spots))].code[:[]int{6, 9, 12}[d.IntN(3)]]
		w.later(at(0, 6, i), fmt.Sprint("willing ", i), func() {
			w.acts(payload.Action{Verb: payload.VerbWilling, Actor: volunteer(i), On: true, Area: area})
		})
	}
	w.later(at(3, 19, 0), "unwilling", func() { w.acts(payload.Action{Verb: payload.VerbWilling, Actor: volunteer(0)}) })
}

// forVolunteers says whether d is for a volunteer as one, not as a reporter.
func (w *week) forVolunteers(d payload.Delivery) bool {
	if _, is := w.volunteers[d.To]; !is {
		return false
	}
	switch d.Topic {
	case payload.TopicOffer, payload.TopicMediating, payload.TopicMediation, payload.TopicBroadcast:
		return true
	case payload.TopicDone:
		return d.Reason == payload.ReasonWilling || d.Reason == payload.ReasonUnwilling
	case payload.TopicRefused:
		f := w.filed[d.Case]
		return f == nil || f.report.Reporter != d.To
	}
	return false
}

// volunteerHears does what a volunteer does about what they are told. The bot keeps
// an offer from who reported the dispute or the same event.
func (w *week) volunteerHears(d payload.Delivery) {
	dice := w.dice("volunteer", d.To, d.ID)
	chance := dice.IntN(100)
	does := func(minutes int, a payload.Action) {
		a.Actor, a.Case = d.To, d.Case
		w.later(w.clock.Now().Add(time.Duration(minutes)*time.Minute), string(d.Case)+d.To, func() { w.acts(a, d.ID) })
	}
	reports := func(minutes int) {
		all := payload.MediatorOutcomes()
		m := &payload.Mediation{Parties: 2 + dice.IntN(3)}
		a := payload.Action{Verb: payload.VerbReport, Outcome: all[dice.IntN(len(all))], Mediation: m, Text: "两家都到场了"}
		if a.Outcome != payload.OutcomeNotSettled {
			m.Yuan = int64(dice.IntN(3)) * 200
		}
		does(minutes, a)
	}
	switch d.Topic {
	case payload.TopicOffer:
		own := slices.ContainsFunc(append(d.Offer.Same, d.Case), func(r payload.Receipt) bool {
			return w.filed[r] != nil && w.filed[r].report.Reporter == d.To
		})
		switch {
		case own:
		case chance < 60:
			does(1+dice.IntN(13), payload.Action{Verb: payload.VerbAgree})
		case chance < 75:
			does(1+dice.IntN(13), payload.Action{Verb: payload.VerbDecline})
		case chance < 80: // too late
			does(16+dice.IntN(10), payload.Action{Verb: payload.VerbAgree})
		}
	case payload.TopicMediating:
		switch {
		case d.Reason == payload.ReasonSentBack, chance < 72:
			reports(30 + 10*dice.IntN(40))
		case chance < 95:
			does(60+10*dice.IntN(20), payload.Action{Verb: payload.VerbDecline, Text: "他们不见我"})
		}
	case payload.TopicBroadcast:
		w.hearsBroadcast(d)
	}
}

// mediated checks how volunteers were asked and let go: nobody was woken, or
// asked twice about one case, who agreed heard how it ended, and only what was
// confirmed is a volunteer's settlement.
func (w *week) mediated(lives []*life) {
	handles := map[int64]string{}
	for h := range w.volunteers {
		p, err := w.db.PersonByHandle(w.t.Context(), h)
		if err != nil {
			w.t.Fatal(err)
		}
		handles[p.ID] = h
	}
	told := map[string]bool{}
	for _, d := range w.ear.all() {
		told[fmt.Sprint(d.To, d.Topic, d.Reason, d.Case, d.At)] = true
	}
	hears := func(person int64, topic payload.Topic, reason payload.Reason, l *life, at time.Time) bool {
		return told[fmt.Sprint(handles[person], topic, reason, l.receipt, at)]
	}
	for _, l := range lives {
		var before standing
		asked := map[int64]bool{}
		for _, s := range l.rows {
			hour := s.at.In(hours.Shanghai).Hour()
			if s.OfferedTo != 0 && s.OfferedTo != before.OfferedTo {
				if awake := casework.NightTo <= hour && hour < casework.NightFrom; !awake && s.Urgency == string(payload.Routine) {
					w.t.Errorf("%s: a volunteer is woken at %v", l.receipt, s.at)
				}
				if asked[s.OfferedTo] {
					w.t.Errorf("%s: %d is asked twice", l.receipt, s.OfferedTo)
				}
				if asked[s.OfferedTo] = true; !hears(s.OfferedTo, payload.TopicOffer, "", l, s.at) {
					w.t.Errorf("%s: %d is asked at %v and does not hear of it", l.receipt, s.OfferedTo, s.at)
				}
			}
			if s.Outcome != "" {
				clear(asked) // if it is opened again, so is the question
			}
			if was := before.Mediator; was != 0 && s.Mediator != was {
				gaveUp := slices.ContainsFunc(l.of(s.Version), func(e records.Event) bool { return e.Type == string(payload.EventGaveUp) })
				if !gaveUp && !hears(was, payload.TopicMediation, payload.ReasonConfirmed, l, s.at) && !hears(was, payload.TopicMediation, payload.ReasonCalledOff, l, s.at) {
					w.t.Errorf("%s: %d mediated until %v and was not told that it is over", l.receipt, was, s.at)
				}
			}
			before = s
		}
	}
	if n := w.number(`SELECT count(*) FROM events AS e WHERE e.type = 'closed' AND e.mediator = 'volunteer' AND NOT EXISTS (
		SELECT FROM events AS m WHERE m.case_id = e.case_id AND m.seq < e.seq AND m.type = 'mediated')`); n != 0 {
		w.t.Errorf("%d cases were closed as mediated by a volunteer who reported nothing", n)
	}
	if w.number(`SELECT count(*) FROM events WHERE type = 'closed' AND mediator = 'volunteer'`) == 0 {
		w.t.Error("nothing was ever settled by a volunteer")
	}
}
