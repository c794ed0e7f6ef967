package casework

import (
	"slices"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

func TestReporterIsStoppedWithoutBeingKnown(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Routine), org, sent).Case
	for _, step := range []struct {
		verb   payload.Verb
		event  payload.Event
		reason payload.Reason
	}{
		{payload.VerbBlock, payload.EventBlocked, payload.ReasonBarred},
		{payload.VerbUnblock, payload.EventUnblocked, payload.ReasonUnbarred},
	} {
		before := c
		ch := do(t, c, person(coord, org), payload.Action{Verb: step.verb}, org, sent.Add(time.Minute))
		c = ch.Case
		if got := logged(ch); !slices.Equal(got, []payload.Event{step.event}) {
			t.Errorf("logged %v", got)
		}
		toReporter := slices.ContainsFunc(ch.Notices, func(n Notice) bool {
			return n.Person == 0 && n.Topic == payload.TopicBarred && n.Reason == step.reason && n.Text == ""
		})
		toCoordinator := slices.ContainsFunc(ch.Notices, func(n Notice) bool {
			return n.Person == coord && n.Topic == payload.TopicDone && n.Reason == step.reason
		})
		if !toReporter || !toCoordinator || len(ch.Notices) != 2 {
			t.Errorf("%+v", ch.Notices)
		}
		// The case itself goes on as it was.
		before.Version, before.Seq = c.Version, c.Seq
		if before.State != c.State || before.Owner != c.Owner || Next(before) != Next(c) {
			t.Errorf("the case changed: %+v", c)
		}
		for _, a := range []Actor{person(first, org), person(leader, org), person(otherCoord, org), Reporter(volunteer)} {
			if reasonOf(Apply(c, a, payload.Action{Verb: step.verb}, org, sent)) == "" {
				t.Errorf("%s may %s", a.Label, step.verb)
			}
		}
	}
	c.Reporter = ""
	if got := reasonOf(Apply(c, person(coord, org), payload.Action{Verb: payload.VerbBlock}, org, sent)); got != payload.ReasonInvalid {
		t.Errorf("a forgotten reporter: %q", got)
	}
}
