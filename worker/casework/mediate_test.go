package casework

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Volunteers who may be asked, after the people of the town.
const (
	nextDoor  int64 = anybody + 1 + iota // in the village
	alsoNear                             // in the village too
	nearby                               // in the township
	farther                              // in the county
	abroad                               // in another county
	unwilling                            // one past the last
)

func neighbours() []Volunteer {
	return []Volunteer{
		{Person: abroad, Area: "371503001001"}, {Person: farther, Area: "371502"}, {Person: nearby, Area: "371502001"},
		{Person: nextDoor, Area: "371502001001"}, {Person: alsoNear, Area: "371502001001", AskedAt: sent},
	}
}

func neighbour(id int64) Actor {
	return Actor{Handle: "neighbour", Person: id, Role: payload.RoleVolunteer}
}

// stages is an accepted dispute as far as a mediation can get.
func stages(t *testing.T, org *route.Org, now time.Time) map[string]Case {
	t.Helper()
	open := Open(intake("dispute.neighbour", payload.Routine), org, now).Case
	out := map[string]Case{}
	out["plain"] = do(t, open, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, now).Case
	out["asked"] = Seek(do(t, out["plain"], person(first, org), valid(out["plain"], Actor{}, payload.VerbOffer, org), org, now), neighbours(), org, now).Case
	out["lapsed"] = sought(t, out["asked"], org, now.Add(TakeWithin))
	out["agreed"] = do(t, out["lapsed"], neighbour(alsoNear), payload.Action{Verb: payload.VerbAgree}, org, now).Case
	out["reported"] = do(t, out["agreed"], neighbour(alsoNear), valid(out["agreed"], Actor{}, payload.VerbReport, org), org, now).Case
	out["closed"] = do(t, out["reported"], person(first, org), payload.Action{Verb: payload.VerbConfirm}, org, now).Case
	return out
}

// sought is the case after a Tick that looks for the next volunteer.
func sought(t *testing.T, c Case, org *route.Org, now time.Time) Case {
	t.Helper()
	ch, fired := Tick(c, org, now)
	if !fired || !ch.Seeks {
		t.Fatalf("fired is %v: %+v", fired, ch)
	}
	return Seek(ch, neighbours(), org, now).Case
}

// mediations is stage × who × verb: confirm, redo; offer, recall; agree, report,
// decline. Letters as in matrix, and G: the offer is gone.
const mediations = `
plain
  holder      II .I UUU
  rival       NN NN UUU
  leader      NN NI UUU
  otherLeader NN NN UUU
  bureau      NN NI UUU
  desk        NN NN UUU
  coordinator RR RR UUU
  reporter    RR RR UUU
  nextDoor    UU UU UUU
  stranger    UU UU UUU
asked
  holder      II I. UUU
  rival       NN NN UUU
  leader      NN N. UUU
  otherLeader NN NN UUU
  bureau      NN N. UUU
  desk        NN NN UUU
  coordinator RR RR UUU
  reporter    RR RR UUU
  nextDoor    UU UU .S.
  alsoNear    UU UU UUU
  stranger    UU UU UUU
lapsed
  holder      II I. UUU
  nextDoor    UU UU GGG
  alsoNear    UU UU .S.
  stranger    UU UU UUU
agreed
  holder      II I. UUU
  rival       NN NN UUU
  leader      NN N. UUU
  bureau      NN N. UUU
  coordinator RR RR UUU
  reporter    RR RR UUU
  nextDoor    UU UU GGG
  alsoNear    UU UU S..
  stranger    UU UU UUU
reported
  holder      .. I. UUU
  rival       NN NN UUU
  leader      NN N. UUU
  coordinator RR RR UUU
  reporter    RR RR UUU
  alsoNear    UU UU S..
  stranger    UU UU UUU
closed
  holder      OO OO UUU
  leader      NN NO UUU
  reporter    RR RR UUU
  nextDoor    UU UU UUU
  alsoNear    UU UU UUU
`

