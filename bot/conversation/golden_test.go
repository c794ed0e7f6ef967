package conversation

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

var update = flag.Bool("update", false, "write the golden transcripts anew")

// story is a conversation as people would have it.
type story struct {
	name string
	tell func(*phone)
	taps int // to the receipt, at most; 0: no matter
}

// stories walk every conversation. They press buttons by what they mean, so
// that the same story is told in each language.
var stories = []story{
	{name: "join", tell: func(f *phone) {
		f.command("start", "")
		f.command("start", "token")
		f.deliver(payload.Delivery{Topic: payload.TopicRefused, Reason: payload.ReasonInvitation})
		f.command("start", "token-2")
		f.joins(payload.RoleVolunteer, "371502001", 140)
		f.command("help", "")
		f.tap("yes")
		f.command("help", "")
	}},
	{name: "tip_at_once", tell: func(f *phone) {
		f.volunteers()
		f.say("金鼎小区3号楼有人把电动车推进楼道充电")
		f.tap("confirm")
	}, taps: 1},
	{name: "tip_by_steps", tell: func(f *phone) {
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
	}, taps: 8},
	{name: "changed_answer", tell: func(f *phone) {
		f.volunteers()
		f.say("金鼎小区3号楼有人把电动车推进楼道充电")
		f.tap("change.category")
		f.tap("category.tip.gambling")
		f.tap("change.when")
		f.tap("back")
		f.tap("change.where")
		f.say("柳园街道")
		f.tap("confirm")
	}},
	{name: "files", tell: func(f *phone) {
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
	}},
	{name: "twice", tell: func(f *phone) {
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
	}},
	{name: "left_lying", tell: func(f *phone) {
		f.volunteers()
		f.command("tip", "")
		f.tap("no")
		f.say("楼下有几个人天天晚上聚在一起")
		f.wakes()
		f.tap("own")
		f.wakes()
		f.wakes()
		f.wakes()
	}},
	{name: "emergency_left_lying", tell: func(f *phone) {
		f.volunteers()
		f.say("救命，古楼街道有人持刀砍人")
		f.wakes()
		f.tap("confirm")
	}},
	{name: "stopped", tell: func(f *phone) {
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
	}},
	{name: "emergency", tell: func(f *phone) {
		f.volunteers()
		f.say("救命，古楼街道有人持刀砍人")
		f.tap("confirm")
	}, taps: 1},
	{name: "help_by_steps", tell: func(f *phone) {
		f.volunteers()
		f.rules.Judge = nil
		f.say("你们好，有点事")
		f.tap("assist")
		f.tap("change.urgency")
		f.tap("urgency.emergency")
		f.tap("change.named")
		f.tap("named")
		f.tap("confirm")
	}},
	{name: "settled_dispute", tell: func(f *phone) {
		f.volunteers()
		f.command("dispute", "")
		f.tap("record")
		f.tap("category.dispute.neighbour")
		f.tap("n.2")
		f.tap("written")
		f.say("不知道")
		f.say("3000元")
		f.tap("confirm")
	}, taps: 6},
	{name: "help_given", tell: func(f *phone) {
		f.volunteers()
		f.command("assist", "")
		f.tap("record")
		f.tap("category.assist.missing")
		f.tap("n.1")
		f.tap("confirm")
	}, taps: 6},
	{name: "stop-payment", tell: func(f *phone) {
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
	}},
	{name: "corrections", tell: func(f *phone) {
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
	}},
	{name: "follow", tell: func(f *phone) {
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
	}},
	{name: "privacy", tell: func(f *phone) {
		f.volunteers()
		f.command("privacy", "")
		f.command("language", "")
		f.command("forget", "")
		f.tap("yes")
		f.say("有人赌博")
	}},
	{name: "officer", tell: func(f *phone) {
		f.joins(payload.RoleOfficer, "371502001", 0)
		c := aCard()
		f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
		f.tap("c.accept." + string(c.Case) + ".7.dispute")
		f.deliver(payload.Delivery{Topic: payload.TopicRefused, Case: c.Case, Reason: payload.ReasonTaken, Who: "李警官"})
		f.tap("c.ask." + string(c.Case) + ".7.dispute")
		f.say("几号楼几单元？")
		f.deliver(payload.Delivery{Topic: payload.TopicDone, Case: c.Case, Reason: payload.ReasonAsked})
		f.deliver(payload.Delivery{Topic: payload.TopicTold, Case: c.Case, Text: "三号楼二单元"})
		f.tap("c.note." + string(c.Case) + ".7.dispute")
		f.say("已电话联系物业")
		f.tap("c.transfer." + string(c.Case) + ".7.dispute")
		f.reply(&payload.Reply{Targets: []payload.Target{{ID: "u1", Label: "柳园派出所"}, {ID: "u2", Label: "交警大队"}}})
		f.tap("to.0")
		f.tap("why.area")
		f.tap("c.close." + string(c.Case) + ".7.dispute")
		f.tap("outcome.settled_oral")
		f.tap("n.2")
		f.tap("yuan.1000")
		f.tap("performance.done")
		f.say("双方已和好，漏水处已修。")
		f.tap("yes")
		c.Version, c.State, c.Mine, c.Owner, c.Outcome = 9, payload.StateClosed, true, "王警官", payload.OutcomeSettledOral
		c.Verbs, c.Settled = nil, &payload.Mediation{Parties: 2, Yuan: 1000}
		f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
		f.command("duty", "")
		f.tap("d.off")
		f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonDutyOff})
		f.command("cases", "")
		f.reply(&payload.Reply{Cases: &payload.CasesReply{Total: 1, Lines: []payload.CaseLine{{Case: c.Case, State: payload.StateRouted, Urgency: payload.Urgent, Kind: payload.Dispute, Category: "dispute.neighbour", Place: "古楼街道", At: f.now, Overdue: true}}}})
		f.command("monthly", "")
	}},
	{name: "complaint", tell: tellComplaint},
	{name: "hazard", tell: tellHazard},
	{name: "grading", tell: tellGrading},
	{name: "put_right", tell: func(f *phone) {
		f.joins(payload.RoleLeader, "371502001", 0)
		c := aCard()
		c.State, c.Owner = payload.StateAccepted, "李警官"
		c.Verbs = []payload.Verb{payload.VerbTake, payload.VerbReturn, payload.VerbNote, payload.VerbTransfer, payload.VerbCorrect, payload.VerbLink}
		f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
		press := func(verb payload.Verb) { f.tap("c." + string(verb) + "." + string(c.Case) + ".7.dispute") }
		press(payload.VerbTake)
		press(payload.VerbCorrect)
		f.tap("urgency")
		f.tap("urgency.emergency")
		press(payload.VerbCorrect)
		f.tap("category")
		f.tap("assist")
		f.tap("category.assist.victim")
		press(payload.VerbCorrect)
		f.tap("place")
		f.say("柳园街道")
		f.tap("here")
		press(payload.VerbLink)
		f.reply(&payload.Reply{Targets: []payload.Target{{ID: string(payload.NewReceipt(7)), Label: "11-24 13:50 邻里纠纷 楼上漏水泡了俺家"}}})
		f.tap("to.0")
		press(payload.VerbLink)
		f.reply(&payload.Reply{})
		press(payload.VerbReturn)
		f.tap("why.area")
		c.State, c.Outcome, c.Verbs, c.Version = payload.StateClosed, payload.OutcomeDuplicate, []payload.Verb{payload.VerbUnlink}, 9
		f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
		f.tap("c.unlink." + string(c.Case) + ".9.dispute")
	}},
	{name: "help_case", tell: func(f *phone) {
		f.joins(payload.RoleLeader, "371502001", 0)
		c := aCard()
		c.Kind, c.Category, c.Urgency, c.Escalated = payload.Assist, "assist.missing", payload.Emergency, true
		f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
		f.tap("c.close." + string(c.Case) + ".7.assist")
		f.tap("outcome.helped")
		f.tap("n.1")
		f.tap("skip")
		f.tap("yes")
	}},
	{name: "station_group", tell: tellStationGroup},
	{name: "roster", tell: tellRoster},
	{name: "broadcast", tell: tellBroadcast},
	{name: "clue", tell: tellClue},
	{name: "station_leader", tell: tellStationLeader},
	{name: "coordinator", tell: func(f *phone) {
		f.joins(payload.RoleCoordinator, "371502", 0)
		f.command("invite", "")
		f.tap("area.1")
		f.tap("uses.50")
		f.tap("days.7")
		f.deliver(payload.Delivery{Topic: payload.TopicInvitation, Invitation: &payload.InviteLink{Token: "k7q2", Area: "古楼街道", Uses: 50, Expires: f.now.AddDate(0, 0, 7)}})
		f.tap("i.revoke.k7q2")
		f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonRevoked})
		f.command("triage", "")
		f.reply(&payload.Reply{Cases: &payload.CasesReply{Total: 1, Lines: []payload.CaseLine{{Case: caseOne, State: payload.StateTriage, Urgency: payload.Routine, Kind: payload.Tip, Place: "王庄", At: f.now}}}})
		f.tap("q.case." + string(caseOne))
		c := aCard()
		c.State, c.Verbs, c.Category = payload.StateTriage, []payload.Verb{payload.VerbSort}, ""
		c.Guesses = []payload.Guess{{Category: "dispute.neighbour", Words: []string{"漏水", "吵"}, Area: "371502001", Place: "东昌府区古楼街道"}, {Category: "dispute.other", Area: "371502001", Place: "东昌府区古楼街道"}}
		f.reply(&payload.Reply{Card: c})
		f.tap("7.371502001.dispute.neighbour")
		c.Verbs = append(c.Verbs, payload.VerbBlock)
		f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
		f.tap("c.block." + string(caseOne) + ".7.dispute")
		f.tap("stop")
		f.deliver(payload.Delivery{Topic: payload.TopicDone, Case: caseOne, Reason: payload.ReasonBarred})
		f.tap("c.sort." + string(caseOne) + ".7.dispute")
		f.tap("dispute")
		f.tap("category.dispute.neighbour")
		f.say("古楼街道")
		f.tap("here")
		f.command("roster", "")
		f.reply(&payload.Reply{Roster: &payload.RosterReply{Unit: "东昌分局", Total: 2, Joined: 1, Lines: []payload.RosterLine{
			{Label: "王警官", Role: payload.RoleOfficer, Unit: "古楼派出所", Joined: true, OnDuty: true}, {Label: "李所长", Role: payload.RoleLeader, Unit: "古楼派出所"}}}})
		f.deliver(payload.Delivery{Topic: payload.TopicAlarm, Count: 2})
		f.command("monthly", "")
		f.reply(aMonth())
		f.tap("month.2026-10.rows")
		f.reply(aMonth())
		f.tap("month.2026-10.types")
		f.reply(aMonth())
		f.tap("month.2026-10.file")
		f.reply(aMonth())
	}},
	{name: "behind_a_number", tell: tellBehind},
}

