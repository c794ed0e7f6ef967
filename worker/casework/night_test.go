package casework

import (
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
)

func TestWhenVolunteersAreAsked(t *testing.T) {
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, hours.Shanghai)
	}
	for _, tt := range []struct {
		now, want time.Time
		urgency   payload.Urgency
	}{
		{at(24, 21, 59), at(24, 21, 59), payload.Routine},
		{at(24, 22, 0), at(25, 7, 0), payload.Routine},
		{at(24, 23, 59), at(25, 7, 0), payload.Routine},
		{at(25, 0, 0), at(25, 7, 0), payload.Routine},
		{at(25, 6, 59), at(25, 7, 0), payload.Routine},
		{at(25, 7, 0), at(25, 7, 0), payload.Routine},
		{at(30, 23, 0), at(31, 7, 0), payload.Routine}, // the first of December
		{at(24, 23, 0), at(24, 23, 0), payload.Urgent},
	} {
		if got := askFrom(Case{Urgency: tt.urgency}, tt.now.UTC()); !got.Equal(tt.want) {
			t.Errorf("%s at %v: %v, want %v", tt.urgency, tt.now, got, tt.want)
		}
	}
}

// At night the officer hears that the search waits; in the morning it goes on,
// once. It can be called off meanwhile, and what turns out to be urgent is
// asked about at once.
func TestNobodyIsWokenAtNight(t *testing.T) {
	org := orgOf(nil)
	night := time.Date(2026, 11, 24, 23, 10, 0, 0, hours.Shanghai)
	morning := time.Date(2026, 11, 25, 7, 0, 0, 0, hours.Shanghai)
	in := intake("dispute.neighbour", payload.Routine)
	in.Report.At = night.Add(-time.Hour)
	c := Open(in, org, night).Case
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, night).Case
	ch := Seek(do(t, c, person(first, org), valid(c, Actor{}, payload.VerbOffer, org), org, night), neighbours(), org, night)
	c = ch.Case
	if c.Offer.To != 0 || !c.Offer.From.Equal(morning) || !Next(c).Equal(morning) || c.Offer.Words == "" {
		t.Fatalf("%+v, next %v", c.Offer, Next(c))
	}
	told := false
	for _, n := range ch.Notices {
		if n.Volunteer != 0 {
			t.Errorf("%d is woken", n.Volunteer)
		}
		told = told || n.Reason == payload.ReasonMorning && n.Person == first
	}
	if !told {
		t.Error("the officer does not hear of it")
	}
	for verb, want := range map[payload.Verb]payload.Reason{payload.VerbOffer: payload.ReasonInvalid, payload.VerbRecall: "", payload.VerbConfirm: payload.ReasonInvalid} {
		if got := reasonOf(Apply(c, person(first, org), valid(c, Actor{}, verb, org), org, night)); got != want {
			t.Errorf("%s: %q, want %q", verb, got, want)
		}
	}
	if off := do(t, c, person(first, org), payload.Action{Verb: payload.VerbRecall}, org, night).Case; !off.Offer.From.IsZero() || off.Offer.Words != "" {
		t.Errorf("called off: %+v", off.Offer)
	}
	urgent := do(t, c, person(first, org), payload.Action{Verb: payload.VerbCorrect, Urgency: payload.Urgent}, org, night)
	if !urgent.Seeks || Seek(urgent, neighbours(), org, night).Case.Offer.To != nextDoor {
		t.Errorf("urgent: seeks is %v", urgent.Seeks)
	}
	if _, fires := Tick(c, org, morning.Add(-time.Second)); fires {
		t.Error("it goes on before the morning")
	}
	c = sought(t, c, org, morning)
	if c.Offer.To != nextDoor || !c.Offer.From.IsZero() {
		t.Errorf("in the morning: %+v", c.Offer)
	}
	// Who does not answer before the night is not followed by somebody who sleeps.
	late := c
	late.Offer.Until = night
	if late = sought(t, late, org, night.Add(time.Minute)); late.Offer.To != 0 || !late.Offer.From.Equal(morning) {
		t.Errorf("after a lapse at night: %+v", late.Offer)
	}
}

// Where there is nobody to ask, that is said at once: the night would be lost.
func TestThatNobodyIsThereIsSaidAtNight(t *testing.T) {
	org := orgOf(nil)
	night := time.Date(2026, 11, 24, 23, 10, 0, 0, hours.Shanghai)
	c := Open(intake("dispute.neighbour", payload.Routine), org, night).Case
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, night).Case
	c = Seek(do(t, c, person(first, org), valid(c, Actor{}, payload.VerbOffer, org), org, night), nil, org, night).Case
	if c.Offer.Words != "" || !c.Offer.From.IsZero() {
		t.Errorf("%+v", c.Offer)
	}
}
