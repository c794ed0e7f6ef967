package pipeline

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/intake"
)

// script is a random story among the people of a town, told to two workers, and
// to a model that runs pure case work once per cause.
type script struct {
	t       *rapid.T
	w       *town
	workers [2]*Pipeline
	round   int

	willing *willing
	reports []payload.Report
	cases   map[payload.Receipt]casework.Case // the model: cases that are filed
	waiting []cause                           // deliveries still to come
	done    map[string]bool                   // causes that had their effect
	n       int
}

// cause is a message on its way, one of several copies.
type cause struct {
	message stream.Message
	action  *payload.Action // else a report
	report  payload.Report
}

// TestAnyStoryInAnyOrder: whatever people do, each message delivered one to
// three times, in any order, to either of two workers: the database ends as
// one run of case work per case does.
func TestAnyStoryInAnyOrder(t *testing.T) {
	w := newTown(t)
	first, _ := w.enter(func(c *Config) { c.Every = time.Hour })
	second, _ := w.enter(func(c *Config) { c.Every = time.Hour })
	willing := w.willing()
	round := 0
	rapid.Check(t, func(t *rapid.T) {
		round++
		s := &script{t: t, w: w, workers: [2]*Pipeline{first, second}, round: round, willing: willing, cases: map[payload.Receipt]casework.Case{}, done: map[string]bool{}}
		for range rapid.IntRange(1, 3).Draw(t, "reports") {
			s.submit()
		}
		for range rapid.IntRange(1, 25).Draw(t, "story") {
			switch rapid.SampledFrom([]string{"act", "act", "deliver", "deliver", "deliver", "wait"}).Draw(t, "what") {
			case "act":
				s.act(rapid.SampledFrom(s.reports).Draw(t, "about"))
			case "deliver":
				s.deliver()
			case "wait":
				s.wait()
			}
		}
		for len(s.waiting) > 0 {
			s.deliver()
		}
		s.end()
	})
	w.settled()
	w.holdsTogether()
	w.hearsEachOnce()
}

// send puts one to three copies of a message on their way.
func (s *script) send(c cause) {
	for range rapid.IntRange(1, 3).Draw(s.t, "copies") {
		s.waiting = append(s.waiting, c)
	}
}

func (s *script) submit() {
	r := report(0)
	name := fmt.Sprintf("round %d report %d", s.round, len(s.reports))
	r.ID, r.Reporter, r.Receipt = handle(name), handle(name+" reporter"), payload.NewReceipt(uint64(s.round)<<16+uint64(len(s.reports)))
	kind := rapid.SampledFrom([]struct {
		kind     payload.Kind
		category string
	}{{payload.Tip, "tip.other"}, {payload.Tip, "tip.fraud"}, {payload.Dispute, "dispute.neighbour"}, {payload.Assist, "assist.other"}, {payload.Tip, ""}}).Draw(s.t, "kind")
	if slices.ContainsFunc(s.reports, func(r payload.Report) bool { return r.Kind == payload.Dispute }) {
		kind.kind, kind.category = payload.Tip, "tip.other" // two disputes would seek the same volunteers in an order of their own
	}
	r.Kind, r.Category = kind.kind, kind.category
	r.Urgency = rapid.SampledFrom([]payload.Urgency{payload.Routine, payload.Urgent, payload.Emergency}).Draw(s.t, "urgency")
	r.Place.Area = rapid.SampledFrom([]string{townStation, townOther, far, ""}).Draw(s.t, "area")
	r.At = s.w.clock.Now()
	s.reports = append(s.reports, r)
	s.send(cause{message: message(s.t, "report.submitted."+string(r.Kind), r.ID, r), report: r})
}

// act has somebody do something: what the card offers, or anything.
func (s *script) act(r payload.Report) {
	who := rapid.SampledFrom([]string{"reporter", "officer", "partner", "elsewhere", "leader", "bureau", "fraud", "coordinator", "mayor", "stranger", "aunt", "uncle"}).Draw(s.t, "who")
	s.n++
	a := act(fmt.Sprintf("round %d act %d", s.round, s.n), who, "", r)
	if who == "reporter" {
		a.Actor = r.Reporter
	}
	org := s.roster()
	by := s.actor(a)
	c := s.cases[r.Receipt]
	verbs := casework.Verbs(c, by, org.org, s.w.clock.Now())
	if len(verbs) == 0 || rapid.IntRange(0, 4).Draw(s.t, "whim") == 0 {
		verbs = []payload.Verb{
			payload.VerbAccept, payload.VerbAsk, payload.VerbNote, payload.VerbTransfer, payload.VerbClose, payload.VerbSort,
			payload.VerbAnswer, payload.VerbAdd, payload.VerbWithdraw, payload.VerbRate, payload.VerbReopen,
			payload.VerbOffer, payload.VerbRecall, payload.VerbConfirm, payload.VerbRedo, payload.VerbAgree, payload.VerbDecline, payload.VerbReport,
		}
	}
	a.Verb = rapid.SampledFrom(verbs).Draw(s.t, "verb")
	a.Version = rapid.SampledFrom([]int{0, c.Version, c.Version, max(0, c.Version-1)}).Draw(s.t, "version")
	a.Text, a.Stars = "话", rapid.IntRange(0, 5).Draw(s.t, "stars")
	switch a.Verb {
	case payload.VerbTransfer:
		if to := casework.Targets(c, by, org.org); len(to) > 0 {
			a.Target = rapid.SampledFrom(to).Draw(s.t, "target").ID
		}
	case payload.VerbClose:
		a.Outcome = payload.Outcomes(r.Kind)[0]
		switch r.Kind {
		case payload.Dispute:
			a.Mediation = &payload.Mediation{Parties: 2, Yuan: 300}
		case payload.Assist:
			a.Help = &payload.Help{People: 1}
		}
	case payload.VerbReport:
		a.Outcome, a.Mediation = payload.OutcomeSettledWritten, &payload.Mediation{Parties: 3}
	case payload.VerbSort:
		a.Category, a.Area = string(r.Kind)+".other", rapid.SampledFrom([]string{townStation, townOther}).Draw(s.t, "sorted")
	}
	s.send(cause{message: message(s.t, "action."+string(a.Verb), a.ID, a), action: &a, report: r})
}

