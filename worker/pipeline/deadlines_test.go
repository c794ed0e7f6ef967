package pipeline

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

// cards counts the cards of a case that somebody was shown.
func (w *town) cards(who string, r payload.Report) (n int) {
	for _, d := range w.ear.to(who) {
		if d.Topic == payload.TopicCard && d.Case == r.Receipt {
			n++
		}
	}
	return n
}

// events lists what happened to the case of a report.
func (w *town) events(r payload.Report) []string {
	w.t.Helper()
	return w.lines(`SELECT e.type, e.level, e.to_unit FROM events e JOIN reports r ON r.case_id = e.case_id WHERE r.receipt = $1 ORDER BY seq`, string(r.Receipt))
}

func emergency(n int) payload.Report {
	r := report(n)
	r.Kind, r.Category, r.Urgency = payload.Assist, "assist.medical", payload.Emergency
	return r
}

// An emergency that nobody accepts climbs: a reminder at half the time, then
// every five minutes a level higher, to the city.
func TestNobodyAccepts(t *testing.T) {
	w := newTown(t)
	w.enter()
	r := emergency(0)
	w.submit(r)
	w.settled()
	want := w.events(r)
	for _, step := range []struct {
		after time.Duration
		event string
	}{
		{150*time.Second - time.Microsecond, ""},
		{time.Microsecond, "(reminded,1," + station + ")"},
		{150*time.Second - time.Microsecond, ""},
		{time.Microsecond, "(escalated,2," + station + ")"},
		{5*time.Minute - time.Microsecond, ""},
		{time.Microsecond, "(escalated,3," + county + ")"},
		{5 * time.Minute, "(escalated,4," + city + ")"},
		{24 * time.Hour, ""},
	} {
		w.clock.Pass(step.after)
		if step.event != "" {
			want = append(want, step.event)
		}
		w.until("the case is looked at", func() bool {
			return w.number(`SELECT count(*) FROM cases WHERE next_tick_at <= $1`, w.clock.Now()) == 0
		})
		if got := w.events(r); !slices.Equal(got, want) {
			t.Fatalf("%v after noon: %v, want %v", w.clock.Now().Sub(noon), got, want)
		}
	}
	w.settled()
	for _, who := range []string{"officer", "partner", "leader", "bureau", "mayor"} {
		if w.cards(who, r) == 0 {
			t.Errorf("%s never saw it", who)
		}
	}
	for _, who := range []string{"elsewhere", "otherLeader", "otherBureau", "otherCoordinator"} {
		if w.cards(who, r) != 0 {
			t.Errorf("%s has nothing to do with it", who)
		}
	}
	w.holdsTogether()
}

// Nobody looked for a day: each case changes once, and everybody concerned
// gets one card of it. Two workers that wake together change nothing of that.
func TestADayOfDowntime(t *testing.T) {
	w := newTown(t)
	_, leave := w.enter()
	w.submit(emergency(0), emergency(1), emergency(2))
	w.settled()
	leave()
	before := len(w.ear.all())
	w.clock.Pass(24 * time.Hour)
	w.enter()
	w.enter()
	w.until("all are looked at", func() bool {
		return w.number(`SELECT count(*) FROM cases WHERE next_tick_at <= $1`, w.clock.Now()) == 0
	})
	w.settled()
	seen := map[[2]string]int{}
	for _, d := range w.ear.all()[before:] {
		seen[[2]string{d.To, string(d.Case)}]++
	}
	for i := range 3 {
		r := emergency(i)
		if n := w.number(`SELECT count(*) FROM events e JOIN reports r ON r.case_id = e.case_id WHERE r.receipt = $1 AND type = 'escalated'`, string(r.Receipt)); n != 1 {
			t.Errorf("case %d climbs %d times", i, n)
		}
		for _, who := range []string{"officer", "partner", "leader", "bureau", "mayor"} {
			if n := seen[[2]string{handle(who), string(r.Receipt)}]; n != 1 {
				t.Errorf("%s gets %d cards of case %d, want one", who, n, i)
			}
		}
	}
	w.holdsTogether()
}

// A deadline that was met never fires.
func TestAcceptedInTime(t *testing.T) {
	w := newTown(t)
	w.enter()
	r := emergency(0)
	w.submit(r)
	w.does(act("accept", "officer", payload.VerbAccept, r))
	w.settled()
	want := w.events(r)
	w.clock.Pass(48 * time.Hour)
	w.until("nothing is due", func() bool {
		return w.number(`SELECT count(*) FROM cases WHERE next_tick_at <= $1`, w.clock.Now()) == 0
	})
	if got := w.events(r); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// What was accepted while no worker ran was accepted: its deadline does not fire
// first because the worker woke late.
func TestAcceptedWhileNobodyLooked(t *testing.T) {
	w := newTown(t)
	_, leave := w.enter()
	var reports []payload.Report
	for i := range 40 {
		reports = append(reports, emergency(i))
	}
	w.submit(reports...)
	w.settled()
	leave()
	for i, r := range reports {
		w.does(act(fmt.Sprint("accept", i), "officer", payload.VerbAccept, r))
	}
	w.clock.Pass(24 * time.Hour)
	w.enter(func(c *Config) { c.Every = time.Millisecond })
	w.settled()
	if n := w.number(`SELECT count(*) FROM events WHERE type = 'escalated'`); n != 0 {
		t.Errorf("%d of %d accepted cases climbed", n, len(reports))
	}
	if n := w.number(`SELECT count(*) FROM cases WHERE state = 'accepted'`); n != len(reports) {
		t.Errorf("%d of %d are accepted", n, len(reports))
	}
	w.holdsTogether()
}

// What a dead process has committed and not sent goes out by whoever runs next,
// and nothing that was sent goes out again.
func TestRelayPublishesWhatTheDeadOwed(t *testing.T) {
	w := newTown(t)
	reached := make(chan struct{})
	_, leave := w.enter(stoppedAt("committed", reached))
	w.submit(report(0), emergency(1))
	select {
	case <-reached:
	case <-time.After(patience):
		t.Fatal("nobody comes to the seam")
	}
	w.until("both are filed", func() bool { return w.number(`SELECT count(*) FROM reports`) == 2 })
	owed := w.number(`SELECT count(*) FROM deliveries WHERE published_at IS NULL`)
	if owed < 6 || len(w.ear.all()) != 0 {
		t.Fatalf("%d are owed, %d were sent", owed, len(w.ear.all()))
	}
	w.left()
	w.until("the relay has sent all", func() bool { return len(w.ear.all()) == owed })
	w.until("all are marked", func() bool { return w.number(`SELECT count(*) FROM deliveries WHERE published_at IS NULL`) == 0 })
	leave()
	if n := w.number(`SELECT count(*) FROM deliveries WHERE body IS NOT NULL`); n != 0 {
		t.Errorf("%d bodies are kept after they were sent", n)
	}
	w.enter()
	w.settled()
	w.hearsEachOnce()
}
