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
