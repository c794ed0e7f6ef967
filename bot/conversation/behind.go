package conversation

import (
	"strconv"
	"strings"

	"secondbrother/storage/payload"
)

// numbers are those of the total table that open to their cases, in its order:
// as a button and the catalogue name them, as worker/monthly does, and where
// they stand.
var numbers = []struct {
	name, count string
	of          func(payload.MonthlyRow) int64
}{
	{"tips", "tip.received", func(r payload.MonthlyRow) int64 { return int64(r.Tips) }},
	{"tips_valid", "tip.valid", func(r payload.MonthlyRow) int64 { return int64(r.TipsValid) }},
	{"tips_acted", "tip.acted_on", func(r payload.MonthlyRow) int64 { return int64(r.TipsActed) }},
	{"red", "tip.grade.red", func(r payload.MonthlyRow) int64 { return int64(r.Red) }},
	{"yellow", "tip.grade.yellow", func(r payload.MonthlyRow) int64 { return int64(r.Yellow) }},
	{"green", "tip.grade.green", func(r payload.MonthlyRow) int64 { return int64(r.Green) }},
	{"disputes", "dispute.received", func(r payload.MonthlyRow) int64 { return int64(r.Disputes) }},
	{"settled", "dispute.settled", func(r payload.MonthlyRow) int64 { return int64(r.Settled) }},
	{"oral", "dispute.oral", func(r payload.MonthlyRow) int64 { return int64(r.Oral) }},
	{"written", "dispute.written", func(r payload.MonthlyRow) int64 { return int64(r.Written) }},
	{"not_settled", "dispute.not_settled", func(r payload.MonthlyRow) int64 { return int64(r.NotSettled) }},
	{"ended", "dispute.ended", func(r payload.MonthlyRow) int64 { return int64(r.Ended) }},
	{"withdrawn", "dispute.withdrawn", func(r payload.MonthlyRow) int64 { return int64(r.Withdrawn) }},
	{"to_court", "dispute.to_court", func(r payload.MonthlyRow) int64 { return int64(r.ToCourt) }},
	{"to_police", "dispute.to_police", func(r payload.MonthlyRow) int64 { return int64(r.ToPolice) }},
	{"parties", "dispute.parties", func(r payload.MonthlyRow) int64 { return int64(r.Parties) }},
	{"yuan", "dispute.yuan", func(r payload.MonthlyRow) int64 { return r.Yuan }},
	{"assists", "assist.received", func(r payload.MonthlyRow) int64 { return int64(r.Assists) }},
	{"helped", "assist.helped", func(r payload.MonthlyRow) int64 { return int64(r.Helped) }},
	{"people", "assist.people", func(r payload.MonthlyRow) int64 { return int64(r.People) }},
}

// ofType begins the name of a dispute type's number.
const ofType = "type-"

// countOf is what worker/monthly calls a number, and what people do.
func (s *step) countOf(name string) (count, words string, known bool) {
	if t, typed := strings.CutPrefix(name, ofType); typed {
		if t == "undecided" {
			return "dispute.type." + t, s.categoryName(""), true
		}
		_, known = s.r.category("dispute." + t)
		return "dispute.type." + t, s.categoryName("dispute." + t), known
	}
	for _, n := range numbers {
		if n.name == name {
			return n.count, strings.TrimLeft(s.plain("monthly."+name), " 　"), true
		}
	}
	return "", "", false
}

// behindButton opens a page of a number's cases.
func (s *step) behindButton(text, month, name string, page int, area string) Button {
	parts := []string{familyQuery, "behind", month, name, strconv.Itoa(page)}
	if area != "" {
		parts = append(parts, area)
	}
	return Button{Text: text, Data: strings.Join(parts, ".")}
}

// numberButtons open the month's numbers that are not zero.
func (s *step) numberButtons(q payload.Question, m *payload.MonthlyReply) [][]Button {
	var all []Button
	for _, n := range numbers {
		if v := n.of(m.Total); v != 0 {
			_, words, _ := s.countOf(n.name)
			all = append(all, s.behindButton(brief(words+" "+amountText(v), 20), m.Month, n.name, 0, q.Area))
		}
	}
	return grid(all, 2)
}

// typeButtons open the dispute types that there were cases of.
func (s *step) typeButtons(q payload.Question, m *payload.MonthlyReply) [][]Button {
	var all []Button
	for _, t := range m.Types[:min(len(m.Types), 30)] {
		if t.Received == 0 {
			continue
		}
		name := strings.TrimPrefix(t.Category, "dispute.")
		if name == "" {
			name = "undecided"
		}
		all = append(all, s.behindButton(brief(s.categoryName(t.Category)+" "+strconv.Itoa(t.Received), 24), m.Month, ofType+name, 0, q.Area))
	}
	return grid(all, 2)
}

// signed writes a number that may be below zero.
func signed(n int64) string {
	if n < 0 {
		return "-" + amountText(-n)
	}
	return amountText(n)
}

// pressedBehind: q.behind.<month>.<number>.<page>[.<area>]
func (s *step) pressedBehind(b pressedButton) bool {
	month, area := b.arg(0), b.arg(3)
	count, _, known := s.countOf(b.arg(1))
	page, ok := b.number(2)
	if !known || !ok || !monthForm.MatchString(month) || len(area) > 20 {
		return false
	}
	s.ask(payload.Question{Query: payload.QueryBehind, Month: month, Area: area, Count: count, Scope: b.arg(1), Page: page})
	s.wait("monthly", false)
	return true
}

// behind shows a page of the cases behind a number; each opens as its card.
func (s *step) behind(q payload.Question, r *payload.BehindReply) {
	_, words, _ := s.countOf(q.Scope)
	lines := []string{s.t("monthly.behind", "area", r.Area, "month", r.Month, "name", words, "n", signed(r.N))}
	if r.Was != nil {
		lines = append(lines, s.t("monthly.behind_was", "n", signed(*r.Was)))
	}
	var cases []Button
	for i, l := range r.Lines[:min(len(r.Lines), payload.PageSize)] {
		n := strconv.Itoa(r.Page*payload.PageSize + i + 1)
		key := "monthly.behind_line"
		switch {
		case l.N < 0:
			key = "monthly.behind_back"
		case l.N != 1:
			key = "monthly.behind_part"
		}
		lines = append(lines, s.t(key, "i", n, "case", l.Case.String(), "time", s.clock(l.At), "n", signed(l.N)))
		cases = append(cases, Button{Text: n, Data: familyQuery + ".case." + string(l.Case)})
	}
	if r.Hidden > 0 {
		lines = append(lines, s.t("monthly.behind_hidden", "n", strconv.Itoa(r.Hidden)))
	} else if len(r.Lines) == 0 {
		lines = append(lines, s.t("monthly.behind_none"))
	}
	var turn []Button
	if r.Page > 0 {
		turn = append(turn, s.behindButton(s.plain("button.previous"), r.Month, q.Scope, r.Page-1, q.Area))
	}
	if r.More {
		turn = append(turn, s.behindButton(s.plain("button.next"), r.Month, q.Scope, r.Page+1, q.Area))
	}
	rows := grid(cases, 4)
	if len(turn) > 0 {
		rows = append(rows, turn)
	}
	view := viewOpen
	if strings.HasPrefix(q.Scope, ofType) {
		view = viewKinds
	}
	back := []string{familyQuery, "month", r.Month, view}
	if q.Area != "" {
		back = append(back, q.Area)
	}
	rows = append(rows, row(s.lasting("monthly.back", back...)))
	s.reply(Reply{Text: strings.Join(lines, "\n"), Buttons: rows, Track: "monthly", Protect: true})
}
