// Package histories makes up what happened to the cases of a small city, for
// tests: any story that case work allows, and the rows that tell it.
package histories

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/local"
	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/ledger"
	"secondbrother/worker/route"
)

// Units are a small city: two counties with two stations and one, and who works there.
var Units = []records.Unit{
	{Code: "LC", Kind: "city", Name: "市局"},
	{Code: "371502", Kind: "county", Name: "东昌府分局", Parent: "LC", Areas: []string{"371502"}},
	{Code: "371502-01", Kind: "station", Name: "古楼派出所", Parent: "371502", Areas: []string{"371502001"}},
	{Code: "371502-02", Kind: "station", Name: "柳园派出所", Parent: "371502", Areas: []string{"371502002"}},
	{Code: "371503", Kind: "county", Name: "茌平分局", Parent: "LC", Areas: []string{"371503"}},
	{Code: "371503-01", Kind: "station", Name: "振兴派出所", Parent: "371503", Areas: []string{"371503001"}},
}

var areas = []string{"371502001001", "371502001002", "371502002001", "371503001001", "371503001", "371502", ""}

func org() *route.Org {
	r := route.Rows{Desks: map[string]string{}}
	for _, c := range classify.Taxonomy() {
		if c.Kind != classify.Out {
			r.Desks[c.Code] = c.Desk
		}
	}
	for _, u := range Units {
		r.Units = append(r.Units, route.Unit{Code: u.Code, Kind: route.UnitKind(u.Kind), Name: u.Name, Parent: string(u.Parent)})
		for _, a := range u.Areas {
			r.Covers = append(r.Covers, route.Cover{Unit: u.Code, Area: a})
		}
	}
	add := func(id int64, role payload.Role, unit string) {
		r.People = append(r.People, route.Person{ID: id, Role: role, Unit: unit, OnDuty: true, Reachable: true, Joined: true})
	}
	add(1, payload.RoleOfficer, "371502-01")
	add(2, payload.RoleOfficer, "371502-02")
	add(3, payload.RoleOfficer, "371503-01")
	add(4, payload.RoleLeader, "371502-01")
	add(5, payload.RoleCoordinator, "371502")
	add(6, payload.RoleCoordinator, "LC")
	org, _ := route.NewOrg(r)
	return org
}

// volunteer is the one person who is willing to mediate in the first county.
const volunteer int64 = 7

var willing = []casework.Volunteer{{Person: volunteer, Area: "371502"}}

// Of are the stories of so many cases, submitted from since on; none goes on
// after until. They are the same for a seed every time.
func Of(seed uint64, cases int, since, until time.Time) []Story {
	org, d := org(), roll(seed)
	stories := make([]Story, cases)
	for i := range stories {
		stories[i] = drawStory(d, org, payload.NewReceipt(uint64(i)+1), since, until)
	}
	return stories
}

// dice make a history evenly, where a shrinking generator leans towards cases
// to which nothing happens.
type dice struct{ *rand.Rand }

func roll(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 0))} }

// between is a number from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

func (d dice) even() bool { return d.IntN(2) == 0 }

func pick[T any](d dice, of []T) T { return of[d.IntN(len(of))] }

// Story is one case from its report on.
type Story struct {
	Receipt payload.Receipt
	Events  []casework.Event
	Last    casework.Case
}

// drawStory tells what may happen to a case.
func drawStory(d dice, org *route.Org, receipt payload.Receipt, since, until time.Time) Story {
	codes := []string{}
	for _, c := range classify.Taxonomy() {
		if c.Kind != classify.Out {
			codes = append(codes, c.Code)
		}
	}
	// Fire hazards are graded: they have more to tell than their share.
	category := pick(d, append(codes, classify.FireHazard, classify.FireHazard, classify.FireHazard))
	kind, _, _ := strings.Cut(category, ".")
	now := since.Add(time.Duration(d.between(0, int(until.Sub(since)/time.Minute)-1)) * time.Minute)
	r := payload.Report{Receipt: receipt, Reporter: "reporter", Kind: payload.Kind(kind), Text: "事", At: now,
		Urgency: pick(d, []payload.Urgency{payload.Emergency, payload.Urgent, payload.Routine})}
	if d.between(0, 3) == 0 {
		switch r.Kind {
		case payload.Dispute:
			r.Settled = drawMediation(d, pick(d, payload.Outcomes(payload.Dispute)))
		case payload.Assist:
			r.Helped = &payload.Help{People: d.between(1, 4)}
		}
	}
	in := casework.Intake{Report: r, Category: category, Urgency: r.Urgency, Area: pick(d, areas)}
	in.Triage = in.Area == "" || d.between(0, 4) == 0
	if in.Triage && d.even() {
		in.Category = ""
	}
	s := Story{Receipt: receipt}
	take := func(ch casework.Change) {
		if ch.Seeks {
			ch = casework.Seek(ch, willing, org, now)
		}
		s.Last = ch.Case
		s.Events = append(s.Events, ch.Events...)
	}
	take(casework.Open(in, org, now))
	for range d.between(0, 26) {
		now = now.Add(time.Duration(pick(d, []int{1, 4, 5, 17, 30, 600, 1440, 5000, 20000})) * time.Minute)
		if now.After(until) {
			break
		}
		if ch, due := casework.Tick(s.Last, org, now); due {
			take(ch)
		}
		who, verb := drawVerb(d, s.Last, org, now)
		if verb == "" {
			continue
		}
		if ch, err := casework.Apply(s.Last, who, drawAct(d, s.Last, who, verb, org, codes), org, now); err == nil {
			take(ch)
		}
	}
	return s
}