func TestWhoMayMediate(t *testing.T) {
	org := orgOf(nil)
	cases := stages(t, org, sent)
	actors := map[string]Actor{
		"holder": person(first, org), "rival": person(second, org), "leader": person(leader, org), "otherLeader": person(otherLeader, org),
		"bureau": person(bureau, org), "desk": person(fraud, org), "coordinator": person(coord, org), "reporter": Reporter(volunteer),
		"nextDoor": neighbour(nextDoor), "alsoNear": neighbour(alsoNear), "stranger": Reporter("somebody"),
	}
	stage := ""
	for line := range strings.Lines(strings.TrimSpace(mediations)) {
		name, cells, more := strings.Cut(strings.TrimSpace(line), " ")
		if !more {
			stage = name
			continue
		}
		a, known := actors[name]
		cells = strings.ReplaceAll(cells, " ", "")
		if c, staged := cases[stage]; !known || !staged || len(cells) != len(mediationVerbs) {
			t.Fatalf("%s %s: %+v", stage, name, c)
		}
		c := cases[stage]
		for i, verb := range mediationVerbs {
			act := valid(c, a, verb, org)
			if got, want := reasonOf(Apply(c, a, act, org, sent)), letters[cells[i]]; got != want {
				t.Errorf("%s, %s when %s: %q, want %q", name, verb, stage, got, want)
			}
			if act.Version--; cells[i] == '.' && reasonOf(Apply(c, a, act, org, sent)) != payload.ReasonStale {
				t.Errorf("%s, %s when %s is taken from an old card", name, verb, stage)
			}
		}
	}
}

func TestNoVolunteerIsSentIntoDanger(t *testing.T) {
	org := orgOf(nil)
	for category, want := range map[string]payload.Reason{"dispute.neighbour": payload.ReasonInvalid, "tip.other": payload.ReasonInvalid} {
		c := Open(intake(category, payload.Emergency), org, sent).Case
		c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
		if got := reasonOf(Apply(c, person(first, org), payload.Action{Verb: payload.VerbOffer, Text: "话"}, org, sent)); got != want {
			t.Errorf("%s in danger: %q", category, got)
		}
	}
}

func TestNearestVolunteerIsAsked(t *testing.T) {
	org := orgOf(nil)
	c := stages(t, org, sent)["plain"]
	begin := do(t, c, person(first, org), payload.Action{Verb: payload.VerbOffer, Text: " 漏水 "}, org, sent)
	for _, want := range []int64{nextDoor, alsoNear, nearby, farther, 0} {
		ch := Seek(begin, neighbours(), org, sent)
		if ch.Seeks || ch.Case.Offer.To != want || ch.Case.Version != begin.Case.Version {
			t.Fatalf("asked %+v, want %d", ch.Case.Offer, want)
		}
		if want == 0 {
			if !tells(ch, Notice{Person: first, Topic: payload.TopicMediation, Reason: payload.ReasonNobody}) || ch.Case.Offer.Words != "" {
				t.Errorf("the officer is not told that nobody is left: %+v", ch)
			}
			break
		}
		if !ch.Case.Offer.Until.Equal(sent.Add(TakeWithin)) || ch.Case.Offer.Words != "漏水" || !tells(ch, Notice{Volunteer: want, Topic: payload.TopicOffer}) {
			t.Fatalf("offered as %+v", ch)
		}
		begin = do(t, ch.Case, neighbour(want), payload.Action{Verb: payload.VerbDecline}, org, sent)
		if e := begin.Events[0]; e.Type != payload.EventDeclined || e.Person != 0 || e.Role != payload.RoleNobody {
			t.Errorf("who declines is noted: %+v", e)
		}
	}
	unplaced := begin
	unplaced.Case.County, unplaced.Case.Township, unplaced.Case.Village, unplaced.Case.Offer.Before = "", "", "", nil
	if got := Seek(unplaced, neighbours(), org, sent).Case.Offer.To; got != 0 {
		t.Errorf("%d is asked about a case without a place", got)
	}
}

// tells says whether a notice is among those of ch; its priority does not matter.
func tells(ch Change, want Notice) bool {
	return slices.ContainsFunc(ch.Notices, func(n Notice) bool {
		return n.Person == want.Person && n.Volunteer == want.Volunteer && n.Topic == want.Topic && n.Reason == want.Reason && n.Turn == nil
	})
}

