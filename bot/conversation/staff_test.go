package conversation

import (
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

var caseOne = payload.NewReceipt(20261124)

func aCard() *payload.Card {
	at := time.Date(2026, 11, 24, 5, 58, 0, 0, time.UTC)
	return &payload.Card{
		Case: caseOne, Version: 7, State: payload.StateRouted, Urgency: payload.Urgent, Kind: payload.Dispute, Category: "dispute.neighbour",
		Area: []string{"东昌府区", "古楼街道"}, Place: payload.Place{Text: "金鼎小区3号楼", Lat: 36.45, Lon: 115.98}, Happened: "正在发生", At: at,
		Text: "楼上漏水，两家 <吵> 起来了", Media: []payload.Media{{ID: "photo-number-1", Type: payload.MediaPhoto}}, Deadline: at.Add(30 * time.Minute),
		Station: "古楼派出所", Reasons: []string{"漏水", "吵"},
		History: []payload.Entry{{At: at, What: payload.EventSubmitted}, {At: at.Add(time.Second), What: payload.EventRouted, Who: "系统"}},
		Verbs:   []payload.Verb{payload.VerbAccept, payload.VerbAsk, payload.VerbNote, payload.VerbTransfer, payload.VerbClose},
	}
}

func TestCardShowsFactsInOrder(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: aCard()})
	r := f.replies[0]
	at := 0
	for _, part := range []string{"较急", "邻里纠纷", "古楼街道", "正在发生", "&lt;吵&gt;", "时限", caseOne.String(), "古楼派出所", "派出"} {
		i := strings.Index(r.Text[at:], part)
		if i < 0 {
			t.Fatalf("%q is missing or too early in\n%s", part, r.Text)
		}
		at += i
	}
	if !r.Protect || r.Version != 7 || r.Track != "case:"+string(caseOne) || r.Fresh {
		t.Errorf("%+v", r)
	}
	if len(f.replies) != 2 || len(f.replies[1].Media) != 1 || f.replies[1].Point == nil {
		t.Errorf("files: %+v", f.replies)
	}
	again := aCard()
	again.Version++
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: again})
	if len(f.replies) != 1 {
		t.Errorf("the files come twice: %+v", f.replies)
	}
}

func TestAnErrandFollowsItsCard(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	c := aCard()
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.press("办结")
	newer := aCard()
	newer.Version = 9
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: newer})
	if got := f.p.Errand.Version; got != 9 {
		t.Errorf("closing goes by version %d though the person was shown 9", got)
	}
	gone := aCard()
	gone.Version, gone.Verbs = 11, nil
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: gone})
	if got := f.p.Errand.Version; got != 9 {
		t.Errorf("closing goes by version %d though the case is somebody else's", got)
	}
}

func TestEmergencyCardRings(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	c := aCard()
	c.Urgency = payload.Emergency
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	if r := f.replies[0]; !r.Fresh || r.Silent || r.Priority != payload.PriorityEmergency {
		t.Errorf("%+v", r)
	}
	c.State, c.Mine = payload.StateAccepted, true
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	if f.replies[0].Fresh {
		t.Error("an accepted card rings")
	}
}

func TestLongestCardFitsAMessage(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	c := aCard()
	c.Text = strings.Repeat("😀", 3500)
	c.Place.Text = strings.Repeat("村", 500)
	c.History = nil
	for range 10 {
		c.History = append(c.History, payload.Entry{At: c.At, What: payload.EventNoted, Who: "王警官", Text: strings.Repeat("说", 1000)})
	}
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	if n := units(visible(f.replies[0].Text)); n > 4096 {
		t.Errorf("the card takes %d units", n)
	}
	f.press("看全文")
	f.reply(&payload.Reply{Card: c})
	if !strings.Contains(f.text(), strings.Repeat("😀", 3500)) {
		t.Error("the whole text is not whole")
	}
}

func TestOfficerHandlesACase(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: aCard()})
	f.press("接警")
	if a := f.action(); a.Verb != payload.VerbAccept || a.Case != caseOne || a.Version != 7 || f.replies[0].Toast == "" {
		t.Errorf("%+v %+v", a, f.replies)
	}
	f.press("询问")
	f.at(screenWords)
	f.photo("x")
	f.hears("只能用文字")
	f.say("几号楼？")
	if a := f.action(); a.Verb != payload.VerbAsk || a.Text != "几号楼？" || a.Version != 7 {
		t.Errorf("%+v", a)
	}
	f.deliver(payload.Delivery{Topic: payload.TopicTold, Case: caseOne, Text: "三号楼", Media: []payload.Media{{ID: "new-photo-2"}}})
	f.hears("三号楼")
	f.press("备注")
	f.photo("n1")
	if a := f.action(); a.Verb != payload.VerbNote || len(a.Media) != 1 {
		t.Errorf("%+v", a)
	}
	f.press("转派")
	f.at(screenTargets)
	var targets []payload.Target
	for i := range 10 {
		targets = append(targets, payload.Target{ID: "p" + string(rune('0'+i)), Label: "单位" + string(rune('0'+i))})
	}
	f.reply(&payload.Reply{Targets: targets})
	f.press("下一页")
	f.press("单位9")
	f.at(screenWhy)
	f.press("返回")
	f.at(screenTargets)
	f.press("单位9")
	f.press("不在本辖区")
	if a := f.action(); a.Verb != payload.VerbTransfer || a.Target != "p9" || a.Text != "不在本辖区" {
		t.Errorf("%+v", a)
	}
}

