package conversation

import (
	"testing"
	"time"

	"secondbrother/storage/payload"
)

func (f *phone) draftLies(t *testing.T) {
	t.Helper()
	f.command("tip", "")
	f.press("没有")
	f.say("楼下有几个人天天晚上聚在一起")
	f.at(screenWhere)
}

func (f *phone) wake(at time.Time) Result {
	f.t.Helper()
	f.now = at
	return f.step(Input{Type: InputWake, At: at})
}

func TestDraftIsRemindedOnceThenEnds(t *testing.T) {
	f := volunteer(t)
	f.draftLies(t)
	told := f.now
	if r := f.wake(told.Add(RemindAfter - time.Second)); len(r.Replies) != 0 {
		t.Fatalf("too early: %q", f.text())
	}
	f.wake(told.Add(RemindAfter))
	f.hears("没报完")
	if f.replies[0].Priority != payload.PriorityRoutine {
		t.Error("a reminder goes ahead of answers")
	}
	f.at(screenWhere)
	for day := 2; day < 7; day++ {
		if r := f.wake(told.AddDate(0, 0, day)); len(r.Replies) != 0 {
			t.Fatalf("reminded again on day %d: %q", day, f.text())
		}
	}
	f.wake(told.Add(expireAfter))
	f.hears("没有提交")
	if f.p.Draft != nil || f.p.Screen != "" || !f.replies[0].Silent {
		t.Errorf("%+v %+v", f.p.Draft, f.replies)
	}
	if _, _, ok := f.find("我的辖区"); ok {
		t.Error("the question keeps its buttons")
	}
}

// What is done after the reminder counts anew.
func TestReminderStartsOver(t *testing.T) {
	f := volunteer(t)
	f.draftLies(t)
	f.wake(f.now.Add(RemindAfter))
	f.press("我的辖区")
	told := f.now
	if r := f.wake(told.Add(expireAfter - RemindAfter)); len(r.Replies) == 0 {
		t.Error("not reminded of the second pause")
	}
	f.press("今天")
	f.press("不急")
	f.press("保密")
	f.press("确认提交")
	f.report()
	if r := f.wake(f.now.Add(expireAfter)); len(r.Replies) != 0 {
		t.Errorf("reminded of what was submitted: %q", f.text())
	}
}

// The bot was away for longer than everything: first the reminder, and a day
// to act on it.
func TestLongAbsence(t *testing.T) {
	f := volunteer(t)
	f.draftLies(t)
	f.wake(f.now.AddDate(0, 0, 30))
	f.hears("没报完")
	if f.p.Wake.Sub(f.now) < RemindAfter {
		t.Errorf("ends %v after the reminder", f.p.Wake.Sub(f.now))
	}
}

func TestWhatWasHeldEndsToo(t *testing.T) {
	f := newPhone(t)
	f.p.Role, f.p.Handle = payload.RoleVolunteer, "h"
	f.command("start", "")
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.at(screenConsent)
	f.wake(f.now.Add(RemindAfter))
	f.at(screenConsent)
	f.wake(f.now.Add(expireAfter))
	if f.p.Errand != nil {
		t.Errorf("kept without consent: %+v", f.p.Errand)
	}
}

func TestCancelledDraftIsNotKeptForEver(t *testing.T) {
	f := volunteer(t)
	f.draftLies(t)
	f.press("取消")
	f.wake(f.now.Add(RemindAfter))
	if f.p.Shelf != nil || len(f.replies) != 0 {
		t.Errorf("%+v %+v", f.p.Shelf, f.replies)
	}
	f.press("恢复")
	f.hears("失效")
}

func TestWhoBlockedTheBotIsLeftInPeace(t *testing.T) {
	f := volunteer(t)
	f.draftLies(t)
	f.step(Input{Type: InputBlocked, Text: "blocked"})
	for day := range 9 {
		if r := f.wake(f.now.AddDate(0, 0, day)); len(r.Replies) != 0 {
			t.Fatalf("%q", f.text())
		}
	}
	if f.p.Draft != nil {
		t.Error("the draft is still there")
	}
}

func TestRemindersCanBeOff(t *testing.T) {
	f := volunteer(t)
	f.rules.RemindAfter = 0
	f.draftLies(t)
	if !f.p.Wake.IsZero() {
		t.Error("woken all the same")
	}
}

