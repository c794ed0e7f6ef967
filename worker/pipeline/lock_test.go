package pipeline

import (
	"fmt"
	"sync"
	"testing"

	"secondbrother/storage/payload"
)

// Of two linked cases one reporter adds words while the other withdraws: each
// needs both cases, neither waits in vain, and no words are lost, whoever is
// first.
func TestLinkedCasesAreLockedInOneOrder(t *testing.T) {
	w := newTown(t)
	p, _ := w.enter()
	const pairs = 12
	var reports []payload.Report
	for i := range 2 * pairs {
		reports = append(reports, report(i))
	}
	w.submit(reports...)
	w.settled()
	do := func(a payload.Action) string {
		_, result, err := p.do(t.Context(), a, true)
		if err != nil {
			t.Errorf("%s: %v", a.ID, err)
		}
		return result
	}
	for i := range pairs {
		// One half of the pairs is linked forwards, the other backwards: which
		// case is older must not matter.
		linked, onward := reports[2*i], reports[2*i+1]
		if i%2 == 0 {
			linked, onward = onward, linked
		}
		do(act(fmt.Sprint("accept ", i), "officer", payload.VerbAccept, linked))
		link := act(fmt.Sprint("link ", i), "officer", payload.VerbLink, linked)
		link.Other = onward.Receipt
		if result := do(link); result != "done" {
			t.Fatalf("link: %s", result)
		}
		add := act(fmt.Sprint("add ", i), "", payload.VerbAdd, linked)
		add.Actor, add.Text = linked.Reporter, "又来了"
		withdraw := act(fmt.Sprint("withdraw ", i), "", payload.VerbWithdraw, onward)
		withdraw.Actor = onward.Reporter
		var both sync.WaitGroup
		for _, a := range []payload.Action{add, withdraw} {
			both.Go(func() {
				if result := do(a); result != "done" {
					t.Errorf("%s: %s", a.ID, result)
				}
			})
		}
		both.Wait()
	}
	if n := w.number(`SELECT count(*) FROM events WHERE type = 'added'`); n != pairs {
		t.Errorf("%d of %d additions are there", n, pairs)
	}
	if n := w.number(`SELECT count(*) FROM cases WHERE linked_to <> ''`); n != 0 {
		t.Errorf("%d cases are still linked to a withdrawn one", n)
	}
	w.chainsVerify()
}
