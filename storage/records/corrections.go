package records

import (
	"context"
	"fmt"
)

// Correction is what a person decided about a report: what to learn from.
type Correction struct {
	Text     string `db:"text"`
	Category string `db:"category"`
	Urgency  string `db:"urgency"`
}

// Corrections are the reports whose category or urgency somebody decided, a
// coordinator in triage or an officer who put it right, by the last such decision, while retention keeps their text. They name nobody and come in
// no order that tells when they were filed.
func (r *Records) Corrections(ctx context.Context) ([]Correction, error) {
	var all []Correction
	err := r.db.SelectContext(ctx, &all, `
		SELECT r.text, s.category, s.urgency
		FROM  (SELECT DISTINCT ON (e.case_id) e.case_id, e.category, e.urgency
		       FROM events AS e WHERE e.type = 'sorted' ORDER BY e.case_id, e.seq DESC) AS s
		JOIN   cases   AS c ON c.id = s.case_id
		JOIN   reports AS r ON r.id = c.report_id
		WHERE  r.purged_at IS NULL AND r.text <> ''
		ORDER  BY r.text, s.category, s.urgency`)
	if err != nil {
		return nil, fmt.Errorf("read what was sorted by hand: %w", err)
	}
	return all, nil
}
