package pipeline

import (
	"testing"

	"secondbrother/storage/payload"
)

// Each guess on a card in triage is a decision that the worker takes as it is;
// only who may sort is shown any.
func TestAGuessSortsAtOneTap(t *testing.T) {
	w := newTown(t)
	w.enter()
	for i, c := range []struct {
		who      string // who sorts it: the county's coordinator where the county is known
		category string
		text     string
		place    string
		guesses  int
	}{
		{"coordinator", "", "有事", "古楼街道", 1},         // "other" alone: nothing says what it is
		{"mayor", "dispute.labour", "有事", "湖西社区", 2}, // one in each of two counties
	} {
		r := report(i)
		r.Kind, r.Category, r.Text, r.Place = payload.Dispute, c.category, c.text, payload.Place{Text: c.place}
		w.submit(r)
		w.settled()
		card := w.lastCard(c.who)
		if card.Case != r.Receipt || card.State != payload.StateTriage || len(card.Guesses) != c.guesses {
			t.Fatalf("%s: %+v", c.place, card)
		}
		a := act("guess "+c.place, c.who, payload.VerbSort, r)
		a.Version, a.Category, a.Area = card.Version, card.Guesses[0].Category, card.Guesses[0].Area
		w.does(a)
		w.settled()
		sorted := w.lastCard("officer")
		if sorted.Case != r.Receipt || sorted.State != payload.StateRouted || len(sorted.Guesses) != 0 || a.Category != "" && sorted.Category != a.Category {
			t.Errorf("%s: %+v", c.place, sorted)
		}
	}
}
