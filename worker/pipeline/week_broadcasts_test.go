package pipeline

import (
	"fmt"
	"time"

	"secondbrother/storage/payload"
)

// cast is a broadcast as the county knows it.
type cast struct {
	by      string // handle of the coordinator
	last    map[string]payload.Delivery
	answers []payload.Receipt
}

// broadcasting has coordinators look for somebody missing: once until it ends
// by itself, once too soon after that, once until it is taken back, and once so
// that it ends while no worker runs.
func (w *week) broadcasting() {
	coordinators := w.someone(payload.RoleCoordinator)
	mayor, bureau := coordinators[0], coordinators[1]
	ask := func(m *member, text, area string, hours int) func() {
		return func() {
			w.acts(payload.Action{Verb: payload.VerbBroadcast, Actor: m.handle, Text: text, Area: area, Hours: hours}, text)
		}
	}
	for text, m := range map[string]*member{"灰棉袄老人": bureau, "红毛衣孩子": mayor, "拄拐杖老人": bureau} {
		w.castBy[text] = m.handle
	}
	w.later(at(1, 10, 0), "cast 1", ask(bureau, "灰棉袄老人", county, 24))
	w.later(at(1, 10, 20), "cast too soon", ask(bureau, "蓝书包孩子", county, 24))
	w.later(at(3, 9, 0), "cast 2", ask(mayor, "红毛衣孩子", "", 47))
	w.later(at(3, 18, 0), "takes it back", func() {
		for number, c := range w.casts {
			if c.by == mayor.handle {
				w.acts(payload.Action{Verb: payload.VerbTakeDown, Actor: mayor.handle, Broadcast: number})
			}
		}
	})
	w.later(at(4, 8, 30), "cast 3", ask(bureau, "拄拐杖老人", county, 10))
}

// hearsBroadcast is a volunteer who is asked to look out; some see somebody.
func (w *week) hearsBroadcast(d payload.Delivery) {
	number := d.Broadcast.Number
	c := w.casts[number]
	if c == nil {
		c = &cast{by: w.castBy[d.Text], last: map[string]payload.Delivery{}}
		w.casts[number] = c
	}
	if old, had := c.last[d.To]; had && old.Broadcast.Ended != "" {
		w.t.Errorf("%s is told of broadcast %d after its end", d.To, number)
	}
	c.last[d.To] = d
	dice := w.dice("sees", number, d.To)
	if d.Broadcast.Ended != "" || dice.IntN(8) > 0 {
		return
	}
	i := w.volunteers[d.To]
	w.later(w.clock.Now().Add(time.Duration(5+dice.IntN(180))*time.Minute), fmt.Sprint("sees ", number, i), func() {
		r := payload.Report{
			V: payload.Version, ID: handle(fmt.Sprint(w.seed, " sees ", number, i)), Receipt: payload.NewReceipt(w.seed<<32 + uint64(1000+100*number) + uint64(i)),
			Reporter: handle(fmt.Sprint(w.seed, " who sees ", number, i)), Kind: payload.Assist, Category: "assist.missing", Urgency: payload.Urgent,
			Text: "河边有一个像的，往东走了", At: w.clock.Now(), Broadcast: number, Place: w.where(dice),
		}
		w.filed[r.Receipt] = &filed{report: r, label: "assist.missing"}
		w.reports = append(w.reports, r)
		c.answers = append(c.answers, r.Receipt)
	})
}

// broadcastsEnd checks that who was asked was also told of the end, that each answer
// reached who had asked once, and that nothing of them is left.
func (w *week) broadcastsEnd() {
	leads := map[[2]string]int{}
	for _, d := range w.ear.all() {
		if d.Topic == payload.TopicLead {
			leads[[2]string{d.To, string(d.Case)}]++
		}
	}
	answers := 0
	for number, c := range w.casts {
		if len(c.last) != weekVolunteers {
			w.t.Errorf("broadcast %d went to %d volunteers", number, len(c.last))
		}
		for to, d := range c.last {
			why := map[bool]string{true: "recalled", false: "expired"}[c.by == w.castBy["红毛衣孩子"]]
			if d.Broadcast.Ended != why || why == "expired" && d.At.Before(d.Broadcast.Expires) || d.Text != "" {
				w.t.Errorf("%s was last told at %v that broadcast %d until %v is %q: %q", to, d.At, number, d.Broadcast.Expires, d.Broadcast.Ended, d.Text)
			}
		}
		for _, r := range c.answers {
			answers++
			if leads[[2]string{c.by, string(r)}] != 1 {
				w.t.Errorf("who broadcast %d was told %d times of %s", number, leads[[2]string{c.by, string(r)}], r)
			}
		}
	}
	if len(w.casts) != 3 || answers < 3 || w.refused[payload.ReasonTooOften] == 0 {
		w.t.Errorf("%d broadcasts, %d answers, %d refused as too often", len(w.casts), answers, w.refused[payload.ReasonTooOften])
	}
	if n := w.number(`SELECT count(*) FROM broadcasts WHERE ended IS NULL OR text <> '' OR media IS NOT NULL`); n != 0 {
		w.t.Errorf("of %d broadcasts something is left", n)
	}
}
