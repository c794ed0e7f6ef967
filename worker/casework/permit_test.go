package casework

import (
	"errors"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

// letters of the matrix: what Apply says.
var letters = map[byte]payload.Reason{
	'.': "", 'N': payload.ReasonNotYours, 'R': payload.ReasonRole, 'U': payload.ReasonUnknown, 'O': payload.ReasonOver,
	'T': payload.ReasonTaken, 'G': payload.ReasonLapsed, 'S': payload.ReasonStale, 'I': payload.ReasonInvalid, 'L': payload.ReasonTooLate,
}

// matrix is role × scope × assignment × state × verb. The columns are accept,
// take, return; ask, note, transfer, close; correct, link, unlink; sort, block;
// answer, add, withdraw, rate, reopen.
const matrix = `
triage
  holder          .NI N..N NNN RR UUUUU
  rival           .NI N..N NNN RR UUUUU
  colleague       NNN NNNN NNN RR UUUUU
  elsewhere       NNN NNNN NNN RR UUUUU
  moved           NNN NNNN NNN RR UUUUU
  leader          NNI N..N NNI RR UUUUU
  otherLeader     NNN NNNN NNN RR UUUUU
  bureau          NNI N..N NNI RR UUUUU
  otherBureau     NNN NNNN NNN RR UUUUU
  desk            .NI N..N NNN RR UUUUU
  deskNoCard      NNN NNNN NNN RR UUUUU
  coordinator     RRR RRRR RRR .. UUUUU
  otherCoord      RRR RRRR RRR NN UUUUU
  cityCoord       RRR RRRR RRR .. UUUUU
  volunteer       RRR RRRR RRR RR ...II
  stranger        UUU UUUU UUU UU UUUUU
routed
  holder          .NI N..N .NN RR UUUUU
  rival           .NI N..N .NN RR UUUUU
  colleague       NNN NNNN NNN RR UUUUU
  elsewhere       NNN NNNN NNN RR UUUUU
  moved           NNN NNNN NNN RR UUUUU
  leader          .NI N..N .NI RR UUUUU
  otherLeader     NNN NNNN NNN RR UUUUU
  bureau          .NI N..N .NI RR UUUUU
  otherBureau     NNN NNNN NNN RR UUUUU
  desk            .NI N..N .NN RR UUUUU
  deskNoCard      NNN NNNN NNN RR UUUUU
  coordinator     RRR RRRR RRR .. UUUUU
  otherCoord      RRR RRRR RRR NN UUUUU
  cityCoord       RRR RRRR RRR .. UUUUU
  volunteer       RRR RRRR RRR RR ...II
  stranger        UUU UUUU UUU UU UUUUU
accepted
  holder          SNI .... ..I RR UUUUU
  rival           TNI NNNN NNN RR UUUUU
  colleague       NNN NNNN NNN RR UUUUU
  elsewhere       NNN NNNN NNN RR UUUUU
  moved           NNN NNNN NNN RR UUUUU
  leader          T.I N..N ..I RR UUUUU
  otherLeader     NNN NNNN NNN RR UUUUU
  bureau          T.I N..N ..I RR UUUUU
  otherBureau     NNN NNNN NNN RR UUUUU
  desk            TNI N.NN NNN RR UUUUU
  deskNoCard      NNN NNNN NNN RR UUUUU
  coordinator     RRR RRRR RRR T. UUUUU
  otherCoord      RRR RRRR RRR NN UUUUU
  cityCoord       RRR RRRR RRR T. UUUUU
  volunteer       RRR RRRR RRR RR ...II
  stranger        UUU UUUU UUU UU UUUUU
closed
  holder          ONO OOOO OOI RR UUUUU
  rival           ONO NOON ONN RR UUUUU
  colleague       NNN NNNN NNN RR UUUUU
  elsewhere       NNN NNNN NNN RR UUUUU
  moved           NNN NNNN NNN RR UUUUU
  leader          OOO NOON OOI RR UUUUU
  otherLeader     NNN NNNN NNN RR UUUUU
  bureau          OOO NOON OOI RR UUUUU
  otherBureau     NNN NNNN NNN RR UUUUU
  desk            ONO NOON ONN RR UUUUU
  deskNoCard      NNN NNNN NNN RR UUUUU
  coordinator     RRR RRRR RRR O. UUUUU
  otherCoord      RRR RRRR RRR NN UUUUU
  cityCoord       RRR RRRR RRR O. UUUUU
  volunteer       RRR RRRR RRR RR OOO..
  stranger        UUU UUUU UUU UU UUUUU
withdrawn
  holder          ONO OOOO OOO RR UUUUU
  rival           ONO NOON ONN RR UUUUU
  colleague       NNN NNNN NNN RR UUUUU
  elsewhere       NNN NNNN NNN RR UUUUU
  moved           NNN NNNN NNN RR UUUUU
  leader          OOO NOON OOO RR UUUUU
  otherLeader     NNN NNNN NNN RR UUUUU
  bureau          OOO NOON OOO RR UUUUU
  otherBureau     NNN NNNN NNN RR UUUUU
  desk            ONO NOON ONN RR UUUUU
  deskNoCard      NNN NNNN NNN RR UUUUU
  coordinator     RRR RRRR RRR O. UUUUU
  otherCoord      RRR RRRR RRR NN UUUUU
  cityCoord       RRR RRRR RRR O. UUUUU
  volunteer       RRR RRRR RRR RR OOOOO
  stranger        UUU UUUU UUU UU UUUUU
`

func TestWhoMayDoWhat(t *testing.T) {
	org := orgOf(nil)
	now := sent.Add(time.Minute)

	cases := map[string]Case{}
	routed := Open(intake("tip.fraud", payload.Urgent), org, now).Case
	triage := routed
	triage.State = payload.StateTriage
	cases["triage"], cases["routed"] = triage, routed
	cases["accepted"] = do(t, routed, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, now).Case
	cases["closed"] = do(t, cases["accepted"], person(first, org), valid(cases["accepted"], Actor{}, payload.VerbClose, org), org, now).Case
	cases["withdrawn"] = do(t, cases["accepted"], Reporter(volunteer), payload.Action{Verb: payload.VerbWithdraw}, org, now).Case

	moved := person(second, org)
	moved.Unit = otherStation // still holds a card, but works elsewhere now
	noCard := person(fraud, org)
	noCard.Person = 99
	actors := map[string]Actor{
		"holder": person(first, org), "rival": person(second, org), "colleague": person(colleague, org),
		"elsewhere": person(elsewhere, org), "moved": moved, "leader": person(leader, org), "otherLeader": person(otherLeader, org),
		"bureau": person(bureau, org), "otherBureau": person(otherBureau, org), "desk": person(fraud, org), "deskNoCard": noCard,
		"coordinator": person(coord, org), "otherCoord": person(otherCoord, org), "cityCoord": person(cityCoord, org),
		"volunteer": Reporter(volunteer), "stranger": Reporter("somebody"),
	}

	rows := 0
	var c Case
	state := ""
	for line := range strings.Lines(strings.TrimSpace(matrix)) {
		name, cells, more := strings.Cut(strings.TrimSpace(line), " ")
		if !more {
			state, c = name, cases[name]
			continue
		}
		a, ok := actors[name]
		if !ok {
			t.Fatalf("no actor %s", name)
		}
		cells = strings.ReplaceAll(cells, " ", "")
		if len(cells) != len(verbs) {
			t.Fatalf("%s %s has %d cells", state, name, len(cells))
		}
		rows++
		for i, verb := range verbs {
			want := letters[cells[i]]
			act := valid(c, a, verb, org)
			if got := reasonOf(Apply(c, a, act, org, now)); got != want {
				t.Errorf("%s, %s of a %s case: %q, want %q", name, verb, state, got, want)
			}
			// The same press from an old card does nothing either, unless it
			// only adds words.
			act.Version = c.Version - 1
			if act.Version == 0 {
				act.Version = c.Version + 1
			}
			if want == "" && !(adds[verb] && act.Version < c.Version) {
				want = payload.ReasonStale
			}
			if got := reasonOf(Apply(c, a, act, org, now)); got != want && !(want == payload.ReasonNotYours && got == payload.ReasonStale) {
				t.Errorf("%s, %s of a %s case from an old card: %q, want %q", name, verb, state, got, want)
			}
		}
	}
	if rows != len(cases)*len(actors) {
		t.Errorf("%d rows, want %d", rows, len(cases)*len(actors))
	}
}

// reasonOf is why Apply refused; a refusal that changed something is none.
func reasonOf(ch Change, err error) payload.Reason {
	if err == nil {
		return ""
	}
	var r *Refusal
	if !errors.As(err, &r) || len(ch.Events)+len(ch.Notices)+len(ch.Cards) > 0 || ch.Case.Version != 0 {
		return "broken"
	}
	return r.Reason
}

func TestTakenSaysWhoWasFirst(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Routine), org, sent).Case
	shown := c.Version
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept, Version: shown}, org, sent).Case
	_, err := Apply(c, person(second, org), payload.Action{Verb: payload.VerbAccept, Version: shown}, org, sent)
	var r *Refusal
	if !errors.As(err, &r) || r.Reason != payload.ReasonTaken || r.Who != "示例1" {
		t.Errorf("got %+v", r)
	}
}

