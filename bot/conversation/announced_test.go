package conversation

import (
	"testing"

	"secondbrother/storage/payload"
)

func TestAnnounced(t *testing.T) {
	for _, tt := range []struct {
		text string
		kind payload.Kind
		ok   bool
	}{
		{"我要举报", payload.Tip, true},
		{"我想提供个线索。", payload.Tip, true},
		{"你好，我想反映个情况", "", true},
		{"有个事", "", true},
		{"俺有件事跟您说", "", true},
		{"我要投诉", "", true},
		{"请帮帮忙", payload.Assist, true},
		{"想请你们调解一下", payload.Dispute, true},
		{"想请您给调解一下", payload.Dispute, true},
		{"I want to report something", "", true},
		{"", "", false},
		{"……", "", false},
		{"你好", "", false},
		{"出事了", "", false},
		{"我要举报隔壁开赌场", "", false},
		{"帮帮我妈", "", false},
		{"有人打架", "", false},
	} {
		if kind, ok := announced(tt.text); kind != tt.kind && tt.ok || ok != tt.ok {
			t.Errorf("%q: %q, %v; want %q, %v", tt.text, kind, ok, tt.kind, tt.ok)
		}
	}
}

func TestGreets(t *testing.T) {
	for text, want := range map[string]bool{
		"你好": true, "二哥在吗？": true, "有人吗": true, "Hi": true,
		"": false, "👋": false, "有人吗，出事了": false, "在吗我要举报": false,
	} {
		if greets(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// Who only says that they want to report is asked what, not told that it is
// nothing the programme takes; neither ends up in the report.
func TestAnnouncing(t *testing.T) {
	f := volunteer(t)
	f.say("有个事想反映一下")
	f.hears("发生了什么")
	if f.p.Draft != nil {
		t.Fatal("a report of nothing was begun")
	}
	f.say("有人吗")
	f.hears("我在")
	f.say("我要举报")
	f.at(screenDanger)
	f.press("没有")
	f.at(screenWhat)
	f.say("我要举报")
	f.at(screenWhat)
	f.say("老粮库里有人开赌场")
	if text := f.p.Draft.text(); text != "老粮库里有人开赌场" {
		t.Errorf("noted %q", text)
	}
}
