package conversation

import (
	"strings"
	"testing"

	"secondbrother/storage/payload"
)

// filed is a volunteer with one report.
func filed(t *testing.T) (*phone, payload.Receipt) {
	f := volunteer(t)
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.press("确认提交")
	r := f.report().Receipt
	f.reset()
	return f, r
}

func TestJoining(t *testing.T) {
	f := newPhone(t)
	f.command("start", "")
	f.hears("110")
	f.hears("邀请")
	f.say("有人赌博")
	if f.p.Draft != nil {
		t.Error("an uninvited person files")
	}
	f.say("着火了，快救人，有人困在里面")
	if !strings.Contains(f.replies[0].Text, "请马上拨打") {
		t.Errorf("an uninvited person in danger is not told whom to call: %q", f.text())
	}
	f.command("start", "tok")
	if a := f.action(); a.Verb != payload.VerbJoin || a.Token != "tok" || a.Actor != f.p.Handle || !payload.ValidID(a.Actor) {
		t.Errorf("%+v", a)
	}
	f.deliver(payload.Delivery{Topic: payload.TopicRefused, Reason: payload.ReasonInvitation})
	f.hears("失效")
	handle := f.p.Handle
	f.command("start", "tok2")
	if f.p.Handle != handle {
		t.Error("a second invitation makes a second handle")
	}
	f.deliver(payload.Delivery{Topic: payload.TopicJoined, Person: &payload.Person{Role: payload.RoleVolunteer, Number: 7, Area: "371502001"}})
	f.hears("不是匿名")
	f.at(screenConsent)
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.at(screenConsent)
	f.press("同意")
	f.at(screenSummary)
	f.press("确认提交")
	f.report()
}

func TestConsentDeclinedKeepsNothing(t *testing.T) {
	f := newPhone(t)
	f.p.Role, f.p.Handle = payload.RoleVolunteer, "h"
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.at(screenConsent)
	f.press("不同意")
	if f.p.Draft != nil || f.p.Errand != nil || f.p.Shelf != nil || f.p.Consented {
		t.Errorf("kept: %+v", f.p)
	}
}

func TestAdminJoins(t *testing.T) {
	f := newPhone(t)
	f.step(Input{Type: InputCommand, Command: "start", Admin: true})
	if a := f.action(); !a.Admin || a.Verb != payload.VerbJoin {
		t.Errorf("%+v", a)
	}
}

func TestMineAndStatus(t *testing.T) {
	f, receipt := filed(t)
	f.command("my", "")
	f.hears(receipt.String())
	f.press("1. 线索")
	if q := f.effects[len(f.effects)-1].Ask; q == nil || q.Query != payload.QueryStatus || q.Case != receipt || q.Actor != f.p.Receipts[0].Handle {
		t.Fatalf("%+v", q)
	}
	f.reply(&payload.Reply{Status: &payload.StatusReply{Case: receipt, State: payload.StateAccepted, Kind: payload.Tip, Category: "tip.fire_hazard", Station: "古楼派出所",
		Verbs: []payload.Verb{payload.VerbAdd, payload.VerbWithdraw}}})
	f.hears("正在办理")
	f.press("撤回")
	f.press("确定撤回")
	if a := f.action(); a.Verb != payload.VerbWithdraw || a.Case != receipt || a.Actor != f.p.Receipts[0].Handle {
		t.Errorf("%+v", a)
	}
	f.command("status", payload.NewReceipt(99).String())
	f.hears("只能查自己的")
	f.command("status", "LC-123")
	f.hears("回执号不对")
	f.command("status", strings.ToLower(receipt.String()))
	f.reply(nil)
	f.hears("暂时查不到")
}