// drawVerb is something that somebody may do; what counts is done more often.
func drawVerb(d dice, c casework.Case, org *route.Org, now time.Time) (casework.Actor, payload.Verb) {
	weight := map[payload.Verb]int{
		payload.VerbAccept: 12, payload.VerbClose: 18, payload.VerbReopen: 12, payload.VerbRate: 6, payload.VerbSort: 4, payload.VerbTransfer: 3,
		payload.VerbUnlink: 3, payload.VerbGrade: 6, payload.VerbOffer: 4, payload.VerbAgree: 12, payload.VerbReport: 12, payload.VerbConfirm: 18,
	}
	type offer struct {
		who  casework.Actor
		verb payload.Verb
	}
	var offers []offer
	for id := range volunteer + 1 {
		who := casework.Reporter("reporter")
		switch {
		case id == volunteer:
			who = casework.Actor{Handle: "volunteer", Person: volunteer, Role: payload.RoleVolunteer}
		case id > 0:
			who = casework.Staff(fmt.Sprint("handle", id), id, org)
		}
		for _, verb := range casework.Verbs(c, who, org, now) {
			for range max(weight[verb], 1) {
				offers = append(offers, offer{who, verb})
			}
		}
	}
	if len(offers) == 0 {
		return casework.Actor{}, ""
	}
	o := pick(d, offers)
	return o.who, o.verb
}

func drawAct(d dice, c casework.Case, who casework.Actor, verb payload.Verb, org *route.Org, codes []string) payload.Action {
	act := payload.Action{Verb: verb, Text: "话"}
	switch verb {
	case payload.VerbTransfer:
		act.Target = pick(d, casework.Targets(c, who, org)).ID
	case payload.VerbClose:
		act.Outcome = pick(d, payload.Outcomes(c.Kind))
		if c.Kind == payload.Dispute {
			act.Mediation = drawMediation(d, act.Outcome)
			if act.Outcome == payload.OutcomeEnded && d.even() {
				act.Mediation = nil
			}
		}
		if act.Outcome == payload.OutcomeHelped {
			act.Help = &payload.Help{People: d.between(1, 4)}
		}
	case payload.VerbReport:
		act.Outcome = pick(d, payload.MediatorOutcomes())
		act.Mediation = drawMediation(d, act.Outcome)
		act.Mediation.Mediator = payload.MediatorVolunteer
	case payload.VerbSort, payload.VerbCorrect:
		act.Category, act.Area = pick(d, codes), pick(d, areas)
	case payload.VerbGrade:
		act.Grade, act.Premises = pick(d, payload.Grades), pick(d, append([]payload.Premises{""}, payload.AllPremises...))
	case payload.VerbLink:
		act.Other = payload.NewReceipt(1<<40 + 1)
	case payload.VerbRate:
		act.Stars, act.Settled = d.between(1, 5), d.even()
	}
	return act
}

func drawMediation(d dice, o payload.Outcome) *payload.Mediation {
	m := &payload.Mediation{
		Outcome: o, Parties: pick(d, []int{2, 3, 7, 49, 50, 99, 100, 500, 501}),
		Mediator:    pick(d, append([]string{payload.MediatorCommittee, ""}, payload.Mediators...)),
		Source:      pick(d, append([]string{""}, payload.Sources...)),
		Performance: pick(d, append([]string{""}, payload.Performances...)),
		Difficult:   d.even(),
	}
	if o == payload.OutcomeSettledOral || o == payload.OutcomeSettledWritten {
		m.Yuan, m.Confirmed = int64(d.between(0, 90000)), d.even()
	}
	if d.even() {
		m.Prevented, m.PreventedPeople = pick(d, payload.Preventions), d.between(1, 9)
	}
	return m
}

// Fresh is an empty, migrated database of the test's own, with Units.
func Fresh(t testing.TB) *records.Records {
	t.Helper()
	return At(t, local.Database(t, records.Migrate, records.MigrationsHash()))
}

// At is like Fresh, at a database that has been migrated.
func At(t testing.TB, url string) *records.Records {
	t.Helper()
	db, err := records.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.In(t.Context(), func(tx *records.Tx) error { return tx.SaveUnits(t.Context(), Units) }); err != nil {
		t.Fatal(err)
	}
	return db
}

// Keep stores stories as the worker does, each whole.
func Keep(t testing.TB, db *records.Records, stories []Story) {
	t.Helper()
	first, _, err := db.CaseIDs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	openings := make([]records.Opening, len(stories))
	for i, s := range stories {
		id := first + int64(i)
		rows, last := ledger.Rows(id, nil, s.Events)
		c := s.Last
		openings[i] = records.Opening{
			Report: records.Report{
				ID: fmt.Sprintf("report%020d", id), Receipt: string(s.Receipt), CaseID: id, Kind: string(s.Events[0].Kind),
				Urgency: string(c.Urgency), Text: "事", Submitted: c.SubmittedAt,
			},
			Case: records.Case{
				ID: id, ReportID: fmt.Sprintf("report%020d", id), Version: c.Version, Seq: c.Seq, LastHash: last, State: string(c.State),
				Kind: string(c.Kind), Category: c.Category, Urgency: string(c.Urgency), County: c.County, Township: c.Township,
				Village: c.Village, Station: c.Station, OwnerUnit: c.Owner.Unit, Rule: c.Rule, SubmittedAt: c.SubmittedAt,
				Outcome: string(c.Outcome), ClosedAt: records.Moment{Time: c.ClosedAt}, Recorded: c.Recorded,
				Stars: c.Stars, Satisfied: c.Satisfied,
			},
			Events: rows,
		}
	}
	if _, err := db.Open(t.Context(), openings); err != nil {
		t.Fatal(err)
	}
}
