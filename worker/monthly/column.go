package monthly

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/classify"
)

// Form is how a figure is written.
type Form int

const (
	Number  Form = iota // cases, people
	Yuan                // kept in yuan, written in 10,000 yuan
	Minutes             // an upper bound in minutes; no sum
	Percent             // one figure by another; no sum
)

// Column is one number of every rendering, and the definition of it.
type Column struct {
	Key    string // its name in cells, JSON and CSV: dispute.settled
	Kind   payload.Kind
	Group  Words // what stands above it in the office form
	Name   Words
	Form   Form
	Part   bool // it only repeats others: a sum or a share of them
	terms  []term
	ratio  [2]string // Percent: the keys it divides
	spread *spread   // Minutes
}

// Words are a text in both languages.
type Words struct{ ZH, EN string }

func (w Words) String() string { return w.ZH + " " + w.EN }

// term is a measure of storage/records that a column adds or takes off.
type term struct {
	measure string
	sign    int64
	of      part
}

// spread is a percentile of the times that measures are counted under.
type spread struct {
	prefix []string // a time's measure is prefix.M
	tenths int64    // of all times that lie under it
}

// Additive says whether the column's parts sum to its total.
func (c Column) Additive() bool { return c.Form == Number || c.Form == Yuan }

type columnTable struct {
	list  []Column
	byKey map[string]int
}

// columns are every number, in the order of the office form: disputes, tips,
// assistance. Sources of the dispute columns: the statistics form of people's
// mediation as districts have published it.
var columns = sync.OnceValue(func() columnTable {
	t := columnTable{byKey: map[string]int{}}
	for _, kind := range []payload.Kind{payload.Dispute, payload.Tip, payload.Assist} {
		t.list = append(t.list, balance(kind)...)
		t.list = append(t.list, outcomes(kind)...)
		t.list = append(t.list, types(kind)...)
		t.list = append(t.list, mediations(kind)...)
		t.list = append(t.list, hazards(kind)...)
		t.list = append(t.list, service(kind)...)
	}
	for i := range t.list {
		t.byKey[t.list[i].Key] = i
	}
	return t
})

func column(key string) (Column, bool) {
	i, ok := columns().byKey[key]
	if !ok {
		return Column{}, false
	}
	return columns().list[i], true
}

// builder makes the columns of one kind in one group.
type builder struct {
	kind  payload.Kind
	group Words
	list  []Column
}

func (b *builder) add(name, zh, en string, terms ...term) *Column {
	b.list = append(b.list, Column{Key: string(b.kind) + "." + name, Kind: b.kind, Group: b.group, Name: Words{zh, en}, terms: terms})
	return &b.list[len(b.list)-1]
}

func (b *builder) share(name, zh, en, of, by string) {
	c := b.add(name, zh, en)
	c.Form, c.Part, c.ratio = Percent, true, [2]string{string(b.kind) + "." + of, string(b.kind) + "." + by}
}

// all are terms that count measures within the period.
func (b *builder) all(measures ...string) []term {
	terms := make([]term, len(measures))
	for i, m := range measures {
		terms[i] = term{string(b.kind) + "." + m, 1, within}
	}
	return terms
}

// onHand are the terms of what the period began with and what came in.
func (b *builder) onHand(suffix string) []term {
	return append(b.carried(suffix), append(b.all("received"+suffix), b.all("moved"+suffix)...)...)
}

func (b *builder) carried(suffix string) []term {
	k := string(b.kind) + "."
	return []term{{k + "received" + suffix, 1, before}, {k + "moved" + suffix, 1, before}, {k + "concluded" + suffix, -1, before}}
}

func balance(kind payload.Kind) []Column {
	b := &builder{kind: kind, group: Words{"件数", "Cases"}}
	k := string(kind) + "."
	b.add("carried", "上期结存", "Carried over", b.carried("")...)
	b.add("received", "本期受理", "Received", term{k + "received", 1, within}, term{k + "moved", 1, inside})
	b.add("moved", "转入转出", "Moved in less out", term{k + "moved", 1, across})
	b.add("total", "合计", "Total", b.onHand("")...).Part = true
	return b.list
}

