package pipeline

import (
	"testing"
	"time"

	"secondbrother/storage/payload"
)

// handovers lists the summaries that somebody was given.
func (w *town) handovers(who string) (out []*payload.Handover) {
	for _, d := range w.ear.to(who) {
		if d.Topic == payload.TopicHandover {
			out = append(out, d.Handover)
		}
	}
	return out
}

func TestGoingOffDutyHandsOver(t *testing.T) {
	w := newTown(t)
	w.enter()
	off := func(id, who string, on bool) {
		a := act("duty "+id, who, payload.VerbDuty, payload.Report{})
		a.On = on
		w.answered(a, who)
	}
	off("nothing is open", "officer", false)
	off("back", "officer", true)
	if n := len(w.handovers("officer")) + len(w.handovers("leader")); n != 0 {
		t.Fatalf("%d summaries of nothing", n)
	}
	w.submit(report(0), report(1), report(2))
	w.does(act("accept mine", "officer", payload.VerbAccept, report(0)), act("accept", "partner", payload.VerbAccept, report(1)))
	w.until("all is filed and accepted", func() bool {
		return w.number(`SELECT count(*) FROM cases`) == 3 && w.number(`SELECT count(*) FROM cases WHERE state = 'accepted'`) == 2
	})
	w.settled()
	w.change(`UPDATE cases SET close_by = $1 WHERE report_id IN ($2, $3)`, noon.Add(-time.Hour), report(0).ID, report(1).ID)
	off("with open cases", "officer", false)
	off("said twice", "officer", false)
	for who, you := range map[string]bool{"officer": true, "leader": false} {
		all := w.handovers(who)
		if len(all) != 1 {
			t.Fatalf("%s has %d summaries", who, len(all))
		}
		h := all[0]
		if h.You != you || h.Who != "officer" || h.MineTotal != 1 || h.WaitingTotal != 1 || h.OverdueTotal != 2 ||
			len(h.Mine) != 1 || h.Mine[0].Case != report(0).Receipt || !h.Mine[0].Overdue ||
			len(h.Waiting) != 1 || h.Waiting[0].Case != report(2).Receipt || h.Waiting[0].Overdue ||
			len(h.Others) != 1 || h.Others[0].Case != report(1).Receipt {
			t.Errorf("%s: %+v", who, h)
		}
	}
	for _, who := range []string{"partner", "otherLeader", "bureau", "mayor"} {
		if len(w.handovers(who)) != 0 {
			t.Errorf("%s has nothing to do with it", who)
		}
	}
}

// A shift that ends by its pattern is summed up once: by two workers that both
// look, and by one that comes later.
func TestAShiftThatEndsHandsOverOnce(t *testing.T) {
	w := newTown(t)
	w.change(`UPDATE people SET duty = 'day', on_duty = false WHERE id = $1`, w.people["officer"]) // 08:00-20:00; noon is 12:00
	w.enter()
	_, leave := w.enter()
	w.submit(report(0))
	w.does(act("accept", "officer", payload.VerbAccept, report(0)))
	w.until("it is accepted", func() bool { return w.number(`SELECT count(*) FROM cases WHERE state = 'accepted'`) == 1 })
	w.settled()
	w.clock.Pass(8*time.Hour - time.Second)
	w.until("a worker has looked", func() bool {
		return w.number(`SELECT count(*) FROM cases WHERE next_tick_at <= $1`, w.clock.Now()) == 0
	})
	w.settled()
	if n := len(w.handovers("officer")); n != 0 {
		t.Fatalf("%d summaries before the shift's end", n)
	}
	w.clock.Pass(time.Second)
	w.until("the leader is told", func() bool { return len(w.handovers("leader")) > 0 })
	leave()
	w.clock.Pass(time.Hour)
	w.enter() // looks back
	r := report(1)
	w.submit(r)
	w.until("the newcomer works", func() bool { return w.cards("partner", r) > 0 })
	w.settled()
	for _, who := range []string{"officer", "leader"} {
		if n := len(w.handovers(who)); n != 1 {
			t.Errorf("%s has %d summaries", who, n)
		}
	}
}
