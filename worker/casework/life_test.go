package casework

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

func TestOpen(t *testing.T) {
	org := orgOf(nil)
	now := sent.Add(3 * time.Second)

	ch := Open(intake("tip.fraud", payload.Urgent), org, now)
	c := ch.Case
	if c.State != payload.StateRouted || c.Version != 1 || c.Seq != 2 || c.Owner != (route.Owner{Person: first, Unit: station}) {
		t.Errorf("got %+v", c)
	}
	if c.County != county || c.Township != "371502001" || c.Village != "371502001001" || c.Station != station {
		t.Errorf("place: %+v", c)
	}
	if !slices.Equal(c.Holders, []int64{first, second, fraud}) || !slices.Equal(ch.Cards, c.Holders) {
		t.Errorf("holders %v, cards %v", c.Holders, ch.Cards)
	}
	if !slices.Equal(logged(ch), []payload.Event{payload.EventSubmitted, payload.EventRouted}) || !heard(ch, payload.EventRouted) {
		t.Errorf("events %v", logged(ch))
	}
	submitted, routed := ch.Events[0], ch.Events[1]
	if !submitted.At.Equal(sent) || submitted.Role != payload.RoleVolunteer || submitted.Person != 0 || submitted.Station != station || submitted.Category != "tip.fraud" {
		t.Errorf("submitted %+v", submitted)
	}
	if !routed.At.Equal(now) || routed.Role != payload.RoleNobody || routed.To != c.Owner || routed.Rule != "community" {
		t.Errorf("routed %+v", routed)
	}

	in := intake("", payload.Routine)
	in.Report.Kind, in.Triage = payload.Tip, true
	ch = Open(in, org, now)
	if ch.Case.State != payload.StateTriage || ch.Case.Owner.Person != coord || !heard(ch, payload.EventTriaged) {
		t.Errorf("triage: %+v", ch.Case)
	}
}

func TestOpenRecords(t *testing.T) {
	good := payload.Mediation{Outcome: payload.OutcomeSettledOral, Parties: 2}
	tests := []struct {
		name     string
		category string
		urgency  payload.Urgency
		settled  *payload.Mediation
		helped   *payload.Help
		record   bool
	}{
		{"a settled dispute", "dispute.other", payload.Routine, &good, nil, true},
		{"a dispute that did not settle", "dispute.other", payload.Routine, &payload.Mediation{Outcome: payload.OutcomeNotSettled, Parties: 4}, nil, true},
		{"help given", "assist.other", payload.Urgent, nil, &payload.Help{People: 2}, true},
		{"an emergency is a call all the same", "dispute.other", payload.Emergency, &good, nil, false},
		{"an incomplete record is a call", "dispute.other", payload.Routine, &payload.Mediation{Outcome: payload.OutcomeSettledOral, Parties: 1}, nil, false},
		{"no outcome", "dispute.other", payload.Routine, &payload.Mediation{Parties: 2}, nil, false},
		{"nobody helped", "assist.other", payload.Routine, nil, &payload.Help{}, false},
		{"a tip settles nothing", "tip.other", payload.Routine, &good, &payload.Help{People: 1}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := intake(tt.category, tt.urgency)
			in.Report.Settled, in.Report.Helped = tt.settled, tt.helped
			ch := Open(in, orgOf(nil), sent.Add(time.Hour))
			c := ch.Case
			if (c.State == payload.StateClosed) != tt.record || c.Recorded != tt.record {
				t.Fatalf("state %s", c.State)
			}
			if !tt.record {
				if len(c.Holders) == 0 || c.Mediation != nil || c.Help != nil {
					t.Errorf("not a whole call: %+v", c)
				}
				return
			}
			if len(ch.Cards) > 0 || !Next(c).IsZero() || c.Owner.Unit != station || !heard(ch, payload.EventRecorded) {
				t.Errorf("somebody is called: %+v", c)
			}
			if !slices.Equal(logged(ch), []payload.Event{payload.EventSubmitted, payload.EventRecorded}) {
				t.Fatalf("events %v", logged(ch))
			}
			e := ch.Events[1]
			if e.Outcome == "" || !e.At.Equal(sent) || (e.Mediation == nil) == (e.Help == nil) {
				t.Errorf("recorded %+v", e)
			}
			if m := e.Mediation; m != nil && m.Mediator != "volunteer" {
				t.Errorf("mediated by %q", m.Mediator)
			}
		})
	}
}