func TestVerbsOutsideACaseAreInvalid(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Routine), org, sent).Case
	for _, verb := range []payload.Verb{payload.VerbJoin, payload.VerbDuty, payload.VerbInvite, payload.VerbUnreachable, "", "eat"} {
		for _, a := range []Actor{person(first, org), Reporter(volunteer), {}} {
			if got := reasonOf(Apply(c, a, payload.Action{Verb: verb}, org, sent)); got != payload.ReasonInvalid {
				t.Errorf("%q: %q", verb, got)
			}
		}
	}
}

// A case whose reporter was forgotten belongs to no handle, least of all to none.
func TestNobodyIsTheReporterOfAForgottenCase(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Routine), org, sent).Case
	c.Reporter = ""
	if got := reasonOf(Apply(c, Actor{}, payload.Action{Verb: payload.VerbWithdraw}, org, sent)); got != payload.ReasonUnknown {
		t.Errorf("got %q", got)
	}
}

func TestMayRead(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Routine), org, sent).Case
	want := map[int64]bool{first: true, second: true, leader: true, bureau: true, coord: true, cityCoord: true}
	for id := first; id < anybody; id++ {
		if got := MayRead(c, person(id, org)); got != want[id] {
			t.Errorf("person %d: %v", id, got)
		}
	}
	if MayRead(c, Reporter(volunteer)) {
		t.Error("the reporter gets no card")
	}
}

