package monthly

import (
	"errors"
	"fmt"

	"secondbrother/storage/payload"
)

// Check says what does not add up in r. In every row, in the total and in every
// other period:
//
//	total = carried + received + moved = concluded + pending
//	total = the types                            (desks and subtotals only repeat them)
//	total = the sources + pending = the mediators + pending = the bands of people + pending
//	total = the outcomes + pending               (settled or valid among them)
//	settled = oral + written = its performances  (as recorded or not)
//	valid fire hazards = their grades            (as graded or not); those graded = the kinds of premises
//
// and every column that is a sum adds up over the rows to the total: the
// counties to the city, the stations to their county. The error is
// ErrUnreconciled.
func Check(r Report) error {
	var wrong []error
	check := func(what string, f Figures) {
		if r.Public || f == nil {
			return // a published report misses figures on purpose
		}
		for _, i := range identities() {
			if sum(f, i.left) != sum(f, i.right) {
				wrong = append(wrong, fmt.Errorf("%s %s: %s is %d, %s is %d", r.Month, what, i.leftName, sum(f, i.left), i.rightName, sum(f, i.right)))
			}
		}
	}
	for _, row := range r.Rows {
		check(row.Code, row.Figures)
	}
	check("total", r.Total)
	check("last month", r.LastMonth)
	check("last year", r.LastYear)
	check("year", r.Year)
	check("last year to date", r.LastYearDate)
	if !r.Public && r.Rows != nil {
		for _, c := range columns().list {
			if !c.Additive() {
				continue
			}
			var n int64
			for _, row := range r.Rows {
				n += row.Figures[c.Key]
			}
			if n != r.Total[c.Key] {
				wrong = append(wrong, fmt.Errorf("%s: the rows' %s add up to %d, the total is %d", r.Month, c.Key, n, r.Total[c.Key]))
			}
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%w: %w", ErrUnreconciled, errors.Join(wrong...))
	}
	return nil
}

// ErrUnreconciled says that figures do not add up.
var ErrUnreconciled = errors.New("the counts do not reconcile")

// identity is two sums of columns that are always the same.
type identity struct {
	leftName, rightName string
	left, right         []string
}

func identities() []identity {
	var out []identity
	for _, kind := range []payload.Kind{payload.Dispute, payload.Tip, payload.Assist} {
		k := string(kind) + "."
		total := []string{k + "total"}
		add := func(name string, right ...string) { out = append(out, identity{k + "total", k + name, total, right}) }
		add("carried+received+moved", k+"carried", k+"received", k+"moved")
		add("concluded+pending", k+"concluded", k+"pending")
		add("types", group(kind, "类型")...)
		if kind != payload.Dispute {
			add("desks", group(kind, "专业队")...)
		}
		var ends []string
		for _, c := range columns().list {
			if c.Kind == kind && c.Group.ZH == "办理结果" && !c.Part && c.Additive() && c.Key != "assist.people" {
				ends = append(ends, c.Key)
			}
		}
		add("outcomes+pending", ends...)
		out = append(out, identity{k + "concluded", k + "concluded types", []string{k + "concluded"}, group(kind, "类型·办结")})
	}
	pending := "dispute.pending"
	add := func(left, name string, right ...string) {
		out = append(out, identity{left, name, []string{left}, right})
	}
	add("dispute.total", "sources+pending", append(group(payload.Dispute, "案件来源"), pending)...)
	add("dispute.total", "mediators+pending", append(group(payload.Dispute, "调解主体"), pending)...)
	add("dispute.total", "bands+pending", append(group(payload.Dispute, "涉及人数(件)"), pending)...)
	add("dispute.settled", "oral+written", "dispute.oral", "dispute.written")
	add("dispute.settled", "performances", group(payload.Dispute, "履行情况")...)
	add("dispute.settled", "settled types", group(payload.Dispute, "类型·调解成功")...)
	add("tip.valid", "valid types", group(payload.Tip, "类型·有效")...)
	add("tip.valid", "acted on+checked", "tip.acted_on", "tip.checked")
	add("tip.acted_on", "acted on by type", group(payload.Tip, "类型·查处")...)
	add("tip.success_type.fire_hazard", "grades", group(payload.Tip, "火灾隐患等级")...)
	out = append(out, identity{"grades", "premises", []string{"tip.grade.red", "tip.grade.yellow", "tip.grade.green"}, group(payload.Tip, "九小场所(已定级)")})
	add("assist.helped", "helped types", group(payload.Assist, "类型·已救助")...)
	add("assist.people", "people by type", group(payload.Assist, "类型·救助人数")...)
	return out
}

// group lists the keys of a kind's group that are no sums of others; for desks, all.
func group(kind payload.Kind, zh string) []string {
	var keys []string
	for _, c := range columns().list {
		if c.Kind == kind && c.Group.ZH == zh && (!c.Part || zh == "专业队") {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

func sum(f Figures, keys []string) int64 {
	var n int64
	for _, k := range keys {
		n += f[k]
	}
	return n
}
