package pipeline

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
	"secondbrother/worker/casework"
	"secondbrother/worker/ledger"
)

// story is a morning: three reports, one accepted, noted and asked about, one
// withdrawn, and a volunteer who joins.
func (w *town) story() {
	w.t.Helper()
	w.submit(report(0), report(1), report(2))
	ask := act("ask", "officer", payload.VerbAsk, report(0))
	ask.Text = "几点开始？"
	note := act("note", "officer", payload.VerbNote, report(0))
	note.Text = "下午去看"
	withdraw := act("withdraw", "", payload.VerbWithdraw, report(1))
	withdraw.Actor = report(1).Reporter
	w.does(act("accept", "officer", payload.VerbAccept, report(0)))
	w.until("the first is accepted", func() bool {
		return w.number(`SELECT count(*) FROM handled`) > 0
	})
	w.does(ask, note, withdraw)
}

// A worker that dies at any moment leaves nothing undone and nothing done
// twice: whoever runs next ends with the same rows, hashes and ids.
func TestStoppedAtEverySeam(t *testing.T) {
	calm := newTown(t)
	calm.enter()
	calm.story()
	calm.settled()
	want := calm.state()
	for what, n := range map[string]int{"reports": 3, "handled": 4} {
		if got := calm.number(`SELECT count(*) FROM ` + what); got != n {
			t.Fatalf("the calm story leaves %d %s, want %d", got, what, n)
		}
	}
	for _, seam := range []string{"prepared", "committed", "published"} {
		t.Run(seam, func(t *testing.T) {
			w := newTown(t)
			reached := make(chan struct{})
			_, leave := w.enter(stoppedAt(seam, reached))
			w.submit(report(0), report(1))
			select {
			case <-reached:
			case <-time.After(patience):
				t.Fatal("nobody comes to the seam")
			}
			leave()
			if seam == "committed" && w.number(`SELECT count(*) FROM deliveries WHERE published_at IS NULL`) == 0 {
				t.Error("nothing is owed by the dead: the seam lies too late")
			}
			w.left()
			w.enter()
			w.story()
			w.settled()
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(w.state(), "\n")); diff != "" {
				t.Errorf("another end (-calm +stopped):\n%s", diff)
			}
			w.hearsEachOnce()
		})
	}
}

// An action's worker dies after the commit: the action is not done again, and
// what is owed because of it is sent.
func TestActionOfADeadWorker(t *testing.T) {
	for _, seam := range []string{"committed", "published"} {
		t.Run(seam, func(t *testing.T) {
			w := newTown(t)
			_, leave := w.enter()
			w.submit(report(0))
			w.settled()
			leave()
			reached := make(chan struct{})
			_, leave = w.enter(stoppedAt(seam, reached))
			w.does(act("accept", "officer", payload.VerbAccept, report(0)))
			select {
			case <-reached:
			case <-time.After(patience):
				t.Fatal("nobody comes to the seam")
			}
			leave()
			w.left()
			w.enter()
			w.settled()
			if n := w.number(`SELECT count(*) FROM events WHERE type = 'accepted'`); n != 1 {
				t.Errorf("accepted %d times", n)
			}
			if d := w.last("reporter A"); d.Turn == nil || d.Turn.What != payload.EventAccepted {
				t.Errorf("the reporter was last told %+v", d)
			}
			w.hearsEachOnce()
		})
	}
}

// hearsEachOnce: what is owed once is told once.
func (w *town) hearsEachOnce() {
	w.t.Helper()
	seen := map[string]int{}
	for _, d := range w.ear.all() {
		if seen[d.ID]++; seen[d.ID] == 2 {
			w.t.Errorf("%s to %s came twice", d.Topic, d.To)
		}
	}
}

// holdsTogether: one report one case, chains that verify, no delivery without
// its case.
func (w *town) holdsTogether() {
	w.t.Helper()
	if n := w.number(`SELECT count(*) FROM cases`); n != w.number(`SELECT count(*) FROM reports`) {
		w.t.Errorf("%d cases of %d reports", n, w.number(`SELECT count(*) FROM reports`))
	}
	strays, err := w.db.Strays(w.t.Context())
	if err != nil || strays.Reports+strays.Events+strays.Cases != 0 {
		w.t.Errorf("strays: %+v, %v", strays, err)
	}
	if n := w.number(`SELECT count(*) FROM deliveries d WHERE case_id IS NOT NULL AND NOT EXISTS (SELECT FROM cases c WHERE c.id = d.case_id)`); n != 0 {
		w.t.Errorf("%d deliveries of no case", n)
	}
	// Who is refused is shown the present card once more.
	if n := w.number(`SELECT count(*) FROM (SELECT FROM deliveries d WHERE topic = 'card' GROUP BY case_id, recipient, version
		HAVING count(*) > 1 + (SELECT count(*) FROM deliveries r WHERE r.recipient = d.recipient AND r.topic = 'refused')) AS twice`); n != 0 {
		w.t.Errorf("%d cards of one version were owed twice", n)
	}
	w.chainsVerify()
}

