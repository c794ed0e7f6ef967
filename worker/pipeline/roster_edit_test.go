package pipeline

import (
	"fmt"
	"slices"
	"testing"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// edits has a coordinator change something of somebody and returns the answer.
func (w *town) edits(who string, change payload.RosterChange, person int64, more ...func(*payload.Action)) payload.Delivery {
	w.t.Helper()
	w.opened++
	a := act(fmt.Sprint("edit ", w.opened), who, payload.VerbRoster, payload.Report{})
	a.Change, a.Person = change, person
	for _, m := range more {
		m(&a)
	}
	return w.answered(a, who)
}

func to(unit string) func(*payload.Action) { return func(a *payload.Action) { a.Target = unit } }

func pattern(text string) func(*payload.Action) { return func(a *payload.Action) { a.Text = text } }

func (w *town) volunteerNamed(name, area string) int64 {
	w.t.Helper()
	w.invites("for "+name, records.Invitation{Area: area, UsesLeft: 1})
	w.opens(name, "for "+name)
	return int64(w.number(`SELECT id FROM people WHERE handle = $1`, handle(name)))
}

func TestCoordinatorsChangeOnlyWhatIsTheirs(t *testing.T) {
	w := newTown(t)
	w.enter()
	near, distant := w.volunteerNamed("near", townStation), w.volunteerNamed("distant", far)
	for i, c := range []struct {
		who    string
		change payload.RosterChange
		person int64
		more   func(*payload.Action)
		want   payload.Reason
	}{
		{"officer", payload.ChangeSuspend, w.people["partner"], to(""), payload.ReasonRole},
		{"leader", payload.ChangeSuspend, w.people["partner"], to(""), payload.ReasonRole},
		{"stranger", payload.ChangeSuspend, w.people["partner"], to(""), payload.ReasonRole},
		{"otherCoordinator", payload.ChangeSuspend, w.people["partner"], to(""), payload.ReasonNotYours},
		{"coordinator", payload.ChangeSuspend, distant, to(""), payload.ReasonNotYours},
		{"coordinator", payload.ChangeSuspend, w.people["coordinator"], to(""), payload.ReasonNotYours},
		{"coordinator", payload.ChangeSuspend, w.people["mayor"], to(""), payload.ReasonNotYours},
		{"coordinator", payload.ChangeSuspend, 999999, to(""), payload.ReasonNotYours},
		{"coordinator", payload.ChangeRestore, near, to(""), payload.ReasonInvalid},
		{"coordinator", payload.ChangeMove, near, to(station), payload.ReasonInvalid},
		{"coordinator", payload.ChangeMove, w.people["partner"], to(station), payload.ReasonInvalid},
		{"coordinator", payload.ChangeMove, w.people["partner"], to("371503-01"), payload.ReasonInvalid},
		{"coordinator", payload.ChangeMove, w.people["partner"], to(county), payload.ReasonInvalid},
		{"coordinator", payload.ChangeMove, w.people["bureau"], to(otherStation), payload.ReasonInvalid},
		{"coordinator", payload.ChangeDuty, w.people["partner"], pattern("sometimes"), payload.ReasonInvalid},
		{"coordinator", payload.ChangeDuty, w.people["partner"], pattern(""), payload.ReasonInvalid},
		{"coordinator", "promote", w.people["partner"], to(""), payload.ReasonInvalid},
		{"coordinator", payload.ChangeDuty, w.people["partner"], pattern("Mon-Fri 08:30-17:30"), payload.ReasonRoster},
		{"coordinator", payload.ChangeSuspend, near, to(""), payload.ReasonRoster},
		{"mayor", payload.ChangeSuspend, distant, to(""), payload.ReasonRoster},
		{"mayor", payload.ChangeMove, w.people["partner"], to("371503-01"), payload.ReasonRoster},
	} {
		if d := w.edits(c.who, c.change, c.person, c.more); d.Reason != c.want {
			t.Errorf("%d: %s %s: %+v, want %s", i, c.who, c.change, d, c.want)
		}
	}
	want := []string{
		fmt.Sprintf("(%d,%d,duty,\"\",\"Mon-Fri 08:30-17:30\")", w.people["coordinator"], w.people["partner"]),
		fmt.Sprintf("(%d,%d,suspend,\"\",\"\")", w.people["coordinator"], near),
		fmt.Sprintf("(%d,%d,suspend,\"\",\"\")", w.people["mayor"], distant),
		fmt.Sprintf("(%d,%d,move,%s,371503-01)", w.people["mayor"], w.people["partner"], station),
	}
	if got := w.lines(`SELECT by, person, change, was, becomes FROM roster_changes ORDER BY id`); !slices.Equal(got, want) {
		t.Errorf("logged:\n%v, want\n%v", got, want)
	}
}

// A suspended officer's cards are dead and what they had goes to others; they
// are back when restored.
func TestASuspendedOfficerIsOut(t *testing.T) {
	w := newTown(t)
	w.enter()
	r := report(0)
	w.submit(r)
	w.does(act("accept", "officer", payload.VerbAccept, r))
	w.settled()
	w.edits("coordinator", payload.ChangeSuspend, w.people["officer"])
	w.until("the case goes to somebody else", func() bool {
		return w.number(`SELECT count(*) FROM cases WHERE state = 'routed' AND owner_person <> $1`, w.people["officer"]) == 1
	})
	w.settled()
	if d := w.introduced("officer"); d.Reason != payload.ReasonSuspended || d.Person.Role != payload.RoleNobody {
		t.Errorf("%+v", d)
	}
	if d := w.answered(act("press", "officer", payload.VerbAccept, r), "officer"); d.Topic != payload.TopicRefused {
		t.Errorf("a suspended officer accepts: %+v", d)
	}
	w.edits("coordinator", payload.ChangeRestore, w.people["officer"])
	if d := w.introduced("officer"); d.Reason != "" || d.Person.Role != payload.RoleOfficer {
		t.Errorf("%+v", d)
	}
	w.does(act("press again", "officer", payload.VerbAccept, r))
	w.until("the officer has it again", func() bool { return w.lastCard("officer").Mine })
	w.settled()
	w.holdsTogether()
}

func TestANewLinkTakesTheSeatOfTheOldAccount(t *testing.T) {
	w := newTown(t)
	w.enter()
	first := w.edits("coordinator", payload.ChangeInvite, w.people["officer"])
	second := w.edits("coordinator", payload.ChangeInvite, w.people["officer"])
	if first.Invitation == nil || second.Invitation == nil || second.Invitation.For != "officer" || second.Invitation.Area != "古楼派出所" {
		t.Fatalf("%+v", second)
	}
	if d := w.opens("new phone", first.Invitation.Token); d.Topic != payload.TopicRefused {
		t.Errorf("an older link still works: %+v", d)
	}
	if d := w.opens("new phone", second.Invitation.Token); d.Person == nil || d.Person.Name != "officer" {
		t.Errorf("%+v", d)
	}
	third := w.edits("coordinator", payload.ChangeInvite, w.people["officer"])
	for i, c := range []struct {
		who  string
		want payload.Reason
	}{{"otherCoordinator", payload.ReasonInvitation}, {"coordinator", payload.ReasonRevoked}} {
		a := act(fmt.Sprint("revoke ", i), c.who, payload.VerbRevoke, payload.Report{})
		a.Token = third.Invitation.Token
		if d := w.answered(a, c.who); d.Reason != c.want {
			t.Errorf("%s: %+v", c.who, d)
		}
	}
	if d := w.opens("thief", third.Invitation.Token); d.Topic != payload.TopicRefused {
		t.Errorf("a revoked link works: %+v", d)
	}
}

func TestFindingSomebodyInTheRoster(t *testing.T) {
	w := newTown(t)
	w.enter()
	near, distant := w.volunteerNamed("near", townStation), w.volunteerNamed("distant", far)
	number := func(id int64) string { return fmt.Sprint(w.number(`SELECT number FROM people WHERE id = $1`, id)) }
	w.edits("coordinator", payload.ChangeSuspend, w.people["partner"])
	ask := func(q payload.Question) payload.Reply {
		reply, err := w.client.Ask(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	for _, c := range []struct {
		who, find string
		want      []string
	}{
		{"coordinator", number(near), []string{"二哥" + number(near) + "号"}},
		{"coordinator", number(distant), nil},
		{"mayor", number(distant), []string{"二哥" + number(distant) + "号"}},
		{"coordinator", "PART", []string{"partner"}},
		{"coordinator", "B-officer", []string{"officer"}},
		{"coordinator", "otherBureau", nil},
		{"coordinator", "%", nil},
	} {
		reply := ask(payload.Question{Query: payload.QueryRoster, Actor: handle(c.who), Find: c.find})
		var got []string
		for _, l := range reply.Roster.Lines {
			got = append(got, l.Label)
			if l.Label == "partner" && !l.Suspended {
				t.Error("partner is not suspended")
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s looks for %q: %q", c.who, c.find, got)
		}
	}
	for who, want := range map[string]payload.Reason{"leader": payload.ReasonRole, "otherCoordinator": payload.ReasonUnknown, "coordinator": ""} {
		reply := ask(payload.Question{Query: payload.QueryPerson, Actor: handle(who), Person: w.people["officer"]})
		if reply.Refused != want || want == "" && (len(reply.Person.May) != 4 || len(reply.Person.Units) != 1) {
			t.Errorf("%s: %+v", who, reply)
		}
	}
}

// introduced is what somebody was told last about who they are.
func (w *town) introduced(who string) payload.Delivery {
	w.t.Helper()
	for _, d := range slices.Backward(w.ear.to(who)) {
		if d.Topic == payload.TopicJoined {
			return d
		}
	}
	w.t.Fatalf("%s was never told", who)
	return payload.Delivery{}
}
