package conversation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

func TestStoppedReporter(t *testing.T) {
	f, one := filed(t)
	f.say("古楼街道有人聚众赌博")
	f.at(screenSummary)
	f.deliver(payload.Delivery{Topic: payload.TopicBarred, Case: one, Reason: payload.ReasonBarred})
	f.hears("暂停")
	if f.p.Draft != nil {
		t.Error("the draft is kept")
	}
	for _, try := range []func(){
		func() { f.say("古楼街道有人聚众赌博") },
		func() { f.command("tip", "") },
		func() { f.press("补充") },
	} {
		try()
		f.hears("暂停")
		f.at("")
	}
	f.say("有人持刀砍人，救命")
	if len(f.replies) != 2 || !strings.Contains(f.replies[0].Text, "请马上拨打") {
		t.Errorf("the number does not come first: %q", f.text())
	}
	// A question of an officer can still be answered, and /forget lifts nothing.
	f.deliver(payload.Delivery{Topic: payload.TopicQuestion, Case: one, Text: "几号楼？"})
	f.press("回答")
	f.say("三号楼")
	if a := f.action(); a.Verb != payload.VerbAnswer {
		t.Errorf("%+v", a)
	}
	f.command("forget", "")
	f.hears("暂停")
	f.press("确定删除")
	f.rules.OpenIntake = true
	f.say("古楼街道有人聚众赌博")
	f.hears("暂停")
	if n := f.reports(); n != 0 {
		t.Errorf("%d reports", n)
	}
	f.deliver(payload.Delivery{Topic: payload.TopicBarred, Case: one, Reason: payload.ReasonUnbarred})
	f.say("古楼街道有人聚众赌博")
	f.at(screenConsent)
}

func TestOnlyCoordinatorsStopReporters(t *testing.T) {
	data := "c.block." + string(caseOne) + ".7.tip"
	f := member(t, payload.RoleOfficer, "371502001")
	f.step(Input{Type: InputButton, Button: data, MessageID: 5})
	if f.p.Errand != nil || f.replies[0].Toast == "" {
		t.Errorf("an officer gets there: %+v", f.p.Errand)
	}
	for button, verb := range map[string]payload.Verb{"暂停其上报": payload.VerbBlock, "恢复其上报": payload.VerbUnblock} {
		g := member(t, payload.RoleCoordinator, "371502")
		g.step(Input{Type: InputButton, Button: data, MessageID: 5})
		g.at(screenBar)
		g.press(button)
		if a := g.action(); a.Verb != verb || a.Case != caseOne {
			t.Errorf("%+v", a)
		}
	}
}

func TestAdditionsHaveALimit(t *testing.T) {
	f, one := filed(t)
	f.rules.Adds = 3
	adds := func() int {
		n := 0
		for _, e := range f.effects {
			if e.Action != nil && e.Action.Verb == payload.VerbAdd {
				n++
			}
		}
		return n
	}
	f.press("补充")
	for range 2 {
		f.say("又来了一辆")
	}
	for _, id := range []string{"a", "b"} {
		f.send(Input{Type: InputMedia, Album: "x", Media: []payload.Media{{ID: id, Type: payload.MediaPhoto}}})
	}
	f.hears("最多补充 3 条")
	f.say("又来了一辆")
	f.hears("最多补充 3 条")
	if adds() != 3 {
		t.Errorf("%d additions", adds())
	}
	// An officer who asks gets an answer all the same, and an hour later it goes on.
	f.deliver(payload.Delivery{Topic: payload.TopicQuestion, Case: one, Text: "几号楼？"})
	f.press("回答")
	f.say("三号楼")
	if a := f.action(); a.Verb != payload.VerbAnswer {
		t.Errorf("%+v", a)
	}
	f.now = f.now.Add(time.Hour)
	f.step(Input{Type: InputButton, Button: "o.add." + string(one), MessageID: 1})
	f.say("又来了一辆")
	if adds() != 4 {
		t.Errorf("%d additions", adds())
	}
}

// The photos of an album come to the officer one by one; one of them rings.
func TestAlbumRingsOnce(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	loud := 0
	for _, id := range []string{"a", "b", "c"} {
		f.deliver(payload.Delivery{Topic: payload.TopicTold, Case: caseOne, Media: []payload.Media{{ID: id, Type: payload.MediaPhoto}}})
		if !f.replies[0].Silent {
			loud++
		}
	}
	f.deliver(payload.Delivery{Topic: payload.TopicTold, Case: caseOne, Text: "三号楼"})
	if loud != 1 || f.replies[0].Silent {
		t.Errorf("%d photos ring, the words are silent: %v", loud, f.replies[0].Silent)
	}
	f.now = f.now.Add(albumTime)
	f.deliver(payload.Delivery{Topic: payload.TopicTold, Case: caseOne, Media: []payload.Media{{ID: "d", Type: payload.MediaPhoto}}})
	if f.replies[0].Silent {
		t.Error("a photo of later does not ring")
	}
}

