package promises

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"secondbrother/scripts/sandbox/view"
)

// TestAStationAndItsCoordinator: cards in the station's group, handing over,
// sorting at one tap, looking for somebody missing, and the roster.
func TestAStationAndItsCoordinator(t *testing.T) {
	s := start(t)
	c := s.gather()
	defer c.tell(t)
	c.inTheGroup(t, s)
	c.goesOffDuty()
	c.sortsAtOneTap(t)
	c.looksForSomebody(t)
	c.keepsTheRoster(t)
}

// inTheGroup: what is pressed there is the presser's own doing.
func (c cast) inTheGroup(t *testing.T, s *system) {
	c.leader.Says("/station")
	c.leader.Sees(station, "startgroup=station")
	stranger := s.stage.Add("周路人")
	group := s.stage.Group("沙镇所", c.leader, c.officer, c.volunteer, stranger)
	c.officer.In(group).Says("/station")
	c.officer.In(group).Sees("只有所长")
	leader := c.leader.In(group)
	leader.Says("/station")
	leader.Sees(station, "以后也发到这里")

	c.volunteer.Says("沙镇老粮库门口天天有人摆摊套圈赌钱")
	c.volunteer.Presses("✅ 确认提交")
	tip := receipt(t, c.volunteer)
	waits := card(leader, tip, "is in the group", has("✅ 接警"))
	for who, toast := range map[string]string{"volunteer": "本所民警", "stranger": "用邀请链接加入"} {
		presser := map[string]interface {
			PressesOn(view.Message, string)
			SeesToast(string) view.Toast
		}{"volunteer": c.volunteer.In(group), "stranger": stranger.In(group)}[who]
		presser.PressesOn(waits, "✅ 接警")
		presser.SeesToast(toast)
	}
	officer := c.officer.In(group)
	officer.PressesOn(waits, "✅ 接警")
	card(leader, tip, "says in the group who has it", says("正在办理", "承办："))
	card(c.officer, tip, "is the officer's own", has("办结"))
	c.volunteer.Sees(tip, "接警")
}

// goesOffDuty: the officer and the leader read what stays; the leader sees who
// has how much.
func (c cast) goesOffDuty() {
	c.officer.Says("/duty off")
	c.officer.Sees("您下班了", "手头未办结 1 件")
	c.leader.Says("/cases")
	c.leader.Presses("各人手头")
	c.leader.Sees("在办 1 件")
	c.leader.Until("the summary", func(s view.State) bool {
		return slices.ContainsFunc(s.Messages, says("下班了，交接如下", "手头未办结 1 件"))
	})
	c.officer.Says("/duty on")
	c.officer.Sees("上班")
}

// sortsAtOneTap: the machine's guess is a button.
func (c cast) sortsAtOneTap(t *testing.T) {
	c.volunteer.Says("/dispute")
	c.volunteer.Presses("没有")
	c.volunteer.Says("这事说来话长")
	c.volunteer.Sees("在什么地方")
	c.volunteer.Says("沙镇")
	c.volunteer.Presses("今天")
	c.volunteer.Presses("不急，按正常处理")
	c.volunteer.Presses("保密（推荐）")
	c.volunteer.Presses("✅ 确认提交")
	unsure := receipt(t, c.volunteer)
	guesses := card(c.coordinator, unsure, "may be sorted", says("可能是"))
	c.coordinator.PressesOn(guesses, guesses.Keyboard[0][0].Text)
	card(c.officer, unsure, "comes to the station", has("✅ 接警"))
}

// looksForSomebody: everybody of the area is asked, an answer is linked, and
// nothing is left when it is taken back.
func (c cast) looksForSomebody(t *testing.T) {
	c.coordinator.Says("/broadcast")
	c.coordinator.Sees("寻人启事")
	c.coordinator.Photographs("七旬老人走失，灰棉袄、黑帽子，今早在沙镇集市附近")
	c.coordinator.Sees("哪个地方")
	c.coordinator.Says("沙镇")
	c.coordinator.Presses("6 小时")
	c.coordinator.Presses("✅ 确认发出")
	c.coordinator.Sees("正在发给 1 位志愿者")
	pictures := func(s view.State) (n int) {
		for _, m := range s.Messages {
			if m.FromBot && m.Photo != nil {
				n++
			}
		}
		return n
	}
	c.volunteer.Until("the notice and its picture", func(s view.State) bool {
		return slices.ContainsFunc(s.Messages, says("寻人启事 第1号", "灰棉袄")) && pictures(s) == 1
	})
	c.volunteer.Presses("我有线索")
	c.volunteer.Sees("回答寻人启事第1号")
	c.volunteer.Says("汽车站有一位老人，灰棉袄，很像")
	c.volunteer.Sees("在什么地方")
	c.volunteer.Says("沙镇")
	c.volunteer.Presses("正在发生")
	c.volunteer.Presses("保密（推荐）")
	c.volunteer.Presses("✅ 确认提交")
	clue := receipt(t, c.volunteer)
	c.coordinator.Sees("寻人启事第1号有线索", clue, "很像")
	card(c.officer, clue, "says what it answers", says("回应寻人启事：第1号"))

	c.coordinator.Says("/broadcast list")
	c.coordinator.Presses("撤回 1号")
	c.coordinator.Presses("确定撤回")
	c.coordinator.Sees("已撤回")
	c.volunteer.Until("nothing of it is left", func(s view.State) bool {
		return slices.ContainsFunc(s.Messages, says("寻人启事第1号已撤回")) && pictures(s) == 0 &&
			!slices.ContainsFunc(s.Messages, func(m view.Message) bool { return m.FromBot && strings.Contains(m.Text, "黑帽子") })
	})
}

var numberForm = regexp.MustCompile(`二哥(\d+)号`)

// keepsTheRoster: a volunteer is suspended and brought back.
func (c cast) keepsTheRoster(t *testing.T) {
	var number string
	for _, m := range c.volunteer.Chat().Messages {
		if found := numberForm.FindStringSubmatch(m.Text); found != nil {
			number = found[1]
		}
	}
	change := func(what string) {
		c.coordinator.Says("/roster " + number)
		c.coordinator.Presses("1 · 二哥" + number + "号")
		c.coordinator.Presses(what)
		c.coordinator.Presses("✅ 确定")
		c.coordinator.Sees("已办好", number, what)
	}
	change("停用")
	c.volunteer.Sees("暂停")
	c.volunteer.Says("沙镇又有人赌博")
	c.volunteer.Sees("凭邀请开通")
	change("恢复")
	c.volunteer.Sees("编号是", number)
	c.volunteer.Says("沙镇又有人赌博")
	c.volunteer.Sees("请核对")
}
