package pipeline

import (
	"slices"
	"testing"

	"secondbrother/storage/payload"
)

// bind has somebody bring the station's cards to a group, or stop that, and
// returns what a group or a person is told of it.
func (w *town) bind(who, group string, on bool, told string) payload.Delivery {
	w.t.Helper()
	w.opened++
	a := act("station "+who+group+string(rune('a'+w.opened)), who, payload.VerbStation, payload.Report{})
	a.Group, a.On = handle(group), on
	return w.answered(a, told)
}

func (w *town) lastCard(who string) *payload.Card {
	w.t.Helper()
	all := w.ear.to(who)
	for _, d := range slices.Backward(all) {
		if d.Topic == payload.TopicCard {
			return d.Card
		}
	}
	w.t.Fatalf("%s has no card", who)
	return nil
}

func TestOnlyALeaderBindsAGroup(t *testing.T) {
	w := newTown(t)
	w.enter()
	for _, who := range []string{"officer", "bureau", "coordinator", "mayor", "stranger"} {
		if d := w.bind(who, "the group", true, who); d.Topic != payload.TopicRefused || d.Reason != payload.ReasonRole {
			t.Errorf("%s: %+v", who, d)
		}
	}
	if d := w.bind("leader", "the group", true, "the group"); d.Reason != payload.ReasonGroupOn || d.Who != "古楼派出所" {
		t.Errorf("%+v", d)
	}
	if d := w.bind("otherLeader", "the group", false, "otherLeader"); d.Reason != payload.ReasonRole {
		t.Errorf("another station's leader unbinds it: %+v", d)
	}
	// A station has one group: the newest.
	if d := w.bind("leader", "another group", true, "the group"); d.Reason != payload.ReasonGroupOff {
		t.Errorf("%+v", d)
	}
	if d := w.bind("leader", "another group", false, "another group"); d.Reason != payload.ReasonGroupOff {
		t.Errorf("%+v", d)
	}
	w.bind("leader", "the group", true, "the group")
	out := act("thrown out", "the group", payload.VerbStation, payload.Report{})
	out.Group = handle("the group")
	w.does(out)
	w.until("the group is free", func() bool { return w.number(`SELECT count(*) FROM groups`) == 0 })
}

func TestAStationsCardsComeToItsGroup(t *testing.T) {
	w := newTown(t)
	w.enter()
	w.bind("leader", "group", true, "group")
	w.bind("otherLeader", "other group", true, "other group")
	r, elsewhere := report(0), report(1)
	r.Text, elsewhere.Place.Area = "老粮库门口有人赌博", townOther
	w.submit(r, elsewhere)
	w.until("both are filed", func() bool { return w.cards("group", r) > 0 && w.cards("other group", elsewhere) > 0 })
	w.settled()
	if c := w.lastCard("group"); c.Case != r.Receipt || c.Text != r.Text || !slices.Equal(c.Verbs, []payload.Verb{payload.VerbAccept}) || c.Mine {
		t.Errorf("%+v", c)
	}
	if w.cards("group", elsewhere) != 0 || w.cards("other group", r) != 0 {
		t.Error("a group has another station's card")
	}
	// Who is not on duty has no card and accepts from the group all the same;
	// others do not, wherever they say that they press.
	w.change(`UPDATE people SET on_duty = false WHERE id = $1`, w.people["partner"])
	for i, c := range []struct {
		who, group string
		on         payload.Report
		want       payload.Reason
	}{
		{"elsewhere", "group", r, payload.ReasonNotYours},
		{"stranger", "group", r, payload.ReasonNotYours},
		{"officer", "other group", r, payload.ReasonNotYours},
		{"officer", "group", elsewhere, payload.ReasonNotYours},
		{"officer", "no group", r, payload.ReasonNotYours},
	} {
		a := act("press "+string(rune('a'+i)), c.who, payload.VerbAccept, c.on)
		a.Group = handle(c.group)
		if d := w.answered(a, c.who); d.Topic != payload.TopicRefused || d.Reason != c.want {
			t.Errorf("%s in %s: %+v", c.who, c.group, d)
		}
	}
	late := report(2)
	w.submit(late)
	w.until("it is filed", func() bool { return w.cards("group", late) > 0 })
	a := act("press", "partner", payload.VerbAccept, late)
	a.Group = handle("group")
	w.does(a)
	w.until("it is accepted", func() bool { return w.cards("group", late) > 1 })
	w.settled()
	if c := w.lastCard("group"); c.Case != late.Receipt || c.State != payload.StateAccepted || c.Owner != "partner" || len(c.Verbs) != 0 {
		t.Errorf("the group's card is not the truth: %+v", c)
	}
	if c := w.lastCard("partner"); !c.Mine {
		t.Errorf("%+v", c)
	}
	// What goes to another station is no longer shown here.
	move := act("move", "coordinator", payload.VerbSort, r)
	move.Area = townOther
	w.does(move)
	w.until("it has moved", func() bool { return w.cards("other group", r) > 0 })
	w.settled()
	if c := w.lastCard("group"); c.Case != r.Receipt || c.Text != "" || len(c.Verbs) != 0 {
		t.Errorf("the former station's group still reads: %+v", c)
	}
	if c := w.lastCard("other group"); c.Case != r.Receipt || c.Text != r.Text {
		t.Errorf("%+v", c)
	}
	w.holdsTogether()
}