// tellBehind opens numbers of a month to their cases, and hands out the
// version that may be shown to anybody.
func tellBehind(f *phone) {
	f.joins(payload.RoleCoordinator, "", 0)
	city := aMonth()
	city.Monthly.Area, city.Monthly.Public = "市局", true
	f.command("monthly", "2026-10")
	f.reply(city)
	f.tap("month.2026-10.public")
	f.reply(city)
	f.tap("month.2026-10.rows")
	f.reply(city)
	f.tap("month.2026-10.rows.s1")
	f.reply(aMonth())
	f.tap("month.2026-10.open.s1")
	f.reply(aMonth())
	f.tap("behind.2026-10.settled.0.s1")
	page := func(from, to, n int) *payload.Reply {
		r := &payload.BehindReply{Month: "2026-10", Area: "东昌府区", N: int64(n), Page: from / payload.PageSize, More: to < n}
		for i := from; i < to; i++ {
			r.Lines = append(r.Lines, payload.BehindLine{Case: payload.NewReceipt(uint64(i) + 7), At: f.now.AddDate(0, -1, i), N: 1})
		}
		return &payload.Reply{Behind: r}
	}
	f.reply(page(0, 8, 10))
	f.tap("behind.2026-10.settled.1.s1")
	last := page(8, 10, 10)
	was := int64(11)
	last.Behind.Was, last.Behind.Lines[1].N = &was, -1
	f.reply(last)
	f.tap("q.case." + string(last.Behind.Lines[0].Case))
	f.reply(&payload.Reply{Card: aCard()})
	f.tap("month.2026-10.open.s1")
	f.reply(aMonth())
	f.tap("behind.2026-10.parties.0.s1")
	people := page(0, 1, 1)
	people.Behind.N, people.Behind.Lines[0].N = 3120, 3120
	f.reply(people)
	f.tap("month.2026-10.open.s1")
	f.reply(aMonth())
	f.tap("month.2026-10.total.s1")
	f.reply(aMonth())
	f.tap("month.2026-10.types.s1")
	f.reply(aMonth())
	f.tap("month.2026-10.kinds.s1")
	f.reply(aMonth())
	f.tap("behind.2026-10.type-neighbour.0.s1")
	f.reply(&payload.Reply{Behind: &payload.BehindReply{Month: "2026-10", Area: "东昌府区"}})
	f.tap("month.2026-10.kinds.s1")
	f.reply(&payload.Reply{Refused: payload.ReasonNotYours})
}

