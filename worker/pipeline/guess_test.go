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
		areas    int // that the guesses name
	}{
		{"coordinator", "", "这事说来话长", "古楼街道", 0},
		{"mayor", "dispute.labour", "有事", "湖西社区", 2}, // one in each of two counties
	} {
		r := report(i)
		r.Kind, r.Category, r.Text, r.Place = payload.Dispute, c.category, c.text, payload.Place{Text: c.place}
		w.submit(r)
		w.until(c.who+" has the card", func() bool { return w.cards(c.who, r) > 0 })
		card := w.lastCard(c.who)
		if card.Case != r.Receipt || card.State != payload.StateTriage || len(card.Guesses) == 0 {
			t.Fatalf("%s: %+v", c.place, card)
		}
		areas := map[string]bool{}
		for _, g := range card.Guesses {
			if g.Area != "" {
				areas[g.Area] = true
			}
		}
		if len(areas) != c.areas {
			t.Errorf("%s: %+v", c.place, card.Guesses)
		}
		a := act("guess "+c.place, c.who, payload.VerbSort, r)
		a.Version, a.Category, a.Area = card.Version, card.Guesses[0].Category, card.Guesses[0].Area
		w.does(a)
		w.until("the officer has the card", func() bool { return w.cards("officer", r) > 0 })
		sorted := w.lastCard("officer")
		if sorted.Case != r.Receipt || sorted.State != payload.StateRouted || len(sorted.Guesses) != 0 || a.Category != "" && sorted.Category != a.Category {
			t.Errorf("%s: %+v", c.place, sorted)
		}
	}
}
