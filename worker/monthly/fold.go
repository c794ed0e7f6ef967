package monthly

import (
	"cmp"
	"fmt"
	"slices"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// Line names a row of the table: a county of the city, or a station of a county.
type Line struct {
	Code string // what records.Count carries as County or Station
	Name string
}

// unplaced takes what no line takes: reports whose county nobody has decided
// yet, or a station that has left the roster. Without it the parts would not
// sum to the total.
const unplaced = "?"

// fold adds counts up by line. key says which line a count belongs to.
func fold(counts []records.Count, lines []Line, key func(records.Count) string) (total payload.MonthlyRow, rows []payload.MonthlyRow) {
	index := make(map[string]int, len(lines))
	for _, line := range lines {
		index[line.Code] = len(rows)
		rows = append(rows, payload.MonthlyRow{Code: line.Code, Name: line.Name})
	}
	rest := payload.MonthlyRow{Code: unplaced}
	for _, c := range counts {
		row := &rest
		if i, ok := index[key(c)]; ok {
			row = &rows[i]
		}
		add(row, c)
		add(&total, c)
	}
	if rest != (payload.MonthlyRow{Code: unplaced}) {
		rows = append(rows, rest)
	}
	return total, rows
}

// add counts c into row. Counts may be negative: a reopened case takes back
// the conclusion it undoes, in the month it was reopened.
func add(row *payload.MonthlyRow, c records.Count) {
	if c.Received {
		switch c.Kind {
		case payload.Tip:
			row.Tips += c.Cases
		case payload.Dispute:
			row.Disputes += c.Cases
		case payload.Assist:
			row.Assists += c.Cases
		}
		return
	}
	switch c.Kind {
	case payload.Tip:
		addTip(row, c)
	case payload.Dispute:
		addDispute(row, c)
	case payload.Assist:
		if c.Outcome == payload.OutcomeHelped {
			row.Helped += c.Cases
			row.People += c.People
		}
	}
}

func addTip(row *payload.MonthlyRow, c records.Count) {
	switch c.Outcome {
	case payload.OutcomeActedOn:
		row.TipsActed += c.Cases
		row.TipsValid += c.Cases
	case payload.OutcomeChecked:
		row.TipsValid += c.Cases
	}
}

func addDispute(row *payload.MonthlyRow, c records.Count) {
	row.Parties += c.Parties
	row.Yuan += c.Yuan
	switch c.Outcome {
	case payload.OutcomeSettledOral:
		row.Settled += c.Cases
		row.Oral += c.Cases
	case payload.OutcomeSettledWritten:
		row.Settled += c.Cases
		row.Written += c.Cases
	case payload.OutcomeNotSettled:
		row.NotSettled += c.Cases
	case payload.OutcomeEnded:
		row.Ended += c.Cases
	case payload.OutcomeWithdrawn:
		row.Withdrawn += c.Cases
	case payload.OutcomeToCourt:
		row.ToCourt += c.Cases
	case payload.OutcomeToPolice:
		row.ToPolice += c.Cases
	}
}

// byType counts disputes by category, in the order of codes; every code gets a
// row. A code that is not in the list comes last, so that the types still sum.
func byType(counts []records.Count, codes []string) []payload.TypeRow {
	rows := make([]payload.TypeRow, 0, len(codes))
	index := make(map[string]int, len(codes))
	row := func(code string) *payload.TypeRow {
		i, ok := index[code]
		if !ok {
			i = len(rows)
			index[code] = i
			rows = append(rows, payload.TypeRow{Category: code})
		}
		return &rows[i]
	}
	for _, code := range codes {
		row(code)
	}
	sorted := slices.SortedFunc(slices.Values(counts), func(a, b records.Count) int { return cmp.Compare(a.Category, b.Category) })
	for _, c := range sorted {
		if c.Kind != payload.Dispute {
			continue
		}
		switch {
		case c.Received:
			row(c.Category).Received += c.Cases
		case c.Outcome == payload.OutcomeSettledOral || c.Outcome == payload.OutcomeSettledWritten:
			row(c.Category).Settled += c.Cases
		}
	}
	return rows
}

// Reconcile says what does not add up in r: rows to total, types to disputes.
func Reconcile(r payload.MonthlyReply) error {
	var sum payload.MonthlyRow
	for _, row := range r.Rows {
		plus(&sum, row)
	}
	total := r.Total
	total.Code, total.Name = "", ""
	if sum != total {
		return fmt.Errorf("the rows of %s add up to %+v, the total is %+v", r.Month, sum, total)
	}
	received, settled := 0, 0
	for _, t := range r.Types {
		received += t.Received
		settled += t.Settled
	}
	if received != total.Disputes || settled != total.Settled {
		return fmt.Errorf("the dispute types of %s add up to %d received and %d settled, the total is %d and %d",
			r.Month, received, settled, total.Disputes, total.Settled)
	}
	if total.Oral+total.Written != total.Settled {
		return fmt.Errorf("oral %d and written %d agreements of %s are not the %d settled", total.Oral, total.Written, r.Month, total.Settled)
	}
	return nil
}

func plus(sum *payload.MonthlyRow, r payload.MonthlyRow) {
	sum.Tips += r.Tips
	sum.TipsValid += r.TipsValid
	sum.TipsActed += r.TipsActed
	sum.Disputes += r.Disputes
	sum.Settled += r.Settled
	sum.NotSettled += r.NotSettled
	sum.Ended += r.Ended
	sum.Withdrawn += r.Withdrawn
	sum.ToCourt += r.ToCourt
	sum.ToPolice += r.ToPolice
	sum.Parties += r.Parties
	sum.Oral += r.Oral
	sum.Written += r.Written
	sum.Yuan += r.Yuan
	sum.Assists += r.Assists
	sum.Helped += r.Helped
	sum.People += r.People
}
