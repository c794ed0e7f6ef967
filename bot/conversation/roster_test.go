package conversation

import (
	"fmt"
	"testing"

	"secondbrother/storage/payload"
)

func anOfficer() *payload.RosterPerson {
	p := &payload.RosterPerson{
		RosterLine: payload.RosterLine{ID: 7, Label: "王警官", Role: payload.RoleOfficer, Unit: "古楼派出所", Joined: true, OnDuty: true}, Duty: "day",
		May: []payload.RosterChange{payload.ChangeDuty, payload.ChangeMove, payload.ChangeInvite, payload.ChangeSuspend},
	}
	for i := range 10 {
		p.Units = append(p.Units, payload.Target{ID: fmt.Sprint("u", i), Label: fmt.Sprintf("第%d派出所", i+1)})
	}
	return p
}

func tellRoster(f *phone) {
	f.joins(payload.RoleCoordinator, "371502", 0)
	f.command("roster", "140")
	f.reply(&payload.Reply{Roster: &payload.RosterReply{Unit: "东昌府分局", Total: 1, Joined: 1, Lines: []payload.RosterLine{
		{ID: 9, Label: "二哥140号", Number: 140, Role: payload.RoleVolunteer, Unit: "东昌府区古楼街道", Joined: true}}}})
	f.tap("r.who.9")
	volunteer := &payload.RosterPerson{RosterLine: payload.RosterLine{ID: 9, Label: "二哥140号", Number: 140, Role: payload.RoleVolunteer, Unit: "东昌府区古楼街道", Joined: true},
		May: []payload.RosterChange{payload.ChangeSuspend}}
	f.reply(&payload.Reply{Person: volunteer})
	f.tap("r.suspend.9")
	f.reply(&payload.Reply{Person: volunteer})
	f.tap("yes")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonRoster, Change: payload.ChangeSuspend, Who: "二哥140号"})
	f.command("roster", "王")
	f.reply(&payload.Reply{Roster: &payload.RosterReply{Unit: "东昌府分局", Total: 2, Joined: 1, Lines: []payload.RosterLine{
		anOfficer().RosterLine, {ID: 8, Label: "王所长", Role: payload.RoleLeader, Unit: "柳园派出所", Suspended: true}}}})
	f.tap("r.who.7")
	f.reply(&payload.Reply{Person: anOfficer()})
	f.tap("r.duty.7")
	f.reply(&payload.Reply{Person: anOfficer()})
	f.command("help", "")
	f.say("Mon-Fri 08:30-17:30")
	f.tap("back")
	f.tap("duty.night")
	f.tap("yes")
	f.tap("r.move.7")
	f.reply(&payload.Reply{Person: anOfficer()})
	f.tap("page.1")
	f.tap("to.9")
	f.tap("yes")
	f.tap("r.invite.7")
	f.reply(&payload.Reply{Person: anOfficer()})
	f.tap("yes")
	f.deliver(payload.Delivery{Topic: payload.TopicInvitation, Invitation: &payload.InviteLink{Token: "k7q2", Area: "古楼派出所", Uses: 1, Expires: f.now.AddDate(0, 0, 30), For: "王警官"}})
}

func TestNothingOfTheRosterChangesUnconfirmed(t *testing.T) {
	for _, change := range []payload.RosterChange{payload.ChangeSuspend, payload.ChangeInvite, payload.ChangeDuty, payload.ChangeMove} {
		f := member(t, payload.RoleCoordinator, "371502")
		f.step(Input{Type: InputButton, Button: "r." + string(change) + ".7", MessageID: 1})
		f.reply(&payload.Reply{Person: anOfficer()})
		switch change {
		case payload.ChangeDuty:
			f.press("夜班")
		case payload.ChangeMove:
			f.press("第2派出所")
		}
		f.at(screenRosterConfirm)
		for _, e := range f.effects {
			if e.Action != nil {
				t.Fatalf("%s before it is confirmed: %+v", change, e.Action)
			}
		}
		f.press("确定")
		a := f.action()
		if a.Verb != payload.VerbRoster || a.Change != change || a.Person != 7 ||
			change == payload.ChangeMove && a.Target != "u1" || change == payload.ChangeDuty && a.Text != "night" {
			t.Errorf("%+v", a)
		}
	}
}

// What the worker does not offer for a person cannot be begun, whatever button
// is made up.
func TestOnlyWhatMayBeChangedIsBegun(t *testing.T) {
	f := member(t, payload.RoleCoordinator, "371502")
	f.step(Input{Type: InputButton, Button: "r.restore.7", MessageID: 1})
	f.reply(&payload.Reply{Person: anOfficer()})
	if f.p.Errand != nil {
		t.Errorf("%+v", f.p.Errand)
	}
	officer := member(t, payload.RoleOfficer, "371502001")
	for _, data := range []string{"r.who.7", "r.suspend.7"} {
		officer.step(Input{Type: InputButton, Button: data, MessageID: 1})
	}
	if len(officer.effects) != 0 {
		t.Errorf("an officer asks for the roster: %+v", officer.effects)
	}
}

func TestWhoIsSuspendedIsNobodyUntilRestored(t *testing.T) {
	f := volunteer(t)
	f.deliver(payload.Delivery{Topic: payload.TopicJoined, Reason: payload.ReasonSuspended, Person: &payload.Person{}})
	f.hears("暂停")
	f.say("古楼街道有人赌博")
	if f.p.Draft != nil || f.p.Role != payload.RoleNobody {
		t.Errorf("%+v", f.p)
	}
	f.deliver(payload.Delivery{Topic: payload.TopicJoined, Person: &payload.Person{Role: payload.RoleVolunteer, Area: "371502001", Number: 140}})
	f.say("古楼街道有人赌博")
	f.at(screenSummary)
}
