package records

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Opening is a new report with all that its case begins with. The case's id is
// one of CaseIDs.
type Opening struct {
	Roster     int64 // version of the roster that decided it, the same for all of a call
	Report     Report
	Case       Case
	Events     []Event
	Deliveries []Delivery
}

// Open files reports and opens their cases in one statement, which is one
// transaction: all of a report's rows, or none. It returns the ids of the
// reports that are new; what was filed before stays as it was, and nothing of
// its opening is written. ErrReceipt: one of them has the receipt of another
// report and was not filed; the others were. Two openings of one report must not be in one call.
//
// Cases that were decided by a roster which is not the present one any more are
// stale from the start. Whoever changes the roster at the same moment waits
// until they can be seen, and outdates them then: none is left with people who
// have gone.
//
// Keys are sorted, so that two workers with overlapping batches wait for each
// other in one order instead of in a circle.
func (r *Records) Open(ctx context.Context, openings []Opening) (fresh map[string]bool, err error) {
	openings = slices.Clone(openings)
	slices.SortFunc(openings, func(a, b Opening) int { return cmp.Compare(a.Report.ID, b.Report.ID) })
	reports := make([]Report, len(openings))
	cases := make([]Case, len(openings))
	var events []Event
	var deliveries []Delivery
	for i := range openings {
		reports[i], cases[i] = openings[i].Report, openings[i].Case
		events = append(events, openings[i].Events...)
		deliveries = append(deliveries, openings[i].Deliveries...)
	}
	args := reportColumns(reports)
	args = append(args, caseColumns(cases)...)
	args = append(args, eventColumns(events)...)
	args = append(args, deliveryColumns(deliveries)...)
	var roster int64
	if len(openings) > 0 {
		roster = openings[0].Roster
	}
	args = append(args, roster)
	open, err := r.prepare(ctx, openCases)
	if err != nil {
		return nil, fmt.Errorf("open %d cases: %w", len(openings), err)
	}
	var ids []string
	if err := open.SelectContext(ctx, &ids, args...); err != nil {
		return nil, fmt.Errorf("open %d cases: %w", len(openings), err)
	}
	fresh = make(map[string]bool, len(ids))
	for _, id := range ids {
		fresh[id] = true
	}
	return fresh, r.clashing(ctx, openings, fresh)
}

// ErrReceipt says that another report has a new report's receipt.
var ErrReceipt = errors.New("another report has this receipt")

// clashing returns ErrReceipt when a report is neither new nor was there
// before. The insert itself must not fail over the receipt: of two workers that
// file the same report at the same moment the slower one would, though all is
// well.
func (r *Records) clashing(ctx context.Context, openings []Opening, fresh map[string]bool) error {
	var others []string
	for _, o := range openings {
		if !fresh[o.Report.ID] {
			others = append(others, o.Report.ID)
		}
	}
	if len(others) == 0 {
		return nil
	}
	var known int
	err := r.db.GetContext(ctx, &known, `SELECT count(*) FROM reports WHERE id = ANY ($1::text[])`,
		texts(others, func(id *string) string { return *id }))
	if err != nil {
		return fmt.Errorf("look for reports filed before: %w", err)
	}
	if known < len(others) {
		return ErrReceipt
	}
	return nil
}

var openCases = func() string {
	var sql strings.Builder
	first := 1
	insert := func(table, alias string, fields []field, suffix string) {
		columns, values, source := batch(alias, first, fields)
		if table == "cases" {
			values = strings.NewReplacer(
				"c.stale", "c.stale OR c.closed_at IS NULL AND (SELECT moved FROM roster)",
				"c.next_tick_at", "CASE WHEN c.closed_at IS NULL AND (SELECT moved FROM roster) THEN least(c.next_tick_at, c.submitted_at) ELSE c.next_tick_at END",
			).Replace(values)
		}
		fmt.Fprintf(&sql, "INSERT INTO %s (%s) SELECT %s FROM %s %s", table, columns, values, source, suffix)
		first += len(fields)
	}
	last := 1 + len(reportFields) + len(caseFields) + len(eventFields) + len(deliveryFields)
	// The lock has whoever changes the roster wait for us, or us for them.
	fmt.Fprintf(&sql, "WITH roster AS (SELECT $%d::bigint NOT IN (0, version) AS moved FROM roster_version FOR SHARE), filed AS (", last)
	insert("reports", "r", reportFields, "ON CONFLICT DO NOTHING RETURNING id, case_id")
	sql.WriteString("), opened AS (")
	insert("cases", "c", caseFields, "WHERE c.id IN (SELECT case_id FROM filed)")
	sql.WriteString("), logged AS (")
	insert("events", "e", eventFields, "WHERE e.case_id IN (SELECT case_id FROM filed)")
	sql.WriteString("), owed AS (")
	insert("deliveries", "d", deliveryFields, "WHERE d.case_id IN (SELECT case_id FROM filed) ON CONFLICT DO NOTHING")
	sql.WriteString(") SELECT id FROM filed")
	return sql.String()
}()

// CaseIDs takes a block of ids for new cases: from first on, count of them,
// nobody else's. Unused ones are lost, which is no harm.
func (r *Records) CaseIDs(ctx context.Context) (first, count int64, err error) {
	if err := r.db.GetContext(ctx, &first, `SELECT nextval('case_ids')`); err != nil {
		return 0, 0, fmt.Errorf("take case ids: %w", err)
	}
	return first, 1000, nil
}
