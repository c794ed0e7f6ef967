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

// Count makes the report of a month, all of it from one snapshot of the events.
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
	r := Report{Month: month.String(), Basis: basis, Code: scope.Code, Area: scope.Name, By: scope.by()}
	total, places, err := piles(ctx, c, Only(month), basis, scope.place(), scope.by())
	if err != nil {
		return Report{}, err
	}
	r.Total, r.Rows = total.figures(), rows(places, scope.Lines, scope.by())
	for _, other := range []struct {
		period Period
		to     *Figures
	}{
		{Only(month.Previous()), &r.LastMonth},
		{Only(month.yearBefore()), &r.LastYear},
		{YearTo(month), &r.Year},
		{YearTo(month.yearBefore()), &r.LastYearDate},
	} {
		total, _, err := piles(ctx, c, other.period, basis, scope.place(), records.LevelCity)
		if err != nil {
			return Report{}, err
		}
		*other.to = total.figures()
	}
	if err := Check(r); err != nil {
		return Report{}, err
	}
	return r, nil
}

// piles reads what columns are made of for one period.
func piles(ctx context.Context, c *records.Counter, p Period, basis Basis, place records.Place, by records.Level) (*pile, map[string]*pile, error) {
	all, _ := basis.window(p, within)
	from, _ := p.Bounds()
	sums, err := c.Sums(ctx, records.Question{Window: all, Place: place, By: by, InsideFrom: from})
	if err != nil {
		return nil, nil, err
	}
	var balance []records.Sum
	if earlier, any := basis.window(p, before); any {
		balance, err = c.Sums(ctx, records.Question{Window: earlier, Place: place, By: by, Balance: true})
		if err != nil {
			return nil, nil, err
		}
	}
	total, places := fold(sums, balance)
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