func TestMediationIsConfirmed(t *testing.T) {
	org := orgOf(nil)
	at := stages(t, org, sent)
	written := payload.Action{Verb: payload.VerbReport, Text: "都消气了", Outcome: payload.OutcomeSettledWritten,
		Mediation: &payload.Mediation{Parties: 3, Yuan: 800, Performance: "done"}}
	ch := do(t, at["reported"], neighbour(alsoNear), written, org, sent) // puts the first report right
	if e := ch.Events[0]; e.Person != alsoNear || e.Role != payload.RoleVolunteer || e.Outcome != "" || !tells(ch, Notice{Person: first, Topic: payload.TopicMediation, Reason: payload.ReasonMediated}) {
		t.Errorf("reported as %+v", ch)
	}
	back := do(t, ch.Case, person(first, org), payload.Action{Verb: payload.VerbRedo, Text: "几个人？"}, org, sent)
	if back.Case.Offer.Reported != nil || back.Case.Offer.Mediator != alsoNear || !tells(back, Notice{Volunteer: alsoNear, Topic: payload.TopicMediating, Reason: payload.ReasonSentBack}) {
		t.Errorf("sent back as %+v", back)
	}
	again := do(t, back.Case, neighbour(alsoNear), written, org, sent)
	done := do(t, again.Case, person(first, org), payload.Action{Verb: payload.VerbConfirm, Text: "谢谢"}, org, sent)
	want := payload.Mediation{Outcome: payload.OutcomeSettledWritten, Mediator: payload.MediatorVolunteer, Parties: 3, Source: "police", Agreement: "written", Yuan: 800, Performance: "done"}
	e := done.Events[0]
	if done.Case.State != payload.StateClosed || *done.Case.Mediation != want || e.Type != payload.EventClosed || *e.Mediation != want || e.Person != first {
		t.Errorf("closed as %+v", done)
	}
	if !heard(done, payload.EventClosed) || !tells(done, Notice{Volunteer: alsoNear, Topic: payload.TopicMediation, Reason: payload.ReasonConfirmed}) {
		t.Errorf("told %+v", done.Notices)
	}

	for name, edit := range map[string]func(*payload.Action){
		"nothing":              func(a *payload.Action) { a.Mediation = nil },
		"an outcome of police": func(a *payload.Action) { a.Outcome = payload.OutcomeToPolice },
		"one party":            func(a *payload.Action) { a.Mediation = &payload.Mediation{Parties: 1} },
		"somebody else's work": func(a *payload.Action) { a.Mediation = &payload.Mediation{Parties: 2, Mediator: "officer"} },
	} {
		act := written
		edit(&act)
		if got := reasonOf(Apply(at["agreed"], neighbour(alsoNear), act, org, sent)); got != payload.ReasonInvalid {
			t.Errorf("a report of %s: %q", name, got)
		}
	}
}

