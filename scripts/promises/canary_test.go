package promises

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/samples"
	"secondbrother/scripts/sandbox/story"
)

// Who files confidentially, and what is said: nobody else is called so.
const (
	canaryFirst, canaryLast = "卡纳里甲", "舟鸟乙"
	canaryUser              = "canary_zq7w9x"
	canaryLanguage          = "zh-canary"
	canaryPhone             = "+8613700419253"
	canaryLatitude          = 36.534219
	canaryLongitude         = 115.781357

	wordsTold   = "沙镇老粮库门口天天有人摆摊套圈赌钱，领头的开一辆蓝三轮"
	wordsLater  = "沙镇棉纺厂后墙夜里老有人翻进去偷电缆，接应的骑红摩托"
	wordsAsked  = "一般几点收摊？"
	wordsAnswer = "天擦黑就收，往南走"
	wordsAdded  = "今天又多了两个摊"
	wordsNoted  = "已联系巡防队一起去"
	wordsClosed = "摊子已清，人已批评教育"
)

// TestNobodyLearnsWhoReports: whatever a volunteer's account says of its owner
// stands in no table, no stream or file of NATS, no log line, no metric and
// on nobody's screen; and nothing ties two reports of one person together.
func TestNobodyLearnsWhoReports(t *testing.T) {
	s := start(t)
	c := s.gather()
	city := s.invited("钱市协调员", of("coordinator", "聊城市公安局（示例）"))
	city.Sees("协调员")
	canary := s.invited(canaryFirst, of("volunteer", "东昌府区"),
		person.LastName(canaryLast), person.Username(canaryUser), person.Language(canaryLanguage))
	c.volunteer = canary
	defer c.tell(t)
	canary.Presses("同意")
	canary.Sees("可以开始了")
	canary.Does(func(ctx context.Context, p *person.Person) error { return p.SendContact(ctx, canaryPhone) })
	canary.Sees("看不懂")
	picture := samples.WithPosition(samples.Photo(7), canaryLatitude, canaryLongitude)

	first := s.fileConfidentially(c, canary, wordsTold, picture)
	second := s.fileConfidentially(c, canary, wordsLater, picture)
	named := s.fileNamed(c, canary)
	canary.Says("/my")
	canary.Sees(first, second)
	canary.Says("/privacy")
	canary.Does(func(ctx context.Context, p *person.Person) error { return p.Block(ctx, true) })
	canary.Opens("")
	city.Says("/cases")
	city.Sees("警情")
	for _, a := range []*story.Actor{c.officer, c.leader, c.coordinator, city} {
		a.Says("/case " + first)
		a.Sees(first, wordsTold)
	}
	c.coordinator.Says("/roster")
	c.coordinator.Sees("已加入 4 人")
	s.stage.WaitPending(0)

	id := fmt.Sprint(canary.Person.ID)
	account := map[string]string{
		"the first name": canaryFirst, "the last name": canaryLast, "the username": canaryUser, "the language": canaryLanguage,
		"the phone number": canaryPhone[1:], "the id": id,
	}
	staff := []*story.Actor{c.officer, c.colleague, c.leader, c.coordinator, city}
	tables, streams, files, screens := s.tables(), s.streams(), s.files(), s.screens(staff...)
	logs := []pile{{"the log of bot", []byte(s.bot.log.String())}, {"the log of worker", []byte(s.worker.log.String())}}
	for _, piles := range [][]pile{tables, slices.Concat(mapValues(streams)...), files, screens, logs, s.metrics()} {
		none(t, piles, account)
		none(t, piles, map[string]string{"where the picture was taken": string(picture[:len(picture)-len(samples.Photo(7))+2])})
	}

	// What was said is for officers, and stands only where they read it from.
	said := map[string]string{
		"the report": wordsTold, "the other report": wordsLater, "the question": wordsAsked, "the answer": wordsAnswer, "the addition": wordsAdded,
		"the note": wordsNoted, "the closing words": wordsClosed, "the place": "老粮库", "the bot's token": s.stage.Token,
	}
	some(t, "the database", tables, wordsTold)
	some(t, "NATS's disk", files, wordsTold)
	some(t, "the streams", streams["REPORTS"], wordsTold)
	some(t, "the streams", streams["DELIVERIES"], wordsAnswer)
	some(t, "what staff saw", screens, wordsTold)
	none(t, logs, said)
	none(t, s.metrics(), said)
	for name, piles := range streams {
		if name == "OUTBOUND" || strings.HasPrefix(name, "KV_") {
			none(t, piles, said) // sealed
			if len(piles) == 0 && name != "KV_set_aside" {
				t.Errorf("%s is empty", name)
			}
		}
	}
	for _, a := range append(staff, canary) {
		none(t, logs, map[string]string{"somebody's name": a.Person.Name, "somebody's id": fmt.Sprint(a.Person.ID)})
		none(t, s.metrics(), map[string]string{"somebody's id": fmt.Sprint(a.Person.ID)})
	}
	s.tied(first, second)
	s.tied(first, named)
}

