package conversation

import (
	"time"

	"secondbrother/storage/payload"
)

// tellFollow follows a report from its receipt to its reopening.
func tellFollow(f *phone) {
	f.volunteers()
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.tap("confirm")
	c := f.report().Receipt
	f.deliver(payload.Delivery{Topic: payload.TopicProgress, Case: c, Turn: &payload.Turn{What: payload.EventRouted, Station: "古楼派出所", Deadline: f.now.Add(24 * time.Hour)}})
	f.deliver(payload.Delivery{Topic: payload.TopicProgress, Case: c, Turn: &payload.Turn{What: payload.EventAccepted, Station: "古楼派出所"}})
	f.deliver(payload.Delivery{ID: "q", Topic: payload.TopicQuestion, Case: c, Text: "是几单元？"})
	f.say("二单元")
	f.tap("answer." + string(c))
	f.tap("add." + string(c))
	f.photo("p")
	f.tap("done")
	f.deliver(payload.Delivery{ID: "q2", Topic: payload.TopicQuestion, Case: c, Text: "现在还在吗？"})
	f.tap("o.answer." + string(c))
	f.say("还在")
	f.command("my", "")
	f.tap("o.status." + string(c))
	f.reply(&payload.Reply{Status: &payload.StatusReply{Case: c, State: payload.StateAccepted, Kind: payload.Tip, Category: "tip.fire_hazard", Station: "古楼派出所", At: f.now,
		Verbs: []payload.Verb{payload.VerbAdd, payload.VerbWithdraw}}})
	f.tap("o.contact." + string(c))
	f.command("help", "")
	f.tap("phone")
	f.send(Input{Type: InputContact, Phone: "13800000000"})
	f.tap("o.withdraw." + string(c))
	f.tap("cancel")
	f.deliver(payload.Delivery{Topic: payload.TopicProgress, Case: c, Turn: &payload.Turn{What: payload.EventClosed, Station: "古楼派出所", Outcome: payload.OutcomeActedOn, Text: "已劝离并清理，谢谢您。"}})
	f.tap("o.settled." + string(c) + ".n")
	f.tap("n.2")
	f.tap("o.reopen." + string(c))
	f.say("晚上又推进来了")
}

// tellStopped is barred from filing, and let in again.
func tellStopped(f *phone) {
	f.volunteers()
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.tap("confirm")
	c := f.report().Receipt
	f.deliver(payload.Delivery{Topic: payload.TopicBarred, Case: c, Reason: payload.ReasonBarred})
	f.say("古楼街道有人赌博")
	f.say("救命，古楼街道有人持刀砍人")
	f.command("forget", "")
	f.tap("cancel")
	f.deliver(payload.Delivery{Topic: payload.TopicBarred, Case: c, Reason: payload.ReasonUnbarred})
	f.say("古楼街道有人赌博")
}

// tellPrivacy reads what is kept and has it forgotten.
func tellPrivacy(f *phone) {
	f.volunteers()
	f.command("privacy", "")
	f.command("language", "")
	f.command("forget", "")
	f.tap("yes")
	f.say("有人赌博")
}