func aMonth() *payload.Reply {
	total := payload.MonthlyRow{Tips: 251, TipsValid: 200, TipsActed: 180, Disputes: 1446, Settled: 1300, NotSettled: 46, Ended: 20, Withdrawn: 10, ToCourt: 30, ToPolice: 5,
		Parties: 3120, Oral: 900, Written: 400, Yuan: 12345678, Assists: 897, Helped: 880, People: 1002}
	year := total
	year.Disputes, year.Yuan = 14460, 123456789
	return &payload.Reply{Monthly: &payload.MonthlyReply{Month: "2026-10", Area: "东昌府区", Total: total, Year: year, File: []byte("xlsx"), Name: "2026-10.xlsx",
		Rows:  []payload.MonthlyRow{{Code: "s1", Name: "古楼派出所", Tips: 12, Disputes: 34, Settled: 30, Assists: 5}, {Code: "s2", Name: "江北水城旅游度假区派出所", Tips: 12345, Disputes: 1234}},
		Types: []payload.TypeRow{{Category: "dispute.family", Received: 400, Settled: 380}, {Category: "dispute.neighbour", Received: 300, Settled: 290}, {Category: "dispute.migrant_wages", Received: 20, Settled: 18}}}}
}

// wakes lets the time come at which the conversation wants to be woken.
func (f *phone) wakes() {
	f.t.Helper()
	if f.p.Wake.Before(f.now) {
		f.t.Fatalf("nothing wakes at %v", f.p.Wake)
	}
	f.now = f.p.Wake
	f.write("（%s）\n", f.now.In(Shanghai).Format("1月2日 15:04"))
	f.step(Input{Type: InputWake, At: f.now})
}

