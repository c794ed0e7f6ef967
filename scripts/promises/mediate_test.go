package promises

import (
	"strings"
	"testing"

	"secondbrother/scripts/sandbox/story"
)

// TestAVolunteerMediates: an officer asks for a volunteer; the first declines,
// the second agrees and reports, the officer confirms, and the month counts it
// as settled by a volunteer. In between worker and bot are killed.
func TestAVolunteerMediates(t *testing.T) {
	s := start(t)
	shared := s.shared(of("volunteer", "东昌府区"))
	c := s.gather()
	defer c.tell(t)
	first, second := s.willing("周二哥", shared), s.willing("吴二哥", shared)
	defer cast{volunteer: first, officer: second, colleague: c.leader, coordinator: c.coordinator}.tell(t)

	c.volunteer.Says("沙镇老粮库旁边两家邻居为楼上漏水吵起来了")
	c.volunteer.Sees("请核对", "邻里纠纷", "沙镇")
	c.volunteer.Presses("✅ 确认提交")
	number := receipt(t, c.volunteer)
	c.officer.PressesOn(card(c.officer, number, "waits", has("✅ 接警")), "✅ 接警")
	c.volunteer.Sees(number, "接警", "正在办理")
	c.officer.PressesOn(card(c.officer, number, "can be handed to a volunteer", has("请志愿者调解")), "请志愿者调解")
	c.officer.Sees("请用几句话告诉志愿者")
	c.officer.Says("楼上漏水泡了楼下，为赔多少谈不拢，晚上都在家")

	first.Sees("您方便去调解吗", "邻里纠纷", "沙镇", "为赔多少谈不拢")
	s.worker.kill9()
	first.Presses("不方便")
	first.Sees("没关系")
	s.worker.start()
	second.Sees("您方便去调解吗", "为赔多少谈不拢")
	card(c.officer, number, "waits for an answer", says("正在请志愿者调解"))
	second.Presses("我去调解")
	second.Sees("这件就交给您了", station)
	c.officer.Sees("有志愿者答应调解", number)
	c.volunteer.Sees(number, "志愿者来调解", "不知道是谁上报的")

	second.Says("/mediate")
	second.Presses("报告结果")
	second.Presses("调解成功（口头协议）")
	second.Presses("3")
	s.bot.kill9()
	s.bot.start()
	second.Presses("1,000 元")
	second.Presses("已兑现")
	second.Says("楼上赔了一千，当场和好")
	second.Sees("把 "+number+" 的结果交给民警", "涉及金额：1,000 元")
	second.Presses("✅ 交给民警")
	second.Sees("已交给民警")
	c.officer.Sees("志愿者报告了", number)
	reported := card(c.officer, number, "can be confirmed", has("✅ 确认结果"))
	if !says("口头协议", "涉及人数：3", "楼上赔了一千")(reported) {
		t.Errorf("the officer sees %q", reported.Text)
	}
	c.officer.PressesOn(reported, "✅ 确认结果")
	c.officer.Sees("按志愿者报告的结果办结")
	c.officer.Says("感谢志愿者，问题已解决")
	card(c.officer, number, "is closed", says("已办结", "口头协议"))
	second.Sees("民警已经确认")
	c.volunteer.Sees(number, "已办结", "口头协议", "感谢志愿者")

	for who, actor := range map[string]*story.Actor{"who declined": first, "who mediated": second} {
		if text := actor.Transcript(); strings.Contains(text, c.volunteer.Person.Name) || strings.Contains(text, "老粮库旁边两家") {
			t.Errorf("%s learns what the reporter said or who it is", who)
		}
	}
	for cell, want := range map[string]string{"dispute.mediator.volunteer": "= 1", "dispute.mediator.officer": "= 0", "dispute.source.police": "= 1", "dispute.settled": "= 1"} {
		if out := s.command("worker", "monthly", "--explain", cell+"@371502/"+month()); !strings.Contains(out, want) {
			t.Errorf("%s is %s", cell, out)
		}
	}
	s.holds(map[string]int{"submitted": 1, "routed": 1, "accepted": 1, "offered": 1, "declined": 1, "agreed": 1, "mediated": 1, "closed": 1})
}

// shared is the link that several people may open.
func (s *system) shared(matches func(link) bool) string {
	s.t.Helper()
	for _, l := range s.links {
		if matches(l) {
			return l.url
		}
	}
	s.t.Fatal("the sample roster has no such invitation")
	return ""
}

// willing adds a volunteer who may be asked to mediate.
func (s *system) willing(name, link string) *story.Actor {
	s.t.Helper()
	a := s.stage.Add(name)
	a.Opens(link)
	a.Presses("同意")
	a.Sees("可以开始了")
	a.Says("/mediate")
	a.Presses("愿意调解")
	a.Presses("沙镇")
	a.Sees("每次只问一件")
	return a
}
