package pipeline

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
)

const (
	weekReports    = 300
	weekVolunteers = 24
)

// filed is a report with what its reporter knows and has done.
type filed struct {
	report payload.Report
	label  string // what it is really about
}

// sentence is one text of the corpus.
type sentence struct{ label, urgency, text string }

// corpus are the texts that are filed at all, by kind: those of the first writers,
// so that a week's story stays what it is when the corpus grows.
func (w *week) corpus() map[payload.Kind][]sentence {
	w.t.Helper()
	files, err := filepath.Glob("../classify/corpus/*.tsv")
	if err != nil || len(files) == 0 {
		w.t.Fatalf("the corpus: %v, %d files", err, len(files))
	}
	files = slices.DeleteFunc(files, func(name string) bool { return strings.Contains(filepath.Base(name), "-") })
	slices.Sort(files)
	out := map[payload.Kind][]sentence{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			w.t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			parts := strings.SplitN(strings.TrimSpace(line), "\t", 3)
			kind, _, _ := strings.Cut(parts[0], ".")
			if len(parts) == 3 && payload.Kind(kind).Valid() {
				out[payload.Kind(kind)] = append(out[payload.Kind(kind)], sentence{parts[0], parts[1], parts[2]})
			}
		}
	}
	return out
}

// invite has the county's coordinator invite volunteers, who then join.
func (w *week) invite() {
	coordinator := w.someone(payload.RoleCoordinator)[1]
	for i := range weekVolunteers {
		w.invited = append(w.invited, volunteer(i))
	}
	w.later(at(0, 0, 5), "invites", func() {
		w.acts(payload.Action{Verb: payload.VerbInvite, Actor: coordinator.handle, Area: county, Uses: weekVolunteers, Hours: 24})
	})
}

func volunteer(i int) string { return handle(fmt.Sprint("volunteer ", i)) }

// report plans the week's reports: most by day, some at night.
func (w *week) report() {
	corpus := w.corpus()
	kinds := []payload.Kind{payload.Tip, payload.Dispute, payload.Assist}
	for i := range weekReports {
		d := w.dice("report", i)
		hour := 7 + d.IntN(15)
		if d.IntN(5) == 0 {
			hour = d.IntN(24)
		}
		when := at(d.IntN(7), hour, 10*d.IntN(6))
		if i < 3 {
			when = at(0, 0, 20+i) // somebody is always up
		}
		kind := kinds[i%len(kinds)]
		said := corpus[kind][d.IntN(len(corpus[kind]))]
		w.later(when, fmt.Sprintf("report %03d", i), func() {
			r := w.written(i, d, kind, said)
			w.filed[r.Receipt] = &filed{report: r, label: said.label}
			w.reports = append(w.reports, r)
		})
	}
}

// written is a report as the conversation ends with one.
func (w *week) written(i int, d *rand.Rand, kind payload.Kind, said sentence) payload.Report {
	r := payload.Report{
		V: payload.Version, ID: handle(fmt.Sprint(w.seed, " report ", i)), Receipt: payload.NewReceipt(w.seed<<32 + uint64(i) + 1),
		Reporter: handle(fmt.Sprint(w.seed, " reporter ", i)), Kind: kind, Urgency: payload.Urgency(said.urgency), Text: said.text, At: w.clock.Now(),
	}
	if d.IntN(3) == 0 { // shows who it is: the standing handle
		r.Volunteer = 1 + i%weekVolunteers
		r.Reporter = volunteer(i % weekVolunteers)
	}
	if d.IntN(5) < 3 {
		r.Category = said.label
	}
	if d.IntN(5) == 0 {
		r.Urgency = payload.Routine
	}
	if d.IntN(12) == 0 && r.Urgency != payload.Emergency {
		switch kind {
		case payload.Dispute:
			r.Settled = &payload.Mediation{Outcome: payload.OutcomeSettledOral, Mediator: "volunteer", Parties: 2 + d.IntN(4), Yuan: int64(d.IntN(5)) * 100}
		case payload.Assist:
			r.Helped = &payload.Help{People: 1 + d.IntN(3)}
		}
	}
	r.Place = w.where(d)
	return r
}

// where is a place as people give it: chosen from the list, sent as a position,
// said in words, said too vaguely, in another county, or not at all.
func (w *week) where(d *rand.Rand) payload.Place {
	s := w.spots[d.IntN(len(w.spots))]
	switch n := d.IntN(20); {
	case n < 9:
		return payload.Place{Area: s.code}
	case n < 11:
		return payload.Place{Area: s.code[:9]}
	case n < 14:
		return payload.Place{Lat: s.lat + d.Float64()/1000, Lon: s.lon + d.Float64()/1000}
	case n < 17:
		return payload.Place{Text: s.name}
	case n < 18:
		return payload.Place{Area: county}
	case n < 19:
		return payload.Place{Area: "371503"}
	}
	return payload.Place{}
}

// answers is what a reporter does about what they are told.
func (w *week) answers(f *filed, d payload.Delivery) {
	r := f.report
	dice := w.dice("reporter", r.Receipt, d.ID)
	does := func(within time.Duration, a payload.Action) {
		a.Actor, a.Case = r.Reporter, r.Receipt
		w.roughly(2*time.Minute+time.Duration(dice.Int64N(int64(within))), within, string(r.Receipt)+string(a.Verb), func() { w.acts(a, d.ID) })
	}
	chance := dice.IntN(100)
	switch {
	case d.Topic == payload.TopicQuestion && chance < 75:
		does(3*time.Hour, payload.Action{Verb: payload.VerbAnswer, Text: "是下午开始的"})
	case d.Turn == nil:
	case d.Turn.What == payload.EventAccepted && chance < 12:
		does(5*time.Hour, payload.Action{Verb: payload.VerbAdd, Text: "又来了两个人"})
	case d.Turn.What == payload.EventAccepted && chance < 15, d.Turn.What == payload.EventRouted && chance < 4:
		does(time.Hour, payload.Action{Verb: payload.VerbWithdraw, Text: "已经没事了"})
	case d.Turn.What == payload.EventClosed || d.Turn.What == payload.EventRecorded:
		if chance < 50 {
			does(20*time.Hour, payload.Action{Verb: payload.VerbRate, Stars: 1 + dice.IntN(5), Settled: chance < 40})
		}
		if chance < 8 || chance >= 50 && chance < 58 {
			does(30*time.Hour, payload.Action{Verb: payload.VerbReopen, Text: "还没解决"})
		}
	}
}
