package records

import (
	"context"
	"fmt"

	"secondbrother/storage/payload"
)

// Tied lists the receipt and those whose cases hang together with it: the ones
// that it is linked to, directly or over others, and the ones linked to it.
func (t *Tx) Tied(ctx context.Context, receipt payload.Receipt) ([]payload.Receipt, error) {
	var tied []payload.Receipt
	err := t.tx.SelectContext(ctx, &tied, `
		WITH RECURSIVE onward AS (
			SELECT $1::text AS receipt, 1 AS depth
			UNION ALL
			SELECT c.linked_to, o.depth + 1
			FROM   onward AS o JOIN reports AS r ON r.receipt = o.receipt JOIN cases AS c ON c.id = r.case_id
			WHERE  c.linked_to <> '' AND o.depth < 8
		), linked AS (
			SELECT $1::text AS receipt, 1 AS depth
			UNION ALL
			SELECT r.receipt, l.depth + 1
			FROM   linked AS l JOIN cases AS c ON c.linked_to = l.receipt AND c.linked_to <> '' JOIN reports AS r ON r.id = c.report_id
			WHERE  l.depth < 8
		)
		SELECT receipt FROM onward UNION SELECT receipt FROM linked ORDER BY 1`, string(receipt))
	if err != nil {
		return nil, fmt.Errorf("list the cases tied to one: %w", err)
	}
	return tied, nil
}

// LockFiles reads the cases behind receipts and locks them until the
// transaction ends, in the order of their ids: two who need the same ones wait
// for each other in one order instead of in a circle. Those that are not there
// are left out.
func (t *Tx) LockFiles(ctx context.Context, receipts []payload.Receipt) (map[payload.Receipt]File, error) {
	var files []File
	err := t.tx.SelectContext(ctx, &files, `SELECT `+fileColumns+`
		FROM reports AS r JOIN cases AS c ON c.id = r.case_id
		WHERE r.receipt = ANY ($1::text[]) ORDER BY c.id FOR UPDATE OF c`,
		texts(receipts, func(r *payload.Receipt) string { return string(*r) }))
	if err != nil {
		return nil, fmt.Errorf("lock %d cases: %w", len(receipts), err)
	}
	out := make(map[payload.Receipt]File, len(files))
	for _, f := range files {
		out[payload.Receipt(f.Report.Receipt)] = f
	}
	return out, nil
}