var outcomeWords = map[payload.Outcome]Words{
	payload.OutcomeNotSettled: {"未成功", "Not settled"}, payload.OutcomeEnded: {"终止", "Ended"},
	payload.OutcomeToCourt: {"转诉讼", "To court"}, payload.OutcomeToPolice: {"转公安", "To police"},
	payload.OutcomeWithdrawn: {"撤回", "Withdrawn"}, payload.OutcomeActedOn: {"查处", "Acted on"},
	payload.OutcomeChecked: {"核实", "Checked"}, payload.OutcomeUnproven: {"查否", "Unproven"},
	payload.OutcomeHelped: {"已救助", "Helped"}, payload.OutcomeNotFound: {"未找到", "Not found"},
	payload.OutcomeReferred: {"转其他部门", "Referred"}, payload.OutcomeDuplicate: {"并案", "Joined to another"},
}

func outcomes(kind payload.Kind) []Column {
	b := &builder{kind: kind, group: Words{"办理结果", "Outcome"}}
	switch kind {
	case payload.Dispute:
		b.add("settled", "调解成功", "Settled", b.all("outcome.settled_oral", "outcome.settled_written")...)
	case payload.Tip:
		b.add("valid", "有效", "Valid", b.all("outcome.acted_on", "outcome.checked")...).Part = true
	}
	for _, o := range append(payload.Outcomes(kind), payload.OutcomeWithdrawn, payload.OutcomeDuplicate) {
		if w, ok := outcomeWords[o]; ok {
			b.add(string(o), w.ZH, w.EN, b.all("outcome."+string(o))...)
		}
	}
	b.add("concluded", "办结合计", "Concluded", b.all("concluded")...).Part = true
	b.add("pending", "未办结", "Pending", append(b.onHand(""), term{string(kind) + ".concluded", -1, within})...)
	if kind == payload.Dispute {
		b.share("success", "成功率", "Success rate", "settled", "concluded")
	}
	if kind == payload.Assist {
		b.add("people", "救助人数", "People helped", b.all("people")...)
	}
	return b.list
}

// parents are the types that the form also shows as one.
var parents = []struct {
	name     string
	words    Words
	children []string
}{
	{"labour_all", Words{"劳动争议小计", "Labour, all"}, []string{"migrant_wages", "labour"}},
	{"consumer_all", Words{"消费小计", "Consumer, all"}, []string{"ecommerce", "consumer"}},
}

func types(kind payload.Kind) []Column {
	var list []Column
	// The undecided are of no type yet; without them the types would not sum.
	codes, words, desks := []string{}, []Words{}, []string{}
	for _, c := range classify.Taxonomy() {
		if c.Kind == classify.Kind(kind) {
			codes = append(codes, strings.TrimPrefix(c.Code, string(kind)+"."))
			words = append(words, Words{strings.TrimSuffix(c.ZH, "纠纷"), c.EN})
			desks = append(desks, c.Desk)
		}
	}
	codes, words, desks = append(codes, "undecided"), append(words, Words{"待分类", "Undecided"}), append(desks, "待定")
	each := func(group Words, name string, terms func(*builder, string) []term, form Form) *builder {
		b := &builder{kind: kind, group: group}
		for i, code := range codes {
			b.add(name+"."+code, words[i].ZH, words[i].EN, terms(b, code)...).Form = form
			for _, p := range parents {
				if kind == payload.Dispute && p.children[len(p.children)-1] == code {
					var sum []term
					for _, child := range p.children {
						sum = append(sum, terms(b, child)...)
					}
					c := b.add(name+"."+p.name, p.words.ZH, p.words.EN, sum...)
					c.Part, c.Form = true, form
				}
			}
		}
		list = append(list, b.list...)
		return b
	}
	within := func(measure string) func(*builder, string) []term {
		return func(b *builder, code string) []term { return b.all(measure + "." + code) }
	}
	each(Words{"类型", "Type"}, "type", func(b *builder, code string) []term { return b.onHand(".type." + code) }, Number)
	each(Words{"类型·办结", "Type, concluded"}, "concluded_type", within("concluded.type"), Number)
	success := map[payload.Kind]Words{
		payload.Dispute: {"类型·调解成功", "Type, settled"}, payload.Tip: {"类型·有效", "Type, valid"}, payload.Assist: {"类型·已救助", "Type, helped"},
	}[kind]
	each(success, "success_type", within("success.type"), Number)
	switch kind {
	case payload.Tip:
		each(Words{"类型·查处", "Type, acted on"}, "acted_on_type", within("acted_on.type"), Number)
	case payload.Assist:
		each(Words{"类型·救助人数", "Type, people"}, "people_type", within("people.type"), Number)
	}
	if kind != payload.Dispute {
		list = append(list, byDesk(kind, codes, desks)...)
	}
	return list
}

