package casework

import (
	"slices"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

// A question that nobody answers is let go of once, and whatever the reporter
// says later still comes.
func TestAQuestionWaitsThreeDays(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Emergency), org, sent).Case // no term to close
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
	asked := sent.Add(time.Hour)
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAsk, Text: "几点?"}, org, asked).Case
	end := asked.Add(answerWithin)
	if got := Next(c); !got.Equal(end) {
		t.Fatalf("next at %v", got)
	}
	if _, due := Tick(c, org, end.Add(-time.Microsecond)); due {
		t.Fatal("fires early")
	}
	answered := do(t, c, Reporter(c.Reporter), payload.Action{Verb: payload.VerbAnswer, Text: "七点"}, org, end.Add(-time.Hour)).Case
	if _, due := Tick(answered, org, end); due || !Next(answered).IsZero() {
		t.Error("fires though it was answered")
	}
	ch, due := Tick(c, org, end)
	if !due || !slices.Equal(logged(ch), []payload.Event{payload.EventUnanswered}) || len(ch.Notices) != 1 || ch.Notices[0].Person != first || ch.Notices[0].Topic != payload.TopicUnanswered {
		t.Fatalf("%v %+v", logged(ch), ch.Notices)
	}
	if _, again := Tick(ch.Case, org, end.Add(time.Hour)); again || !Next(ch.Case).IsZero() {
		t.Error("fires twice")
	}
	late := do(t, ch.Case, Reporter(c.Reporter), payload.Action{Verb: payload.VerbAnswer, Text: "七点"}, org, end.Add(time.Hour))
	if !slices.Equal(logged(late), []payload.Event{payload.EventAdded}) {
		t.Errorf("what was said late: %v", logged(late))
	}
	if !slices.ContainsFunc(late.Notices, func(n Notice) bool { return n.Person == first && n.Topic == payload.TopicTold && n.Text == "七点" }) {
		t.Errorf("the officer does not hear it: %+v", late.Notices)
	}
}