func TestClosingNeedsItsRecord(t *testing.T) {
	org := orgOf(nil)
	oral := func(edit func(*payload.Mediation)) *payload.Mediation {
		m := &payload.Mediation{Outcome: payload.OutcomeSettledOral, Mediator: "committee", Parties: 3, Source: "request", Agreement: "oral", Yuan: 500, Performance: "done"}
		if edit != nil {
			edit(m)
		}
		return m
	}
	tests := []struct {
		name     string
		category string
		act      payload.Action
		ok       bool
	}{
		{"tip", "tip.other", payload.Action{Outcome: payload.OutcomeActedOn}, true},
		{"tip with an outcome of disputes", "tip.other", payload.Action{Outcome: payload.OutcomeSettledOral}, false},
		{"tip without outcome", "tip.other", payload.Action{}, false},
		{"withdrawn is the reporter's", "tip.other", payload.Action{Outcome: payload.OutcomeWithdrawn}, false},
		{"tip with a mediation", "tip.other", payload.Action{Outcome: payload.OutcomeActedOn, Mediation: oral(nil)}, false},
		{"tip with help", "tip.other", payload.Action{Outcome: payload.OutcomeActedOn, Help: &payload.Help{People: 1}}, false},
		{"settled, whole", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(nil)}, true},
		{"settled, filled in", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledWritten, Mediation: &payload.Mediation{Parties: 2}}, true},
		{"settled without record", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral}, false},
		{"one party", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Parties = 1 })}, false},
		{"a city of parties", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Parties = maxPeople + 1 })}, false},
		{"the wrong form", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Agreement = "written" })}, false},
		{"another outcome in the record", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledWritten, Mediation: oral(nil)}, false},
		{"less than nothing", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Yuan = -1 })}, false},
		{"more than there is", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Yuan = maxYuan + 1 })}, false},
		{"a strange mediator", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Mediator = "张三" })}, false},
		{"a strange source", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Source = "?" })}, false},
		{"a strange performance", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Performance = "?" })}, false},
		{"by the street, confirmed and difficult", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) {
			m.Mediator, m.Confirmed, m.Difficult, m.Prevented, m.PreventedPeople = "street", true, true, "armed_fight", 12
		})}, true},
		{"prevented, for nobody", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Prevented = "crime" })}, false},
		{"people, but from what", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.PreventedPeople = 2 })}, false},
		{"a strange prevention", "dispute.other", payload.Action{Outcome: payload.OutcomeSettledOral, Mediation: oral(func(m *payload.Mediation) { m.Prevented, m.PreventedPeople = "rain", 1 })}, false},
		{"not settled, yet a fight prevented", "dispute.other", payload.Action{Outcome: payload.OutcomeNotSettled, Mediation: &payload.Mediation{Parties: 5, Prevented: "armed_fight", PreventedPeople: 5}}, true},
		{"no agreement, yet confirmed", "dispute.other", payload.Action{Outcome: payload.OutcomeNotSettled, Mediation: &payload.Mediation{Parties: 5, Confirmed: true}}, false},
		{"not settled", "dispute.other", payload.Action{Outcome: payload.OutcomeNotSettled}, true},
		{"not settled, with parties", "dispute.other", payload.Action{Outcome: payload.OutcomeToCourt, Mediation: &payload.Mediation{Parties: 5}}, true},
		{"not settled, yet agreed", "dispute.other", payload.Action{Outcome: payload.OutcomeNotSettled, Mediation: &payload.Mediation{Parties: 5, Agreement: "oral"}}, false},
		{"not settled, yet paid", "dispute.other", payload.Action{Outcome: payload.OutcomeNotSettled, Mediation: &payload.Mediation{Parties: 5, Yuan: 1}}, false},
		{"helped", "assist.other", payload.Action{Outcome: payload.OutcomeHelped, Help: &payload.Help{People: 2}}, true},
		{"helped nobody", "assist.other", payload.Action{Outcome: payload.OutcomeHelped, Help: &payload.Help{}}, false},
		{"helped, not said whom", "assist.other", payload.Action{Outcome: payload.OutcomeHelped}, false},
		{"nobody there", "assist.other", payload.Action{Outcome: payload.OutcomeNotFound}, true},
		{"nobody there, yet helped", "assist.other", payload.Action{Outcome: payload.OutcomeNotFound, Help: &payload.Help{People: 2}}, false},
		{"words without end", "tip.other", payload.Action{Outcome: payload.OutcomeActedOn, Text: strings.Repeat("长", 10_000)}, false},
		{"what PostgreSQL cannot keep", "tip.other", payload.Action{Outcome: payload.OutcomeActedOn, Text: "a\x00b"}, false},
		{"no text", "tip.other", payload.Action{Outcome: payload.OutcomeActedOn, Text: "\xff"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Open(intake(tt.category, payload.Routine), org, sent).Case
			c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
			tt.act.Verb = payload.VerbClose
			ch, err := Apply(c, person(first, org), tt.act, org, sent.Add(time.Hour))
			if (err == nil) != tt.ok {
				t.Fatalf("got %v", err)
			}
			if err != nil {
				return
			}
			closed := ch.Events[0]
			if ch.Case.State != payload.StateClosed || closed.Outcome != tt.act.Outcome || !heard(ch, payload.EventClosed) || !Next(ch.Case).IsZero() {
				t.Errorf("closed as %+v", ch)
			}
			if m := closed.Mediation; m != nil && (m.Outcome != tt.act.Outcome || (m.Agreement != "") != settled(tt.act.Outcome) || m.Mediator == "") {
				t.Errorf("recorded %+v", m)
			}
		})
	}
}

