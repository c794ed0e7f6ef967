package records

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"secondbrother/storage/payload"
)

// Case is the working state of a case, as worker/casework gives and takes it.
type Case struct {
	ID          int64                    `db:"id"`
	ReportID    string                   `db:"report_id"`
	Version     int                      `db:"version"`
	Seq         int                      `db:"seq"`
	LastHash    []byte                   `db:"last_hash"`
	State       string                   `db:"state"`
	Kind        string                   `db:"kind"`
	Category    string                   `db:"category"`
	Urgency     string                   `db:"urgency"`
	County      string                   `db:"county"`
	Township    string                   `db:"township"`
	Village     string                   `db:"village"`
	Station     string                   `db:"station"`
	OwnerPerson Number                   `db:"owner_person"`
	OwnerUnit   string                   `db:"owner_unit"`
	Level       int                      `db:"level"`
	Escalated   int                      `db:"escalated"`
	Rule        string                   `db:"rule"`
	Holders     pq.Int64Array            `db:"holders"`
	SubmittedAt time.Time                `db:"submitted_at"`
	AcceptBy    Moment                   `db:"accept_by"`
	CloseBy     Moment                   `db:"close_by"`
	AcceptedAt  Moment                   `db:"accepted_at"`
	RemindAt    Moment                   `db:"remind_at"`
	EscalateAt  Moment                   `db:"escalate_at"`
	OverdueAt   Moment                   `db:"overdue_at"`
	NextTickAt  Moment                   `db:"next_tick_at"`
	Stale       bool                     `db:"stale"`
	AskedAt     Moment                   `db:"asked_at"`
	AskedBy     Number                   `db:"asked_by"`
	Outcome     string                   `db:"outcome"`
	Mediation   JSON[*payload.Mediation] `db:"mediation"`
	Helped      Number                   `db:"helped"`
	ClosedAt    Moment                   `db:"closed_at"`
	Recorded    bool                     `db:"recorded"`
	ReopenedAt  Moment                   `db:"reopened_at"`
	Stars       int                      `db:"stars"`
	Satisfied   bool                     `db:"satisfied"`
	Project     string                   `db:"project"`
	MoneyMoving bool                     `db:"money_moving"`

	Premises string `db:"premises"`
	Grade    string `db:"grade"`
	GradedBy Number `db:"graded_by"`

	AgainstUnit   string `db:"against_unit"` // whom it complains of
	AgainstPerson Number `db:"against_person"`
	AgainstHere   bool   `db:"against_here"`
	AgainstNamed  string `db:"against_named"`

	HandedPerson Number `db:"handed_person"` // who has it back if its target does not take it
	HandedUnit   string `db:"handed_unit"`
	LinkedTo     string `db:"linked_to"` // receipt

	OfferWords    string                  `db:"offer_words"` // to volunteers who are asked to mediate
	OfferFrom     Moment                  `db:"offer_from"`
	OfferedTo     Number                  `db:"offered_to"`
	OfferedUntil  Moment                  `db:"offered_until"`
	OfferedBefore pq.Int64Array           `db:"offered_before"`
	Mediator      Number                  `db:"mediator"`
	Reported      JSON[*payload.Reported] `db:"reported"`

	Reasons pq.StringArray `db:"reasons"`
}

// File is a case with its report.
type File struct {
	Case   Case   `db:"case"`
	Report Report `db:"report"`
}

