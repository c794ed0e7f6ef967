package conversation

import (
	"strings"
	"testing"
	"time"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

// tellBehind opens numbers of a month to their cases, and hands out the
// version that may be shown to anybody.
func tellBehind(f *phone) {
	f.joins(payload.RoleCoordinator, "", 0)
	city := aMonth()
	city.Monthly.Area, city.Monthly.Public = "市局", true
	f.command("monthly", "2026-10")
	f.reply(city)
	f.tap("month.2026-10.public")
	f.reply(city)
	f.tap("month.2026-10.rows")
	f.reply(city)
	f.tap("month.2026-10.rows.s1")
	f.reply(aMonth())
	f.tap("month.2026-10.open.s1")
	f.reply(aMonth())
	f.tap("behind.2026-10.settled.0.s1")
	page := func(from, to, n int) *payload.Reply {
		r := &payload.BehindReply{Month: "2026-10", Area: "东昌府区", N: int64(n), Page: from / payload.PageSize, More: to < n}
		for i := from; i < to; i++ {
			r.Lines = append(r.Lines, payload.BehindLine{Case: payload.NewReceipt(uint64(i) + 7), At: f.now.AddDate(0, -1, i), N: 1})
		}
		return &payload.Reply{Behind: r}
	}
	f.reply(page(0, 8, 10))
	f.tap("behind.2026-10.settled.1.s1")
	last := page(8, 10, 10)
	was := int64(11)
	last.Behind.Was, last.Behind.Lines[1].N = &was, -1
	f.reply(last)
	f.tap("q.case." + string(last.Behind.Lines[0].Case))
	f.reply(&payload.Reply{Card: aCard()})
	f.tap("month.2026-10.open.s1")
	f.reply(aMonth())
	f.tap("behind.2026-10.parties.0.s1")
	people := page(0, 1, 1)
	people.Behind.N, people.Behind.Lines[0].N = 3120, 3120
	f.reply(people)
	f.tap("month.2026-10.open.s1")
	f.reply(aMonth())
	f.tap("month.2026-10.total.s1")
	f.reply(aMonth())
	f.tap("month.2026-10.types.s1")
	f.reply(aMonth())
	f.tap("month.2026-10.kinds.s1")
	f.reply(aMonth())
	f.tap("behind.2026-10.type-neighbour.0.s1")
	f.reply(&payload.Reply{Behind: &payload.BehindReply{Month: "2026-10", Area: "东昌府区"}})
	f.tap("month.2026-10.kinds.s1")
	f.reply(&payload.Reply{Refused: payload.ReasonNotYours})
}

func aMonth() *payload.Reply {
	total := payload.MonthlyRow{Tips: 251, TipsValid: 200, TipsActed: 180, Disputes: 1446, Settled: 1300, NotSettled: 46, Ended: 20, Withdrawn: 10, ToCourt: 30, ToPolice: 5,
		Parties: 3120, Oral: 900, Written: 400, Yuan: 12345678, Assists: 897, Helped: 880, People: 1002}
	year := total
	year.Disputes, year.Yuan = 14460, 123456789
	return &payload.Reply{Monthly: &payload.MonthlyReply{Month: "2026-10", Area: "东昌府区", Total: total, Year: year, File: []byte("xlsx"), Name: "2026-10.xlsx",
		Rows:  []payload.MonthlyRow{{Code: "s1", Name: "古楼派出所", Tips: 12, Disputes: 34, Settled: 30, Assists: 5}, {Code: "s2", Name: "江北水城旅游度假区派出所", Tips: 12345, Disputes: 1234}},
		Types: []payload.TypeRow{{Category: "dispute.family", Received: 400, Settled: 380}, {Category: "dispute.neighbour", Received: 300, Settled: 290}, {Category: "dispute.migrant_wages", Received: 20, Settled: 18}}}}
}

func TestMonthlyTablesFitAPhone(t *testing.T) {
	for _, language := range locale.Languages {
		for _, view := range []string{viewTotal, viewRows, viewTypes} {
			s := &step{r: &testRules, language: language, in: Input{At: time.Unix(1.8e9, 0)}}
			s.counted(payload.Question{Scope: view}, aMonth().Monthly)
			_, table, _ := strings.Cut(s.replies[0].Text, "<pre>")
			table, _, _ = strings.Cut(table, "</pre>")
			for _, line := range strings.Split(visible(table), "\n") {
				if n := columns(line); n != tableColumns {
					t.Errorf("%s %s: %d columns: %q", language, view, n, line)
				}
			}
		}
	}
}
