package conversation

import (
	"strings"

	"secondbrother/storage/payload"
)

// tellJoin joins by the second invitation, after one that is not good any more.
func tellJoin(f *phone) {
	f.command("start", "")
	f.command("start", "token")
	f.deliver(payload.Delivery{Topic: payload.TopicRefused, Reason: payload.ReasonInvitation})
	f.command("start", "token-2")
	f.joins(payload.RoleVolunteer, "371502001", 140)
	f.command("help", "")
	f.tap("yes")
	f.command("help", "")
}

// tellTipAtOnce says what happened in one message and confirms it.
func tellTipAtOnce(f *phone) {
	f.volunteers()
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.tap("confirm")
}

// tellTipBySteps is asked for everything, one question after the other.
func tellTipBySteps(f *phone) {
	f.volunteers()
	f.rules.Judge = nil
	f.command("tip", "")
	f.tap("no")
	f.photo("p1")
	f.say("楼下有几个人天天晚上聚在一起")
	f.tap("position")
	f.send(Input{Type: InputPosition, Lat: 36.4567, Lon: 115.9853})
	f.tap("when.today")
	f.tap("urgency.routine")
	f.tap("confidential")
	f.tap("confirm")
}

// tellChangedAnswer changes answers before confirming.
func tellChangedAnswer(f *phone) {
	f.volunteers()
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.tap("change.category")
	f.tap("category.tip.gambling")
	f.tap("change.when")
	f.tap("back")
	f.tap("change.where")
	f.say("柳园街道")
	f.tap("confirm")
}

// tellFiles sends albums, a file too big, a voice message and what somebody else wrote.
func tellFiles(f *phone) {
	f.volunteers()
	f.send(Input{Type: InputMedia, Text: "金鼎小区3号楼有人把电动车推进楼道充电", Album: "a", Media: []payload.Media{{ID: "p1", Type: payload.MediaPhoto}}})
	f.send(Input{Type: InputMedia, Album: "a", Media: []payload.Media{{ID: "p2", Type: payload.MediaPhoto}}})
	f.send(Input{Type: InputMedia, TooBig: true})
	f.tap("confirm")
	f.send(Input{Type: InputMedia, Media: []payload.Media{{ID: "v", Type: payload.MediaVoice, Bytes: 90_000}}})
	f.tap("no")
	f.tap("tip")
	f.tap("own")
	f.tap("when.now")
	f.tap("urgency.routine")
	f.tap("confidential")
	f.tap("confirm")
	f.send(Input{Type: InputText, Text: "古楼街道路口有人聚众赌博", Forwarded: true})
	f.tap("confirm")
}

// tellTwice says the same again, and something alike.
func tellTwice(f *phone) {
	f.volunteers()
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.tap("confirm")
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.tap("confirm")
	f.say("金鼎小区3号楼有人把电动车推进楼道充电了")
	f.tap("confirm")
	f.command("help", "")
	f.tap("same")
	f.say("金鼎小区3号楼又有人把电动车推进楼道充电")
	f.tap("confirm")
	f.tap("other")
}

// tellLeftLying begins and does not go on.
func tellLeftLying(f *phone) {
	f.volunteers()
	f.command("tip", "")
	f.tap("no")
	f.say("楼下有几个人天天晚上聚在一起")
	f.wakes()
	f.tap("own")
	f.wakes()
	f.wakes()
	f.wakes()
}

// tellEmergencyLeftLying tells of an emergency and forgets the last button.
func tellEmergencyLeftLying(f *phone) {
	f.volunteers()
	f.say("救命，古楼街道有人持刀砍人")
	f.wakes()
	f.tap("confirm")
}

// tellEmergency tells of an emergency.
func tellEmergency(f *phone) {
	f.volunteers()
	f.say("救命，古楼街道有人持刀砍人")
	f.tap("confirm")
}

// tellHelpBySteps asks for help for somebody, and shows who asks.
func tellHelpBySteps(f *phone) {
	f.volunteers()
	f.rules.Judge = nil
	f.say("你们好，有点事")
	f.tap("assist")
	f.tap("change.urgency")
	f.tap("urgency.emergency")
	f.tap("change.named")
	f.tap("named")
	f.tap("confirm")
}

// tellSettledDispute records a dispute that is settled already.
func tellSettledDispute(f *phone) {
	f.volunteers()
	f.command("dispute", "")
	f.tap("record")
	f.tap("category.dispute.neighbour")
	f.tap("n.2")
	f.tap("written")
	f.say("不知道")
	f.say("3000元")
	f.tap("confirm")
}

// tellHelpGiven records help that was given already.
func tellHelpGiven(f *phone) {
	f.volunteers()
	f.command("assist", "")
	f.tap("record")
	f.tap("category.assist.missing")
	f.tap("n.1")
	f.tap("confirm")
}

// tellStopPayment tells of a fraud whose money is on its way.
func tellStopPayment(f *phone) {
	f.volunteers()
	f.say("我妈刚给骗子转了五万，对方还让再转，能不能帮我拦住")
	f.command("help", "")
	f.say("农商行，尾号1234，五万，十分钟前")
	f.tap("back")
	f.tap("skip")
	f.tap("change.stop")
	f.say("农商行，尾号1234，五万，十分钟前")
	f.tap("confirm")
	if text := f.report().Text; !strings.HasPrefix(text, "止付：农商行，尾号1234，五万，十分钟前\n我妈刚给骗子转了五万") {
		f.t.Errorf("the report says %q", text)
	}
}

// tellCorrections does all the unexpected things that people do on the way.
func tellCorrections(f *phone) {
	f.volunteers()
	f.p.Area = ""
	f.command("tip", "")
	f.tap("no")
	f.sticker()
	f.say(strings.Repeat("楼道里堆满了杂物，", 500))
	f.command("help", "")
	f.tap("shorten")
	f.say("楼道里堆满了杂物，还有人充电")
	f.send(Input{Type: InputText, Text: "楼道里堆满了杂物，还有人给电动车充电", MessageID: f.lastID - 1, Edited: true})
	f.sticker()
	f.say("王庄村")
	f.tap("back")
	f.say("王庄村")
	f.tap("place.1")
	f.command("start", "")
	f.tap("go_on")
	f.tap("skip")
	f.tap("back")
	f.say("昨晚十点")
	f.tap("cancel")
	f.tap("undo")
	f.command("weather", "")
	f.step(Input{Type: InputButton, Button: "00.confirm", MessageID: 1})
	f.command("cancel", "")
	f.say("小区停水了，什么时候来水")
	f.say("你好")
}