var caseFields = []field{
	{"id", "bigint", ""},
	{"report_id", "text", ""},
	{"version", "bigint", ""},
	{"seq", "bigint", ""},
	{"last_hash", "bytea", ""},
	{"state", "text", ""},
	{"kind", "text", ""},
	{"category", "text", ""},
	{"urgency", "text", ""},
	{"county", "text", ""},
	{"township", "text", ""},
	{"village", "text", ""},
	{"station", "text", ""},
	{"owner_person", "bigint", ""},
	{"owner_unit", "text", ""},
	{"level", "bigint", ""},
	{"escalated", "bigint", ""},
	{"rule", "text", ""},
	{"holders", "text", "%s::bigint[]"},
	{"submitted_at", "timestamptz", ""},
	{"accept_by", "timestamptz", ""},
	{"close_by", "timestamptz", ""},
	{"accepted_at", "timestamptz", ""},
	{"remind_at", "timestamptz", ""},
	{"escalate_at", "timestamptz", ""},
	{"overdue_at", "timestamptz", ""},
	{"next_tick_at", "timestamptz", ""},
	{"stale", "boolean", ""},
	{"asked_at", "timestamptz", ""},
	{"asked_by", "bigint", ""},
	{"outcome", "text", ""},
	{"mediation", "text", "%s::jsonb"},
	{"helped", "bigint", ""},
	{"closed_at", "timestamptz", ""},
	{"recorded", "boolean", ""},
	{"reopened_at", "timestamptz", ""},
	{"stars", "bigint", ""},
	{"satisfied", "boolean", ""},
	{"project", "text", ""},
	{"money_moving", "boolean", ""},
	{"premises", "text", ""},
	{"grade", "text", ""},
	{"graded_by", "bigint", ""},
	{"against_unit", "text", ""},
	{"against_person", "bigint", ""},
	{"against_here", "boolean", ""},
	{"against_named", "text", ""},
	{"handed_person", "bigint", ""},
	{"handed_unit", "text", ""},
	{"linked_to", "text", ""},
	{"offer_words", "text", ""},
	{"offer_from", "timestamptz", ""},
	{"offered_to", "bigint", ""},
	{"offered_until", "timestamptz", ""},
	{"offered_before", "text", "%s::bigint[]"},
	{"mediator", "bigint", ""},
	{"reported", "text", "%s::jsonb"},
	{"reasons", "text", "%s::text[]"},
}

func caseColumns(rows []Case) []any {
	return []any{
		ints(rows, func(c *Case) int64 { return c.ID }),
		texts(rows, func(c *Case) string { return c.ReportID }),
		ints(rows, func(c *Case) int64 { return int64(c.Version) }),
		ints(rows, func(c *Case) int64 { return int64(c.Seq) }),
		byteas(rows, func(c *Case) []byte { return c.LastHash }),
		texts(rows, func(c *Case) string { return c.State }),
		texts(rows, func(c *Case) string { return c.Kind }),
		texts(rows, func(c *Case) string { return c.Category }),
		texts(rows, func(c *Case) string { return c.Urgency }),
		texts(rows, func(c *Case) string { return c.County }),
		texts(rows, func(c *Case) string { return c.Township }),
		texts(rows, func(c *Case) string { return c.Village }),
		texts(rows, func(c *Case) string { return c.Station }),
		intsOrNull(rows, func(c *Case) int64 { return int64(c.OwnerPerson) }),
		texts(rows, func(c *Case) string { return c.OwnerUnit }),
		ints(rows, func(c *Case) int64 { return int64(c.Level) }),
		ints(rows, func(c *Case) int64 { return int64(c.Escalated) }),
		texts(rows, func(c *Case) string { return c.Rule }),
		texts(rows, func(c *Case) string { return literal(numbers(c.Holders)) }),
		times(rows, func(c *Case) time.Time { return c.SubmittedAt }),
		times(rows, func(c *Case) time.Time { return c.AcceptBy.Time }),
		times(rows, func(c *Case) time.Time { return c.CloseBy.Time }),
		times(rows, func(c *Case) time.Time { return c.AcceptedAt.Time }),
		times(rows, func(c *Case) time.Time { return c.RemindAt.Time }),
		times(rows, func(c *Case) time.Time { return c.EscalateAt.Time }),
		times(rows, func(c *Case) time.Time { return c.OverdueAt.Time }),
		times(rows, func(c *Case) time.Time { return c.NextTickAt.Time }),
		bools(rows, func(c *Case) bool { return c.Stale }),
		times(rows, func(c *Case) time.Time { return c.AskedAt.Time }),
		intsOrNull(rows, func(c *Case) int64 { return int64(c.AskedBy) }),
		texts(rows, func(c *Case) string { return c.Outcome }),
		textsOrNull(rows, func(c *Case) string { return c.Mediation.text() }),
		intsOrNull(rows, func(c *Case) int64 { return int64(c.Helped) }),
		times(rows, func(c *Case) time.Time { return c.ClosedAt.Time }),
		bools(rows, func(c *Case) bool { return c.Recorded }),
		times(rows, func(c *Case) time.Time { return c.ReopenedAt.Time }),
		ints(rows, func(c *Case) int64 { return int64(c.Stars) }),
		bools(rows, func(c *Case) bool { return c.Satisfied }),
		texts(rows, func(c *Case) string { return c.Project }),
		bools(rows, func(c *Case) bool { return c.MoneyMoving }),
		texts(rows, func(c *Case) string { return c.Premises }),
		texts(rows, func(c *Case) string { return c.Grade }),
		intsOrNull(rows, func(c *Case) int64 { return int64(c.GradedBy) }),
		texts(rows, func(c *Case) string { return c.AgainstUnit }),
		intsOrNull(rows, func(c *Case) int64 { return int64(c.AgainstPerson) }),
		bools(rows, func(c *Case) bool { return c.AgainstHere }),
		texts(rows, func(c *Case) string { return c.AgainstNamed }),
		intsOrNull(rows, func(c *Case) int64 { return int64(c.HandedPerson) }),
		texts(rows, func(c *Case) string { return c.HandedUnit }),
		texts(rows, func(c *Case) string { return c.LinkedTo }),
		texts(rows, func(c *Case) string { return c.OfferWords }),
		times(rows, func(c *Case) time.Time { return c.OfferFrom.Time }),
		intsOrNull(rows, func(c *Case) int64 { return int64(c.OfferedTo) }),
		times(rows, func(c *Case) time.Time { return c.OfferedUntil.Time }),
		texts(rows, func(c *Case) string { return literal(numbers(c.OfferedBefore)) }),
		intsOrNull(rows, func(c *Case) int64 { return int64(c.Mediator) }),
		textsOrNull(rows, func(c *Case) string { return c.Reported.text() }),
		texts(rows, func(c *Case) string { return literal(words(c.Reasons)) }),
	}
}