func byDesk(kind payload.Kind, codes, desks []string) []Column {
	var list []Column
	for _, g := range []struct {
		group Words
		name  string
		terms func(*builder, string) []term
	}{
		{Words{"专业队", "Desk"}, "desk", func(b *builder, code string) []term { return b.onHand(".type." + code) }},
		{Words{"专业队·有效", "Desk, valid"}, "success_desk", func(b *builder, code string) []term { return b.all("success.type." + code) }},
	} {
		b := &builder{kind: kind, group: g.group}
		done := map[string]bool{}
		for _, desk := range desks {
			if done[desk] {
				continue
			}
			done[desk] = true
			var terms []term
			for i, code := range codes {
				if desks[i] == desk {
					terms = append(terms, g.terms(b, code)...)
				}
			}
			b.add(g.name+"."+desk, desk, desk, terms...).Part = true
		}
		list = append(list, b.list...)
	}
	return list
}

func mediations(kind payload.Kind) []Column {
	if kind != payload.Dispute {
		return nil
	}
	var list []Column
	group := func(zh, en string) *builder { return &builder{kind: kind, group: Words{zh, en}} }
	codes := func(b *builder, name string, words map[string]Words, order ...string) {
		for _, code := range append(slices.Clone(order), "none") {
			w := words[code]
			if code == "none" {
				w = Words{"未登记", "Not recorded"}
			}
			b.add(name+"."+code, w.ZH, w.EN, b.all(name+"."+code)...)
		}
		list = append(list, b.list...)
	}
	codes(group("案件来源", "Source"), "source", map[string]Words{
		"initiative": {"主动调解", "Own initiative"}, "request": {"依申请", "On request"}, "court": {"法院移送", "From court"},
		"procuratorate": {"检察院移送", "From procuratorate"}, "police": {"公安移送", "From police"},
		"petition": {"信访移送", "From petition office"}, "other": {"其他移送", "From others"},
	}, payload.Sources...)
	codes(group("调解主体", "Mediator"), "mediator", map[string]Words{
		"village": {"村", "Village"}, "neighbourhood": {"居", "Neighbourhood"}, "township": {"乡镇", "Township"}, "street": {"街道", "Street"},
		"enterprise": {"企事业单位", "Enterprise"}, "social": {"社会团体", "Social group"}, "volunteer": {"志愿者", "Volunteer"},
		"officer": {"民警", "Officer"}, payload.MediatorCommittee: {"调委会(旧)", "Committee (old)"},
	}, append(slices.Clone(payload.Mediators), payload.MediatorCommittee)...)
	p := group("当事人", "Parties")
	p.add("parties", "人数", "People", p.all("parties")...)
	p.add("three", "3人以上(件)", "3 or more, cases", p.all("three")...)
	list = append(list, p.list...)
	codes(group("涉及人数(件)", "People involved, cases"), "band", map[string]Words{
		"few": {"50人以下", "Under 50"}, "50": {"50-100人", "50 to 99"}, "100": {"100-500人", "100 to 500"}, "500": {"500人以上", "Over 500"},
	}, "few", "50", "100", "500")
	a := group("协议", "Agreement")
	a.add("oral", "口头", "Oral", a.all("outcome.settled_oral")...)
	a.add("written", "书面", "Written", a.all("outcome.settled_written")...)
	a.add("yuan", "金额(万元)", "Amount, 10,000 yuan", a.all("yuan")...).Form = Yuan
	a.add("confirmed", "司法确认", "Confirmed by court", a.all("confirmed")...)
	list = append(list, a.list...)
	codes(group("履行情况", "Performance"), "performance", map[string]Words{
		"done": {"已履行", "Done"}, "part": {"部分履行", "In part"}, "not_yet": {"到期未履行", "Overdue"}, "not_due": {"未到期", "Not yet due"},
	}, payload.Performances...)
	o := group("疑难与防激化", "Difficult and prevented")
	o.add("difficult", "疑难复杂", "Difficult", o.all("difficult")...)
	for _, w := range []struct{ code, zh, en string }{
		{"suicide", "防自杀", "Suicide prevented"}, {"crime", "防转刑案", "Crime prevented"}, {"armed_fight", "防群体性械斗", "Armed fight prevented"},
	} {
		o.add("prevented."+w.code, w.zh+"(件)", w.en+", cases", o.all("prevented."+w.code)...)
		o.add("prevented_people."+w.code, w.zh+"(人)", w.en+", people", o.all("prevented_people."+w.code)...)
	}
	return append(list, o.list...)
}