func TestAfterClosing(t *testing.T) {
	org := orgOf(nil)
	open := Open(intake("tip.other", payload.Routine), org, sent).Case
	accepted := do(t, open, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
	closed := do(t, accepted, person(first, org), valid(accepted, Actor{}, payload.VerbClose, org), org, sent).Case
	rated := do(t, closed, Reporter(volunteer), payload.Action{Verb: payload.VerbRate, Stars: 2}, org, sent).Case
	again := do(t, closed, Reporter(volunteer), payload.Action{Verb: payload.VerbReopen}, org, sent).Case
	again = do(t, again, person(second, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
	twice := do(t, again, person(second, org), valid(again, Actor{}, payload.VerbClose, org), org, sent).Case
	helped := report(payload.Assist, payload.Routine)
	helped.Helped = &payload.Help{People: 3}
	record := Open(Intake{Report: helped, Category: "assist.other", Urgency: payload.Routine, Area: "371502001001"}, org, sent).Case

	tests := []struct {
		name  string
		c     Case
		verb  payload.Verb
		stars int
		after time.Duration
		want  payload.Reason
	}{
		{"no star", closed, payload.VerbRate, 0, 0, payload.ReasonInvalid},
		{"six stars", closed, payload.VerbRate, 6, 0, payload.ReasonInvalid},
		{"one star", closed, payload.VerbRate, 1, rateWithin, ""},
		{"late rating", closed, payload.VerbRate, 1, rateWithin + 1, payload.ReasonTooLate},
		{"second rating", rated, payload.VerbRate, 5, 0, payload.ReasonTooLate},
		{"rating a record", record, payload.VerbRate, 5, 0, payload.ReasonInvalid},
		{"reopening on the last day", closed, payload.VerbReopen, 0, reopenWithin, ""},
		{"reopening after a week", closed, payload.VerbReopen, 0, reopenWithin + 1, payload.ReasonTooLate},
		{"reopening twice", twice, payload.VerbReopen, 0, 0, payload.ReasonTooLate},
		{"rating again after a second closing", twice, payload.VerbRate, 3, 0, ""},
		{"reopening a record", record, payload.VerbReopen, 0, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			act := payload.Action{Verb: tt.verb, Stars: tt.stars}
			if got := reasonOf(Apply(tt.c, Reporter(volunteer), act, org, sent.Add(tt.after))); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
