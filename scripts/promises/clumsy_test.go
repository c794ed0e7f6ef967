package promises

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/view"
)

// TestClumsyHands: whatever people do that nobody expects of them has a clear
// answer in their language, changes nothing it should not, and loses nothing.
func TestClumsyHands(t *testing.T) {
	s := start(t)
	c := s.gather()
	defer c.tell(t)
	v := c.volunteer
	does := func(do func(ctx context.Context, p *person.Person) error) { v.Does(do) }

	s.part("commands there are not", func(*testing.T) {
		v.Says("/frobnicate now")
		v.Sees("没有 /frobnicate 这个命令", "/help")
		v.Says("/duty on")
		v.Sees("这个命令是民警用的")
		v.Says("/monthly 2026-10")
		v.Sees("这个命令是协调员用的")
		c.coordinator.Says("/monthly 2026-13")
		c.coordinator.Sees("月份")
		v.Says("/status LC-1234")
		v.Sees("回执号不对")
		english := s.stage.Add("Ann", person.Language("en"))
		english.Opens("")
		english.Sees("invitation")
		english.Says("/frobnicate")
		english.Sees("no command /frobnicate")
	})

	s.part("links that are not one's own", func(*testing.T) {
		stranger := s.stage.Add("陌生人")
		stranger.Says("沙镇老粮库门口有人赌钱")
		stranger.Sees("邀请")
		stranger.Opens("no-such-invitation")
		stranger.Sees("这个邀请链接已经失效或用完了")
		second := s.invited("周警官", of("officer", station))
		second.Sees("社区民警")
		for _, m := range second.Chat().Messages {
			if token, ok := strings.CutPrefix(m.Text, "/start "); ok {
				stranger.Opens(token)
			}
		}
		stranger.Sees("这个链接是发给另一位同事的")
	})

	s.part("a sticker where a place is asked", func(*testing.T) {
		v.Says("/tip")
		v.Presses("没有")
		v.Sees("发生了什么")
		v.Says("有人半夜往河里倒废油")
		v.Sees("在什么地方")
		does(func(ctx context.Context, p *person.Person) error { return p.SendSticker(ctx, "🚓") })
		v.Sees("贴纸里看不出地点", "在什么地方")
		does(func(ctx context.Context, p *person.Person) error {
			return p.SendDocumentOfSize(ctx, "film.mp4", 25<<20)
		})
		v.Sees("超过 20 MB", "在什么地方")
		v.Says(strings.Repeat("河边那条路再往东", 30))
		v.Sees("地点请控制在 200 字以内")
		v.Says("外星基地三号")
		v.Sees("地点照您写的记下了")
		v.Says("/cancel")
		v.Sees("取消")
	})

	s.part("words that are changed", func(*testing.T) {
		v.Says("沙镇集上有人卖假烟")
		v.Sees("请核对", "卖假烟")
		does(func(ctx context.Context, p *person.Person) error {
			own, _ := person.LastOwn(v.Chat())
			return p.Edit(ctx, own, "沙镇集上有人卖假酒")
		})
		v.Sees("请核对", "卖假酒")
		told, _ := person.LastOwn(v.Chat())
		v.Presses("✅ 确认提交")
		number := receipt(s.t, v)
		does(func(ctx context.Context, p *person.Person) error {
			return p.Edit(ctx, told, "沙镇集上没有人卖假酒")
		})
		v.Sees("补充")
		card(c.officer, number, "has what was confirmed", says("卖假酒"))
		if m := card(c.officer, number, "is there", says("📝")); strings.Contains(m.Text, "没有人") {
			s.t.Errorf("the card changes with the message: %s", m.Text)
		}
	})

	s.part("buttons of others and of another time", func(*testing.T) {
		v.Says("沙镇卫生院门口有人倒卖号")
		summary := v.Sees("请核对")
		v.Presses("✅ 确认提交")
		number := receipt(s.t, v)
		v.Forges(summary.ID, data(s.t, summary, "✅ 确认提交"))
		v.SeesToast("这个按钮已经失效")
		shown := card(c.officer, number, "waits", has("✅ 接警"))
		accept := data(s.t, shown, "✅ 接警")
		for _, forged := range []string{accept, "x", strings.Repeat("长", 21), "0.confirm", "m.tip.99999999999999999999"} {
			v.Forges(summary.ID, forged)
			v.SeesToast("这个按钮已经失效")
		}
		neighbour := s.invited("吴警官", of("officer", "侯营派出所（示例）"))
		neighbour.Sees("社区民警")
		neighbour.Forges(1, accept)
		neighbour.Sees("现在不由您承办", number)
		s.events(number, "accepted", 0)
		c.officer.PressesOn(shown, "✅ 接警")
		card(c.officer, number, "is mine", has("询问"))
		c.colleague.Forges(shown.ID, accept) // the card as it was
		c.colleague.Sees("已由", "先接下")
		c.officer.Forges(shown.ID, accept)
		c.officer.Sees("这张卡片已经更新")
		s.events(number, "accepted", 1)
		c.colleague.Says("/status " + number) // staff may look; a reporter's number opens nothing to other volunteers
		other := s.invited("李二哥", of("volunteer", "东昌府区"))
		other.Presses("同意")
		other.Says("/status " + number)
		other.Sees("只能查自己的")
	})

	s.part("ten thousand characters", func(t *testing.T) {
		before := len(v.Chat().Messages)
		v.Says("沙镇老粮库" + strings.Repeat("门口天天有人摆摊套圈", 1000))
		v.Until("the limit and what to do are told", func(chat view.State) bool {
			for _, m := range chat.Messages[before:] {
				if strings.Contains(m.Text, "超过了 3500 字的上限") && person.HasButton("只留前面的")(m) {
					return true
				}
			}
			return false
		})
		s.stage.WaitPending(0)
		if said := v.Transcript(); strings.Contains(said, "这句话已补充到经过里") {
			t.Error("one part is taken for the whole")
		}
		v.Says("/cancel")
		v.Sees("已取消")
		does(func(ctx context.Context, p *person.Person) error {
			return p.Forward(ctx, "王大爷", strings.Repeat("沙镇老粮库门口有人赌钱。", 341), true)
		})
		v.Sees("超过了 3500 字的上限")
		v.Presses("只留前面的")
		v.SeesWhere("the next question", func(m view.Message) bool { return len(m.Keyboard) > 0 && !says("字的上限")(m) })
		v.Says("/cancel")
		v.Sees("取消")
		does(func(ctx context.Context, p *person.Person) error {
			return p.SendPhoto(ctx, nil, strings.Repeat("沙镇老粮库门口有人赌。", 93))
		})
		v.Sees("请核对", "1 个")
		v.Says("/cancel")
		v.Sees("取消")
	})
}

// data is what a button sends.
func data(t *testing.T, m view.Message, label string) string {
	t.Helper()
	row, column, err := person.Button(m, label)
	if err != nil {
		t.Fatal(err)
	}
	return m.Keyboard[row][column].CallbackData
}

// events checks how often something happened to a case.
func (s *system) events(number, what string, want int) {
	s.t.Helper()
	db, err := sql.Open("postgres", s.database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var got int
	err = db.QueryRowContext(s.t.Context(), `SELECT count(*) FROM events e JOIN reports r ON r.case_id = e.case_id WHERE r.receipt = $1 AND e.type = $2`,
		strings.ReplaceAll(strings.TrimPrefix(number, "LC-"), "-", ""), what).Scan(&got)
	if err != nil {
		s.t.Fatal(err)
	}
	if got != want {
		s.t.Errorf("%s was %s %d times, want %d", number, what, got, want)
	}
}
