package pipeline

import (
	"slices"
	"testing"

	"secondbrother/storage/payload"
)

// Who takes the own report back takes back nobody else's: a case that was
// linked to it goes on with the officer who linked it, its reporter is told of
// no withdrawal, and what was linked to that one still follows it.
func TestALinkedCaseOutlivesTheOther(t *testing.T) {
	w := newTown(t)
	w.enter()
	other, mine, third := report(0), report(1), report(2)
	w.submit(other, mine, third)
	link := func(id string, r, to payload.Report) payload.Action {
		a := act(id, "officer", payload.VerbLink, r)
		a.Other = to.Receipt
		return a
	}
	w.settled()
	w.does(act("has mine", "officer", payload.VerbAccept, mine), act("has third", "officer", payload.VerbAccept, third),
		link("third is mine", third, mine), link("mine is other", mine, other))
	withdraw := act("withdraw", "", payload.VerbWithdraw, other)
	withdraw.Actor = other.Reporter
	w.does(withdraw)
	w.settled()
	for r, want := range map[payload.Receipt]string{other.Receipt: "withdrawn", mine.Receipt: "routed", third.Receipt: "closed"} {
		if got := w.lines(`SELECT c.state FROM cases c JOIN reports r ON r.case_id = c.id WHERE r.receipt = $1`, string(r)); !slices.Equal(got, []string{"(" + want + ")"}) {
			t.Errorf("%s is %v, want %s", r, got, want)
		}
	}
	w.does(act("has it again", "officer", payload.VerbAccept, mine))
	w.settled()
	told := func(r payload.Report) (turns []payload.Event) {
		for _, d := range w.ear.all() {
			if d.To == r.Reporter && d.Turn != nil {
				turns = append(turns, d.Turn.What)
			}
		}
		return turns
	}
	if got := told(mine); !slices.Equal(got, []payload.Event{"routed", "accepted", "accepted"}) {
		t.Errorf("the one who reported it too was told %v", got)
	}
	if got := told(third); !slices.Equal(got, []payload.Event{"routed", "accepted", "accepted"}) {
		t.Errorf("the third was told %v", got)
	}
	w.holdsTogether()
}