func TestTransfer(t *testing.T) {
	org := orgOf(nil)
	open := Open(intake("tip.other", payload.Urgent), org, sent).Case
	late := sent.Add(10 * time.Minute)

	ch := do(t, open, person(first, org), payload.Action{Verb: payload.VerbTransfer, Target: "u" + otherStation, Text: "在柳园"}, org, late)
	c := ch.Case
	if c.State != payload.StateRouted || c.Station != otherStation || c.Owner != (route.Owner{Person: elsewhere, Unit: otherStation}) {
		t.Errorf("handed to %+v", c)
	}
	if !c.AcceptBy.Equal(open.AcceptBy) || !c.CloseBy.Equal(open.CloseBy) || !c.EscalateAt.Equal(open.AcceptBy) {
		t.Errorf("the deadlines moved: %+v", c)
	}
	if !slices.Equal(c.Holders, []int64{elsewhere}) || !slices.Equal(ch.Cards, []int64{first, second, elsewhere}) {
		t.Errorf("holders %v, cards %v", c.Holders, ch.Cards)
	}
	for _, id := range []int64{first, second} {
		if v := Verbs(c, person(id, org), org, late); len(v) > 0 {
			t.Errorf("%d may still %v", id, v)
		}
	}
	if e := ch.Events[0]; e.Type != payload.EventTransferred || e.From != open.Owner || e.To != c.Owner || e.Text != "在柳园" || e.Person != first || !heard(ch, payload.EventTransferred) {
		t.Errorf("logged %+v", e)
	}

	// An accepted case that is handed on climbs from the next whole term on.
	accepted := do(t, open, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, late).Case
	handed := do(t, accepted, person(leader, org), payload.Action{Verb: payload.VerbTransfer, Target: "p3"}, org, sent.Add(70*time.Minute)).Case
	if want := sent.Add(90 * time.Minute); !handed.EscalateAt.Equal(want) || handed.Owner.Person != colleague || !handed.AcceptedAt.IsZero() {
		t.Errorf("climbs at %v, want %v: %+v", handed.EscalateAt, want, handed)
	}

	for _, target := range []string{"", "p1", "p4", "p99", "u371503", "u" + station, "p10", "x"} {
		if got := reasonOf(Apply(accepted, person(first, org), payload.Action{Verb: payload.VerbTransfer, Target: target}, org, late)); got != payload.ReasonInvalid {
			t.Errorf("to %q: %q", target, got)
		}
	}
}

