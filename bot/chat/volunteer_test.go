package chat

import (
	"context"
	"slices"
	"strings"
	"testing"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/scripts/sandbox/telegram"
	"secondbrother/scripts/sandbox/view"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// files presses the confirming button and returns what was filed.
func (s *scene) files(a *story.Actor) payload.Report {
	s.t.Helper()
	a.Presses("确认提交")
	a.Sees("回执号：")
	s.filed++
	all := s.stored(stream.Reports, s.filed)
	if len(all) != s.filed {
		s.t.Fatalf("%d reports are filed, not %d", len(all), s.filed)
	}
	r, err := stream.Decode[payload.Report](all[len(all)-1])
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// Every way to begin: words, a photo with a caption, an album, a position, a
// forwarded message, a voice note.
func TestWaysToReport(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.enter()
	wang := s.joined("王师傅")

	wang.Says("金鼎小区3号楼有人把电动车推进楼道充电")
	wang.Sees("请核对", "消防隐患")
	if r := s.files(wang); r.Kind != payload.Tip || r.Category != "tip.fire_hazard" || r.Place.Area != "371502001" {
		t.Errorf("words: %+v", r)
	}

	wang.Photographs("古楼街道路口有人聚众赌博")
	wang.Sees("请核对", "赌博", "附件：1 个")
	if r := s.files(wang); len(r.Media) != 1 || r.Media[0].Type != payload.MediaPhoto || r.Text == "" {
		t.Errorf("photo: %+v", r)
	}

	wang.Does(func(ctx context.Context, p *person.Person) error {
		return p.SendAlbum(ctx, 3, "柳园街道两家因为漏水吵起来了")
	})
	wang.Sees("附件：3 个")
	if r := s.files(wang); len(r.Media) != 3 || r.Kind != payload.Dispute {
		t.Errorf("album: %+v", r)
	}

	wang.Shares(36.4567, 115.9853)
	wang.Sees("生命危险")
	wang.Says("路边有个老人走丢了，说不清家在哪")
	wang.Sees("请核对", "附位置")
	if r := s.files(wang); !r.Place.HasPoint() || r.Kind != payload.Assist {
		t.Errorf("position: %+v", r)
	}

	wang.Does(func(ctx context.Context, p *person.Person) error {
		return p.Forward(ctx, "赵六", "古楼街道有人偷电瓶", true)
	})
	wang.Sees("请核对", "（转发）")
	if r := s.files(wang); !strings.HasPrefix(r.Text, "（转发）") {
		t.Errorf("forwarded: %+v", r)
	}

	wang.Speaks(8)
	wang.Presses("没有")
	wang.Presses("提供线索")
	wang.Presses("我的辖区")
	wang.Presses("今天")
	wang.Presses("不急")
	wang.Presses("保密")
	if r := s.files(wang); len(r.Media) != 1 || r.Media[0].Type != payload.MediaVoice || r.Text == "" {
		t.Errorf("voice: %+v", r)
	}
}

// Corrections: an edited message, one answer changed, cancel and undo, /start
// in the middle, and a restart of the bot between any of them.
func TestCorrectionsAcrossRestarts(t *testing.T) {
	s := newScene(t, botapi.Options{})
	b := s.enter()
	again := func() {
		s.WaitPending(0)
		s.allSent()
		s.kill(b)
		b = s.enter()
	}
	wang := s.joined("王师傅")
	wang.Says("金鼎小区3号楼有人偷电动车")
	wang.Sees("请核对")
	mine, _ := person.LastOwn(wang.Chat())
	again()
	wang.Does(func(ctx context.Context, p *person.Person) error {
		return p.Edit(ctx, mine, "金鼎小区3号楼有人把电动车推进楼道充电")
	})
	wang.Sees("已按您的修改更新", "消防隐患")
	wang.Presses("改紧急程度")
	again()
	wang.Presses("正在发生，尽快处理")
	wang.Sees("请核对", "较急")
	wang.Presses("取消")
	wang.Sees("已取消")
	again()
	wang.Presses("恢复刚才的内容")
	wang.Sees("请核对", "消防隐患", "较急")
	wang.Opens("")
	wang.Sees("还没报完")
	again()
	wang.Presses("接着填")
	old := wang.Sees("请核对", "消防隐患")
	if r := s.files(wang); r.Urgency != payload.Urgent || r.Category != "tip.fire_hazard" {
		t.Errorf("%+v", r)
	}

	// A button of before, and one that was made up, do nothing, say so and go.
	wang.Forges(old.ID, "zz.confirm")
	wang.SeesToast("失效")
	wang.Forges(4711, "o.withdraw.0123456789AB")
	wang.SeesToast("失效")
	s.allSent()
	if n := len(s.stored(stream.Reports, 1)); n != 1 {
		t.Errorf("%d reports", n)
	}
	for _, m := range wang.Chat().Messages {
		if m.ID == old.ID && len(m.Keyboard) > 0 && slices.ContainsFunc(m.Keyboard[0], func(b telegram.InlineButton) bool { return strings.Contains(b.Text, "确认") }) {
			t.Error("an old question keeps its buttons")
		}
	}
}

// Nothing is left of who asks to be forgotten but that they asked.
func TestForgottenByTheBot(t *testing.T) {
	s := newScene(t, botapi.Options{})
	b := s.enter()
	wang := s.joined("王师傅")
	wang.Says("金鼎小区3号楼有人把电动车推进楼道充电")
	r := s.files(wang)
	wang.Says("/tip")
	wang.Presses("没有")
	wang.Sees("发生了什么")
	wang.Photographs("")
	wang.Sees("已收到 1 个文件")
	wang.Says("/forget")
	wang.Presses("确定删除")
	wang.Sees("已删除")
	s.WaitPending(0)
	s.allSent()
	if _, err := b.whose(t.Context(), r.Reporter); err == nil {
		t.Error("the handle still leads to the chat")
	}
	handles, err := b.handles.Keys(t.Context())
	if err != nil || len(handles) != 0 {
		t.Errorf("%d handles left: %v", len(handles), err)
	}
	alarms, err := b.wakes.Keys(t.Context())
	if err != nil || len(alarms) != 0 {
		t.Errorf("%d alarms left: %v", len(alarms), err)
	}
	files, err := b.media.Keys(t.Context())
	if err != nil || len(files) != 0 {
		t.Errorf("%d files left: %v", len(files), err)
	}
	k, err := b.load(t.Context(), wang.Person.ID)
	if err != nil || k.Handle != "" || len(k.Receipts) != 0 || k.Number != 0 || k.Draft != nil || len(k.Recent) != 0 {
		t.Errorf("left: %+v, %v", k.Person, err)
	}
	// What the worker still owes has nowhere to go, and blocks nobody.
	s.delivers(r.Reporter, payload.Delivery{Topic: payload.TopicQuestion, Case: r.Receipt, Text: "几号楼？"})
	wang.Says("你好")
	wang.Sees("凭邀请开通")
}

// The menu of commands goes by role and language.
func TestCommandsMenu(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.enter()
	menu := func(a *story.Actor, name string) string {
		for _, c := range a.Chat().Commands {
			if c.Command == name {
				return c.Description
			}
		}
		return ""
	}
	wang := s.joined("王师傅")
	if menu(wang, "tip") != "提供线索" || menu(wang, "duty") != "" {
		t.Errorf("a volunteer's menu: %+v", wang.Chat().Commands)
	}
	wang.Says("/language")
	wang.Presses("English")
	wang.Until("an English menu", func(view.State) bool { return menu(wang, "tip") == "Report a tip" })
	s.delivers(s.lastHandle(), payload.Delivery{Topic: payload.TopicJoined,
		Person: &payload.Person{Role: payload.RoleOfficer, Unit: "古楼派出所", Area: "371502001", Name: "王警官"}})
	wang.Until("an officer's menu", func(view.State) bool { return menu(wang, "duty") != "" && menu(wang, "monthly") == "" })
}

// A contact is the own one, or nothing.
func TestContactIsTheOwnOne(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.enter()
	wang := s.joined("王师傅")
	wang.Says("金鼎小区3号楼有人把电动车推进楼道充电")
	r := s.files(wang)
	m := wang.LastMessage()
	wang.Forges(m.ID, "o.contact."+string(r.Receipt))
	wang.Sees("不能收回")
	wang.Presses("发送我的手机号")
	wang.Sees("下方")
	if k := wang.Chat().ReplyKeyboard; k == nil || !k.Rows[0][0].RequestContact {
		t.Errorf("keyboard: %+v", k)
	}
	wang.Does(func(ctx context.Context, p *person.Person) error { return p.SendContact(ctx, "13800000000") })
	wang.Sees("联系方式已转给")
	all := s.stored(stream.Actions, 2)
	a, err := stream.Decode[payload.Action](all[len(all)-1])
	if err != nil || a.Verb != payload.VerbAdd || a.Case != r.Receipt || a.Actor != r.Reporter || !strings.Contains(a.Text, "13800000000") {
		t.Errorf("%+v %v", a, err)
	}
	if wang.Chat().ReplyKeyboard != nil {
		t.Error("the keyboard stays")
	}
	if strings.Contains(s.logs.String(), "138000") {
		t.Error("a phone number stands in the log")
	}
}