func TestClosingADispute(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: aCard()})
	f.press("办结")
	f.press("调解成功（书面协议）")
	f.press("2")
	f.say("1.2万")
	f.press("兑现了一部分")
	f.say("双方已和好")
	f.press("返回")
	f.press("跳过")
	f.at(screenConfirm)
	f.press("确认办结")
	a := f.action()
	want := payload.Mediation{Outcome: payload.OutcomeSettledWritten, Mediator: "officer", Parties: 2, Agreement: "written", Yuan: 12000, Performance: "part"}
	if a.Verb != payload.VerbClose || a.Mediation == nil || *a.Mediation != want || a.Outcome != payload.OutcomeSettledWritten || a.Version != 7 {
		t.Errorf("%+v %+v", a, a.Mediation)
	}
}

func TestClosingTipsAndHelp(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	c := aCard()
	c.Kind, c.Category = payload.Assist, "assist.missing"
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.press("办结")
	f.press("已提供帮助")
	f.press("1")
	f.press("跳过")
	f.press("确认办结")
	if a := f.action(); a.Help == nil || a.Help.People != 1 || a.Mediation != nil {
		t.Errorf("%+v", a)
	}
	c.Kind, c.Category, c.Version = payload.Tip, "tip.theft", 9
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.press("办结")
	f.press("未能查实")
	f.say("感谢提供线索")
	f.press("确认办结")
	if a := f.action(); a.Outcome != payload.OutcomeUnproven || a.Text != "感谢提供线索" || a.Help != nil || a.Mediation != nil || a.Version != 9 {
		t.Errorf("%+v", a)
	}
}

func TestCardButtonsAreForStaffOnly(t *testing.T) {
	for name, f := range map[string]*phone{"volunteer": volunteer(t), "stranger": newPhone(t)} {
		for _, verb := range []string{"accept", "ask", "note", "transfer", "close", "sort", "text", "card"} {
			before := len(f.effects)
			f.step(Input{Type: InputButton, Button: "c." + verb + "." + string(caseOne) + ".7.tip", MessageID: 5})
			if len(f.effects) != before || f.p.Screen != "" || f.replies[0].Strip != 5 || f.replies[0].Toast == "" {
				t.Errorf("%s may %s: %+v", name, verb, f.effects)
			}
		}
	}
	officer := member(t, payload.RoleOfficer, "371502001")
	officer.step(Input{Type: InputButton, Button: "c.sort." + string(caseOne) + ".7.tip", MessageID: 5})
	if officer.p.Screen != "" {
		t.Error("an officer sorts")
	}
}

func TestEveryRefusalHasWords(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	said := map[string]payload.Reason{}
	for _, reason := range []payload.Reason{payload.ReasonStale, payload.ReasonNotYours, payload.ReasonTaken, payload.ReasonOver, payload.ReasonUnknown,
		payload.ReasonInvitation, payload.ReasonStaffToken, payload.ReasonRole, payload.ReasonInvalid, payload.ReasonTooLate, "something new"} {
		f.deliver(payload.Delivery{Topic: payload.TopicRefused, Case: caseOne, Reason: reason, Who: "李警官"})
		text := f.text()
		if before, twice := said[text]; text == "" || twice || strings.Contains(text, "refused.") {
			t.Errorf("%s says %q, as %s does", reason, text, before)
		}
		said[text] = reason
	}
}

func TestDuty(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	f.command("duty", "")
	f.press("下班")
	if a := f.action(); a.Verb != payload.VerbDuty || a.On {
		t.Errorf("%+v", a)
	}
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonDutyOff})
	if f.p.OnDuty {
		t.Error("still on duty")
	}
	f.command("duty", "on")
	if a := f.action(); !a.On {
		t.Errorf("%+v", a)
	}
}

func TestCasesList(t *testing.T) {
	f := member(t, payload.RoleOfficer, "371502001")
	f.command("cases", "")
	f.reply(&payload.Reply{Cases: &payload.CasesReply{Total: 12, More: true, Lines: []payload.CaseLine{
		{Case: caseOne, State: payload.StateRouted, Urgency: payload.Urgent, Category: "tip.theft", Place: "古楼街道", At: f.now, Overdue: true},
	}}})
	f.hears("超时")
	f.press("下一页")
	if q := f.effects[len(f.effects)-1].Ask; q.Page != 1 || q.Scope != "mine" {
		t.Errorf("%+v", q)
	}
	f.reply(&payload.Reply{Cases: &payload.CasesReply{Total: 12, Page: 1, Lines: []payload.CaseLine{{Case: caseOne, Category: "tip.theft", Place: "古楼街道"}}}})
	f.press("本单位")
	if q := f.effects[len(f.effects)-1].Ask; q.Scope != "station" {
		t.Errorf("%+v", q)
	}
	f.press("盗窃")
	f.reply(&payload.Reply{Card: aCard()})
	if !f.replies[0].Fresh || f.replies[0].Version != 7 {
		t.Errorf("%+v", f.replies[0])
	}
	f.command("case", caseOne.String())
	f.command("case", "nonsense")
	f.hears("编号不对")
}