// joins has the phone's owner redeem an invitation.
func (f *phone) joins(role payload.Role, area string, number int) {
	f.t.Helper()
	if f.p.Handle == "" {
		f.command("start", "token")
	}
	f.deliver(payload.Delivery{Topic: payload.TopicJoined, Person: &payload.Person{Role: role, Unit: "古楼派出所", Area: area, Name: "王警官", Number: number, OnDuty: number == 0}})
}

func (f *phone) volunteers() {
	f.quiet = true
	f.joins(payload.RoleVolunteer, "371502001", 140)
	f.tap("yes")
	f.reset()
}

// tap presses the newest button that means this, whatever its text.
func (f *phone) tap(action string) {
	f.t.Helper()
	for id := f.lastID; id > 0; id-- {
		m := f.shown[id]
		if m == nil {
			continue
		}
		for _, line := range m.buttons {
			for _, b := range line {
				if b.Data == action || strings.HasSuffix(b.Data, "."+action) {
					f.taps++
					f.write("我按：[%s]\n", b.Text)
					f.step(Input{Type: InputButton, Button: b.Data, MessageID: id})
					return
				}
			}
		}
	}
	f.t.Fatalf("no button means %q; the last answer was %q", action, f.text())
}

func TestStories(t *testing.T) {
	visited := map[Screen]bool{}
	for _, language := range locale.Languages {
		for _, story := range stories {
			t.Run(story.name+"."+language, func(t *testing.T) {
				f := newPhone(t)
				f.p.Language = language
				f.visited = visited
				story.tell(f)
				if story.taps > 0 && f.taps > story.taps {
					t.Errorf("%d taps, at most %d", f.taps, story.taps)
				}
				f.write("点按次数：%d\n", f.taps)
				golden(t, fmt.Sprintf("%s.%s.golden", story.name, language), f.log.String())
			})
		}
	}
	for s := range screens {
		if !visited[s] {
			t.Errorf("no story asks %q", s)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the transcript changed; look at it, then run with -update:\n%s", diff)
	}
}

func TestMonthlyTablesFitAPhone(t *testing.T) {
	for _, language := range locale.Languages {
		for _, view := range []string{viewTotal, viewRows, viewTypes} {
			s := &step{r: &testRules, language: language, in: Input{At: time.Unix(1.8e9, 0)}}
			s.counted(payload.Question{Scope: view}, aMonth().Monthly)
			_, table, _ := strings.Cut(s.replies[0].Text, "<pre>")
			table, _, _ = strings.Cut(table, "</pre>")
			for _, line := range strings.Split(visible(table), "\n") {
				if n := columns(line); n != tableColumns {
					t.Errorf("%s %s: %d columns: %q", language, view, n, line)
				}
			}
		}
	}
}