func TestAddingTextAndPhotos(t *testing.T) {
	f, receipt := filed(t)
	f.press("补充")
	f.say("刚才又来了一辆")
	if a := f.action(); a.Verb != payload.VerbAdd || a.Case != receipt || a.Text == "" {
		t.Errorf("%+v", a)
	}
	for _, id := range []string{"a", "b", "c"} {
		f.send(Input{Type: InputMedia, Album: "x", Media: []payload.Media{{ID: id, Type: payload.MediaPhoto}}})
	}
	added := 0
	for _, e := range f.effects {
		if e.Action != nil && e.Action.Verb == payload.VerbAdd {
			added += len(e.Action.Media)
		}
	}
	if added != 3 {
		t.Errorf("%d photos added", added)
	}
	f.press("补充完了")
	if f.p.Screen != "" {
		t.Errorf("still at %q", f.p.Screen)
	}
}

// Somebody who was adding and has not said that it is all goes on to something
// else after the case was closed: that is a new report, not a late addition.
func TestClosedWhileAdding(t *testing.T) {
	f, receipt := filed(t)
	f.press("补充")
	f.say("刚才又来了一辆")
	f.deliver(payload.Delivery{Topic: payload.TopicProgress, Case: receipt, Turn: &payload.Turn{What: payload.EventClosed, Outcome: payload.OutcomeActedOn}})
	f.say("金鼎小区5号楼有人偷电瓶")
	if f.p.Screen != screenSummary || f.p.Draft == nil || f.p.Draft.Category != "tip.theft" {
		t.Errorf("at %q with %+v", f.p.Screen, f.p.Draft)
	}
	if a := f.action(); a.Text != "刚才又来了一辆" {
		t.Errorf("sent as an addition: %+v", a)
	}
}

func TestQuestionsAreNotMixedUp(t *testing.T) {
	f, one := filed(t)
	f.say("金鼎小区5号楼有人偷电瓶")
	f.press("确认提交")
	two := f.report().Receipt
	f.deliver(payload.Delivery{ID: "q1", Topic: payload.TopicQuestion, Case: one, Text: "几号楼？"})
	f.deliver(payload.Delivery{ID: "q2", Topic: payload.TopicQuestion, Case: two, Text: "什么颜色的车？"})
	f.say("红色的")
	f.at(screenBelongs)
	f.press("什么颜色的车")
	if a := f.action(); a.Verb != payload.VerbAnswer || a.Case != two || a.Text != "红色的" || a.Actor != f.p.Receipts[1].Handle {
		t.Errorf("%+v", a)
	}
	f.step(Input{Type: InputButton, Button: "o.answer." + string(one), MessageID: 1})
	f.at(screenAnswer)
	f.hears("几号楼")
	f.say("三号楼")
	if a := f.action(); a.Case != one || a.Actor != f.p.Receipts[0].Handle || len(f.p.Pending) != 0 {
		t.Errorf("%+v, pending %+v", a, f.p.Pending)
	}
}

func TestAnswerWithAPhotoWhileTelling(t *testing.T) {
	f, one := filed(t)
	f.command("tip", "")
	f.press("没有")
	f.deliver(payload.Delivery{Topic: payload.TopicQuestion, Case: one, Text: "有照片吗？"})
	f.at(screenWhat)
	f.press("回答")
	f.at(screenAnswer)
	f.photo("m1")
	if a := f.action(); a.Verb != payload.VerbAnswer || a.Case != one || len(a.Media) != 1 {
		t.Errorf("%+v", a)
	}
	f.at(screenWhat)
}

func TestMessageWhileAQuestionWaitsCanBeNew(t *testing.T) {
	f, one := filed(t)
	f.deliver(payload.Delivery{Topic: payload.TopicQuestion, Case: one, Text: "几号楼？"})
	f.say("古楼街道有人赌博")
	f.press("另报一件事")
	f.at(screenSummary)
	if f.p.Draft.text() != "古楼街道有人赌博" {
		t.Errorf("%q", f.p.Draft.text())
	}
}

