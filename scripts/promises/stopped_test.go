package promises

import (
	"regexp"
	"strings"
	"testing"

	"secondbrother/scripts/sandbox/view"
)

var linkForm = regexp.MustCompile(`https://t\.me/\S+`)

// TestCoordinatorStopsAReporter: a volunteer files nonsense; the coordinator
// stops whoever that is, learns nothing, and lets them again. A link that went
// to the wrong person is made void.
func TestCoordinatorStopsAReporter(t *testing.T) {
	s := start(t)
	c := s.gather()
	defer c.tell(t)
	c.volunteer.Says("沙镇老粮库门口天天有人摆摊套圈赌钱")
	c.volunteer.Presses("✅ 确认提交")
	number := receipt(t, c.volunteer)
	c.volunteer.Sees(number, "已派给"+station)

	c.coordinator.Says("/case " + number)
	c.coordinator.PressesOn(card(c.coordinator, number, "can be restricted", has("限制上报人")), "限制上报人")
	c.coordinator.Presses("暂停其上报")
	c.coordinator.Sees("已暂停这位上报人")
	if text := c.coordinator.Transcript(); strings.Contains(text, c.volunteer.Person.Name) || regexp.MustCompile(`二哥\d+号`).MatchString(text) {
		t.Error("the coordinator learns who it is")
	}
	c.volunteer.Sees("已被协调员暂停")
	c.volunteer.Says("沙镇卫生院门口有人聚众赌博")
	c.volunteer.Sees("已被协调员暂停")
	c.coordinator.PressesOn(card(c.coordinator, number, "can be restricted", has("限制上报人")), "限制上报人")
	c.coordinator.Presses("恢复其上报")
	c.volunteer.Sees("已经恢复")
	c.volunteer.Says("沙镇卫生院门口有人聚众赌博")
	c.volunteer.Sees("请核对")

	c.coordinator.Says("/invite")
	c.coordinator.Presses("沙镇")
	c.coordinator.Presses("10 次")
	c.coordinator.Presses("7 天")
	m := c.coordinator.SeesWhere("a link", func(m view.Message) bool { return linkForm.MatchString(m.Text) })
	link := linkForm.FindString(m.Text)
	first := s.stage.Add("周二哥")
	first.Opens(link)
	first.Sees("不是匿名")
	c.coordinator.PressesOn(m, "作废这个链接")
	c.coordinator.Sees("链接已作废")
	second := s.stage.Add("吴二哥")
	second.Opens(link)
	second.Sees("失效")
}
