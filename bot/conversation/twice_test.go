package conversation

import (
	"testing"
	"time"

	"secondbrother/storage/payload"
)

func (f *phone) reports() int {
	n := 0
	for _, e := range f.effects {
		if e.Report != nil {
			n++
		}
	}
	return n
}

func TestSameWordsWithinMinutesAreOneReport(t *testing.T) {
	f, one := filed(t)
	f.say("金鼎小区3号楼，有人把电动车推进楼道充电！")
	f.press("确认提交")
	f.hears(one.String())
	if f.reports() != 0 || len(f.p.Receipts) != 1 || f.p.Draft != nil {
		t.Errorf("%d more reports", f.reports())
	}
	f.photo("p1")
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.at(screenSummary)
	f.press("确认提交")
	if a := f.action(); a.Verb != payload.VerbAdd || a.Case != one || len(a.Media) != 1 || a.Text != "" || a.Actor != f.p.Receipts[0].Handle {
		t.Errorf("what is new is not added: %+v", a)
	}
	f.now = f.now.Add(twiceWithin + time.Minute)
	f.say("金鼎小区3号楼有人把电动车推进楼道充电")
	f.press("确认提交")
	if f.reports() != 1 || len(f.p.Recent) != 1 {
		t.Errorf("%d reports after the minutes were over, %d remembered", f.reports(), len(f.p.Recent))
	}
}

func TestLikeWordsAreAsked(t *testing.T) {
	for _, c := range []struct {
		text string
		like bool
	}{
		{"金鼎小区3号楼又有人把电动车推进楼道充电了", true},
		{"金鼎小区5号楼有人把电动车推进楼道充电", true},
		{"古楼街道有人聚众赌博", false},
		{"柳园街道3号楼有人把电动车推进楼道充电", false}, // somewhere else
		{"两家因为宅基地吵起来了", false},
	} {
		f, one := filed(t)
		f.say(c.text)
		f.press("确认提交")
		if got := f.p.Screen == screenTwice; got != c.like {
			t.Errorf("%s: asked %v", c.text, got)
			continue
		}
		if !c.like {
			continue
		}
		f.hears(one.String())
		f.press("返回")
		f.at(screenSummary)
		f.press("确认提交")
		f.press("另报一件")
		if f.reports() != 1 {
			t.Errorf("%s: %d reports", c.text, f.reports())
		}
	}
}

// The same picture in two reports is noticed here, and by nobody else: nothing
// that leaves the bot says that one chat sent both.
func TestTheSameFileTwice(t *testing.T) {
	f, one := filed(t)
	send := func(id, mark string) {
		f.send(Input{Type: InputMedia, Media: []payload.Media{{ID: id, Type: payload.MediaPhoto, Bytes: 9, Mark: mark}}})
	}
	f.press("补充")
	send("first", "cat")
	if a := f.action(); len(a.Media) != 1 || a.Media[0] != (payload.Media{ID: "first", Type: payload.MediaPhoto, Bytes: 9}) {
		t.Errorf("added: %+v", a.Media)
	}
	f.press("补充完了")
	f.say("古楼街道有人聚众赌博")
	for _, id := range []string{"one", "two"} {
		send(id, "bird")
	}
	if len(f.p.Draft.Media) != 1 {
		t.Errorf("the same file twice in one report: %+v", f.p.Draft.Media)
	}
	f.press("取消")
	for i, words := range []string{"古楼街道有人聚众赌博", "古楼街道有人翻墙偷电缆"} {
		f.say(words)
		send("second"+string(rune('0'+i)), "dog")
		f.press("确认提交")
		if i == 1 {
			f.at(screenTwice)
			f.press("另报一件")
		}
		r := f.report()
		if r.Receipt == one || len(r.Media) != 1 || r.Media[0].ID != "second"+string(rune('0'+i)) || r.Media[0].Mark != "" {
			t.Errorf("reported: %+v", r.Media)
		}
	}
}

func TestTwoMediationsInARowAreAsked(t *testing.T) {
	f := volunteer(t)
	record := func() {
		f.command("dispute", "")
		f.press("已经调解好了")
		f.press("邻里纠纷")
		f.press("2")
		f.press("口头协议")
		f.press("不涉及钱")
		f.press("确认提交")
	}
	record()
	record()
	f.at(screenTwice)
	f.press("不再登记")
	if f.reports() != 1 {
		t.Errorf("%d records", f.reports())
	}
	record()
	f.press("另报一件")
	if f.reports() != 2 {
		t.Errorf("%d records", f.reports())
	}
}