func TestRatingAndReopening(t *testing.T) {
	f, one := filed(t)
	f.deliver(payload.Delivery{Topic: payload.TopicProgress, Case: one, Turn: &payload.Turn{What: payload.EventClosed, Station: "古楼派出所", Outcome: payload.OutcomeActedOn, Text: "已劝离"}})
	f.hears("查实并处置")
	f.hears("已劝离")
	f.press("没解决")
	f.press("2 ★")
	if a := f.action(); a.Verb != payload.VerbRate || a.Settled || a.Stars != 2 || a.Case != one {
		t.Errorf("%+v", a)
	}
	f.press("重新办理")
	f.say("晚上又推进来了")
	if a := f.action(); a.Verb != payload.VerbReopen || a.Text == "" || a.Case != one {
		t.Errorf("%+v", a)
	}
	f.deliver(payload.Delivery{Topic: payload.TopicRefused, Case: one, Reason: payload.ReasonTooLate})
	f.hears("时间")
}

func TestNobodyReachesTheReportOfAnother(t *testing.T) {
	f, _ := filed(t)
	other := string(payload.NewReceipt(4711))
	for _, data := range []string{"o.status." + other, "o.answer." + other, "o.withdraw." + other, "o.rate." + other + ".y.5", "o.settled." + other + ".y", "o.add." + other, "o.reopen." + other} {
		before := len(f.effects)
		f.step(Input{Type: InputButton, Button: data, MessageID: 77})
		if len(f.effects) != before || f.replies[0].Toast == "" || f.replies[0].Strip != 77 {
			t.Errorf("%s: %+v %+v", data, f.replies, f.effects[before:])
		}
	}
}

func TestForget(t *testing.T) {
	f, _ := filed(t)
	f.command("forget", "")
	f.press("确定删除")
	var forget []string
	wiped := false
	for _, e := range f.effects {
		forget = append(forget, e.Forget...)
		wiped = wiped || e.Wipe
	}
	if !wiped || len(forget) != 2 || f.p.Handle != "" || len(f.p.Receipts) != 0 || f.p.Number != 0 || f.p.Role != "" {
		t.Errorf("wiped %v, forgot %v, left %+v", wiped, forget, f.p)
	}
}

func TestLanguage(t *testing.T) {
	f := newPhone(t)
	f.step(Input{Type: InputCommand, Command: "start", Client: "en-GB"})
	f.hears("call 110")
	f.command("language", "")
	f.press("简体中文")
	f.hears("以后用中文")
	f.step(Input{Type: InputCommand, Command: "start", Client: "en-GB"})
	f.hears("您好")
}

func TestHelpFollowsTheStep(t *testing.T) {
	f := volunteer(t)
	f.command("help", "")
	f.hears("怎么用")
	f.command("tip", "")
	f.press("没有")
	f.command("help", "")
	f.hears("20 MB")
	f.at(screenWhat)
	f.press("帮助")
	f.at(screenWhat)
}

func TestGroupsGetOneLine(t *testing.T) {
	f := volunteer(t)
	f.step(Input{Type: InputCommand, Command: "tip", Text: "有人赌博", Group: true})
	if len(f.replies) != 1 || strings.Contains(f.replies[0].Text, "\n") || f.p.Draft != nil {
		t.Errorf("%+v", f.replies)
	}
	f.step(Input{Type: InputText, Text: "有人赌博", Group: true})
	if len(f.replies) != 0 || f.p.Draft != nil {
		t.Errorf("%+v", f.replies)
	}
}

func TestUnknownCommand(t *testing.T) {
	f := volunteer(t)
	f.command("weather", "")
	f.hears("没有 /weather")
	f.command("monthly", "")
	f.hears("协调员")
	f.command("cases", "")
	f.hears("民警")
}

func TestOpenIntake(t *testing.T) {
	f := newPhone(t)
	f.rules.OpenIntake = true
	f.say("古楼街道金鼎社区有人聚众赌博")
	f.at(screenConsent)
	f.press("同意")
	f.at(screenSummary)
	f.press("确认提交")
	if r := f.report(); r.Volunteer != 0 || r.Reporter == "" {
		t.Errorf("%+v", r)
	}
}
