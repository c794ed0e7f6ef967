package conversation

import (
	"strings"

	"golang.org/x/text/width"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

// tableColumns is what a phone shows of a monospaced line without breaking it;
// a Chinese character takes two.
const tableColumns = 32

func columns(text string) int {
	n := 0
	for _, r := range text {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// left fills or cuts a text to n columns.
func left(text string, n int) string {
	if columns(text) <= n {
		return text + strings.Repeat(" ", n-columns(text))
	}
	var b strings.Builder
	used := 0
	for _, r := range text {
		if used+runeColumns(r) > n-1 {
			break
		}
		b.WriteRune(r)
		used += runeColumns(r)
	}
	return b.String() + "…" + strings.Repeat(" ", max(0, n-1-used))
}

// right fills a text from the left to n columns.
func right(text string, n int) string {
	return strings.Repeat(" ", max(0, n-columns(text))) + text
}

// totalTable is a month for one area, a line for each count.
func (s *step) totalTable(m *payload.MonthlyReply) string {
	t, y := m.Total, m.Year
	line := func(key string, month, year int64) string {
		return locale.Escape(left(s.plain("monthly."+key), 14) + right(thousands(month), 9) + right(thousands(year), 9))
	}
	n := func(key string, month, year int) string { return line(key, int64(month), int64(year)) }
	lines := []string{
		locale.Escape(left("", 14) + right(s.plain("monthly.month"), 9) + right(s.plain("monthly.year"), 9)),
		n("tips", t.Tips, y.Tips),
		n("tips_valid", t.TipsValid, y.TipsValid),
		n("tips_acted", t.TipsActed, y.TipsActed),
		n("disputes", t.Disputes, y.Disputes),
		n("settled", t.Settled, y.Settled),
		n("oral", t.Oral, y.Oral),
		n("written", t.Written, y.Written),
		n("not_settled", t.NotSettled, y.NotSettled),
		n("ended", t.Ended, y.Ended),
		n("withdrawn", t.Withdrawn, y.Withdrawn),
		n("to_court", t.ToCourt, y.ToCourt),
		n("to_police", t.ToPolice, y.ToPolice),
		n("parties", t.Parties, y.Parties),
		line("yuan", t.Yuan, y.Yuan),
		n("assists", t.Assists, y.Assists),
		n("helped", t.Helped, y.Helped),
		n("people", t.People, y.People),
	}
	return strings.Join(lines, "\n")
}

// rowsTable is a month by county or station, with the total last.
func (s *step) rowsTable(m *payload.MonthlyReply) string {
	line := func(name, a, b, c, d string) string {
		return locale.Escape(left(name, 12) + right(a, 5) + right(b, 5) + right(c, 5) + right(d, 5))
	}
	lines := []string{line("", s.plain("monthly.short_tips"), s.plain("monthly.short_disputes"), s.plain("monthly.short_settled"), s.plain("monthly.short_assists"))}
	counts := func(name string, r payload.MonthlyRow) {
		lines = append(lines, line(name, short(r.Tips), short(r.Disputes), short(r.Settled), short(r.Assists)))
	}
	for _, r := range m.Rows {
		counts(r.Name, r)
	}
	counts(s.plain("monthly.sum"), m.Total)
	return strings.Join(lines, "\n")
}

func (s *step) typesTable(m *payload.MonthlyReply) string {
	line := func(name, a, b string) string { return locale.Escape(left(name, 20) + right(a, 6) + right(b, 6)) }
	lines := []string{line("", s.plain("monthly.short_received"), s.plain("monthly.short_settled"))}
	received, settled := 0, 0
	for _, t := range m.Types {
		lines = append(lines, line(s.categoryName(t.Category), short(t.Received), short(t.Settled)))
		received, settled = received+t.Received, settled+t.Settled
	}
	lines = append(lines, line(s.plain("monthly.sum"), short(received), short(settled)))
	return strings.Join(lines, "\n")
}

// short writes a count in four columns or less.
func short(n int) string {
	text := thousands(int64(n))
	if len(text) > 4 {
		text = strings.ReplaceAll(text, ",", "")
	}
	if len(text) > 4 {
		return text[:len(text)-3] + "k"
	}
	return text
}
