package casework

import (
	"bytes"
	"encoding/hex"
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

func anEvent() Event {
	return Event{
		Form: 3, Case: payload.NewReceipt(1), Seq: 3, Version: 2, Type: payload.EventClosed, At: sent,
		Role: payload.RoleOfficer, Person: 12, Unit: station, State: payload.StateClosed, Kind: payload.Dispute,
		Category: "dispute.other", Urgency: payload.Routine, County: county, Township: "371502001", Village: "371502001001", Station: station,
		Text: "谈妥", Media: []payload.Media{{ID: "m", Type: payload.MediaPhoto, Bytes: 9}},
		Outcome: payload.OutcomeSettledOral, Mediation: &payload.Mediation{Outcome: payload.OutcomeSettledOral, Mediator: "officer", Parties: 2, Agreement: "oral", Yuan: 5, Difficult: true, Prevented: "crime", PreventedPeople: 2},
		Help: &payload.Help{People: 1}, From: route.Owner{Person: 1, Unit: "a"}, To: route.Owner{Person: 2, Unit: "b"},
		Level: 1, Rule: "community", Deadline: "accept", Satisfied: true, Stars: 5,
		Premises: payload.PremisesShop, Grade: payload.GradeRed,
	}
}

// A form must never change: what is stored was hashed with it.
func TestCanonicalFormsAreFixed(t *testing.T) {
	for form, want := range map[int]string{
		1: "e377464b7a66f59fce655da81e6ba9413d1349c1871c136a76a1be2e2b7ecc07",
		3: "a5c0dd6057895cb51622563da298c210af73fca7a516c30844d2a003c27d7269",
		2: "31515c3c7eadb4bb0b1d23a3bff11125db7a3f3fecc5d70540f9754f9b74cc88",
	} {
		e := anEvent()
		e.Form = form
		if form < 3 {
			e.Premises, e.Grade = "", ""
		}
		if form == 1 {
			e.Mediation.Difficult, e.Mediation.Prevented, e.Mediation.PreventedPeople = false, "", 0
		}
		sum := Chain([32]byte{}, Canonical(e))
		if got := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("the form of event/%d changed: %s, want %s", form, got, want)
		}
	}
}

// What a later form knows cannot be slipped into an event of an earlier one.
func TestOldFormsNoticeNewFields(t *testing.T) {
	for _, edit := range newFields {
		old := anEvent()
		old.Form, old.Mediation.Difficult, old.Mediation.Prevented, old.Mediation.PreventedPeople = 1, false, "", 0
		before := Canonical(old)
		edit(old.Mediation)
		if bytes.Equal(Canonical(old), before) {
			t.Errorf("an event of the first form takes %+v unnoticed", old.Mediation)
		}
	}
	old := anEvent()
	old.Form, old.Premises, old.Grade = 2, "", ""
	graded := old
	graded.Grade = payload.GradeRed
	if bytes.Equal(Canonical(old), Canonical(graded)) {
		t.Error("an event of the second form takes a grade unnoticed")
	}
}

var newFields = []func(*payload.Mediation){
	func(m *payload.Mediation) { m.Confirmed = !m.Confirmed }, func(m *payload.Mediation) { m.Difficult = !m.Difficult },
	func(m *payload.Mediation) { m.Prevented += "suicide" }, func(m *payload.Mediation) { m.PreventedPeople++ },
}

// Every field counts: changing any one of them changes the form.
func TestCanonicalCoversEveryField(t *testing.T) {
	base := Canonical(anEvent())
	kind := reflect.TypeFor[Event]()
	for i := range kind.NumField() {
		e := anEvent()
		field := reflect.ValueOf(&e).Elem().Field(i)
		switch name := kind.Field(i).Name; name {
		case "At":
			e.At = e.At.Add(time.Microsecond)
		case "Satisfied":
			e.Satisfied = false
		default:
			field.SetZero()
		}
		if bytes.Equal(Canonical(e), base) {
			t.Errorf("%s is not hashed", kind.Field(i).Name)
		}
	}
	for _, edit := range append(newFields, []func(*payload.Mediation){
		func(m *payload.Mediation) { m.Outcome = "" }, func(m *payload.Mediation) { m.Mediator = "" },
		func(m *payload.Mediation) { m.Parties++ }, func(m *payload.Mediation) { m.Source = "request" },
		func(m *payload.Mediation) { m.Agreement = "" }, func(m *payload.Mediation) { m.Yuan++ },
		func(m *payload.Mediation) { m.Performance = "done" },
	}...) {
		e := anEvent()
		edit(e.Mediation)
		if bytes.Equal(Canonical(e), base) {
			t.Errorf("a mediation may be changed: %+v", e.Mediation)
		}
	}
}

func TestErasedTextKeepsTheChain(t *testing.T) {
	e := anEvent()
	words, before := Words(e), Canonical(e)
	e.Text, e.Media = "", nil
	if !bytes.Equal(CanonicalErased(e, words), before) {
		t.Error("erasing the text breaks the chain")
	}
	if bytes.Equal(Canonical(e), before) {
		t.Error("erasing the text goes unseen without its digest")
	}
}

// Fields do not run into one another.
func TestCanonicalFormsDiffer(t *testing.T) {
	text := rapid.StringN(0, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		draw := func() Event {
			return Event{Unit: text.Draw(t, "unit"), Category: text.Draw(t, "category"), County: text.Draw(t, "county"), Rule: text.Draw(t, "rule"), At: sent}
		}
		a, b := draw(), draw()
		if reflect.DeepEqual(a, b) != bytes.Equal(Canonical(a), Canonical(b)) {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}

func TestVerifyChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "events")
		var start, last [32]byte
		links := make([]Link, n)
		for i := range links {
			e := anEvent()
			e.Seq = i + 1
			canonical := Canonical(e)
			last = Chain(last, canonical)
			links[i] = Link{canonical, last}
		}
		if err := VerifyChain(start, links); err != nil {
			t.Fatalf("a whole chain: %v", err)
		}
		at := rapid.IntRange(0, n-1).Draw(t, "at")
		switch rapid.SampledFrom([]string{"edit", "hash", "remove", "swap"}).Draw(t, "harm") {
		case "edit":
			links[at].Canonical[0] ^= 1
		case "hash":
			links[at].Hash[31] ^= 1
		case "remove":
			if at == n-1 {
				return // the end of a chain is held by the case's count of events
			}
			links = append(links[:at], links[at+1:]...)
		case "swap":
			if at == n-1 {
				return
			}
			links[at], links[at+1] = links[at+1], links[at]
		}
		var broken *BrokenChain
		if err := VerifyChain(start, links); !errors.As(err, &broken) || broken.At != at {
			t.Fatalf("harm at %d is found at %v", at, err)
		}
	})
}
