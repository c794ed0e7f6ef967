package conversation

import (
	"slices"
	"strconv"
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
	w := max(len(amountText(t.Yuan)), len(amountText(y.Yuan)), columns(s.plain("monthly.year"))) + 1
	name := tableColumns - 2*w
	line := func(key string, month, year int64) string {
		return locale.Escape(left(s.plain("monthly."+key), name) + right(amountText(month), w) + right(amountText(year), w))
	}
	n := func(key string, month, year int) string { return line(key, int64(month), int64(year)) }
	lines := []string{
		locale.Escape(left("", name) + right(s.plain("monthly.month"), w) + right(s.plain("monthly.year"), w)),
		n("tips", t.Tips, y.Tips),
		n("tips_valid", t.TipsValid, y.TipsValid),
		n("tips_acted", t.TipsActed, y.TipsActed),
	}
	if y.Red+y.Yellow+y.Green+t.Red+t.Yellow+t.Green > 0 {
		lines = append(lines, n("red", t.Red, y.Red), n("yellow", t.Yellow, y.Yellow), n("green", t.Green, y.Green))
	}
	lines = append(lines,
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
	)
	return strings.Join(lines, "\n")
}

// rowsTable is a month by county or station, with the total last.
func (s *step) rowsTable(m *payload.MonthlyReply) string {
	// The largest count decides the columns: a count is never rounded.
	w := 5
	for _, r := range append(slices.Clone(m.Rows), m.Total) {
		w = max(w, len(strconv.Itoa(max(r.Tips, r.Disputes, r.Settled, r.Assists)))+1)
	}
	line := func(name, a, b, c, d string) string {
		return locale.Escape(left(name, max(tableColumns-4*w, 4)) + right(a, w) + right(b, w) + right(c, w) + right(d, w))
	}
	lines := []string{line("", s.plain("monthly.short_tips"), s.plain("monthly.short_disputes"), s.plain("monthly.short_settled"), s.plain("monthly.short_assists"))}
	counts := func(name string, r payload.MonthlyRow) {
		lines = append(lines, line(name, strconv.Itoa(r.Tips), strconv.Itoa(r.Disputes), strconv.Itoa(r.Settled), strconv.Itoa(r.Assists)))
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
		lines = append(lines, line(s.categoryName(t.Category), strconv.Itoa(t.Received), strconv.Itoa(t.Settled)))
		received, settled = received+t.Received, settled+t.Settled
	}
	lines = append(lines, line(s.plain("monthly.sum"), strconv.Itoa(received), strconv.Itoa(settled)))
	return strings.Join(lines, "\n")
}

// amountText writes a count with commas, or without where they would not fit.
func amountText(n int64) string {
	if text := thousands(n); len(text) <= 10 {
		return text
	}
	return strconv.FormatInt(n, 10)
}