// fileNamed files a report that shows the volunteer's number, and no more.
func (s *system) fileNamed(c cast, canary *story.Actor) string {
	s.t.Helper()
	canary.Says("沙镇小学门口有人摆摊卖假药")
	canary.Sees("请核对", "身份：保密")
	canary.Presses("改身份")
	canary.Sees("志愿者编号")
	canary.Presses("显示：")
	canary.Sees("请核对", "身份：显示二哥")
	canary.Presses("✅ 确认提交")
	number := receipt(s.t, canary)
	card(c.officer, number, "shows the number", says("上报人：二哥"))
	return number
}

// fileConfidentially files a report as the canary, with a picture that knows
// where it was taken, and takes it through its life.
func (s *system) fileConfidentially(c cast, canary *story.Actor, words string, picture []byte) string {
	s.t.Helper()
	canary.Says(words)
	canary.Sees("请核对")
	canary.Does(func(ctx context.Context, p *person.Person) error {
		return p.SendDocument(ctx, person.File{Name: canaryUser + ".jpg", Data: picture}, "")
	})
	canary.Sees("已收到，一共 1 个文件")
	canary.Presses("✅ 确认提交")
	if words == wordsLater {
		canary.Presses("不是，另报一件") // the same picture as before: the bot asks
	}
	number := receipt(s.t, canary)
	c.officer.PressesOn(card(c.officer, number, "waits", has("✅ 接警")), "✅ 接警")
	c.officer.PressesOn(card(c.officer, number, "can be asked about", has("询问")), "询问")
	c.officer.Sees("想问")
	c.officer.Says(wordsAsked)
	canary.Sees("民警想问您一句", wordsAsked)
	canary.Presses("回答")
	canary.Sees("请直接发文字")
	canary.Says(wordsAnswer)
	c.officer.Sees("的上报人说", wordsAnswer)
	canary.Says("/status " + number)
	canary.Presses("补充")
	canary.Says(wordsAdded)
	c.officer.Sees("的上报人说", wordsAdded)
	c.officer.PressesOn(card(c.officer, number, "can be noted", has("备注")), "备注")
	c.officer.Sees("备注")
	c.officer.Says(wordsNoted)
	c.officer.PressesOn(card(c.officer, number, "is noted", says(wordsNoted)), "办结")
	c.officer.Presses("查实并处置")
	c.officer.Says(wordsClosed)
	c.officer.Presses("✅ 确认办结")
	canary.Sees(number, "已办结", wordsClosed)
	canary.Presses("解决了")
	canary.Presses("5 ★")
	canary.Sees("评价")
	return number
}

// tied fails for whatever two reports have in common that other people's
// reports would not: handles, ids of files, ids of messages.
func (s *system) tied(first, second string) {
	s.t.Helper()
	db, err := sql.Open("postgres", s.database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	marks := func(number string) map[string]bool {
		out := map[string]bool{}
		for _, mark := range s.column(db, `
			WITH mine AS (SELECT * FROM reports WHERE receipt = '`+strings.ReplaceAll(strings.TrimPrefix(number, "LC-"), "-", "")+`')
			SELECT reporter FROM mine
			UNION ALL SELECT id FROM mine
			UNION ALL SELECT part.value FROM mine, jsonb_array_elements(media) AS file, jsonb_each_text(file) AS part WHERE length(part.value) > 9
			UNION ALL SELECT d.id FROM deliveries d JOIN mine ON mine.case_id = d.case_id
			UNION ALL SELECT d.recipient FROM deliveries d JOIN mine ON mine.case_id = d.case_id WHERE d.person IS NULL`) {
			out[mark] = true
		}
		return out
	}
	one, other := marks(first), marks(second)
	if len(one) < 4 || len(other) < 4 {
		s.t.Errorf("too few marks to compare: %d and %d", len(one), len(other))
	}
	for mark := range one {
		if other[mark] {
			s.t.Errorf("%s stands in both reports", mark)
		}
	}
}

func mapValues(m map[string][]pile) (all [][]pile) {
	for _, piles := range m {
		all = append(all, piles)
	}
	return all
}