func (w *town) chainsVerify() {
	w.t.Helper()
	for after := int64(0); ; {
		chains, err := w.db.Chains(w.t.Context(), after, 500)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(chains) == 0 {
			return
		}
		for _, chain := range chains {
			after = chain.Case.ID
			for i, e := range chain.Events {
				if e.Seq != i+1 {
					w.t.Fatalf("event %d stands at %d", e.Seq, i+1)
				}
			}
			links := ledger.Links(chain.Receipt, chain.Events)
			if err := casework.VerifyChain([32]byte{}, links); err != nil {
				w.t.Errorf("%s: %v", chain.Receipt, err)
			}
			if len(links) == 0 || [32]byte(chain.Case.LastHash) != links[len(links)-1].Hash || chain.Case.Seq != len(links) {
				w.t.Errorf("%s: the case does not end where its log does", chain.Receipt)
			}
		}
	}
}

// Two workers share the work and get into each other's way nowhere, also where
// both are handed the same messages.
func TestTwoWorkersAtOnce(t *testing.T) {
	w := newTown(t)
	first, _ := w.enter()
	second, _ := w.enter()
	const n = 200
	var messages []stream.Message
	for i := range n {
		r := report(i)
		messages = append(messages, message(t, "report.submitted.tip", r.ID, r))
		w.submit(r)
	}
	done := make(chan []stream.Verdict, 4)
	for i, p := range []*Pipeline{first, second, first, second} {
		go func() { done <- p.reports(t.Context(), messages[i*20:i*20+120]) }()
	}
	for range 4 {
		for _, v := range <-done {
			if v != stream.Done() {
				t.Errorf("verdict %v", v)
			}
		}
	}
	for i := range 20 {
		for _, who := range []string{"officer", "partner"} {
			w.does(act(fmt.Sprint("accept", i, who), who, payload.VerbAccept, report(i)))
		}
	}
	w.settled()
	if got := w.number(`SELECT count(*) FROM reports`); got != n {
		t.Errorf("%d reports are filed, want %d", got, n)
	}
	if got := w.number(`SELECT count(*) FROM events WHERE type = 'accepted'`); got != 20 {
		t.Errorf("%d cases are accepted, want 20", got)
	}
	refused := 0
	for _, d := range w.ear.all() {
		if d.Topic == payload.TopicRefused && d.Reason == payload.ReasonTaken && (d.Who == "officer" || d.Who == "partner") {
			refused++
		}
	}
	if refused != 20 {
		t.Errorf("%d times somebody is told who was first, want 20", refused)
	}
	w.holdsTogether()
	w.hearsEachOnce()
}

// What PostgreSQL refuses goes to the dead letters; the rest of its batch is
// filed.
func TestOneBadRowKeepsOutNoOther(t *testing.T) {
	w := newTown(t)
	p, _ := w.enter()
	wide := report(1)
	wide.Volunteer = 1 << 40 // beyond an integer column
	twin := report(2)
	twin.Receipt = report(0).Receipt // two reports never share one
	nul := report(3)
	nul.Text = "一\x00二" // JSON can say it, PostgreSQL cannot: mended
	var messages []stream.Message
	for _, r := range []payload.Report{report(0), wide, twin, nul, report(4)} {
		messages = append(messages, message(t, "report.submitted.tip", r.ID, r))
	}
	verdicts := p.reports(t.Context(), messages)
	want := []stream.Verdict{stream.Done(), stream.Drop("rejected"), stream.Drop("rejected"), stream.Done(), stream.Done()}
	for i := range want {
		if verdicts[i] != want[i] {
			t.Errorf("message %d: %v, want %v", i, verdicts[i], want[i])
		}
	}
	if got := w.lines(`SELECT text FROM reports ORDER BY receipt`); !cmp.Equal(len(got), 3) || !strings.Contains(strings.Join(got, ""), "一二") {
		t.Errorf("filed: %v", got)
	}
	w.holdsTogether()
}

// An action on a case that is still on its way waits for it; on a case that
// never comes it is refused.
func TestActionBeforeItsReport(t *testing.T) {
	w := newTown(t)
	p, _ := w.enter()
	early := act("accept", "officer", payload.VerbAccept, report(0))
	m := message(t, "action.accept", early.ID, early)
	if v := p.actions(t.Context(), []stream.Message{m})[0]; v.String() != "retry" {
		t.Fatalf("an early action: %v", v)
	}
	r := message(t, "report.submitted.tip", report(0).ID, report(0))
	p.reports(t.Context(), []stream.Message{r})
	for range 3 { // comes again, also after it was done
		if v := p.actions(t.Context(), []stream.Message{m})[0]; v != stream.Done() {
			t.Fatalf("the action: %v", v)
		}
	}
	if n := w.number(`SELECT count(*) FROM events WHERE type = 'accepted'`); n != 1 {
		t.Errorf("accepted %d times", n)
	}
	lost := act("lost", "officer", payload.VerbAccept, report(9))
	m = message(t, "action.accept", lost.ID, lost)
	m.Try = unknownTries
	if v := p.actions(context.Background(), []stream.Message{m})[0]; v != stream.Done() {
		t.Fatalf("an action on no case: %v", v)
	}
	w.settled()
	if d := w.last("officer"); d.Topic != payload.TopicRefused || d.Reason != payload.ReasonUnknown {
		t.Errorf("told %+v", d)
	}
}