// service are the figures on how quickly and how well it was done.
func service(kind payload.Kind) []Column {
	b := &builder{kind: kind, group: Words{"时效与评价", "Times and ratings"}}
	var accepted, prefixes []string
	for _, u := range []payload.Urgency{payload.Emergency, payload.Urgent, payload.Routine} {
		prefixes = append(prefixes, fmt.Sprintf("%s.accept.%s.", kind, u))
		for _, m := range records.Minutes {
			accepted = append(accepted, fmt.Sprintf("accept.%s.%d", u, m))
		}
		accepted = append(accepted, fmt.Sprintf("accept.%s.%s", u, records.More))
	}
	b.add("calls", "派警", "Calls", term{string(kind) + ".received", 1, within}, term{string(kind) + ".moved", 1, inside}, term{string(kind) + ".recorded", -1, within})
	b.add("accepted", "已接", "Accepted", b.all(accepted...)...)
	b.add("in_time", "按时接", "Accepted in time", b.all("in_time")...)
	b.share("response", "响应率", "Response rate", "in_time", "calls")
	times := func(name, zh, en string, prefixes ...string) {
		for _, s := range []struct {
			suffix, zh, en string
			tenths         int64
		}{{"_median", "中位(分)", "median, min", 5}, {"_p90", "九成(分)", "90th percentile, min", 9}} {
			c := b.add(name+s.suffix, zh+s.zh, en+", "+s.en)
			c.Form, c.Part, c.spread = Minutes, true, &spread{prefixes, s.tenths}
		}
	}
	times("accept", "接警用时", "Time to accept", prefixes...)
	times("handle", "办结用时", "Time to close", string(kind)+".handle.")
	b.add("late_accept", "超时未接", "Late to accept", b.all("late_accept")...)
	b.add("late_close", "超期未结", "Overdue", b.all("late_close")...)
	b.add("rated", "评价", "Ratings", b.all("rated")...)
	b.add("rated_settled", "评价已解决", "Rated settled", b.all("rated_settled")...)
	b.add("rated_content", "评价满意", "Rated content", b.all("rated_content")...)
	b.share("resolved", "解决率", "Resolved", "rated_settled", "rated")
	b.share("content", "满意率", "Content", "rated_content", "rated")
	return b.list
}

// percentile is the smallest bound that share of all times lie under, nearest
// rank; false: there are none. Times beyond every bound give longer.
func (s *spread) percentile(n func(measure string) int64) (int64, bool) {
	bounds := append(slices.Clone(records.Minutes), longer)
	counts := make([]int64, len(bounds))
	var total int64
	for i, bound := range bounds {
		code := strconv.Itoa(bound)
		if bound == longer {
			code = records.More
		}
		for _, prefix := range s.prefix {
			counts[i] += n(prefix + code)
		}
		total += counts[i]
	}
	if total <= 0 {
		return 0, false
	}
	var sum int64
	for i, bound := range bounds {
		if sum += counts[i]; sum*10 >= total*s.tenths {
			return int64(bound), true
		}
	}
	return longer, true
}

// longer stands for times beyond every bound of records.Minutes.
const longer = 99999