func TestOnlyCoordinatorsRevoke(t *testing.T) {
	f := member(t, payload.RoleLeader, "371502001")
	f.step(Input{Type: InputButton, Button: "i.revoke.k7q2", MessageID: 5})
	g := member(t, payload.RoleCoordinator, "371502")
	g.deliver(payload.Delivery{Topic: payload.TopicInvitation, Invitation: &payload.InviteLink{Token: "aB-_4", Area: "古楼街道", Uses: 1}})
	g.press("作废这个链接")
	if a := g.action(); a.Verb != payload.VerbRevoke || a.Token != "aB-_4" {
		t.Errorf("%+v", a)
	}
	if _, _, ok := g.find("作废这个链接"); ok {
		t.Error("the button stays")
	}
	if len(f.effects) != 0 || f.replies[0].Toast == "" {
		t.Errorf("a leader revokes: %+v", f.effects)
	}
}

func TestContactByChoice(t *testing.T) {
	f, one := filed(t)
	f.command("status", one.String())
	f.reply(&payload.Reply{Status: &payload.StatusReply{Case: one, State: payload.StateAccepted, Kind: payload.Tip, Verbs: []payload.Verb{payload.VerbAdd}}})
	f.press("留联系方式")
	f.hears("不能收回")
	f.press("取消")
	for _, e := range f.effects {
		if e.Action != nil {
			t.Errorf("something was told: %+v", e.Action)
		}
	}
	f.press("留联系方式")
	f.say(strings.Repeat("长", contactLimit+1))
	f.hears("100 字")
	f.press("发送我的手机号")
	if k := f.replies[0].Keyboard; k == nil || k.Contact == "" {
		t.Fatalf("no keyboard: %+v", f.replies)
	}
	f.send(Input{Type: InputContact, Phone: "13800000000"})
	if a := f.action(); a.Verb != payload.VerbAdd || a.Case != one || !strings.Contains(a.Text, "13800000000") || a.Actor != f.p.Receipts[0].Handle {
		t.Errorf("%+v", a)
	}
	if f.p.Keyboard {
		t.Error("the keyboard stays")
	}
	// Elsewhere a contact is not taken for anything.
	f.send(Input{Type: InputContact, Phone: "13900000000"})
	if strings.Contains(asJSON(f.p), "139000") {
		t.Error("a phone number was kept")
	}
}

func TestPagesOfOwnReports(t *testing.T) {
	f := volunteer(t)
	f.rules.PerHour = 0
	for i := range 12 {
		f.now = f.now.Add(twiceWithin)
		f.say(fmt.Sprint("古楼街道有人聚众赌博，第", i, "回"))
		f.press("确认提交")
	}
	last := f.report().Receipt
	f.deliver(payload.Delivery{Topic: payload.TopicProgress, Case: last, Turn: &payload.Turn{What: payload.EventAccepted}})
	f.command("my", "")
	f.hears("一共上报了 12 件")
	f.hears("正在办理")
	seen := map[string]bool{}
	for page := range 3 {
		for _, r := range f.p.Receipts {
			if strings.Contains(f.text(), r.Receipt.String()) {
				seen[string(r.Receipt)] = true
			}
		}
		if page < 2 {
			f.press("下一页")
		}
	}
	if len(seen) != 12 {
		t.Errorf("%d of 12 are shown", len(seen))
	}
	f.press("上一页")
	f.step(Input{Type: InputButton, Button: "m.999", MessageID: 1})
	f.hears("一共上报了 12 件")
}

func TestFilesCountOnceAndTogether(t *testing.T) {
	f := volunteer(t)
	f.command("tip", "")
	f.press("没有")
	for _, id := range []string{"a", "again"} { // the same file in two messages
		f.send(Input{Type: InputMedia, Media: []payload.Media{{ID: id, Mark: "file", Type: payload.MediaPhoto}}})
	}
	if n := len(f.p.Draft.Media); n != 1 {
		t.Errorf("%d files", n)
	}
	f.rules.MaxBytes = 5 << 20
	for _, id := range []string{"b", "c"} {
		f.send(Input{Type: InputMedia, Media: []payload.Media{{ID: id, Type: payload.MediaVideo, Bytes: 3 << 20}}})
	}
	f.hears("5 MB")
	if n := len(f.p.Draft.Media); n != 2 {
		t.Errorf("%d files", n)
	}
	f.send(Input{Type: InputMedia, Text: "楼下有几个人天天晚上聚在一起", TooBig: true})
	f.hears("20 MB")
	f.send(Input{Type: InputMedia, Unclean: true})
	f.hears("拍摄地点")
	if f.p.Draft.text() == "" {
		t.Error("the caption of the large file is lost")
	}
}

// Clients cut what is longer than a message: the parts that follow are not
// taken for the shortened text, and none gets in place of another.
func TestALongTextInSeveralMessages(t *testing.T) {
	f := volunteer(t)
	part := strings.Repeat("楼道里堆满纸箱，", 512)
	for range 3 {
		f.send(Input{Type: InputText, Text: part, At: f.now})
		f.at(screenLong)
		if d := f.p.Draft; len([]rune(d.Long)) != f.rules.MaxText || len(d.Notes) != 0 {
			t.Fatalf("%d characters are held, %d notes taken", len([]rune(d.Long)), len(d.Notes))
		}
	}
	f.hears("3500 字的上限")
	f.now = f.now.Add(time.Minute)
	f.say("金鼎小区3号楼楼道里堆满纸箱")
	if d := f.p.Draft; d.text() != "金鼎小区3号楼楼道里堆满纸箱" {
		t.Errorf("the shortened text: %q", d.text())
	}
}
