package pipeline

import (
	"testing"

	"secondbrother/storage/payload"
)

// What complains of a station's police goes past the station to its bureau, and
// nobody of the station finds it, by its list or by its number.
func TestAComplaintGoesPastTheStation(t *testing.T) {
	w := newTown(t)
	w.enter()
	r := report(1)
	r.Kind, r.Category, r.Urgency = payload.Tip, "tip.other", payload.Routine
	r.Text, r.Place = "我要投诉派出所，报了两回案都不受理", payload.Place{Area: townStation}
	w.submit(r)
	w.settled()
	for _, name := range []string{"officer", "partner", "leader"} {
		if n := w.cards(name, r); n != 0 {
			t.Errorf("%s was shown %d cards of a complaint about them", name, n)
		}
		q := payload.Question{Actor: handle(name), Query: payload.QueryCase, Case: r.Receipt}
		if a := w.hears(q); a.Card != nil {
			t.Errorf("%s may open it: %+v", name, a.Card)
		}
	}
	if w.cards("bureau", r) != 1 {
		t.Errorf("the bureau was shown %d cards", w.cards("bureau", r))
	}
}

// Who is named never sees it, and who handles it reads whom it is about. What
// was typed stands with the case alone, and goes when that is purged.
func TestAComplaintIsKeptFromWhomItNames(t *testing.T) {
	w := newTown(t)
	w.enter()
	r := report(1)
	r.Kind, r.Category, r.Urgency = payload.Tip, "tip.other", payload.Routine
	r.Text, r.Place = "他收了人家的红包", payload.Place{Area: townStation}
	r.Against = &payload.Complaint{Name: "柳园派出所的高个子"}
	w.submit(r)
	w.settled()
	if card := w.lastCard("bureau"); card.Case != r.Receipt || card.Against != "柳园派出所的高个子" {
		t.Errorf("the bureau reads %+v", card)
	}
	for _, name := range []string{"elsewhere", "otherLeader"} {
		q := payload.Question{Actor: handle(name), Query: payload.QueryCase, Case: r.Receipt}
		if a := w.hears(q); w.cards(name, r) != 0 || a.Card != nil {
			t.Errorf("%s may see it", name)
		}
	}
	w.does(act("accept", "bureau", payload.VerbAccept, r))
	w.until("it is accepted", func() bool { return w.lastCard("bureau").State == payload.StateAccepted })
	end := act("close", "bureau", payload.VerbClose, r)
	end.Outcome = payload.OutcomeUnproven
	w.does(end)
	w.until("it is closed", func() bool { return w.lastCard("bureau").State == payload.StateClosed })
	if n, err := w.db.Purge(t.Context(), w.clock.Now().AddDate(0, 0, 1), w.clock.Now().AddDate(0, 0, 1), 10); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if w.number(`SELECT count(*) FROM cases WHERE against_named <> ''`) != 0 || w.number(`SELECT count(*) FROM cases WHERE against_unit = $1`, otherStation) != 1 {
		t.Error("what was typed outlives the purge, or more than that is gone")
	}
}
