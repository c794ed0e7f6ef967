package monthly

import (
	"fmt"
	"strconv"

	"secondbrother/storage/payload"
)

// column is one column of every rendering; the words are the office form's.
type column struct {
	zh, en string
	value  func(payload.MonthlyRow) int64
}

var columns = []column{
	{"线索", "Tips", func(r payload.MonthlyRow) int64 { return int64(r.Tips) }},
	{"有效", "Valid", func(r payload.MonthlyRow) int64 { return int64(r.TipsValid) }},
	{"查处", "Acted on", func(r payload.MonthlyRow) int64 { return int64(r.TipsActed) }},
	{"纠纷受理", "Disputes", func(r payload.MonthlyRow) int64 { return int64(r.Disputes) }},
	{"调解成功", "Settled", func(r payload.MonthlyRow) int64 { return int64(r.Settled) }},
	{"口头协议", "Oral", func(r payload.MonthlyRow) int64 { return int64(r.Oral) }},
	{"书面协议", "Written", func(r payload.MonthlyRow) int64 { return int64(r.Written) }},
	{"未成功", "Not settled", func(r payload.MonthlyRow) int64 { return int64(r.NotSettled) }},
	{"终止", "Ended", func(r payload.MonthlyRow) int64 { return int64(r.Ended) }},
	{"撤回", "Withdrawn", func(r payload.MonthlyRow) int64 { return int64(r.Withdrawn) }},
	{"转诉讼", "To court", func(r payload.MonthlyRow) int64 { return int64(r.ToCourt) }},
	{"转公安", "To police", func(r payload.MonthlyRow) int64 { return int64(r.ToPolice) }},
	{"当事人", "Parties", func(r payload.MonthlyRow) int64 { return int64(r.Parties) }},
	{"金额(元)", "Yuan", func(r payload.MonthlyRow) int64 { return r.Yuan }},
	{"求助", "Assistance", func(r payload.MonthlyRow) int64 { return int64(r.Assists) }},
	{"已救助", "Helped", func(r payload.MonthlyRow) int64 { return int64(r.Helped) }},
	{"救助人数", "People", func(r payload.MonthlyRow) int64 { return int64(r.People) }},
}

// basis says what a month counts by; it stands under every table.
const basis = "受理数按上报时间计，办结数按办结时间计（北京时间自然月）；重新打开的在当月冲减。" +
	" Received by the time of the report, the rest by the time of closing (Asia/Shanghai); a reopened case is taken back in its month."

func header() []string {
	names := []string{"代码 Code", "单位 Unit"}
	for _, c := range columns {
		names = append(names, c.zh+" "+c.en)
	}
	return names
}

func cells(r payload.MonthlyRow) []string {
	out := []string{r.Code, r.Name}
	for _, c := range columns {
		out = append(out, strconv.FormatInt(c.value(r), 10))
	}
	return out
}

// body is the table's rows: the lines, the total, the year to date.
func body(r payload.MonthlyReply) []payload.MonthlyRow {
	rows := make([]payload.MonthlyRow, 0, len(r.Rows)+2)
	for _, row := range r.Rows {
		if row.Code == unplaced {
			row.Name = "待定 Undecided"
		}
		rows = append(rows, row)
	}
	total, year := r.Total, r.Year
	total.Code, total.Name = "", "合计 Total"
	year.Code, year.Name = "", "年度累计 Year to date"
	return append(rows, total, year)
}

// Headline is the year in one line.
func Headline(year payload.MonthlyRow) string {
	return fmt.Sprintf("线索 %d 条、化解矛盾纠纷 %d 起、救助群众 %d 次", year.Tips, year.Settled, year.Helped)
}