func (s *script) roster() *snapshot {
	r, err := s.workers[0].rosters.current(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// deliver hands one of the waiting messages to one of the workers, and what
// must follow to the model.
func (s *script) deliver() {
	if len(s.waiting) == 0 {
		return
	}
	at := rapid.IntRange(0, len(s.waiting)-1).Draw(s.t, "next")
	c := s.waiting[at]
	s.waiting = append(s.waiting[:at:at], s.waiting[at+1:]...)
	p := s.workers[rapid.IntRange(0, 1).Draw(s.t, "worker")]
	if c.action == nil {
		if v := p.reports(context.Background(), []stream.Message{c.message}); v[0] != stream.Done() {
			s.t.Fatalf("a report: %v", v[0])
		}
		s.file(c.report)
		return
	}
	v := p.actions(context.Background(), []stream.Message{c.message})[0]
	_, filed := s.cases[c.report.Receipt]
	if !filed && !s.done[c.action.ID] {
		if v.String() != "retry" {
			s.t.Fatalf("an action on a case that is on its way: %v", v)
		}
		s.waiting = append(s.waiting, c)
		return
	}
	if v != stream.Done() {
		s.t.Fatalf("%s: %v", c.action.Verb, v)
	}
	s.apply(*c.action)
}

func (s *script) file(r payload.Report) {
	if s.done[r.ID] {
		return
	}
	s.done[r.ID] = true
	org := s.roster()
	in, _ := intake.Judge(classify.Embedded(), r, org.org, org.sites)
	s.cases[r.Receipt] = casework.Open(in, org.org, s.w.clock.Now()).Case
}

func (s *script) apply(a payload.Action) {
	if s.done[a.ID] {
		return
	}
	s.done[a.ID] = true
	org := s.roster()
	ch, err := casework.Apply(s.cases[a.Case], s.actor(a), a, org.org, s.w.clock.Now())
	var refusal *casework.Refusal
	switch {
	case err == nil:
		s.cases[a.Case] = s.willing.seek(ch, org, s.w.clock.Now()).Case
	case !errors.As(err, &refusal):
		s.t.Fatal(err)
	}
}

// wait lets time pass; both workers look at what is due.
func (s *script) wait() {
	s.w.clock.Pass(rapid.SampledFrom([]time.Duration{time.Minute, 6 * time.Minute, time.Hour, 30 * time.Hour}).Draw(s.t, "time"))
	for _, p := range s.workers {
		for looked := dueAtOnce; looked == dueAtOnce; {
			var err error
			if looked, err = p.due(context.Background()); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	for number, c := range s.cases {
		if ch, ok := casework.Tick(c, s.roster().org, s.w.clock.Now()); ok {
			s.cases[number] = s.willing.seek(ch, s.roster(), s.w.clock.Now()).Case
		}
	}
}

// end compares the database with the model, and withdraws what is open so that
// it is not looked at for ever.
func (s *script) end() {
	for _, r := range s.reports {
		file, err := s.w.db.File(context.Background(), r.Receipt)
		if err != nil {
			s.t.Fatal(err)
		}
		want := s.cases[r.Receipt]
		s.same(file, want)
		if want.Open() {
			a := act(fmt.Sprintf("round %d withdraws %s", s.round, r.ID), "", payload.VerbWithdraw, r)
			a.Actor = r.Reporter
			s.workers[0].actions(context.Background(), []stream.Message{message(s.t, "action.withdraw", a.ID, a)})
		}
	}
}

func (s *script) same(file records.File, want casework.Case) {
	got := caseOf(file)
	want.ID = got.ID
	// Compared as rows: null and empty are the same to a case.
	a := caseRow(got, file.Report.ID, file.Case.LastHash, nil)
	b := caseRow(want, file.Report.ID, file.Case.LastHash, nil)
	if len(a.Holders) == 0 && len(b.Holders) == 0 {
		a.Holders, b.Holders = nil, nil
	}
	if len(a.OfferedBefore) == 0 && len(b.OfferedBefore) == 0 {
		a.OfferedBefore, b.OfferedBefore = nil, nil
	}
	if !reflect.DeepEqual(a, b) {
		s.t.Fatalf("the database has\n%+v, one run of case work gives\n%+v", a, b)
	}
}
