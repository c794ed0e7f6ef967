package chat

import (
	"strings"
	"sync/atomic"
	"testing"

	"secondbrother/bot/conversation"
	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// tip is a whole conversation: what the volunteer does, and what they see when
// it was taken.
var tip = []struct {
	does func(*story.Actor)
	sees string
}{
	{func(a *story.Actor) { a.Says("/tip") }, "生命危险"},
	{func(a *story.Actor) { a.Presses("没有") }, "发生了什么"},
	{func(a *story.Actor) { a.Photographs("") }, "已收到 1 个文件"},
	{func(a *story.Actor) { a.Says("楼下有几个人天天晚上聚在一起") }, "在什么地方"},
	{func(a *story.Actor) { a.Shares(36.4567, 115.9853) }, "什么时候的事"},
	{func(a *story.Actor) { a.Presses("今天") }, "有多急"},
	{func(a *story.Actor) { a.Presses("正在发生，尽快处理") }, "志愿者编号吗"},
	{func(a *story.Actor) { a.Presses("显示：二哥140号") }, "请核对"},
	{func(a *story.Actor) { a.Presses("确认提交") }, "回执号"},
}

// TestKilledAtEveryStep ends the process at every step of a conversation, at
// every place within the step. No answer that was confirmed is lost, and one
// report is filed.
func TestKilledAtEveryStep(t *testing.T) {
	for _, seam := range seams {
		t.Run(seam, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, botapi.Options{})
			var armed, reached atomic.Bool
			s.config.seam = func(at string) error {
				if at == seam && armed.CompareAndSwap(true, false) {
					reached.Store(true)
					return errStopped
				}
				return nil
			}
			// No proposals: the way with the most steps.
			s.config.Step = func(p conversation.Person, in conversation.Input, r conversation.Rules) conversation.Result {
				r.Judge = nil
				return conversation.Step(p, in, r)
			}
			b := s.enter()
			wang := s.joined("王师傅")
			s.WaitPending(0)
			kills := 0
			for _, step := range tip {
				s.allSent()
				armed.Store(true)
				step.does(wang)
				s.until("the step is taken, or ended in the middle", func() bool {
					// The answer may be there before the place is reached, the confirmation is not.
					return reached.Load() || strings.Contains(last(wang), step.sees) && s.Pending() == 0
				})
				if reached.CompareAndSwap(true, false) {
					kills++
					s.allSent()
					s.kill(b)
					b = s.enter()
				}
				wang.Sees(step.sees)
				s.WaitPending(0)
				armed.Store(false)
			}
			s.allSent()
			least := len(tip)
			if seam == "effect" {
				least = 1 // only filing has effects
			}
			if kills < least {
				t.Errorf("killed %d times, not %d", kills, least)
			}
			receipts := 0
			for _, text := range answers(wang.Chat()) {
				if strings.Contains(text, "回执号：") {
					receipts++
				}
			}
			reports := s.stored(stream.Reports, 1)
			if receipts != 1 || len(reports) != 1 {
				t.Fatalf("%d receipts, %d reports", receipts, len(reports))
			}
			r, err := stream.Decode[payload.Report](reports[0])
			if err != nil {
				t.Fatal(err)
			}
			if r.Text != "楼下有几个人天天晚上聚在一起" || !r.Place.HasPoint() || r.Happened != "今天" || r.Urgency != payload.Urgent ||
				r.Volunteer != 140 || len(r.Media) != 1 || r.Kind != payload.Tip {
				t.Errorf("an answer is lost: %+v", r)
			}
			k, err := b.load(t.Context(), wang.Person.ID)
			if err != nil || len(k.Receipts) != 1 || k.Draft != nil || !strings.Contains(strings.Join(answers(wang.Chat()), ""), k.Receipts[0].Receipt.String()) {
				t.Errorf("the person has %d receipts: %v", len(k.Receipts), err)
			}
		})
	}
}

// last is what the bot said last.
func last(a *story.Actor) string {
	all := answers(a.Chat())
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}