func TestWhoReportedIsForgottenAfterItsTime(t *testing.T) {
	f, one := filed(t)
	f.now = f.now.AddDate(0, 0, 1)
	f.say("古楼街道有人聚众赌博")
	f.press("改身份")
	f.press("显示")
	f.press("确认提交")
	two := f.report().Receipt
	handle := f.p.Receipts[0].Handle
	closed := f.now
	for _, c := range []payload.Receipt{one, two} {
		f.deliver(payload.Delivery{Topic: payload.TopicProgress, Case: c, Turn: &payload.Turn{What: payload.EventClosed, Outcome: payload.OutcomeActedOn}})
	}
	f.deliver(payload.Delivery{Topic: payload.TopicProgress, Case: one, Turn: &payload.Turn{What: payload.EventReopened}})
	f.wake(closed.Add(Keep + time.Hour))
	if len(f.p.Receipts) != 1 || f.p.Receipts[0].Receipt != one || len(f.replies) != 0 {
		t.Errorf("left: %+v", f.p.Receipts)
	}
	f.wake(closed.Add(keepOpen*Keep + time.Hour)) // it was never told how it ended
	var forgotten []string
	for _, e := range f.effects {
		forgotten = append(forgotten, e.Forget...)
	}
	if len(f.p.Receipts) != 0 || len(forgotten) != 1 || forgotten[0] != handle || f.p.Handle == "" {
		t.Errorf("forgot %v, left %+v", forgotten, f.p.Receipts)
	}
	if !f.p.Wake.IsZero() {
		t.Errorf("wakes at %v for nothing", f.p.Wake)
	}
}

// Files of what went nowhere are forgotten with it, those of a report stay.
func TestFilesOfWhatWentNowhere(t *testing.T) {
	dropped := func(f *phone) (ids []string) {
		for _, e := range f.effects {
			ids = append(ids, e.Drop...)
		}
		return ids
	}
	begun := func() *phone {
		f := volunteer(t)
		f.command("tip", "")
		f.press("没有")
		f.photo("p1")
		return f
	}
	for name, end := range map[string]func(f *phone){
		"left lying": func(f *phone) { f.wake(f.now.Add(RemindAfter)); f.wake(f.now.Add(expireAfter)) },
		"cancelled":  func(f *phone) { f.press("取消"); f.wake(f.now.Add(RemindAfter)) },
		"told anew":  func(f *phone) { f.press("清空重写") },
		"another":    func(f *phone) { f.command("dispute", ""); f.press("不要了") },
		"forgotten":  func(f *phone) { f.command("forget", ""); f.press("确定删除") },
		"stopped": func(f *phone) {
			f.deliver(payload.Delivery{Topic: payload.TopicBarred, Reason: payload.ReasonBarred})
		},
	} {
		f := begun()
		end(f)
		if got := dropped(f); len(got) != 1 || got[0] != "p1" {
			t.Errorf("%s: dropped %v", name, got)
		}
	}
	f := begun()
	f.say("古楼街道有人聚众赌博")
	f.press("古楼街道")
	f.press("今天")
	f.press("不急")
	f.press("保密")
	f.press("确认提交")
	f.command("forget", "")
	f.press("确定删除")
	if got := dropped(f); len(got) != 0 {
		t.Errorf("the files of a report are dropped: %v", got)
	}
}

// Who runs to help forgets the last button: an emergency is reminded of within
// minutes, once.
func TestEmergencyThatWasNotSubmitted(t *testing.T) {
	f := volunteer(t)
	f.say("救命，古楼街道有人持刀砍人")
	told := f.now
	f.wake(told.Add(nudgeAfter - time.Second))
	if len(f.replies) != 0 {
		t.Fatalf("too early: %q", f.text())
	}
	if !f.p.Wake.Equal(told.Add(nudgeAfter)) {
		t.Errorf("wakes at %v", f.p.Wake)
	}
	f.wake(told.Add(nudgeAfter))
	f.hears("还没提交")
	f.at(screenSummary)
	if r := f.replies[len(f.replies)-1]; r.Silent || r.Priority != payload.PriorityAnswer {
		t.Errorf("nobody hears it: %+v", r)
	}
	f.wake(told.Add(RemindAfter))
	if len(f.replies) != 0 {
		t.Errorf("reminded again: %q", f.text())
	}
	f.press("确认提交")
	if r := f.report(); r.Urgency != payload.Emergency {
		t.Errorf("%+v", r)
	}
}
