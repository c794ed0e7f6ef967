package ledger

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
)

var noon = time.Date(2026, 10, 5, 4, 0, 0, 123456000, time.UTC)

// Whatever an event says comes back from its row, and its chain holds with the
// text and without.
func TestEventsSurviveTheirRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		receipt := payload.NewReceipt(rapid.Uint64().Draw(t, "receipt"))
		events := rapid.SliceOfN(rapid.Custom(drawEvent), 1, 5).Draw(t, "events")
		for i := range events {
			events[i].Case = receipt
		}
		rows, last := Rows(7, nil, events)
		for i, row := range rows {
			if diff := cmp.Diff(events[i], Event(string(receipt), row)); diff != "" {
				t.Fatalf("event %d came back changed (-want +got):\n%s", i, diff)
			}
		}
		if string(last) != string(rows[len(rows)-1].Hash) {
			t.Fatal("the last hash is not the last row's")
		}
		if err := casework.VerifyChain([32]byte{}, Links(string(receipt), rows)); err != nil {
			t.Fatalf("the chain as written: %v", err)
		}
		for i := range rows {
			rows[i].Text, rows[i].Media.Of = "", nil
		}
		if err := casework.VerifyChain([32]byte{}, Links(string(receipt), rows)); err != nil {
			t.Fatalf("the chain with the text erased: %v", err)
		}
		rows[0].Station += "x"
		if casework.VerifyChain([32]byte{}, Links(string(receipt), rows)) == nil {
			t.Fatal("a station may be changed unnoticed")
		}
	})
}

func drawEvent(t *rapid.T) casework.Event {
	e := casework.Event{
		Form: casework.Form, Seq: rapid.IntRange(1, 9).Draw(t, "seq"), Version: 2, Type: payload.EventClosed, At: noon,
		Role: payload.RoleOfficer, Person: rapid.Int64Range(0, 5).Draw(t, "person"), Unit: "u", State: payload.StateClosed,
		Kind: payload.Dispute, Category: "dispute.other", Urgency: payload.Urgent, County: "371502", Station: "371502-01",
		Text: rapid.String().Draw(t, "text"), Satisfied: rapid.Bool().Draw(t, "satisfied"), Stars: rapid.IntRange(0, 5).Draw(t, "stars"),
		Deadline: rapid.SampledFrom([]string{"", "accept", "close"}).Draw(t, "deadline"),
	}
	if rapid.Bool().Draw(t, "mediated") {
		e.Outcome = rapid.SampledFrom(payload.Outcomes(payload.Dispute)).Draw(t, "outcome")
		e.Mediation = &payload.Mediation{
			Outcome: e.Outcome, Mediator: rapid.SampledFrom(payload.Mediators).Draw(t, "mediator"),
			Parties: rapid.IntRange(2, 900).Draw(t, "parties"), Source: rapid.SampledFrom(payload.Sources).Draw(t, "source"),
			Yuan: rapid.Int64Range(0, 1e9).Draw(t, "yuan"), Confirmed: rapid.Bool().Draw(t, "confirmed"), Difficult: rapid.Bool().Draw(t, "difficult"),
		}
		if rapid.Bool().Draw(t, "prevented") {
			e.Mediation.Prevented = rapid.SampledFrom(payload.Preventions).Draw(t, "what")
			e.Mediation.PreventedPeople = rapid.IntRange(1, 9).Draw(t, "for")
		}
	}
	if rapid.Bool().Draw(t, "helped") {
		e.Help = &payload.Help{People: rapid.IntRange(1, 9).Draw(t, "people")}
	}
	return e
}
