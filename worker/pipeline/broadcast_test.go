package pipeline

import (
	"fmt"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// neighbours are volunteers: two of the station's town, one of its county, one
// of another county.
func (w *town) neighbours() {
	w.t.Helper()
	for name, area := range map[string]string{"near": townStation, "nearby": townStation, "wide": county, "distant": far} {
		w.invites("for "+name, records.Invitation{Area: area, UsesLeft: 1})
		w.opens(name, "for "+name)
	}
}

func (w *town) broadcasts(id, who, area string) payload.Delivery {
	w.t.Helper()
	a := act("broadcast "+id, who, payload.VerbBroadcast, payload.Report{})
	a.Text, a.Area, a.Hours, a.Media = "老人走失，灰棉袄", area, 6, []payload.Media{{ID: handle("photo"), Type: payload.MediaPhoto}}
	return w.answered(a, who)
}

// asked is the newest broadcast that somebody was shown; nil: none.
func (w *town) asked(who string) *payload.Delivery {
	all := w.ear.to(who)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Topic == payload.TopicBroadcast {
			return &all[i]
		}
	}
	return nil
}

func TestABroadcastGoesToTheVolunteersOfItsArea(t *testing.T) {
	w := newTown(t)
	w.enter()
	w.neighbours()
	w.change(`UPDATE people SET suspended_at = $1 WHERE handle = $2`, noon, handle("nearby"))
	if d := w.broadcasts("one", "coordinator", townStation); d.Reason != payload.ReasonBroadcast || d.Count != 2 {
		t.Fatalf("%+v", d)
	}
	for who, told := range map[string]bool{"near": true, "wide": true, "nearby": false, "distant": false, "officer": false} {
		if d := w.asked(who); (d != nil) != told || told && (d.Text == "" || len(d.Media) != 1 || d.Broadcast.Ended != "") {
			t.Errorf("%s: %+v", who, d)
		}
	}
	if n := w.number(`SELECT count(*) FROM deliveries WHERE topic = 'broadcast' AND priority <> $1`, int(payload.PriorityRoutine)); n != 0 {
		t.Errorf("%d hurry before cases", n)
	}
	if d := w.broadcasts("two", "coordinator", townStation); d.Topic != payload.TopicRefused || d.Reason != payload.ReasonTooOften {
		t.Errorf("within the hour: %+v", d)
	}
	w.clock.Pass(time.Hour)
	if d := w.broadcasts("three", "coordinator", county); d.Reason != payload.ReasonBroadcast || d.Count != 2 {
		t.Errorf("%+v", d)
	}
	for i, c := range []struct {
		who, area string
		want      payload.Reason
	}{
		{"otherCoordinator", townStation, payload.ReasonNotYours},
		{"otherCoordinator", "", payload.ReasonNotYours},
		{"mayor", "999999", payload.ReasonInvalid},
		{"leader", townStation, payload.ReasonRole},
		{"near", townStation, payload.ReasonRole},
		{"mayor", "", payload.ReasonBroadcast}, // the whole city
	} {
		if d := w.broadcasts(fmt.Sprint("scope ", i), c.who, c.area); d.Reason != c.want {
			t.Errorf("%s in %q: %+v", c.who, c.area, d)
		}
	}
}

func TestABroadcastIsTakenBackEverywhere(t *testing.T) {
	w := newTown(t)
	w.enter()
	w.neighbours()
	w.broadcasts("one", "coordinator", townStation)
	number := w.asked("near").Broadcast.Number
	recall := func(id, who string) payload.Delivery {
		a := act("recall "+id, who, payload.VerbTakeDown, payload.Report{})
		a.Broadcast = number
		return w.answered(a, who)
	}
	if d := recall("foreign", "otherCoordinator"); d.Reason != payload.ReasonUnknown {
		t.Errorf("%+v", d)
	}
	if d := recall("by nobody", "officer"); d.Reason != payload.ReasonRole {
		t.Errorf("%+v", d)
	}
	if d := recall("own", "coordinator"); d.Reason != payload.ReasonRecalled {
		t.Errorf("%+v", d)
	}
	if d := recall("again", "coordinator"); d.Reason != payload.ReasonOver {
		t.Errorf("%+v", d)
	}
	for _, who := range []string{"near", "nearby", "wide"} {
		if d := w.asked(who); d.Broadcast.Ended != "recalled" || d.Text != "" || len(d.Media) != 0 {
			t.Errorf("%s still reads it: %+v", who, d)
		}
	}
	if n := w.number(`SELECT count(*) FROM broadcasts WHERE text <> '' OR media IS NOT NULL`) + w.number(`SELECT count(*) FROM broadcast_recipients`); n != 0 {
		t.Errorf("%d rows remember it", n)
	}
}

