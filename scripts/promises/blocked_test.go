package promises

import (
	"context"
	"strings"
	"testing"

	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/story"
)

// TestBlockedAndBack: whoever blocks the bot gets no cards, others do; whoever
// comes back gets them again, by the start button or by saying anything.
func TestBlockedAndBack(t *testing.T) {
	s := start(t)
	c := s.gather()
	defer c.tell(t)
	files := func(words string) string {
		c.volunteer.Says(words)
		c.volunteer.Sees("请核对")
		c.volunteer.Presses("✅ 确认提交")
		return receipt(t, c.volunteer)
	}
	block := func(a *story.Actor, yes bool) {
		a.Does(func(ctx context.Context, p *person.Person) error { return p.Block(ctx, yes) })
		s.stage.WaitPending(0)
	}
	first := files("沙镇老粮库门口天天有人摆摊套圈赌钱")
	c.officer.PressesOn(card(c.officer, first, "waits", has("✅ 接警")), "✅ 接警")
	card(c.officer, first, "is mine", has("询问"))
	block(c.officer, true)
	// What was the officer's is somebody else's now.
	c.colleague.PressesOn(card(c.colleague, first, "waits again", has("✅ 接警")), "✅ 接警")
	card(c.colleague, first, "is mine", has("询问"))
	second := files("沙镇棉纺厂后墙夜里有人翻进去偷电缆")
	card(c.colleague, second, "waits", has("✅ 接警"))
	if strings.Contains(c.officer.Transcript(), second) {
		t.Error("a card reached somebody who has blocked the bot")
	}
	// Back by the start button: what waits comes.
	c.officer.Opens("")
	card(c.officer, second, "is there", has("✅ 接警"))

	// Both gone: the leader has it. One unblocks without a word, and is there.
	block(c.officer, true)
	block(c.colleague, true)
	third := files("沙镇卫生院门口有人倒卖挂号单")
	card(c.leader, third, "waits", has("✅ 接警"))
	block(c.colleague, false)
	card(c.colleague, third, "is there", has("✅ 接警"))
	s.stage.WaitPending(0)
}
