package casework

import (
	"slices"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

func TestEscalation(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Urgent), org, sent).Case
	steps := []struct {
		after   time.Duration
		event   payload.Event
		owner   int64
		level   route.Level
		holders []int64
	}{
		{15 * time.Minute, payload.EventReminded, first, route.LevelOfficer, []int64{first, second}},
		{30 * time.Minute, payload.EventEscalated, leader, route.LevelLeader, []int64{first, second, leader}},
		{60 * time.Minute, payload.EventEscalated, bureau, route.LevelCounty, []int64{first, second, leader, bureau}},
		{90 * time.Minute, payload.EventEscalated, cityCoord, route.LevelCity, []int64{first, second, leader, bureau, cityCoord}},
	}
	for _, step := range steps {
		at := sent.Add(step.after)
		if got := Next(c); !got.Equal(at) {
			t.Fatalf("next at %v, want %v", got.Sub(sent), step.after)
		}
		if _, due := Tick(c, org, at.Add(-time.Microsecond)); due {
			t.Fatalf("fires before %v", step.after)
		}
		ch, due := Tick(c, org, at)
		if !due || !slices.Equal(logged(ch), []payload.Event{step.event}) {
			t.Fatalf("after %v: %v", step.after, logged(ch))
		}
		c = ch.Case
		if c.Owner.Person != step.owner || c.Level != step.level || !slices.Equal(c.Holders, step.holders) || !slices.Equal(ch.Cards, step.holders) {
			t.Fatalf("after %v: owner %v level %d holders %v", step.after, c.Owner, c.Level, c.Holders)
		}
		if _, again := Tick(c, org, at); again {
			t.Fatalf("fires twice at %v", step.after)
		}
	}
	if got := Next(c); !got.Equal(c.CloseBy) {
		t.Errorf("then only closing is left, not %v", got.Sub(sent))
	}
}

func TestEscalationStops(t *testing.T) {
	org := orgOf(nil)
	open := Open(intake("tip.other", payload.Emergency), org, sent).Case
	at := sent.Add(7 * time.Minute)
	ch, _ := Tick(open, org, at)
	climbed := ch.Case
	if climbed.Escalated != route.LevelLeader {
		t.Fatalf("at level %d", climbed.Escalated)
	}
	accepted := do(t, climbed, person(second, org), payload.Action{Verb: payload.VerbAccept}, org, at).Case
	closed := do(t, accepted, person(second, org), valid(accepted, Actor{}, payload.VerbClose, org), org, at).Case
	withdrawn := do(t, climbed, Reporter(volunteer), payload.Action{Verb: payload.VerbWithdraw}, org, at).Case
	for name, c := range map[string]Case{"accepted": accepted, "closed": closed, "withdrawn": withdrawn} {
		if _, due := Tick(c, org, at.Add(1000*time.Hour)); due || !Next(c).IsZero() {
			t.Errorf("a deadline of a case that is %s fires", name)
		}
	}
}

func TestDownForADay(t *testing.T) {
	tests := []struct {
		name   string
		u      payload.Urgency
		after  time.Duration
		edit   func(*route.Person)
		level  route.Level
		owner  int64
		events int
	}{
		{"an emergency stands at the top", payload.Emergency, 24 * time.Hour, nil, route.LevelCity, cityCoord, 1},
		{"an urgent case too, and its closing is overdue", payload.Urgent, 25 * time.Hour, nil, route.LevelCity, cityCoord, 2},
		{"a routine case is with the leader", payload.Routine, 25 * time.Hour, nil, route.LevelLeader, leader, 1},
		{"or with the county", payload.Routine, 49 * time.Hour, nil, route.LevelCounty, bureau, 1},
		{"a level without anybody is skipped", payload.Routine, 25 * time.Hour, unreachable(leader), route.LevelCounty, bureau, 1},
		{"nobody above: who has it keeps it", payload.Routine, 25 * time.Hour, unreachable(leader, bureau, cityCoord), route.LevelCity, first, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			org := orgOf(tt.edit)
			c := Open(intake("tip.other", tt.u), org, sent).Case
			ch, due := Tick(c, org, sent.Add(tt.after))
			if !due || ch.Case.Level != tt.level || ch.Case.Owner.Person != tt.owner || len(ch.Events) != tt.events {
				t.Errorf("level %d owner %v events %v", ch.Case.Level, ch.Case.Owner, logged(ch))
			}
			if again, due := Tick(ch.Case, org, sent.Add(tt.after)); due {
				t.Errorf("a second Tick does %v", logged(again))
			}
		})
	}
}

func TestOverdue(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Routine), org, sent).Case
	c = do(t, c, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
	if got := Next(c); !got.Equal(c.CloseBy) {
		t.Fatalf("next %v", got)
	}
	ch, due := Tick(c, org, c.CloseBy)
	if !due || !slices.Equal(logged(ch), []payload.Event{payload.EventReminded}) || ch.Events[0].Deadline != "close" || !ch.Case.Holds(leader) {
		t.Fatalf("got %+v", ch)
	}
	if ch.Case.Owner.Person != first || ch.Case.State != payload.StateAccepted {
		t.Errorf("the officer lost it: %+v", ch.Case)
	}
	if _, again := Tick(ch.Case, org, c.CloseBy.Add(time.Hour)); again {
		t.Error("the leader is told twice")
	}
}

