package pipeline

import (
	"slices"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
)

// willing are volunteers of the town who are willing to mediate, and when
// each was asked last.
type willing struct {
	ids   map[string]int64 // handle → person
	areas map[int64]string
	asked map[int64]time.Time
}

// willing enrols an aunt, who lives in the village, and an uncle, who lives
// somewhere in the county.
func (w *town) willing() *willing {
	w.t.Helper()
	n := &willing{ids: map[string]int64{}, areas: map[int64]string{}, asked: map[int64]time.Time{}}
	err := w.db.In(w.t.Context(), func(tx *records.Tx) error {
		for _, v := range []struct{ name, area string }{{"aunt", townStation}, {"uncle", county}} {
			p, err := tx.Enrol(w.t.Context(), handle(v.name), v.area, noon)
			if err != nil {
				return err
			}
			n.ids[handle(v.name)], n.areas[p.ID], w.people[v.name] = p.ID, v.area, p.ID
			if err := tx.SetWilling(w.t.Context(), p.ID, v.area, noon); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// seek does for the model what the worker does with the database.
func (n *willing) seek(ch casework.Change, s *snapshot, now time.Time) casework.Change {
	if !ch.Seeks {
		return ch
	}
	var free []casework.Volunteer
	for _, id := range n.ids {
		free = append(free, casework.Volunteer{Person: id, Area: n.areas[id], AskedAt: n.asked[id]})
	}
	ch = casework.Seek(ch, free, s.org, now)
	if to := ch.Case.Offer.To; to != 0 {
		n.asked[to] = now
	}
	return ch
}

// actor is who does a, as the worker finds out.
func (s *script) actor(a payload.Action) casework.Actor {
	if id := s.willing.ids[a.Actor]; id != 0 {
		return casework.Actor{Handle: a.Actor, Person: id, Role: payload.RoleVolunteer}
	}
	return s.roster().actor(a.Actor)
}

// dispute is the report of that number as a quarrel.
func dispute(n int) payload.Report {
	r := report(n)
	r.Kind, r.Category, r.Text, r.Place.Text = payload.Dispute, "dispute.neighbour", "俺家楼上漏水", "三号楼"
	return r
}

// offer has the officer accept a dispute and look for a volunteer.
func (w *town) offer(r payload.Report) {
	w.t.Helper()
	w.submit(r)
	ask := act("offer "+r.ID, "officer", payload.VerbOffer, r)
	ask.Text = "楼上漏水，两家谈不拢"
	w.until("it is filed", func() bool {
		return w.number(`SELECT count(*) FROM reports WHERE receipt = $1`, string(r.Receipt)) == 1
	})
	w.does(act("accept "+r.ID, "officer", payload.VerbAccept, r))
	w.until("it is accepted", func() bool {
		return w.number(`SELECT count(*) FROM reports AS r JOIN cases AS c ON c.id = r.case_id WHERE r.receipt = $1 AND c.state = 'accepted'`, string(r.Receipt)) == 1
	})
	w.does(ask)
}

// told waits until somebody was told of a case under a topic and for a reason,
// and gives the newest such.
func (w *town) told(name string, topic payload.Topic, reason payload.Reason, r payload.Report) (found payload.Delivery) {
	w.t.Helper()
	w.until(name+" is told "+string(topic)+" "+string(reason), func() bool {
		for _, d := range slices.Backward(w.ear.to(name)) {
			if d.Topic == topic && d.Reason == reason && d.Case == r.Receipt {
				found = d
				return true
			}
		}
		return false
	})
	return found
}

func TestVolunteersAreAskedOneAfterTheOther(t *testing.T) {
	w := newTown(t)
	w.willing()
	w.enter()
	r := dispute(0)
	w.offer(r)
	asked := w.told("aunt", payload.TopicOffer, "", r)
	if o := asked.Offer; o == nil || o.Words != "楼上漏水，两家谈不拢" || !o.Until.Equal(noon.Add(casework.TakeWithin)) || o.Place != "" || len(o.Area) == 0 {
		t.Fatalf("offered %+v", o)
	}
	w.does(act("no", "aunt", payload.VerbDecline, r))
	w.told("uncle", payload.TopicOffer, "", r)
	w.does(act("late", "aunt", payload.VerbAgree, r))
	w.told("aunt", payload.TopicRefused, payload.ReasonLapsed, r)

	// A worker that was down meanwhile finds that nobody answered in time.
	w.clock.Pass(casework.TakeWithin)
	w.told("uncle", payload.TopicMediation, payload.ReasonLapsed, r)
	w.told("officer", payload.TopicMediation, payload.ReasonNobody, r)
	w.settled()
	w.holdsTogether()
	w.hearsEachOnce()
}

func TestAVolunteerMediates(t *testing.T) {
	w := newTown(t)
	w.willing()
	_, leave := w.enter()
	r, other := dispute(0), dispute(1)
	w.offer(r)
	w.told("aunt", payload.TopicOffer, "", r)
	w.offer(other) // the aunt is asked already
	w.told("uncle", payload.TopicOffer, "", other)
	w.does(act("yes", "aunt", payload.VerbAgree, r))
	details := w.told("aunt", payload.TopicMediating, "", r)
	if o := details.Offer; o == nil || o.Place != "三号楼" || o.Station != "古楼派出所" || !o.Until.IsZero() {
		t.Fatalf("mediates %+v", o)
	}
	w.does(act("no", "uncle", payload.VerbDecline, other)) // nobody else: the aunt mediates
	w.told("officer", payload.TopicMediation, payload.ReasonNobody, other)
	leave()
	w.enter()
	result := act("result", "aunt", payload.VerbReport, r)
	result.Outcome, result.Mediation, result.Text = payload.OutcomeSettledOral, &payload.Mediation{Parties: 2, Yuan: 300}, "赔三百"
	w.does(result)
	w.told("officer", payload.TopicMediation, payload.ReasonMediated, r)
	w.settled()
	card := w.card("officer", r)
	if m := card.Mediating; m == nil || m.Volunteer == 0 || m.Reported == nil || m.Reported.Text != "赔三百" || !slices.Contains(card.Verbs, payload.VerbConfirm) {
		t.Fatalf("the officer sees %+v, %v", m, card.Verbs)
	}
	if e := card.History[len(card.History)-1]; e.What != payload.EventMediated || e.Volunteer != card.Mediating.Volunteer {
		t.Errorf("the story ends with %+v", e)
	}
	yes := act("confirm", "officer", payload.VerbConfirm, r)
	yes.Version = card.Version
	w.does(yes)
	w.told("aunt", payload.TopicMediation, payload.ReasonConfirmed, r)
	w.settled()
	if n := w.number(`SELECT count(*) FROM events WHERE type = 'closed' AND mediator = 'volunteer' AND source = 'police' AND outcome = 'settled_oral' AND yuan = 300`); n != 1 {
		t.Errorf("%d settlements by a volunteer are counted", n)
	}
	if n := w.number(`SELECT count(*) FROM events WHERE person = $1 AND type NOT IN ('agreed', 'mediated')`, w.people["uncle"]); n != 0 {
		t.Errorf("%d events name who declined", n)
	}
	w.holdsTogether()
	w.hearsEachOnce()
}

// card is the newest card of a case that somebody was given.
func (w *town) card(name string, r payload.Report) payload.Card {
	w.t.Helper()
	for _, d := range slices.Backward(w.ear.to(name)) {
		if d.Topic == payload.TopicCard && d.Case == r.Receipt {
			return *d.Card
		}
	}
	w.t.Fatalf("%s has no card", name)
	return payload.Card{}
}

// Who may not be asked: who is not willing, cannot be reached, or reported the
// dispute under the own number.
func TestWhoIsNotAsked(t *testing.T) {
	w := newTown(t)
	n := w.willing()
	w.enter()
	off := payload.Action{V: payload.Version, ID: handle("off"), Verb: payload.VerbWilling, Actor: handle("aunt"), At: noon}
	away := off
	away.ID, away.Verb, away.Actor = handle("away"), payload.VerbUnreachable, handle("uncle")
	w.does(off, away)
	w.until("the aunt is told", func() bool {
		all := w.ear.to("aunt")
		return len(all) == 1 && all[0].Topic == payload.TopicDone && all[0].Reason == payload.ReasonUnwilling
	})
	r := dispute(0)
	w.offer(r)
	w.told("officer", payload.TopicMediation, payload.ReasonNobody, r)

	nowhere := off
	nowhere.ID, nowhere.On, nowhere.Area = handle("nowhere"), true, "999999"
	w.does(nowhere)
	w.until("nowhere is no place", func() bool { return w.last("aunt").Reason == payload.ReasonInvalid })
	on, back := off, away
	on.ID, on.On = handle("on"), true
	back.ID, back.Verb = handle("back"), payload.VerbReachable
	staff := on
	staff.ID, staff.Actor = handle("staff"), handle("officer")
	w.does(on, back, staff)
	w.until("the officer may not", func() bool { return w.last("officer").Reason == payload.ReasonRole })
	named := dispute(1)
	named.Volunteer = w.number(`SELECT number FROM people WHERE id = $1`, n.ids[handle("aunt")])
	w.offer(named)
	w.told("uncle", payload.TopicOffer, "", named)
	w.settled()
	w.hearsEachOnce()
}

// Nobody waits for a volunteer who blocked the bot or was suspended: the next
// one is asked, or the officer hears of it.
func TestWhoIsGoneIsNotWaitedFor(t *testing.T) {
	w := newTown(t)
	w.willing()
	w.enter()
	r := dispute(0)
	w.offer(r)
	w.told("aunt", payload.TopicOffer, "", r)
	w.does(payload.Action{V: payload.Version, ID: handle("blocks"), Verb: payload.VerbUnreachable, Actor: handle("aunt"), At: noon})
	w.told("uncle", payload.TopicOffer, "", r)
	w.does(act("yes", "uncle", payload.VerbAgree, r))
	w.told("officer", payload.TopicMediation, payload.ReasonAgreed, r)
	w.edits("coordinator", payload.ChangeSuspend, w.people["uncle"])
	w.told("officer", payload.TopicMediation, payload.ReasonGaveUp, r)
	result := act("result", "uncle", payload.VerbReport, r)
	result.Outcome, result.Mediation = payload.OutcomeSettledOral, &payload.Mediation{Parties: 2}
	w.does(result)
	w.told("uncle", payload.TopicRefused, payload.ReasonUnknown, r)
	w.settled()
	w.holdsTogether()
	w.hearsEachOnce()
}

// Two workers that look for a volunteer at the same time never find the same.
func TestNobodyIsAskedForTwoCases(t *testing.T) {
	w := newTown(t)
	w.willing()
	w.enter()
	w.enter()
	for i := range 4 {
		w.offer(dispute(i))
	}
	w.until("two are asked and two find nobody", func() bool {
		return w.number(`SELECT count(*) FROM cases WHERE offered_to IS NOT NULL`) == 2 && w.number(`SELECT count(*) FROM events WHERE type = 'unmet'`) == 2
	})
	w.until("all were asked in vain", func() bool {
		w.clock.Pass(time.Minute)
		return w.number(`SELECT count(*) FROM cases WHERE offered_to IS NOT NULL`) == 0
	})
	w.settled()
	w.holdsTogether()
}

// An officer who asks for a volunteer at night hears that it waits; in the
// morning the nearest is asked, whatever was restarted meanwhile.
func TestVolunteersAreAskedInTheMorning(t *testing.T) {
	w := newTown(t)
	w.clock.Set(time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC)) // 23:30 in Shanghai
	w.willing()
	_, leave := w.enter()
	r := dispute(1)
	r.At, r.Urgency = w.clock.Now(), payload.Routine
	w.offer(r)
	w.until("the search waits", func() bool { return w.number(`SELECT count(*) FROM cases WHERE offer_from IS NOT NULL`) == 1 })
	w.settled()
	if m := w.lastCard("officer").Mediating; m == nil || m.From.IsZero() || m.Volunteer != 0 {
		t.Errorf("the officer's card says %+v", m)
	}
	offers := func() (to []string) {
		for _, d := range w.ear.all() {
			if d.Topic == payload.TopicOffer {
				to = append(to, d.To)
			}
		}
		return to
	}
	if to := offers(); len(to) != 0 {
		t.Fatalf("%q are woken", to)
	}
	leave()
	w.clock.Pass(7*time.Hour + 30*time.Minute)
	w.enter()
	w.until("somebody is asked", func() bool { return len(offers()) > 0 })
	w.settled()
	if to := offers(); !slices.Equal(to, []string{handle("aunt")}) {
		t.Errorf("%q are asked", to)
	}
}
