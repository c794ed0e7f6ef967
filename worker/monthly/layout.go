package monthly

import (
	"slices"
	"strings"

	"secondbrother/storage/payload"
)

// sheet is one table of places by columns, as the office files it.
type sheet struct {
	name    Words
	title   Words
	columns []Column
}

// sheets are the tables of a report: mediation, tips, assistance, and how
// quickly and well it was done. What is told by type only for the whole area
// stands in the table of types.
func sheets() []sheet {
	of := func(kind payload.Kind, groups ...string) []Column {
		var out []Column
		for _, c := range columns().list {
			if c.Kind == kind && slices.Contains(groups, c.Group.ZH) {
				out = append(out, c)
			}
		}
		return out
	}
	var service []Column
	for _, k := range kinds {
		for _, c := range of(k.kind, "时效与评价") {
			c.Group = k.words
			service = append(service, c)
		}
	}
	return []sheet{
		{Words{"调解统计", "Mediation"}, Words{"矛盾纠纷排查调处情况统计表", "Mediation of disputes"},
			of(payload.Dispute, "件数", "办理结果", "类型", "案件来源", "调解主体", "当事人", "涉及人数(件)", "协议", "履行情况", "疑难与防激化")},
		{Words{"线索", "Tips"}, Words{"线索核查情况统计表", "Tips"}, of(payload.Tip, "件数", "办理结果", "类型", "专业队", "专业队·有效", "火灾隐患等级", "九小场所(已定级)")},
		{Words{"救助", "Assistance"}, Words{"救助服务情况统计表", "Assistance"}, of(payload.Assist, "件数", "办理结果", "类型", "专业队", "专业队·有效")},
		{Words{"时效与评价", "Times and ratings"}, Words{"办理时效与群众评价统计表", "Times and ratings"}, service},
	}
}

var kinds = []struct {
	kind  payload.Kind
	words Words
}{{payload.Dispute, Words{"矛盾纠纷", "Disputes"}}, {payload.Tip, Words{"线索", "Tips"}}, {payload.Assist, Words{"救助", "Assistance"}}}

// typeLine is one type's line in the table of types.
type typeLine struct {
	name                      Words
	part                      bool // a subtotal
	total, concluded, success string
	extra                     string // acted on, or people helped; empty for disputes
}

func typeLines(kind payload.Kind) []typeLine {
	prefix := string(kind) + ".type."
	extra := map[payload.Kind]string{payload.Tip: ".acted_on_type.", payload.Assist: ".people_type."}[kind]
	var out []typeLine
	for _, c := range columns().list {
		code, ok := strings.CutPrefix(c.Key, prefix)
		if !ok {
			continue
		}
		k := string(kind)
		line := typeLine{c.Name, c.Part, c.Key, k + ".concluded_type." + code, k + ".success_type." + code, ""}
		if extra != "" {
			line.extra = k + extra + code
		}
		out = append(out, line)
	}
	return out
}

// typeHeader are the columns of the table of types.
func typeHeader(kind payload.Kind) []Words {
	out := []Words{{"类型", "Type"}, {"合计", "Total"}, {"办结", "Concluded"}}
	switch kind {
	case payload.Dispute:
		return append(out, Words{"调解成功", "Settled"})
	case payload.Tip:
		return append(out, Words{"有效", "Valid"}, Words{"查处", "Acted on"})
	}
	return append(out, Words{"已救助", "Helped"}, Words{"救助人数", "People helped"})
}

// compared are the figures that are set beside those of other periods.
func compared() []Column {
	var out []Column
	for _, key := range []string{
		"dispute.carried", "dispute.received", "dispute.total", "dispute.settled", "dispute.not_settled", "dispute.ended", "dispute.withdrawn", "dispute.to_court",
		"dispute.to_police", "dispute.concluded", "dispute.pending", "dispute.success", "dispute.parties", "dispute.oral", "dispute.written", "dispute.yuan",
		"tip.received", "tip.valid", "tip.acted_on", "tip.concluded", "tip.pending",
		"assist.received", "assist.helped", "assist.people", "assist.concluded", "assist.pending",
		"dispute.response", "tip.response", "assist.response",
	} {
		if c, ok := column(key); ok {
			out = append(out, c)
		}
	}
	return out
}

// footer is a line under the rows: the total, or that of another period.
type footer struct {
	name    Words
	figures Figures
}

func (r Report) footers() []footer {
	if r.Public {
		return []footer{{Words{"合计", "Total"}, r.Total}}
	}
	return []footer{
		{Words{"合计", "Total"}, r.Total}, {Words{"上月", "Last month"}, r.LastMonth}, {Words{"去年同月", "Same month last year"}, r.LastYear},
		{Words{"年度累计", "Year to date"}, r.Year}, {Words{"去年同期累计", "Last year to date"}, r.LastYearDate},
	}
}

// change is by how many thousandths now is more than then; false: then was nothing.
func change(now, then Figures, key string) (thousandths int64, ok bool) {
	a, known := now[key]
	b, also := then[key]
	if !known || !also || b <= 0 {
		return 0, false
	}
	return (1000 * (a - b)) / b, true
}
