package pipeline

import (
	"fmt"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// invites keeps an invitation under a token.
func (w *town) invites(token string, i records.Invitation) {
	w.t.Helper()
	if i.Expires.IsZero() {
		i.Expires = noon.Add(time.Hour)
	}
	err := w.db.In(w.t.Context(), func(tx *records.Tx) error { return tx.Invite(w.t.Context(), token, i) })
	if err != nil {
		w.t.Fatal(err)
	}
}

// newcomer adds somebody to the roster who has not joined, with an invitation.
func (w *town) newcomer(token string, role payload.Role, unit string) {
	w.t.Helper()
	var saved records.SavedPerson
	err := w.db.In(w.t.Context(), func(tx *records.Tx) (err error) {
		saved, err = tx.SaveStaff(w.t.Context(), records.Person{
			Role: string(role), Unit: records.Text(unit), Label: token, Badge: records.Text(token), OnDuty: true,
		}, noon)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.invites(token, records.Invitation{Person: records.Number(saved.ID), UsesLeft: 1})
}

// opens has somebody redeem a token and returns what they are told.
func (w *town) opens(who, token string) payload.Delivery {
	w.t.Helper()
	w.opened++
	a := act(fmt.Sprint("open ", w.opened), who, payload.VerbJoin, payload.Report{})
	a.Token = token
	return w.answered(a, who)
}

// answered does an action and returns what its actor is told besides cards,
// which come and go by themselves.
func (w *town) answered(a payload.Action, who string) (answer payload.Delivery) {
	w.t.Helper()
	before := len(w.ear.to(who))
	w.does(a)
	w.until(who+" is answered", func() bool {
		for _, d := range w.ear.to(who)[before:] {
			if d.Topic != payload.TopicCard {
				answer = d
				return true
			}
		}
		return false
	})
	w.settled()
	return answer
}

func TestInvitations(t *testing.T) {
	w := newTown(t)
	w.enter()
	for _, i := range []struct {
		role payload.Role
		unit string
		name string
	}{
		{payload.RoleOfficer, station, "古楼派出所"}, {payload.RoleLeader, station, "古楼派出所"}, {payload.RoleCounty, county, "东昌府分局"},
		{payload.RoleDesk, "371502-fz", "反诈专业队"}, {payload.RoleCoordinator, county, "东昌府分局"}, {payload.RoleCoordinator, city, "市局"},
	} {
		token := "token-" + string(i.role) + "-" + i.unit
		w.newcomer(token, i.role, i.unit)
		for range 2 { // opened again, it says again who one is
			d := w.opens("new "+token, token)
			if d.Topic != payload.TopicJoined || d.Person.Role != i.role || d.Person.Unit != i.name || d.Person.Name != token {
				t.Errorf("%s: %+v", token, d)
			}
		}
		if d := w.opens("thief", token); d.Topic != payload.TopicRefused || d.Reason != payload.ReasonStaffToken {
			t.Errorf("%s opened by somebody else: %+v", token, d)
		}
	}
	w.newcomer("late", payload.RoleOfficer, station)
	w.newcomer("taken back", payload.RoleOfficer, station)
	w.change(`UPDATE invitations SET expires_at = $1 WHERE person = (SELECT id FROM people WHERE badge = 'late')`, noon)
	w.change(`UPDATE invitations SET revoked_at = $1 WHERE person = (SELECT id FROM people WHERE badge = 'taken back')`, noon)
	w.newcomer("suspended", payload.RoleOfficer, station)
	w.change(`UPDATE people SET suspended_at = $1 WHERE badge = 'suspended'`, noon)
	w.invites("volunteers late", records.Invitation{Area: townStation, UsesLeft: 5, Expires: noon})
	w.invites("volunteers taken back", records.Invitation{Area: townStation, UsesLeft: 5})
	w.change(`UPDATE invitations SET revoked_at = $1 WHERE area <> '' AND expires_at > $1`, noon)
	for _, token := range []string{"late", "taken back", "suspended", "volunteers late", "volunteers taken back", "never made", ""} {
		if d := w.opens("hopeful", token); d.Topic != payload.TopicRefused || d.Reason != payload.ReasonInvitation {
			t.Errorf("%q: %+v", token, d)
		}
	}
	if n := w.number(`SELECT count(*) FROM people WHERE handle = $1`, handle("hopeful")); n != 0 {
		t.Error("the hopeful has become somebody")
	}
}

func TestVolunteersJoin(t *testing.T) {
	w := newTown(t)
	w.enter()
	w.invites("volunteers", records.Invitation{Area: townStation, UsesLeft: 2})
	first := w.opens("sun", "volunteers")
	if first.Person == nil || first.Person.Role != payload.RoleVolunteer || first.Person.Number < 1 || first.Person.Area != townStation {
		t.Fatalf("%+v", first)
	}
	if again := w.opens("sun", "volunteers"); again.Person == nil || again.Person.Number != first.Person.Number {
		t.Errorf("opened twice: %+v", again)
	}
	second := w.opens("li", "volunteers")
	if second.Person == nil || second.Person.Number == first.Person.Number {
		t.Errorf("%+v", second)
	}
	if d := w.opens("zhou", "volunteers"); d.Reason != payload.ReasonInvitation {
		t.Errorf("a third use of two: %+v", d)
	}
	if d := w.opens("officer", "volunteers"); d.Person == nil || d.Person.Role != payload.RoleOfficer {
		t.Errorf("an officer who opens it stays an officer: %+v", d)
	}
	if n := w.number(`SELECT sum(uses_left) FROM invitations WHERE area <> ''`); n != 0 {
		t.Errorf("%d uses are left", n)
	}
}

// The first coordinators come without an invitation: the bot vouches for them.
func TestAdminsAreAppointedOnce(t *testing.T) {
	w := newTown(t)
	w.enter()
	for i := range 2 {
		a := act(fmt.Sprint("admin ", i), "admin", payload.VerbJoin, payload.Report{})
		a.Admin = true
		if d := w.answered(a, "admin"); d.Person == nil || d.Person.Role != payload.RoleCoordinator || d.Person.Unit != "市局" {
			t.Errorf("%+v", d)
		}
	}
	if n := w.number(`SELECT count(*) FROM people WHERE handle = $1`, handle("admin")); n != 1 {
		t.Errorf("appointed %d times", n)
	}
}

func TestInvitingKeepsToOnesScope(t *testing.T) {
	w := newTown(t)
	w.enter()
	for i, c := range []struct {
		who, area   string
		uses, hours int
		want        payload.Reason // empty: an invitation
	}{
		{"coordinator", townStation, 5, 24, ""},
		{"coordinator", county, 5, 24, ""},
		{"coordinator", far, 5, 24, payload.ReasonNotYours},
		{"coordinator", otherCounty, 5, 24, payload.ReasonNotYours},
		{"mayor", far, 5, 24, ""},
		{"mayor", "999999", 5, 24, payload.ReasonInvalid},
		{"mayor", "", 5, 24, payload.ReasonInvalid},
		{"mayor", far, 0, 24, payload.ReasonInvalid},
		{"mayor", far, mostUses + 1, 24, payload.ReasonInvalid},
		{"mayor", far, 5, 0, payload.ReasonInvalid},
		{"mayor", far, 5, mostHours + 1, payload.ReasonInvalid},
		{"officer", townStation, 5, 24, payload.ReasonRole},
		{"leader", townStation, 5, 24, payload.ReasonRole},
		{"bureau", county, 5, 24, payload.ReasonRole},
		{"stranger", townStation, 5, 24, payload.ReasonRole},
	} {
		a := act(fmt.Sprint("invite ", i), c.who, payload.VerbInvite, payload.Report{})
		a.Area, a.Uses, a.Hours = c.area, c.uses, c.hours
		d := w.answered(a, c.who)
		if c.want != "" {
			if d.Topic != payload.TopicRefused || d.Reason != c.want {
				t.Errorf("%+v: told %+v", c, d)
			}
			continue
		}
		if d.Invitation == nil || d.Invitation.Uses != c.uses || !d.Invitation.Expires.Equal(noon.Add(24*time.Hour)) {
			t.Errorf("%+v: told %+v", c, d)
			continue
		}
		if joined := w.opens(fmt.Sprint("guest ", i), d.Invitation.Token); joined.Person == nil || joined.Person.Area != c.area {
			t.Errorf("%+v: the invitation gives %+v", c, joined)
		}
	}
}

func TestDutyAndReach(t *testing.T) {
	w := newTown(t)
	w.enter()
	duty := func(id, who string, on bool) payload.Delivery {
		a := act(id, who, payload.VerbDuty, payload.Report{})
		a.On = on
		return w.answered(a, who)
	}
	if d := duty("off", "officer", false); d.Reason != payload.ReasonDutyOff {
		t.Errorf("%+v", d)
	}
	if d := duty("stranger", "stranger", true); d.Reason != payload.ReasonRole {
		t.Errorf("%+v", d)
	}
	got := func(who string, r payload.Report) (n int) {
		for _, d := range w.ear.to(who) {
			if d.Topic == payload.TopicCard && d.Case == r.Receipt {
				n++
			}
		}
		return n
	}
	w.submit(report(0))
	w.settled()
	if got("officer", report(0)) != 0 || got("partner", report(0)) != 1 {
		t.Error("the card goes to who is on duty")
	}
	if d := duty("on", "officer", true); d.Reason != payload.ReasonDutyOn {
		t.Errorf("%+v", d)
	}
	w.until("the officer gets what waits", func() bool { return got("officer", report(0)) == 1 })

	// The partner blocks the bot: what waits and what comes goes to others.
	w.does(act("gone", "partner", payload.VerbUnreachable, payload.Report{}))
	w.settled()
	before := got("partner", report(0))
	w.submit(report(1))
	w.settled()
	if got("partner", report(1)) != 0 || got("officer", report(1)) != 1 || got("partner", report(0)) != before {
		t.Error("cards go to somebody who cannot be reached")
	}
	// Back, with nothing but the bot's word.
	w.does(act("back", "partner", payload.VerbReachable, payload.Report{}))
	w.settled()
	w.until("the partner gets what came meanwhile", func() bool { return got("partner", report(1)) == 1 })
	w.submit(report(2))
	w.settled()
	if got("partner", report(2)) != 1 {
		t.Error("whoever is back gets no cards")
	}

	// The owner of an accepted case goes: it is somebody else's at once.
	w.does(act("accept", "officer", payload.VerbAccept, report(2)), act("gone too", "officer", payload.VerbUnreachable, payload.Report{}))
	w.until("the partner has it", func() bool {
		return w.number(`SELECT count(*) FROM cases c JOIN reports r ON r.id = c.report_id WHERE r.receipt = $1 AND c.state = 'routed' AND owner_person = $2`,
			string(report(2).Receipt), w.people["partner"]) == 1
	})
	w.holdsTogether()
}
