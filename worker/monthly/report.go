package monthly

import (
	"context"
	"fmt"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// Report is a month's counts for one scope.
type Report struct {
	Month string        `json:"month"`
	Basis Basis         `json:"basis"`
	Code  string        `json:"code"`
	Area  string        `json:"area"` // name
	By    records.Level `json:"by"`
	Rows  []Row         `json:"rows"`
	Total Figures       `json:"total"`

	LastMonth    Figures `json:"last_month"`     // 上月, for 环比
	LastYear     Figures `json:"last_year"`      // 去年同月, for 同比
	Year         Figures `json:"year"`           // 年度累计
	LastYearDate Figures `json:"last_year_date"` // 去年同期累计

	Public      bool         `json:"public,omitempty"` // small figures are missing: see Publish
	Closing     *Stamp       `json:"closing,omitempty"`
	Corrections []Correction `json:"corrections,omitempty"`
}

// Count makes the report of a month, all of it from one snapshot. A closed
// month is counted from what was frozen then. records.ErrTampered: that was
// changed since.
func Count(ctx context.Context, db *records.Records, month Month, basis Basis, scope Scope) (Report, error) {
	if _, err := db.Tally(ctx, nil); err != nil {
		return Report{}, err
	}
	var r Report
	err := db.Counting(ctx, func(c *records.Counter) (err error) {
		r, err = count(ctx, c, month, basis, scope)
		return err
	})
	if err != nil {
		return Report{}, fmt.Errorf("count %s: %w", month, err)
	}
	return r, nil
}

func count(ctx context.Context, c *records.Counter, month Month, basis Basis, scope Scope) (Report, error) {
	earlier, err := closings(ctx, c)
	if err != nil {
		return Report{}, err
	}
	d, stamp, frozen := earlier.of(month)
	if !frozen {
		deltas, err := earlier.deltas(ctx, c, month)
		if err != nil {
			return Report{}, err
		}
		r, err := compose(ctx, c, month, basis, scope)
		r.Corrections = earlier.corrections(deltas, month, basis, scope)
		return r, err
	}
	// Names and rows are those of then, too.
	if old, err := FindScope(d.units, scope.Code, scope.By); err == nil {
		scope = old
	}
	scope.names = d.places
	r, err := compose(ctx, d, month, basis, scope)
	r.Closing, r.Corrections = &stamp, earlier.corrections(d.deltas, month, basis, scope)
	return r, err
}

// periods are a month and those beside it: last month, the same month last
// year, the year to date, last year to date.
func periods(month Month) []Period {
	return []Period{Only(month), Only(month.Previous()), Only(month.yearBefore()), yearTo(month), yearTo(month.yearBefore())}
}

func compose(ctx context.Context, from summer, month Month, basis Basis, scope Scope) (Report, error) {
	r := Report{Month: month.String(), Basis: basis, Code: scope.Code, Area: scope.Name, By: scope.by()}
	for i, to := range []*Figures{&r.Total, &r.LastMonth, &r.LastYear, &r.Year, &r.LastYearDate} {
		by := records.LevelCity
		if i == 0 {
			by = scope.by()
		}
		total, places, err := piles(ctx, from, periods(month)[i], basis, scope.place(), by)
		if err != nil {
			return Report{}, err
		}
		*to = total.figures()
		if i == 0 {
			r.Rows = rows(places, scope)
		}
	}
	return r, Check(r)
}

// questions are what the figures of a period are folded from: its sums, and
// what was left before where the basis has such.
func questions(p Period, basis Basis) []records.Question {
	all, _ := basis.window(p, within)
	from, _ := p.Bounds()
	out := []records.Question{{Window: all, InsideFrom: from}}
	if earlier, any := basis.window(p, before); any {
		out = append(out, records.Question{Window: earlier, Balance: true})
	}
	return out
}

// piles reads what columns are made of for one period.
func piles(ctx context.Context, from summer, p Period, basis Basis, place records.Place, by records.Level) (*pile, map[string]*pile, error) {
	var answers [2][]records.Sum
	for i, q := range questions(p, basis) {
		q.Place = place
		if by != records.LevelCity {
			q.By = []records.Level{by}
		}
		var err error
		if answers[i], err = from.Sums(ctx, q); err != nil {
			return nil, nil, err
		}
	}
	total, places := fold(answers[0], answers[1], by)
	return total, places, nil
}

// Reply is the report as the chat shows it.
func (r Report) Reply() payload.MonthlyReply {
	reply := payload.MonthlyReply{Month: r.Month, Area: r.Area, Total: short("", "", r.Total), Year: short("", "", r.Year)}
	for _, row := range r.Rows {
		code := row.Code
		if code == "" {
			code = "?"
		}
		reply.Rows = append(reply.Rows, short(code, row.Name, row.Figures))
	}
	for _, c := range columns().list {
		if c.Kind == payload.Dispute && c.Group.ZH == "类型" && !c.Part {
			name := c.Key[len("dispute.type."):]
			t := payload.TypeRow{Category: "dispute." + name, Received: int(r.Total[c.Key]), Settled: int(r.Total["dispute.success_type."+name])}
			if name == "undecided" {
				if t.Received == 0 {
					continue
				}
				t.Category = ""
			}
			reply.Types = append(reply.Types, t)
		}
	}
	return reply
}

func short(code, name string, f Figures) payload.MonthlyRow {
	n := func(key string) int { return int(f[key]) }
	return payload.MonthlyRow{
		Code: code, Name: name,
		Tips: n("tip.received"), TipsValid: n("tip.valid"), TipsActed: n("tip.acted_on"),
		Red: n("tip.grade.red"), Yellow: n("tip.grade.yellow"), Green: n("tip.grade.green"),
		Disputes: n("dispute.received"), Settled: n("dispute.settled"), NotSettled: n("dispute.not_settled"), Ended: n("dispute.ended"),
		Withdrawn: n("dispute.withdrawn"), ToCourt: n("dispute.to_court"), ToPolice: n("dispute.to_police"),
		Parties: n("dispute.parties"), Oral: n("dispute.oral"), Written: n("dispute.written"), Yuan: f["dispute.yuan"],
		Assists: n("assist.received"), Helped: n("assist.helped"), People: n("assist.people"),
	}
}

// Headline is the year in one line, as the programme publishes it.
func Headline(year Figures) string {
	return fmt.Sprintf("线索 %d 条、化解矛盾纠纷 %d 起、救助群众 %d 次", year["tip.received"], year["dispute.settled"], year["assist.helped"])
}

// yearBefore is the same month of the year before.
func (m Month) yearBefore() Month { return Month{m.year - 1, m.month} }