// Whatever takes the case away from its officer ends the mediation, and whoever
// was asked or mediates hears of it; what does not leaves it alone.
func TestWhatEndsAMediation(t *testing.T) {
	org := orgOf(nil)
	at := stages(t, org, sent)
	tests := []struct {
		name string
		by   Actor
		act  payload.Action
		ends bool
	}{
		{"closing otherwise", person(first, org), valid(at["agreed"], Actor{}, payload.VerbClose, org), true},
		{"linking", person(first, org), valid(at["agreed"], Actor{}, payload.VerbLink, org), true},
		{"transferring", person(first, org), payload.Action{Verb: payload.VerbTransfer, Target: route.PersonTarget(second)}, true},
		{"no dispute after all", person(first, org), payload.Action{Verb: payload.VerbCorrect, Category: "tip.other"}, true},
		{"violence after all", person(first, org), payload.Action{Verb: payload.VerbCorrect, Urgency: payload.Emergency}, true},
		{"more urgent", person(first, org), payload.Action{Verb: payload.VerbCorrect, Urgency: payload.Urgent}, false},
		{"elsewhere after all", person(first, org), payload.Action{Verb: payload.VerbCorrect, Area: "371502002001"}, true},
		{"recalling", person(leader, org), payload.Action{Verb: payload.VerbRecall}, true},
		{"withdrawing", Reporter(volunteer), payload.Action{Verb: payload.VerbWithdraw}, true},
		{"taking over", person(leader, org), payload.Action{Verb: payload.VerbTake}, false},
		{"noting", person(first, org), payload.Action{Verb: payload.VerbNote, Text: "话"}, false},
		{"adding", Reporter(volunteer), payload.Action{Verb: payload.VerbAdd, Text: "话"}, false},
	}
	for _, tt := range tests {
		for stage, who := range map[string]int64{"asked": nextDoor, "agreed": alsoNear, "reported": alsoNear} {
			tt.act.Version = 0
			ch := do(t, at[stage], tt.by, tt.act, org, sent)
			told := tells(ch, Notice{Volunteer: who, Topic: payload.TopicMediation, Reason: payload.ReasonCalledOff})
			over := ch.Case.Offer.To == 0 && ch.Case.Offer.Mediator == 0 && ch.Case.Offer.Until.IsZero() && ch.Case.Offer.Reported == nil
			if told != tt.ends || over != tt.ends {
				t.Errorf("%s when %s: told is %v, over is %v", tt.name, stage, told, over)
			}
		}
	}
	gone := orgOf(func(p *route.Person) { p.Joined = p.ID != first })
	if ch, changed := Refresh(at["agreed"], gone, sent); !changed || !tells(ch, Notice{Volunteer: alsoNear, Topic: payload.TopicMediation, Reason: payload.ReasonCalledOff}) {
		t.Errorf("an officer who is gone: %+v", ch)
	}
	up := do(t, at["reported"], neighbour(alsoNear), payload.Action{Verb: payload.VerbDecline, Text: "他们不见我"}, org, sent)
	if up.Seeks || up.Case.Offer.Mediator != 0 || !tells(up, Notice{Person: first, Topic: payload.TopicMediation, Reason: payload.ReasonGaveUp}) {
		t.Errorf("a mediator who cannot go on: %+v", up)
	}
	if got := reasonOf(Apply(up.Case, neighbour(alsoNear), payload.Action{Verb: payload.VerbAgree}, org, sent)); got != payload.ReasonLapsed {
		t.Errorf("and thinks better of it: %q", got)
	}
}

// mediates holds what must be true of a mediation after any change.
func (w *world) mediates(before Case, ch Change, fail func(string, ...any)) {
	o, was := ch.Case.Offer, before.Offer
	going := o.To != 0 || o.Mediator != 0
	if ch.Seeks || going && (ch.Case.State != payload.StateAccepted || ch.Case.Kind != payload.Dispute || ch.Case.Urgency == payload.Emergency) {
		fail("a mediation goes on: %+v", o)
	}
	if o.To != 0 && o.Mediator != 0 || (o.To == 0) != o.Until.IsZero() || o.Reported != nil && o.Mediator == 0 || going && o.Words == "" {
		fail("the mediation is torn: %+v", o)
	}
	if asked := slices.Sorted(slices.Values(append([]int64{o.To}, o.Before...))); len(slices.Compact(slices.Clone(asked))) != len(asked) {
		fail("somebody is asked twice: %+v", o)
	}
	for _, person := range []int64{was.To, was.Mediator} {
		left := person != 0 && person != o.To && person != o.Mediator
		byself := slices.ContainsFunc(ch.Events, func(e Event) bool { return e.Type == payload.EventDeclined || e.Type == payload.EventGaveUp })
		told := slices.ContainsFunc(ch.Notices, func(n Notice) bool { return n.Volunteer == person })
		if left && !byself && !told {
			fail("%d does not hear that it is over", person)
		}
	}
	if o.To != 0 && o.To != was.To && !tells(ch, Notice{Volunteer: o.To, Topic: payload.TopicOffer}) {
		fail("%d is asked and not told", o.To)
	}
}