func TestInvite(t *testing.T) {
	f := member(t, payload.RoleCoordinator, "371502")
	f.command("invite", "")
	f.press("古楼街道")
	f.press("50")
	f.press("7 天")
	if a := f.action(); a.Verb != payload.VerbInvite || a.Area == "" || a.Uses != 50 || a.Hours != 168 {
		t.Errorf("%+v", a)
	}
	f.deliver(payload.Delivery{Topic: payload.TopicInvitation, Invitation: &payload.InviteLink{Token: "abc", Area: "古楼街道", Uses: 50, Expires: f.now.Add(time.Hour)}})
	f.hears("https://t.me/LiaochengErgeBot?start=abc")
	f.command("invite", "")
	f.say("柳园街道")
	f.say("三百次")
	f.hears("1 到 1000")
	f.say("300")
	f.press("30 天")
	if a := f.action(); a.Uses != 300 || a.Hours != 720 {
		t.Errorf("%+v", a)
	}
}

func TestTriage(t *testing.T) {
	f := member(t, payload.RoleCoordinator, "")
	f.command("triage", "")
	f.reply(&payload.Reply{Cases: &payload.CasesReply{Total: 1, Lines: []payload.CaseLine{{Case: caseOne, Place: "王庄", Kind: payload.Tip}}}})
	f.press("王庄")
	c := aCard()
	c.State, c.Verbs = payload.StateTriage, []payload.Verb{payload.VerbSort}
	f.reply(&payload.Reply{Card: c})
	f.press("分类")
	f.press("矛盾纠纷")
	f.press("邻里纠纷")
	f.press("东昌府区")
	f.press("古楼街道")
	f.press("就定在这里")
	if a := f.action(); a.Verb != payload.VerbSort || a.Category != "dispute.neighbour" || len(a.Area) != 9 || a.Case != caseOne || a.Version != 7 {
		t.Errorf("%+v", a)
	}
}

func TestAlarmAndRoster(t *testing.T) {
	f := member(t, payload.RoleCoordinator, "")
	f.deliver(payload.Delivery{Topic: payload.TopicAlarm, Count: 3})
	f.hears("3 条")
	f.command("roster", "")
	f.reply(&payload.Reply{Roster: &payload.RosterReply{Unit: "东昌分局", Total: 2, Joined: 1, Lines: []payload.RosterLine{
		{Label: "王警官", Role: payload.RoleOfficer, Unit: "古楼派出所", Joined: true, OnDuty: true}, {Label: "李所长", Role: payload.RoleLeader, Unit: "古楼派出所"}}}})
	f.hears("李所长")
}

func TestBlockedStaffAreUnreachable(t *testing.T) {
	f := member(t, payload.RoleOfficer, "")
	f.step(Input{Type: InputBlocked, Text: "blocked"})
	if a := f.action(); a.Verb != payload.VerbUnreachable {
		t.Errorf("%+v", a)
	}
	f.step(Input{Type: InputBlocked, Text: "member"})
	if a := f.action(); a.Verb != payload.VerbReachable || f.p.Blocked {
		t.Errorf("back by Telegram's word: %+v, blocked %t", a, f.p.Blocked)
	}
	f.step(Input{Type: InputBlocked, Text: "blocked"})
	f.command("cases", "")
	if a := f.action(); a.Verb != payload.VerbReachable || f.p.Blocked {
		t.Errorf("back by saying something: %+v, blocked %t", a, f.p.Blocked)
	}
	for _, effect := range f.command("cases", "").Effects {
		if effect.Action != nil {
			t.Errorf("back a second time: %+v", effect.Action)
		}
	}
}

// A month that has not come is said to be so; the one that runs is asked for.
func TestAMonthToCome(t *testing.T) {
	f := member(t, payload.RoleCoordinator, "371502")
	month := f.now.In(time.FixedZone("", 8*60*60))
	f.command("monthly", month.AddDate(0, 0, 32).Format("2006-01"))
	f.hears("还没到")
	for _, e := range f.effects {
		if e.Ask != nil && e.Ask.Query == payload.QueryMonthly {
			t.Errorf("it is asked for: %+v", e.Ask)
		}
	}
	f.command("monthly", month.Format("2006-01"))
	if e := f.effects[len(f.effects)-1]; e.Ask == nil || e.Ask.Month != month.Format("2006-01") {
		t.Errorf("the running month is not asked for: %+v", e)
	}
}
