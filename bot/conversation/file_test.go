package conversation

import (
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

func TestTextToReceiptInOneTap(t *testing.T) {
	f := volunteer(t)
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.at(screenSummary)
	f.press("确认提交")
	r := f.report()
	if f.taps != 1 || r.Kind != payload.Tip || r.Category != "tip.fire_hazard" || r.Place.Area != "371502001" || r.Urgency != payload.Routine {
		t.Errorf("%d taps, %+v", f.taps, r)
	}
	f.hears(r.Receipt.String())
	if _, err := payload.ParseReceipt(string(r.Receipt)); err != nil {
		t.Errorf("receipt %q: %v", r.Receipt, err)
	}
}

func TestStepByStepTipTaps(t *testing.T) {
	f := volunteer(t)
	f.rules.Judge = nil // nothing is proposed: the longest way
	f.rules.PerHour = 0
	f.tipByMenu()
	f.press("没有")
	f.at(screenWhat)
	f.say("楼下有几个人天天晚上聚在一起，不知道干什么")
	f.at(screenWhere)
	f.press("我的辖区")
	f.press("今天")
	f.press("不急")
	f.press("保密")
	f.at(screenSummary)
	f.press("确认提交")
	if f.taps > 8 {
		t.Errorf("%d taps", f.taps)
	}
	if r := f.report(); r.Happened != "今天" || r.Urgency != payload.Routine || r.Volunteer != 0 {
		t.Errorf("%+v", r)
	}
}

// tipByMenu begins with the menu's button, as a person who likes buttons does.
func (f *phone) tipByMenu() {
	f.t.Helper()
	f.say("")
	f.press("提供线索")
	f.at(screenDanger)
}

func TestSettledDisputeInSixTaps(t *testing.T) {
	f := volunteer(t)
	f.command("dispute", "")
	f.press("已经调解好了")
	f.press("邻里纠纷")
	f.press("2")
	f.press("口头协议")
	f.press("不涉及钱")
	f.at(screenSummary)
	f.press("确认提交")
	r := f.report()
	if f.taps > 6 {
		t.Errorf("%d taps", f.taps)
	}
	want := payload.Mediation{Outcome: payload.OutcomeSettledOral, Mediator: "volunteer", Parties: 2, Source: "initiative", Agreement: "oral"}
	if r.Settled == nil || *r.Settled != want || r.Category != "dispute.neighbour" || r.Place.Area != "371502001" || r.Text == "" {
		t.Errorf("%+v %+v", r, r.Settled)
	}
}

func TestHelpAlreadyGiven(t *testing.T) {
	f := volunteer(t)
	f.command("assist", "")
	f.press("已经帮好了")
	f.press("走失")
	f.press("1")
	f.press("确认提交")
	if r := f.report(); r.Helped == nil || r.Helped.People != 1 || r.Kind != payload.Assist || f.taps > 6 {
		t.Errorf("%+v, %d taps", r, f.taps)
	}
}

func TestToldDisputeBecomesARecord(t *testing.T) {
	f := volunteer(t)
	f.say("楼上漏水两家吵架，已经说和了，赔了八百块")
	f.at(screenSummary)
	f.press("已经调解好了")
	f.press("邻里")
	f.say("3人")
	f.press("书面协议")
	f.say("800元")
	f.at(screenSummary)
	f.press("确认提交")
	if r := f.report(); r.Settled == nil || r.Settled.Yuan != 800 || r.Settled.Parties != 3 || r.Settled.Agreement != "written" || !strings.Contains(r.Text, "漏水") {
		t.Errorf("%+v %+v", r, r.Settled)
	}
}

func TestEmergencyGetsTheNumberFirst(t *testing.T) {
	f := volunteer(t)
	f.say("快来人，古楼街道有人持刀砍人，流了好多血")
	if len(f.replies) < 2 || !strings.Contains(f.replies[0].Text, "请马上拨打") || f.replies[0].Priority != payload.PriorityEmergency {
		t.Fatalf("the number does not come first: %+v", f.replies)
	}
	f.press("确认提交")
	if r := f.report(); r.Urgency != payload.Emergency {
		t.Errorf("%+v", r)
	}

	g := volunteer(t)
	g.command("assist", "")
	g.press("有危险")
	if !strings.Contains(g.replies[0].Text, "110") {
		t.Errorf("danger is not answered with a number: %q", g.text())
	}
	g.at(screenWhat)
	g.say("老人摔倒在路口动不了")
	g.press("我的辖区")
	g.press("正在发生")
	g.at(screenNamed) // how urgent it is was told
	g.press("显示")
	g.press("确认提交")
	if r := g.report(); r.Urgency != payload.Emergency || r.Volunteer != 140 || r.Reporter != g.p.Handle {
		t.Errorf("%+v", r)
	}
}

func TestConfidentialReportsShareNothing(t *testing.T) {
	f := volunteer(t)
	var reports []*payload.Report
	for range 2 {
		f.say("金鼎小区3号楼有人把电动车推进楼道充电")
		f.press("确认提交")
		reports = append(reports, f.report())
		f.now = f.now.Add(time.Hour)
	}
	a, b := reports[0], reports[1]
	if a.Reporter == b.Reporter || a.Reporter == f.p.Handle || a.ID == b.ID || a.Receipt == b.Receipt || a.Volunteer != 0 {
		t.Errorf("two reports can be told to be one person's: %+v %+v", a, b)
	}
	kept := 0
	for _, e := range f.effects {
		if e.Keep == a.Reporter || e.Keep == b.Reporter {
			kept++
		}
	}
	if kept != 2 {
		t.Errorf("%d of 2 handles kept", kept)
	}
}

func TestOutOfScope(t *testing.T) {
	for _, c := range []struct{ text, answer string }{
		{"小区停水两天了，什么时候来水", "12345"},
		{"驾驶证到期怎么换证", "12123"},
		{"你好", "有危险请打 110"},
	} {
		f := volunteer(t)
		f.say(c.text)
		f.hears(c.answer)
		if f.p.Draft != nil {
			t.Errorf("%q is kept", c.text)
		}
	}
}

func TestOpinionsAreNotKept(t *testing.T) {
	f := volunteer(t)
	f.rules.Judge = func(string, payload.Kind) Judgement { return Judgement{Out: "out.opinion"} }
	f.say("某人在网上发表言论")
	f.hears("没有保存")
	if f.p.Draft != nil {
		t.Error("kept")
	}
	f.command("tip", "")
	f.press("没有")
	f.say("某人在网上发表言论")
	f.hears("没有保存")
	if len(f.p.Draft.Notes) != 0 {
		t.Error("kept in the draft")
	}
}

func TestTenThousandCharacters(t *testing.T) {
	f := volunteer(t)
	f.command("tip", "")
	f.press("没有")
	f.say(strings.Repeat("楼道里堆满了杂物", 1250))
	f.hears("3500")
	f.at(screenLong)
	f.press("只留前面的")
	f.at(screenWhere)
	if n := f.p.Draft.length(); n != 3500 {
		t.Errorf("%d characters kept", n)
	}
	g := volunteer(t)
	g.say(strings.Repeat("楼道里堆满了杂物", 1250))
	g.at(screenLong)
	g.press("我来缩短")
	g.say("楼道里堆满了杂物")
	if g.p.Draft.length() != 8 || g.p.Screen == screenLong {
		t.Errorf("%d characters, at %q", g.p.Draft.length(), g.p.Screen)
	}
}

func TestStickerWhereAPlaceIsAsked(t *testing.T) {
	f := volunteer(t)
	f.command("tip", "")
	f.press("没有")
	f.say("有人扎堆赌博")
	f.at(screenWhere)
	f.sticker()
	f.hears("看不出地点")
	f.at(screenWhere)
	f.press("跳过")
	f.at(screenWhen)
}

func TestPlaceThatIsSeveral(t *testing.T) {
	f := volunteer(t)
	f.p.Area = ""
	f.command("tip", "")
	f.press("没有")
	f.say("有人扎堆赌博")
	f.say("王庄村")
	f.at(screenPlaces)
	f.press("王庄")
	f.at(screenWhen)
	if d := f.p.Draft; len(d.Place.Area) != 12 || d.Place.Text != "王庄村" {
		t.Errorf("%+v", d.Place)
	}
	f.press("返回")
	f.at(screenWhere)
	f.say("一个没人听过的地方")
	f.hears("照您写的")
	f.at(screenWhen)
}

func TestSharedPosition(t *testing.T) {
	f := volunteer(t)
	f.command("tip", "")
	f.press("没有")
	f.say("有人扎堆赌博")
	f.press("发送当前位置")
	if f.replies[0].Keyboard == nil || f.replies[0].Keyboard.Position == "" {
		t.Fatalf("no position keyboard: %+v", f.replies)
	}
	f.send(Input{Type: InputPosition, Lat: 36.4567, Lon: 115.9853})
	if f.replies[0].Keyboard == nil || !f.replies[0].Keyboard.Remove {
		t.Errorf("the keyboard stays: %+v", f.replies)
	}
	f.at(screenWhen)
	if d := f.p.Draft; !d.Place.HasPoint() || d.Place.Area == "" {
		t.Errorf("%+v", d.Place)
	}
}

func TestEditedMessageUpdatesTheDraft(t *testing.T) {
	f := volunteer(t)
	f.say("金鼎小区3号楼有人偷电动车")
	id := f.lastID - 1 // the question came after it
	f.send(Input{Type: InputText, Text: "金鼎小区3号楼有人把电动车推进楼道充电", MessageID: id, Edited: true})
	f.hears("已按您的修改更新")
	if got := f.p.Draft.text(); !strings.Contains(got, "充电") {
		t.Errorf("draft says %q", got)
	}
	f.press("确认提交")
	f.send(Input{Type: InputText, Text: "改一改", MessageID: id, Edited: true})
	f.hears("修改不起作用")
}

func TestCancelAndUndo(t *testing.T) {
	f := volunteer(t)
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.press("取消")
	if f.p.Screen != "" || f.p.Draft != nil {
		t.Fatalf("not idle: %+v", f.p)
	}
	f.press("恢复")
	f.at(screenSummary)
	f.command("cancel", "")
	f.command("cancel", "")
	f.hears("没有正在进行")
}

func TestStartInTheMiddle(t *testing.T) {
	f := volunteer(t)
	f.command("tip", "")
	f.press("没有")
	f.command("start", "")
	f.at(screenResume)
	f.press("接着填")
	f.at(screenWhat)
	f.command("dispute", "两家因为宅基地吵起来了")
	f.at(screenResume)
	f.press("另报一件")
	if f.p.Draft == nil || f.p.Draft.Kind != payload.Dispute || !strings.Contains(f.p.Draft.text(), "宅基地") {
		t.Errorf("%+v", f.p.Draft)
	}
}

func TestAlbumIsOneReport(t *testing.T) {
	f := volunteer(t)
	photo := func(id, text string) {
		f.send(Input{Type: InputMedia, Text: text, Album: "a", Media: []payload.Media{{ID: id, Type: payload.MediaPhoto}}})
	}
	photo("p1", "金鼎小区3号楼有人把电动车推进楼道充电")
	f.at(screenSummary)
	photo("p2", "")
	photo("p3", "")
	f.at(screenSummary)
	f.press("确认提交")
	if r := f.report(); len(r.Media) != 3 {
		t.Errorf("%d files", len(r.Media))
	}
}

func TestMediaLimits(t *testing.T) {
	f := volunteer(t)
	f.send(Input{Type: InputMedia, TooBig: true})
	f.hears("20 MB")
	f.photo("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")
	if n := len(f.p.Draft.Media); n != 10 {
		t.Errorf("%d files kept", n)
	}
	f.photo("12")
	f.hears("最多 10 个")
}

func TestHourlyLimit(t *testing.T) {
	f := volunteer(t)
	f.rules.PerHour = 2
	for range 2 {
		f.say("金鼎小区3号楼有人把电动车推进楼道充电")
		f.press("确认提交")
		f.now = f.now.Add(twiceWithin)
	}
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.hears("最多上报 2 件")
	if f.p.Draft != nil {
		t.Error("a third is begun")
	}
	f.say("有人持刀砍人，救命")
	f.hears("请马上拨打")
}

func TestReportThatLayForDays(t *testing.T) {
	f := volunteer(t)
	f.command("tip", "")
	f.press("没有")
	f.now = f.now.AddDate(0, 0, 3)
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.at(screenResume)
	f.press("接着填")
	f.at(screenWhat)
	if f.p.Draft.text() == "" {
		t.Error("what was said in between is lost")
	}
	f.now = f.now.AddDate(0, 0, 3)
	f.say("古楼街道有人聚众赌博")
	f.press("另报一件")
	f.at(screenSummary)
	if got := f.p.Draft.text(); got != "古楼街道有人聚众赌博" {
		t.Errorf("%q", got)
	}
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]int64{"2": 2, "３人": 3, "1,200元": 1200, "1.2万": 12000, "三": 3, "两": 2, "十": 10, "十二个": 12, "二十": 20, "三千": 3000,
		"三千五百块": 3500, "一万二千": 12000, "三百零五": 305, "0": 0} {
		if got, ok := readNumber(text); !ok || got != want {
			t.Errorf("%q reads as %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "不知道", "-5", "1e9", "1.2.3", "三千五", "二三", strings.Repeat("9", 40)} {
		if got, ok := readNumber(text); ok {
			t.Errorf("%q reads as %d", text, got)
		}
	}
}

func TestForwarded(t *testing.T) {
	f := volunteer(t)
	f.send(Input{Type: InputText, Text: "金鼎小区3号楼有人把电动车推进楼道充电", Forwarded: true})
	f.press("确认提交")
	if r := f.report(); !strings.HasPrefix(r.Text, "（转发）") {
		t.Errorf("%q", r.Text)
	}
}
