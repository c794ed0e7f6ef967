package pipeline

import (
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/monthly"
)

// A fire hazard from the report to the month: a proposal with its words, terms
// that follow the grade, a grade that an officer sets, and a count of that.
func TestAFireHazardIsGraded(t *testing.T) {
	w := newTown(t)
	w.enter()
	r := report(1)
	r.Kind, r.Category, r.Urgency, r.Premises = payload.Tip, "tip.fire_hazard", payload.Routine, payload.PremisesHotel
	r.Text, r.Place = "后门焊死了，灭火器也过期", payload.Place{Area: townStation}
	w.submit(r)
	w.until("the officer has the card", func() bool { return w.cards("officer", r) > 0 })
	card := w.lastCard("officer")
	h := card.Hazard
	if h == nil || h.Grade != payload.GradeRed || h.Set || h.Premises != payload.PremisesHotel || len(h.Reasons) == 0 {
		t.Fatalf("the card says %+v", h)
	}
	if want := r.At.Add(2 * time.Hour); !card.Deadline.Equal(want) || w.cards("leader", r) == 0 {
		t.Errorf("to be accepted by %v, not %v; the leader has %d cards", card.Deadline, want, w.cards("leader", r))
	}

	forged := act("a correction that grades", "officer", payload.VerbCorrect, r)
	forged.Version, forged.Urgency, forged.Grade = card.Version, payload.Urgent, payload.GradeGreen
	accept := act("accept", "officer", payload.VerbAccept, r)
	w.does(forged, accept)
	w.until("it is accepted", func() bool { return w.lastCard("officer").State == payload.StateAccepted })
	if card = w.lastCard("officer"); card.Hazard.Grade != payload.GradeRed || card.Hazard.Set {
		t.Errorf("who does not grade has graded: %+v", card.Hazard)
	}

	grade := act("grade", "officer", payload.VerbGrade, r)
	grade.Version, grade.Grade, grade.Premises = card.Version, payload.GradeYellow, payload.PremisesBath
	w.does(grade)
	w.until("it is graded", func() bool { return w.lastCard("officer").Hazard.Set })
	if h = w.lastCard("officer").Hazard; h.Grade != payload.GradeYellow || h.Premises != payload.PremisesBath || len(h.Reasons) != 0 {
		t.Errorf("graded: %+v", h)
	}
	end := act("close", "officer", payload.VerbClose, r)
	end.Outcome = payload.OutcomeActedOn
	w.does(end)
	w.until("it is closed", func() bool { return w.lastCard("officer").State == payload.StateClosed })

	month, err := monthly.Count(t.Context(), w.db, monthly.MonthOf(w.clock.Now()), monthly.Closed, monthly.Scope{By: records.LevelCounty})
	if err != nil {
		t.Fatal(err)
	}
	if month.Total["tip.grade.yellow"] != 1 || month.Total["tip.grade.red"] != 0 || month.Total["tip.premises.bath"] != 1 || monthly.Check(month) != nil {
		t.Errorf("the month has %v", month.Total)
	}
	if w.number(`SELECT count(*) FROM events WHERE grade IS NOT NULL AND type IN ('graded', 'closed')`) != 2 ||
		w.number(`SELECT count(*) FROM events WHERE grade IS NOT NULL`) != 2 {
		t.Error("the log has a grade that nobody set")
	}
}

// What a coordinator sorts into fire hazards gets the proposal that its words
// give.
func TestWhatIsSortedIsProposedAGrade(t *testing.T) {
	w := newTown(t)
	w.enter()
	r := report(1)
	r.Kind, r.Category, r.Urgency = payload.Tip, "", payload.Routine
	r.Text, r.Place = "这事说来话长，总之防火门锁着", payload.Place{Area: county}
	w.submit(r)
	w.until("the coordinator has the card", func() bool { return w.cards("coordinator", r) > 0 })
	sort := act("sort", "coordinator", payload.VerbSort, r)
	sort.Category, sort.Area = "tip.fire_hazard", townStation
	w.does(sort)
	w.until("the officer has the card", func() bool { return w.cards("officer", r) > 0 })
	if h := w.lastCard("officer").Hazard; h == nil || h.Grade != payload.GradeRed || h.Set {
		t.Errorf("the card says %+v", h)
	}
}

// A month counts as in time what met its own deadline: three hours are late for
// a red hazard and not for other routine cases.
func TestInTimeIsByTheCasesOwnDeadline(t *testing.T) {
	w := newTown(t)
	w.enter(seldom)
	red, other := report(1), report(2)
	red.Kind, red.Category, red.Urgency = payload.Tip, "tip.fire_hazard", payload.Routine
	red.Text, red.Place = "后门焊死了，灭火器也过期", payload.Place{Area: townStation}
	other.Kind, other.Category, other.Urgency = payload.Tip, "tip.other", payload.Routine
	w.submit(red, other)
	w.settled()
	w.clock.Pass(3 * time.Hour)
	for name, r := range map[string]payload.Report{"red": red, "other": other} {
		accept := act(name, "officer", payload.VerbAccept, r)
		accept.At = w.clock.Now()
		w.does(accept)
	}
	w.until("both are accepted", func() bool { return w.number(`SELECT count(*) FROM cases WHERE state = 'accepted'`) == 2 })
	month, err := monthly.Count(t.Context(), w.db, monthly.MonthOf(w.clock.Now()), monthly.Closed, monthly.Scope{By: records.LevelCounty})
	if err != nil {
		t.Fatal(err)
	}
	if month.Total["tip.accepted"] != 2 || month.Total["tip.in_time"] != 1 {
		t.Errorf("accepted %d, in time %d", month.Total["tip.accepted"], month.Total["tip.in_time"])
	}
}
