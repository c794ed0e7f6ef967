package promises

import (
	"strings"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/view"
)

// TestADayAtAStation: a tip, a dispute and a call for help are filed, routed,
// accepted, asked about, closed, rated and counted.
func TestADayAtAStation(t *testing.T) {
	s := start(t)
	c := s.gather()
	defer c.tell(t)
	c.day(t, func(string) {})
	s.holds(dayEvents)
}

// dayEvents is what a day leaves in the log, event by event.
var dayEvents = map[string]int{
	"submitted": 3, "routed": 3, "accepted": 4, "asked": 1, "answered": 1, "noted": 1, "transferred": 1, "closed": 3, "rated": 1,
}

// day tells the story. at is called right after somebody did something, before
// anybody waits for what follows.
func (c cast) day(t *testing.T, at func(moment string)) {
	// In the morning: a tip in free words, one tap.
	c.volunteer.Says("沙镇老粮库门口天天有人摆摊套圈赌钱")
	c.volunteer.Sees("请核对", "赌博", "沙镇")
	c.volunteer.Presses("✅ 确认提交")
	at("tip confirmed")
	tip := receipt(t, c.volunteer)
	c.volunteer.Sees(tip, "已派给"+station)
	card(c.colleague, tip, "waits", has("✅ 接警"))
	c.officer.PressesOn(card(c.officer, tip, "waits", has("✅ 接警")), "✅ 接警")
	at("tip accepted")
	card(c.officer, tip, "is mine", has("询问"))
	card(c.colleague, tip, "is somebody else's", says("承办："))
	c.volunteer.Sees(tip, "接警", "正在办理")

	// The officer asks, the volunteer answers; neither learns who the other is.
	c.officer.PressesOn(card(c.officer, tip, "can be asked about", has("询问")), "询问")
	c.officer.Sees("想问")
	c.officer.Says("一般几点开始？")
	at("question asked")
	c.volunteer.Sees("民警想问您一句", "一般几点开始？")
	c.volunteer.Presses("回答")
	c.volunteer.Sees("请直接发文字")
	c.volunteer.Says("晚上七点以后")
	at("question answered")
	c.officer.Sees("的上报人说", "晚上七点以后")
	c.officer.PressesOn(card(c.officer, tip, "has the answer", says("晚上七点以后")), "办结")
	c.officer.Presses("查实并处置")
	c.officer.Presses("跳过")
	c.officer.Presses("✅ 确认办结")
	at("tip closed")
	card(c.officer, tip, "is closed", says("已办结", "查实并处置"))
	c.volunteer.Sees(tip, "已办结", "查实并处置")
	c.volunteer.Presses("解决了")
	c.volunteer.Presses("5 ★")
	at("tip rated")
	c.volunteer.Sees("评价")

	// At noon: a dispute, step by step, noted, handed to a colleague, settled.
	c.volunteer.Says("/dispute")
	c.volunteer.Presses("没有")
	c.volunteer.Sees("发生了什么")
	c.volunteer.Says("两家承包地挨着，为地边子吵起来了，一家把另一家的界桩拔了")
	c.volunteer.Sees("在什么地方")
	c.volunteer.Says("沙镇")
	c.volunteer.Presses("正在发生")
	c.volunteer.Presses("正在发生，尽快处理")
	c.volunteer.Presses("保密（推荐）")
	c.volunteer.Sees("请核对", "山林土地")
	c.volunteer.Presses("✅ 确认提交")
	at("dispute confirmed")
	dispute := receipt(t, c.volunteer)
	c.officer.PressesOn(card(c.officer, dispute, "waits", has("✅ 接警")), "✅ 接警")
	c.officer.PressesOn(card(c.officer, dispute, "is mine", says("正在办理")), "备注")
	c.officer.Sees("备注")
	c.officer.Says("已约双方下午到村委会")
	at("noted")
	c.officer.PressesOn(card(c.officer, dispute, "is noted", says("已约双方")), "转派")
	target := c.officer.SeesWhere("whom to hand it to", func(m view.Message) bool { return len(m.Keyboard) > 2 && says("转给谁")(m) })
	c.officer.PressesOn(target, colleagueLabel(t, target))
	c.officer.Presses("手头有更急的警情")
	at("handed on")
	c.colleague.PressesOn(card(c.colleague, dispute, "waits", has("✅ 接警")), "✅ 接警")
	c.volunteer.Sees(dispute, "接警", "正在办理")
	c.colleague.PressesOn(card(c.colleague, dispute, "can be closed", has("办结")), "办结")
	c.colleague.Presses("调解成功（口头协议）")
	c.colleague.Presses("3")
	c.colleague.Presses("1,000 元")
	c.colleague.Presses("已兑现")
	c.colleague.Says("水泵已装回，以后轮流浇")
	c.colleague.Presses("✅ 确认办结")
	at("dispute closed")
	c.volunteer.Sees(dispute, "已办结", "口头协议", "水泵已装回")

	// In the evening: a call for help in danger. The number comes first.
	c.volunteer.Says("沙镇卫生院门口一个大爷晕倒了，叫不醒")
	c.volunteer.Sees("请马上拨打 120")
	c.volunteer.Presses("✅ 确认提交")
	at("help confirmed")
	help := receipt(t, c.volunteer)
	card(c.leader, help, "reaches the leader too", says("🔴"))
	c.colleague.PressesOn(card(c.colleague, help, "waits", has("✅ 接警")), "✅ 接警")
	c.colleague.PressesOn(card(c.colleague, help, "can be closed", has("办结")), "办结")
	c.colleague.Presses("已提供帮助")
	c.colleague.Presses("1")
	c.colleague.Presses("跳过")
	c.colleague.Presses("✅ 确认办结")
	at("help closed")
	c.volunteer.Sees(help, "已办结")

	// The coordinator pulls the counts.
	c.coordinator.Says("/monthly " + month())
	c.coordinator.Sees("线索", "纠纷", "求助", "调解成功")
	for name, want := range map[string]string{
		"线索": "1", "处置": "1", "纠纷": "1", "调解成功": "1", "口头": "1", "涉及人数": "3", "金额(元)": "1,000", "求助": "1", "已帮助": "1", "受助人数": "1",
	} {
		if got := counted(c.coordinator.LastMessage().Text, name); got != want {
			t.Errorf("this month's %s: %q, want %q", name, got, want)
		}
	}
	c.coordinator.Presses("导出表格")
	c.coordinator.SeesWhere("the file", func(m view.Message) bool { return m.Document != nil && m.Document.Size > 5000 })
}

// counted is this month's number on the line of a name in the coordinator's table.
func counted(table, name string) string {
	for line := range strings.Lines(table) {
		if words := strings.Fields(line); len(words) == 3 && strings.Trim(words[0], "　") == name {
			return words[1]
		}
	}
	return ""
}

// colleagueLabel is the button of somebody of the own station.
func colleagueLabel(t *testing.T, m view.Message) string {
	t.Helper()
	for _, row := range m.Keyboard {
		for _, b := range row {
			if strings.Contains(b.Text, "民警") {
				return b.Text
			}
		}
	}
	t.Fatalf("no colleague is offered: %v", m.Keyboard)
	return ""
}

func month() string { return time.Now().In(time.FixedZone("Asia/Shanghai", 8*3600)).Format("2006-01") }
