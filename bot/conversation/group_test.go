package conversation

import (
	"testing"

	"secondbrother/storage/payload"
)

var (
	ourLeader  = &Member{Handle: "leader-handle", Role: payload.RoleLeader, Unit: "古楼派出所"}
	ourOfficer = &Member{Handle: "officer-handle", Role: payload.RoleOfficer, Unit: "古楼派出所"}
)

// bound is a group that a station's cards come to.
func bound(t testing.TB) *phone {
	f := newPhone(t)
	f.group, f.by, f.quiet = true, ourLeader, true
	f.command("station", "")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonGroupOn, Who: "古楼派出所"})
	f.reset()
	return f
}

func tellStationGroup(f *phone) {
	f.joins(payload.RoleLeader, "371502001", 0)
	f.command("station", "")
	f.write("—— 在群里\n\n")
	language := f.p.Language
	f.p, f.group = Person{Schema: Schema, Language: language}, true
	f.command("station", "")
	f.by = ourOfficer
	f.command("station", "")
	f.by = ourLeader
	f.command("start", "station")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonGroupOn, Who: "古楼派出所"})
	c := aCard()
	c.Verbs = []payload.Verb{payload.VerbAccept}
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	for _, by := range []*Member{nil, {Handle: "v", Role: payload.RoleVolunteer}, {Handle: "o", Role: payload.RoleOfficer, Unit: "柳园派出所"}, ourOfficer} {
		f.by = by
		f.tap("c.accept." + string(c.Case) + ".7.dispute")
	}
	c.Version, c.State, c.Owner, c.Verbs = 8, payload.StateAccepted, "王警官", nil
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.command("tip", "有人赌博")
	f.by = ourLeader
	f.command("station", "off")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonGroupOff})
}

func TestAPressInAGroupIsThePersonsOwn(t *testing.T) {
	f := bound(t)
	handle := f.p.Handle
	c := aCard()
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	if !f.replies[0].Protect {
		t.Error("a group's card can be forwarded")
	}
	for name, by := range map[string]*Member{
		"a stranger": nil, "a volunteer": {Handle: "v", Role: payload.RoleVolunteer, Unit: "古楼派出所"},
		"another station's officer": {Handle: "o", Role: payload.RoleOfficer, Unit: "柳园派出所"},
	} {
		f.by, f.effects = by, nil
		f.press("接警")
		if len(f.effects) != 0 || f.replies[0].Toast == "" {
			t.Errorf("%s accepts: %+v", name, f.effects)
		}
	}
	f.by = ourOfficer
	f.press("接警")
	if a := f.action(); a.Verb != payload.VerbAccept || a.Actor != ourOfficer.Handle || a.Group != handle || a.Case != c.Case || a.Version != 7 {
		t.Errorf("%+v", a)
	}
	f.effects = nil
	for _, data := range []string{"c.close." + string(caseOne) + ".7.dispute", "c.ask." + string(caseOne) + ".7", "c.text." + string(caseOne) + ".7", "q.cases.mine.0", "d.off", "n.tip", "o.withdraw." + string(caseOne), "c.accept.x.7", "zz"} {
		f.step(Input{Type: InputButton, Button: data, MessageID: 1})
		if len(f.effects) != 0 || f.p.Screen != "" || len(f.replies) != 1 || f.replies[0].Text != "" {
			t.Errorf("%s in a group does %+v, %+v", data, f.effects, f.replies)
		}
	}
}

func TestOnlyALeaderBindsAGroup(t *testing.T) {
	for _, by := range []*Member{nil, ourOfficer, {Handle: "c", Role: payload.RoleCoordinator, Unit: "东昌府分局"}} {
		f := newPhone(t)
		f.group, f.by = true, by
		f.command("station", "")
		if len(f.effects) != 0 || f.text() == "" {
			t.Errorf("%+v binds: %+v", by, f.effects)
		}
	}
	f := bound(t)
	handle := f.p.Handle
	f.step(Input{Type: InputBlocked, Text: "blocked"})
	if a := f.action(); a.Verb != payload.VerbStation || a.On || a.Actor != handle || a.Group != handle {
		t.Errorf("thrown out: %+v", a)
	}
	f.effects = nil
	f.step(Input{Type: InputBlocked, Text: "blocked"})
	if len(f.effects) != 0 {
		t.Errorf("thrown out twice: %+v", f.effects)
	}
}

// A group's own handle is nobody: what a person is told does not come there.
func TestAGroupIsToldOnlyWhatIsForGroups(t *testing.T) {
	f := bound(t)
	for _, d := range []payload.Delivery{
		{Topic: payload.TopicTold, Case: caseOne, Text: "悄悄话"}, {Topic: payload.TopicQuestion, Case: caseOne, Text: "几号楼？"},
		{Topic: payload.TopicJoined, Person: &payload.Person{Role: payload.RoleOfficer}}, {Topic: payload.TopicDone, Reason: payload.ReasonDutyOn},
	} {
		f.deliver(d)
		if len(f.replies) != 0 || f.p.Role != payload.RoleNobody {
			t.Errorf("%s: %+v", d.Topic, f.replies)
		}
	}
}