func TestTriageClimbsToTheCity(t *testing.T) {
	org := orgOf(nil)
	in := intake("", payload.Urgent)
	in.Report.Kind, in.Triage = payload.Tip, true
	c := Open(in, org, sent).Case
	ch, _ := Tick(c, org, sent.Add(31*time.Minute))
	if ch.Case.Owner.Person != cityCoord || ch.Case.State != payload.StateTriage || !Next(ch.Case).Equal(c.CloseBy) {
		t.Fatalf("got %+v", ch.Case)
	}
	// Sorted late, it begins at the bottom and climbs from the next whole term on.
	sorted := do(t, ch.Case, person(cityCoord, org), payload.Action{Verb: payload.VerbSort, Category: "tip.other"}, org, sent.Add(35*time.Minute)).Case
	if sorted.Level != route.LevelOfficer || !sorted.EscalateAt.Equal(sent.Add(60*time.Minute)) {
		t.Errorf("level %d, climbs at %v", sorted.Level, sorted.EscalateAt.Sub(sent))
	}
}

// What coordinators missed is not what the police missed: a transfer out of
// triage begins at the bottom.
func TestTransferOutOfTriageBeginsAtTheBottom(t *testing.T) {
	org := orgOf(nil)
	in := intake("", payload.Urgent)
	in.Report.Kind, in.Triage = payload.Tip, true
	ch, _ := Tick(Open(in, org, sent).Case, org, sent.Add(31*time.Minute))
	at := sent.Add(40 * time.Minute)
	c := do(t, ch.Case, person(leader, org), payload.Action{Verb: payload.VerbTransfer, Target: "p3"}, org, at).Case
	if !slices.Equal(c.Holders, []int64{colleague}) || !c.EscalateAt.Equal(sent.Add(time.Hour)) {
		t.Errorf("holders %v, climbs at %v", c.Holders, c.EscalateAt.Sub(sent))
	}
}

func TestHandingRoundDoesNotStopTheClimb(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Urgent), org, sent).Case
	ch, _ := Tick(c, org, sent.Add(30*time.Minute))
	c = do(t, ch.Case, person(leader, org), payload.Action{Verb: payload.VerbTransfer, Target: "p3"}, org, sent.Add(40*time.Minute)).Case
	if c.Owner.Person != colleague || !slices.Equal(c.Holders, []int64{colleague, leader}) {
		t.Fatalf("owner %v holders %v", c.Owner, c.Holders)
	}
	ch, _ = Tick(c, org, sent.Add(60*time.Minute))
	if ch.Case.Escalated != route.LevelCounty || ch.Case.Owner.Person != bureau {
		t.Errorf("climbed to %d, owner %v", ch.Case.Escalated, ch.Case.Owner)
	}
}

func TestRefresh(t *testing.T) {
	full := orgOf(nil)
	at := sent.Add(time.Minute)
	open := func(org *route.Org) Case { return Open(intake("tip.other", payload.Urgent), org, sent).Case }
	accepted := do(t, open(full), person(first, full), payload.Action{Verb: payload.VerbAccept}, full, at).Case
	handed := do(t, open(full), person(first, full), payload.Action{Verb: payload.VerbTransfer, Target: "p3"}, full, at).Case
	empty, _ := route.NewOrg(route.Rows{})
	moved := orgOf(func(p *route.Person) {
		if p.ID == first {
			p.Unit, p.Areas = otherStation, nil
		}
	})
	tests := []struct {
		name    string
		c       Case
		org     *route.Org
		changes bool
		owner   int64
		holders []int64
		state   payload.State
	}{
		{"nothing changed", open(full), full, false, 0, nil, ""},
		{"nobody was there, now all are", open(orgOf(offDuty(first, second, colleague))), full, true, first, []int64{first, second, leader}, payload.StateRouted},
		{"the whole roster came later", func() Case { c := open(empty); c.Station, c.County = station, county; return c }(), full, true, first, []int64{first, second}, payload.StateRouted},
		{"the owner goes home", open(full), orgOf(offDuty(first)), true, second, []int64{first, second}, payload.StateRouted},
		{"a holder goes home", open(full), orgOf(offDuty(second)), false, 0, nil, ""},
		{"a holder blocks the bot", open(full), orgOf(unreachable(second)), true, first, []int64{first}, payload.StateRouted},
		{"the owner moves to another station", open(full), moved, true, second, []int64{second}, payload.StateRouted},
		{"who accepted goes home", accepted, orgOf(offDuty(first)), false, 0, nil, ""},
		{"who accepted blocks the bot", accepted, orgOf(unreachable(first)), true, second, []int64{second}, payload.StateRouted},
		{"who accepted moves", accepted, moved, true, second, []int64{second}, payload.StateRouted},
		{"a colleague of who it was handed to comes on duty", handed, full, false, 0, nil, ""},
		{"who it was handed to goes home", handed, orgOf(offDuty(colleague)), true, first, []int64{first, second, colleague}, payload.StateRouted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ch, changes := Refresh(tt.c, tt.org, at)
			if changes != tt.changes {
				t.Fatalf("changes: %v, %+v", changes, ch.Case)
			}
			if !changes {
				return
			}
			if ch.Case.Owner.Person != tt.owner || !slices.Equal(ch.Case.Holders, tt.holders) || ch.Case.State != tt.state {
				t.Errorf("owner %v holders %v state %s", ch.Case.Owner, ch.Case.Holders, ch.Case.State)
			}
			if _, again := Refresh(ch.Case, tt.org, at); again {
				t.Error("a second look changes it again")
			}
		})
	}
}
