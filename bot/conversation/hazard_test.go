package conversation

import (
	"strings"
	"testing"

	"secondbrother/storage/payload"
)

// tellHazard is of who reports a fire hazard without saying what kind of place.
func tellHazard(f *phone) {
	f.volunteers()
	f.say("古楼街道振兴路东头那家，安全出口让铁链子锁着")
	f.command("help", "")
	f.tap("premises.shop")
	f.tap("change.premises")
	f.tap("premises.hotel")
	f.tap("confirm")
	if r := f.report(); r.Category != "tip.fire_hazard" || r.Premises != payload.PremisesHotel {
		f.t.Errorf("%+v", r)
	}
	f.say("古楼街道东关街小饭馆后门焊死了")
	f.tap("confirm")
	if r := f.report(); r.Category != "tip.fire_hazard" || r.Premises != "" {
		f.t.Errorf("what the words say is not asked: %+v", r)
	}
}

// tellGrading is of an officer who grades one, at once and when closing.
func tellGrading(f *phone) {
	f.joins(payload.RoleOfficer, "371502001", 0)
	c := aHazard()
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.tap("c.grade." + string(c.Case) + ".7.tip.red.none")
	f.command("help", "")
	f.tap("grade.yellow")
	f.tap("premises.bath")
	f.tap("c.close." + string(c.Case) + ".7.tip.red.none")
	f.tap("outcome.acted_on")
	f.tap("grade.red")
	f.tap("skip")
	f.tap("skip")
	f.tap("yes")
	c.Version, c.Hazard = 8, &payload.Hazard{Premises: payload.PremisesBath, Grade: payload.GradeYellow, Set: true}
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.tap("c.grade." + string(c.Case) + ".8.tip.yellow.bath")
	f.tap("grade.green")
	f.tap("c.close." + string(c.Case) + ".8.tip")
	f.tap("outcome.checked")
	f.tap("skip")
	f.tap("yes")
}

func aHazard() *payload.Card {
	c := aCard()
	c.Kind, c.Category, c.Text = payload.Tip, "tip.fire_hazard", "振兴路东头那家，安全出口让铁链子锁着"
	c.State, c.Mine, c.Owner = payload.StateAccepted, true, "王警官"
	c.Hazard = &payload.Hazard{Grade: payload.GradeRed, Reasons: []string{"安全出口让铁链子锁"}}
	c.Verbs = []payload.Verb{payload.VerbAsk, payload.VerbClose, payload.VerbGrade}
	return c
}

// acted lists what the phone has had the worker do.
func (f *phone) acted() (out []payload.Action) {
	for _, e := range f.effects {
		if e.Action != nil {
			out = append(out, *e.Action)
		}
	}
	return out
}

// TestGradesThatOfficersSend: a grade at once, with the premises where they are
// not known; at closing only where there was something and nobody graded it.
func TestGradesThatOfficersSend(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	tellGrading(f)
	type sent struct {
		verb     payload.Verb
		grade    payload.Grade
		premises payload.Premises
	}
	var got []sent
	for _, a := range f.acted() {
		if a.Verb == payload.VerbGrade || a.Verb == payload.VerbClose {
			got = append(got, sent{a.Verb, a.Grade, a.Premises})
		}
	}
	want := []sent{
		{payload.VerbGrade, payload.GradeYellow, payload.PremisesBath}, {payload.VerbClose, payload.GradeRed, ""},
		{payload.VerbGrade, payload.GradeGreen, ""}, {payload.VerbClose, "", ""},
	}
	if len(got) != len(want) {
		t.Fatalf("sent %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("sent %+v, want %+v", got[i], want[i])
		}
	}
}

// A hazard that was found to be none is closed without a grade.
func TestNothingFoundIsNotGraded(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	c := aHazard()
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.tap("c.close." + string(c.Case) + ".7.tip.red.none")
	f.tap("outcome.unproven")
	f.at(screenClosing)
	f.tap("skip")
	f.tap("yes")
	if a := f.acted(); a[len(a)-1].Grade != "" {
		t.Errorf("sent %+v", a[len(a)-1])
	}
}

// The receipt says the terms that the worker will set.
func TestReceiptsGiveTheTermsThatHold(t *testing.T) {
	for text, want := range map[string]string{
		"古楼街道东关街小饭馆后门焊死了":               "2 小时",
		"古楼街道东关街小饭馆灭火器都过期了":             "3 天",
		"古楼街道我妈刚给骗子转了五万，对方还让再转，能不能帮我拦住": "5 分钟",
		"古楼街道有人赌博":                      "24 小时",
	} {
		f := volunteer(t)
		f.say(text)
		if f.p.top() == screenStop {
			f.tap("skip")
		}
		f.tap("confirm")
		if !strings.Contains(f.text(), want) {
			t.Errorf("%q: %q", text, f.text())
		}
	}
}