// However many workers look and for how long none did, it ends once.
func TestABroadcastExpires(t *testing.T) {
	w := newTown(t)
	_, leave := w.enter()
	w.neighbours()
	w.broadcasts("one", "coordinator", townStation)
	leave()
	w.clock.Pass(7 * time.Hour)
	w.enter()
	w.enter()
	w.until("it has ended", func() bool { return w.number(`SELECT count(*) FROM broadcasts WHERE ended = 'expired'`) == 1 })
	w.settled()
	ends := 0
	for _, d := range w.ear.to("near") {
		if d.Topic == payload.TopicBroadcast && d.Broadcast.Ended == "expired" {
			ends++
		}
	}
	if ends != 1 {
		t.Errorf("it ends %d times", ends)
	}
}

func TestAnAnswerReachesWhoAskedAndTheStation(t *testing.T) {
	w := newTown(t)
	w.enter()
	w.neighbours()
	w.broadcasts("one", "coordinator", townStation)
	number := w.asked("near").Broadcast.Number
	r := report(0)
	r.Kind, r.Category, r.Text, r.Broadcast, r.Place.Area = payload.Assist, "assist.missing", "汽车站有一位老人，很像", number, townOther
	forged := report(1)
	forged.Kind, forged.Category, forged.Broadcast, forged.Place.Area = payload.Assist, "assist.missing", number+99, townOther
	w.submit(r, forged)
	w.until("both are filed", func() bool { return w.cards("elsewhere", r) > 0 && w.cards("elsewhere", forged) > 0 })
	w.settled()
	if c := w.lastCard("elsewhere"); c.Case == r.Receipt && c.Broadcast != number || c.Case == forged.Receipt && c.Broadcast != 0 {
		t.Errorf("%+v", c)
	}
	leads := func(who string) (n int) {
		for _, d := range w.ear.to(who) {
			if d.Topic == payload.TopicLead {
				n++
				if d.Case != r.Receipt || d.Lead.Number != number || d.Lead.Station != "柳园派出所" || d.Text != r.Text {
					t.Errorf("%s: %+v", who, d)
				}
			}
		}
		return n
	}
	for who, want := range map[string]int{"coordinator": 1, "leader": 1, "officer": 1, "partner": 1, "elsewhere": 0, "otherLeader": 0, "mayor": 0, "near": 0} {
		if n := leads(who); n != want {
			t.Errorf("%s hears of it %d times, want %d", who, n, want)
		}
	}
	reply, err := w.client.Ask(t.Context(), payload.Question{Query: payload.QueryBroadcasts, Actor: handle("coordinator")})
	if err != nil || reply.Broadcasts == nil || reply.Broadcasts.Total != 1 || reply.Broadcasts.Lines[0].Answers != 1 || reply.Broadcasts.Lines[0].Told != 3 {
		t.Errorf("%+v, %v", reply.Broadcasts, err)
	}
	for who, want := range map[string]int{"mayor": 1, "otherCoordinator": 0} {
		if reply, err := w.client.Ask(t.Context(), payload.Question{Query: payload.QueryBroadcasts, Actor: handle(who)}); err != nil || reply.Broadcasts == nil || reply.Broadcasts.Total != want {
			t.Errorf("%s: %+v, %v", who, reply.Broadcasts, err)
		}
	}
	if reply, err := w.client.Ask(t.Context(), payload.Question{Query: payload.QueryBroadcasts, Actor: handle("leader")}); err != nil || reply.Refused != payload.ReasonRole {
		t.Errorf("%+v, %v", reply, err)
	}
	w.holdsTogether()
}