func TestSort(t *testing.T) {
	org := orgOf(nil)
	in := intake("", payload.Routine)
	in.Report.Kind, in.Triage, in.Area = payload.Tip, true, ""
	open := Open(in, org, sent).Case
	if open.Owner.Person != cityCoord {
		t.Fatalf("owner %+v", open.Owner)
	}
	sort := func(c Case, who int64, category, area string) (Change, error) {
		return Apply(c, person(who, org), payload.Action{Verb: payload.VerbSort, Category: category, Area: area}, org, sent.Add(time.Hour))
	}
	for _, bad := range [][2]string{{"", ""}, {"dispute.medical", ""}, {"", "371502001001"}, {"out.chat", "371502001001"}, {"dispute.medical", "999999"}} {
		if got := reasonOf(sort(open, cityCoord, bad[0], bad[1])); got != payload.ReasonInvalid {
			t.Errorf("%v: %q", bad, got)
		}
	}
	ch, err := sort(open, cityCoord, "dispute.medical", "371502001001")
	c := ch.Case
	if err != nil || c.State != payload.StateRouted || c.Kind != payload.Dispute || c.Station != station || c.Village != "371502001001" || c.Owner.Person != first {
		t.Fatalf("sorted into %+v, %v", c, err)
	}
	if !c.AcceptBy.Equal(open.AcceptBy) || !c.CloseBy.Equal(sent.Add(15*24*time.Hour)) || !c.OverdueAt.Equal(c.CloseBy) {
		t.Errorf("deadlines %+v", c)
	}
	if e := ch.Events[0]; e.Type != payload.EventSorted || e.Category != "dispute.medical" || e.Person != cityCoord || !heard(ch, payload.EventRouted) {
		t.Errorf("logged %+v", e)
	}
	if slices.Contains(c.Holders, cityCoord) {
		t.Error("the coordinator keeps the card")
	}
	if moved, err := sort(c, cityCoord, "", "371502002001"); err != nil || moved.Case.Station != otherStation || moved.Case.Owner.Person != elsewhere {
		t.Errorf("a new place leads to %+v, %v", moved.Case, err)
	}
	// Once more, by the county's coordinator, only the category.
	ch, err = sort(c, coord, "tip.other", "")
	if err != nil || ch.Case.Station != station || ch.Case.Kind != payload.Tip || !ch.Case.CloseBy.Equal(sent.Add(7*24*time.Hour)) {
		t.Errorf("sorted again into %+v, %v", ch.Case, err)
	}
}