// saveCases overwrites working states by id, in one statement.
var saveCases = func() string {
	_, _, source := batch("c", 1, caseFields)
	var sets []string
	for _, f := range caseFields {
		if f.name != "id" && f.name != "report_id" {
			sets = append(sets, f.name+" = "+f.value("c"))
		}
	}
	return `UPDATE cases SET ` + strings.Join(sets, ", ") + ` FROM ` + source + ` WHERE cases.id = c.id`
}()

// SaveCases writes back cases that this transaction has locked.
func (t *Tx) SaveCases(ctx context.Context, cases []Case) error {
	if _, err := t.tx.ExecContext(ctx, saveCases, caseColumns(cases)...); err != nil {
		return fmt.Errorf("save %d cases: %w", len(cases), err)
	}
	return nil
}

// fileColumns is the SELECT list of a File.
var fileColumns = func() string {
	var list []string
	for _, f := range caseFields {
		list = append(list, fmt.Sprintf(`c.%s AS "case.%[1]s"`, f.name))
	}
	for _, f := range reportFields {
		list = append(list, fmt.Sprintf(`r.%s AS "report.%[1]s"`, f.name))
	}
	return strings.Join(list, ", ")
}()

// LockFile reads the case behind a receipt and locks it until the transaction
// ends. ErrNotFound: there is none.
func (t *Tx) LockFile(ctx context.Context, receipt payload.Receipt) (File, error) {
	var f File
	err := t.tx.GetContext(ctx, &f, `SELECT `+fileColumns+`
		FROM reports AS r JOIN cases AS c ON c.id = r.case_id
		WHERE r.receipt = $1 FOR UPDATE OF c`, string(receipt))
	if err != nil {
		return File{}, fmt.Errorf("lock a case: %w", notFound(err))
	}
	return f, nil
}

// File reads the case behind a receipt. ErrNotFound: there is none.
func (r *Records) File(ctx context.Context, receipt payload.Receipt) (File, error) {
	var f File
	err := r.db.GetContext(ctx, &f, `SELECT `+fileColumns+`
		FROM reports AS r JOIN cases AS c ON c.id = r.case_id
		WHERE r.receipt = $1`, string(receipt))
	if err != nil {
		return File{}, fmt.Errorf("read a case: %w", notFound(err))
	}
	return f, nil
}

