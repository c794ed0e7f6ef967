package casework

import (
	"testing"
	"time"

	"secondbrother/storage/payload"
)

func hazardous(grade payload.Grade) Intake {
	in := intake("tip.fire_hazard", payload.Routine)
	in.Premises, in.Grade = payload.PremisesShop, grade
	return in
}

// Who may grade is who may correct, and only a fire hazard.
func TestWhoMayGrade(t *testing.T) {
	org := orgOf(nil)
	routed := Open(hazardous(payload.GradeRed), org, sent).Case
	accepted := do(t, routed, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
	other := Open(intake("tip.other", payload.Routine), org, sent).Case
	closed := do(t, accepted, person(first, org), valid(accepted, Actor{}, payload.VerbClose, org), org, sent).Case
	gone := accepted
	gone.State = payload.StateWithdrawn
	for _, tt := range []struct {
		name  string
		c     Case
		actor Actor
		want  payload.Reason
	}{
		{"a holder before it is accepted", routed, person(second, org), ""},
		{"the leader before it is accepted", routed, person(leader, org), ""},
		{"who has it", accepted, person(first, org), ""},
		{"the leader", accepted, person(leader, org), ""},
		{"the county", accepted, person(bureau, org), ""},
		{"a colleague who has it not", accepted, person(second, org), payload.ReasonNotYours},
		{"another station", accepted, person(otherLeader, org), payload.ReasonNotYours},
		{"another county", accepted, person(otherBureau, org), payload.ReasonNotYours},
		{"a coordinator", accepted, person(coord, org), payload.ReasonRole},
		{"the reporter", accepted, Reporter(volunteer), payload.ReasonRole},
		{"a stranger", accepted, Reporter("somebody"), payload.ReasonUnknown},
		{"what is none", other, person(first, org), payload.ReasonInvalid},
		{"when it is closed", closed, person(first, org), payload.ReasonOver},
		{"when it is withdrawn", gone, person(first, org), payload.ReasonOver},
	} {
		act := payload.Action{Verb: payload.VerbGrade, Grade: payload.GradeYellow, Version: tt.c.Version}
		if got := reasonOf(Apply(tt.c, tt.actor, act, org, sent)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if act.Version--; tt.want == "" && reasonOf(Apply(tt.c, tt.actor, act, org, sent)) == "" && act.Version > 0 {
			t.Errorf("%s: from an old card too", tt.name)
		}
	}
	for _, act := range []payload.Action{{}, {Grade: "blue"}, {Grade: payload.GradeRed, Premises: "palace"}} {
		act.Verb = payload.VerbGrade
		if got := reasonOf(Apply(accepted, person(first, org), act, org, sent)); got != payload.ReasonInvalid {
			t.Errorf("%+v: %q", act, got)
		}
	}
}

// The terms follow the grade, from the time of the report on; the log has what
// an officer said, never what the machine thinks.
func TestTheTermsFollowTheGrade(t *testing.T) {
	org := orgOf(nil)
	ch := Open(hazardous(payload.GradeRed), org, sent)
	c := ch.Case
	if c.AcceptBy != sent.Add(2*time.Hour) || c.CloseBy != sent.Add(24*time.Hour) || !c.Holds(leader) {
		t.Fatalf("red: accept by %v, close by %v, held by %v", c.AcceptBy, c.CloseBy, c.Holders)
	}
	for _, e := range ch.Events {
		if e.Grade != "" || e.Premises != payload.PremisesShop {
			t.Errorf("%s has grade %q, premises %q", e.Type, e.Grade, e.Premises)
		}
	}
	at := sent.Add(time.Hour)
	ch = do(t, c, person(first, org), payload.Action{Verb: payload.VerbGrade, Grade: payload.GradeYellow, Premises: payload.PremisesHotel}, org, at)
	if e := ch.Events[0]; len(ch.Events) != 1 || e.Type != payload.EventGraded || e.Grade != payload.GradeYellow || e.Premises != payload.PremisesHotel || e.Person != first {
		t.Errorf("logged %+v", ch.Events)
	}
	if c = ch.Case; c.AcceptBy != sent.Add(24*time.Hour) || c.CloseBy != sent.AddDate(0, 0, 3) || c.GradedBy != first {
		t.Errorf("yellow: %+v", c)
	}
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, at).Case
	late := sent.Add(30 * time.Hour)
	ch = do(t, c, person(first, org), payload.Action{Verb: payload.VerbGrade, Grade: payload.GradeRed}, org, late)
	if c = ch.Case; c.CloseBy != sent.Add(24*time.Hour) || !c.OverdueAt.IsZero() || !c.Holds(leader) || len(ch.Events) != 2 {
		t.Errorf("red again, too late: %+v, logged %v", c, logged(ch))
	}
	if _, fires := Tick(c, org, late.Add(time.Hour)); fires {
		t.Error("its term fires twice")
	}
}

// A case that becomes something else has no grade, one that becomes a fire
// hazard the one that is proposed; closing may grade, too.
func TestGradesComeAndGo(t *testing.T) {
	org := orgOf(nil)
	c := Open(hazardous(payload.GradeRed), org, sent).Case
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbGrade, Grade: payload.GradeRed}, org, sent).Case
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbCorrect, Category: "tip.other", Grade: payload.GradeRed}, org, sent).Case
	if c.Grade != "" || c.Premises != "" || c.GradedBy != 0 || c.CloseBy != sent.AddDate(0, 0, 7) {
		t.Errorf("it is no fire hazard any more: %+v", c)
	}
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbCorrect, Category: "tip.fire_hazard", Grade: payload.GradeYellow, Premises: payload.PremisesBath}, org, sent).Case
	if c.Grade != payload.GradeYellow || c.Premises != payload.PremisesBath || c.GradedBy != 0 || c.CloseBy != sent.AddDate(0, 0, 3) {
		t.Errorf("it is one: %+v", c)
	}
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbCorrect, Urgency: payload.Urgent, Grade: payload.GradeGreen}, org, sent).Case
	if c.Grade != payload.GradeYellow {
		t.Errorf("a correction of the urgency made it %q", c.Grade)
	}
	for _, grade := range []payload.Grade{"", payload.GradeGreen} {
		ch := do(t, c, person(first, org), payload.Action{Verb: payload.VerbClose, Outcome: payload.OutcomeActedOn, Grade: grade}, org, sent)
		if got := ch.Events[len(ch.Events)-1].Grade; got != grade {
			t.Errorf("closed as %q, logged %q", grade, got)
		}
	}
	other := Open(intake("tip.other", payload.Routine), org, sent).Case
	other = do(t, other, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
	if got := reasonOf(Apply(other, person(first, org), payload.Action{Verb: payload.VerbClose, Outcome: payload.OutcomeActedOn, Grade: payload.GradeRed}, org, sent)); got != payload.ReasonInvalid {
		t.Errorf("what is no fire hazard is closed with a grade: %q", got)
	}
}

// The log says whether a case was accepted by the deadline that it had.
func TestTheLogSaysWhetherTheOwnDeadlineWasKept(t *testing.T) {
	org := orgOf(nil)
	for _, tt := range []struct {
		in    Intake
		after time.Duration
		want  string
	}{
		{hazardous(payload.GradeRed), time.Hour, "kept"},
		{hazardous(payload.GradeRed), 3 * time.Hour, "missed"},
		{hazardous(payload.GradeYellow), 3 * time.Hour, "kept"},
		{intake("tip.other", payload.Routine), 25 * time.Hour, "missed"},
	} {
		c := Open(tt.in, org, sent).Case
		ch := do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent.Add(tt.after))
		if e := ch.Events[0]; e.Type != payload.EventAccepted || e.Deadline != tt.want {
			t.Errorf("%s %s after %v: %s %q, want %q", tt.in.Category, tt.in.Grade, tt.after, e.Type, e.Deadline, tt.want)
		}
	}
}