func TestQuestionAndAnswer(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Urgent), org, sent).Case

	ch := do(t, c, Reporter(volunteer), payload.Action{Verb: payload.VerbAdd, Media: []payload.Media{{ID: "m"}}}, org, sent)
	told := slices.DeleteFunc(slices.Clone(ch.Notices), func(n Notice) bool { return n.Topic != payload.TopicTold })
	if len(told) != 2 || told[0].Person != first || told[1].Person != second || len(told[0].Media) != 1 {
		t.Errorf("before anybody accepts, all who hold a card are told: %+v", told)
	}
	c = do(t, ch.Case, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case

	for _, empty := range []payload.Verb{payload.VerbAsk, payload.VerbNote} {
		if got := reasonOf(Apply(c, person(first, org), payload.Action{Verb: empty, Text: " \n"}, org, sent)); got != payload.ReasonInvalid {
			t.Errorf("an empty %s: %q", empty, got)
		}
	}
	ch = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAsk, Text: "几点?"}, org, sent)
	if n := ch.Notices[0]; n.Person != 0 || n.Topic != payload.TopicQuestion || n.Text != "几点?" {
		t.Errorf("asked %+v", n)
	}
	if n := ch.Notices[1]; n.Person != first || n.Reason != payload.ReasonAsked {
		t.Errorf("acknowledged %+v", n)
	}
	c = ch.Case
	if v := Verbs(c, Reporter(volunteer), org, sent); !slices.Contains(v, payload.VerbAnswer) {
		t.Errorf("the reporter may %v", v)
	}
	ch = do(t, c, Reporter(volunteer), payload.Action{Verb: payload.VerbAnswer, Text: "八点"}, org, sent)
	if n := ch.Notices[0]; n.Person != first || n.Topic != payload.TopicTold || n.Text != "八点" {
		t.Errorf("told %+v", n)
	}
	c = ch.Case
	if v := Verbs(c, Reporter(volunteer), org, sent); slices.Contains(v, payload.VerbAnswer) || !c.AskedAt.IsZero() {
		t.Errorf("the question is still open: %v", v)
	}
	ch = do(t, c, Reporter(volunteer), payload.Action{Verb: payload.VerbAnswer, Text: "还有"}, org, sent)
	if logged(ch)[0] != payload.EventAdded {
		t.Errorf("a second answer is logged as %v", logged(ch))
	}
}

func TestReopenTakesBackTheOutcome(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("dispute.other", payload.Routine), org, sent).Case
	c = do(t, c, person(leader, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
	c = do(t, c, person(leader, org), valid(c, Actor{}, payload.VerbClose, org), org, sent).Case
	later := sent.Add(5 * 24 * time.Hour)
	ch := do(t, c, Reporter(volunteer), payload.Action{Verb: payload.VerbReopen, Text: "又吵了"}, org, later)
	e := ch.Events[0]
	if e.Type != payload.EventReopened || e.Outcome != payload.OutcomeSettledOral || e.Mediation == nil || e.Mediation.Parties != 2 || e.From.Person != leader {
		t.Errorf("logged %+v", e)
	}
	c = ch.Case
	if c.State != payload.StateRouted || c.Outcome != "" || c.Mediation != nil || !c.AcceptBy.Equal(later.Add(24*time.Hour)) || !c.CloseBy.Equal(later.Add(7*24*time.Hour)) {
		t.Errorf("reopened %+v", c)
	}
	if !slices.Equal(c.Holders, []int64{first, second, leader}) || !heard(ch, payload.EventReopened) {
		t.Errorf("holders %v", c.Holders)
	}
}

func TestLeavingTriageNamesACategory(t *testing.T) {
	org := orgOf(nil)
	in := intake("", payload.Emergency)
	in.Report.Kind, in.Triage = payload.Assist, true
	open := Open(in, org, sent).Case
	acts := map[string]func() Change{
		"accept": func() Change {
			return do(t, open, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent)
		},
		"transfer": func() Change {
			return do(t, open, person(bureau, org), payload.Action{Verb: payload.VerbTransfer, Target: "u" + station}, org, sent)
		},
		"withdraw": func() Change {
			return do(t, open, Reporter(volunteer), payload.Action{Verb: payload.VerbWithdraw}, org, sent)
		},
	}
	for name, act := range acts {
		if e := act().Events[0]; e.Category != "assist.other" {
			t.Errorf("%s logs category %q", name, e.Category)
		}
	}
}