// LockDue locks cases whose time has come, the longest due first, and leaves
// out those that somebody else has locked.
func (t *Tx) LockDue(ctx context.Context, now time.Time, limit int) ([]File, error) {
	var files []File
	err := t.tx.SelectContext(ctx, &files, `SELECT `+fileColumns+`
		FROM cases AS c JOIN reports AS r ON r.id = c.report_id
		WHERE c.next_tick_at <= $1
		ORDER BY c.next_tick_at LIMIT $2
		FOR UPDATE OF c SKIP LOCKED`, now, limit)
	if err != nil {
		return nil, fmt.Errorf("lock due cases: %w", err)
	}
	return files, nil
}

// Outdate has open cases looked at again at once because the roster changed
// for them: those of the unit (of all units when it is the city), and those
// that the person holds.
func (t *Tx) Outdate(ctx context.Context, unit string, person int64, now time.Time) error {
	_, err := t.tx.ExecContext(ctx, `
		UPDATE cases SET stale = true, next_tick_at = least(next_tick_at, $3)
		WHERE closed_at IS NULL AND (
			$2 = ANY (holders) OR owner_person = $2 OR owner_unit = $1
			OR station = $1 OR county = $1
			OR county = (SELECT parent FROM units WHERE code = $1 AND kind = 'desk')
			OR county = (SELECT parent FROM units WHERE code = $1 AND kind = 'station') AND owner_person IS NULL
			OR (SELECT kind FROM units WHERE code = $1) = 'city' AND (owner_person IS NULL OR state = 'triage'))`,
		unit, person, now)
	if err != nil {
		return fmt.Errorf("outdate cases: %w", err)
	}
	return nil
}

// OutdateAll has every open case looked at again at once.
func (t *Tx) OutdateAll(ctx context.Context, now time.Time) error {
	_, err := t.tx.ExecContext(ctx, `
		UPDATE cases SET stale = true, next_tick_at = least(next_tick_at, $1) WHERE closed_at IS NULL`, now)
	if err != nil {
		return fmt.Errorf("outdate all cases: %w", err)
	}
	return nil
}

// LinkedReport is a report whose case was linked to another as the same event.
type LinkedReport struct {
	CaseID   int64  `db:"case_id"`
	Receipt  string `db:"receipt"`
	Reporter Text   `db:"reporter"`
}

// Linked lists the reports whose cases are linked to the one behind a receipt,
// directly or over others.
func (t *Tx) Linked(ctx context.Context, receipt payload.Receipt) ([]LinkedReport, error) {
	var linked []LinkedReport
	err := t.tx.SelectContext(ctx, &linked, `
		WITH RECURSIVE linked AS (
			SELECT c.id, r.receipt, r.reporter, 1 AS depth
			FROM   cases AS c JOIN reports AS r ON r.id = c.report_id
			WHERE  c.linked_to = $1 AND c.linked_to <> ''
			UNION ALL
			SELECT c.id, r.receipt, r.reporter, l.depth + 1
			FROM   linked AS l JOIN cases AS c ON c.linked_to = l.receipt AND c.linked_to <> '' JOIN reports AS r ON r.id = c.report_id
			WHERE  l.depth < 8
		)
		SELECT id AS case_id, receipt, reporter FROM linked ORDER BY id`, string(receipt))
	if err != nil {
		return nil, fmt.Errorf("list linked cases: %w", err)
	}
	return linked, nil
}

// Neighbours lists open cases of a county that were submitted at most `within`
// before or after a moment, without the one behind receipt, the nearest in time
// first: where the same event may be.
func (r *Records) Neighbours(ctx context.Context, receipt payload.Receipt, county string, at time.Time, within time.Duration, limit int) ([]File, error) {
	var files []File
	err := r.db.SelectContext(ctx, &files, `SELECT `+fileColumns+`
		FROM cases AS c JOIN reports AS r ON r.id = c.report_id
		WHERE c.closed_at IS NULL AND c.county = $1 AND r.receipt <> $2
		  AND c.submitted_at BETWEEN $3::timestamptz - make_interval(secs => $4) AND $3::timestamptz + make_interval(secs => $4)
		ORDER BY abs(extract(epoch FROM c.submitted_at - $3::timestamptz)) LIMIT $5`,
		county, string(receipt), at, within.Seconds(), limit)
	if err != nil {
		return nil, fmt.Errorf("list cases nearby: %w", err)
	}
	return files, nil
}
