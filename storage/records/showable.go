package records

import (
	"context"
	"fmt"
	"slices"

	"secondbrother/storage/payload"
)

// Showable leaves out the lines of complaints about who asks: a count holds
// them, but not even their numbers are for those whom they are about.
func (r *Records) Showable(ctx context.Context, lines []Line, a Asker) ([]Line, error) {
	numbers := make([]string, len(lines))
	for i, l := range lines {
		numbers[i] = string(l.Case)
	}
	var barred []payload.Receipt
	err := r.db.SelectContext(ctx, &barred, `
		SELECT r.receipt FROM reports AS r JOIN cases AS c ON c.report_id = r.id
		WHERE r.receipt = ANY ($1) AND (c.against_person = $2 OR c.against_unit <> '' AND c.against_unit IN ($3, $4))`,
		words(numbers), a.Person, a.Unit, a.County)
	if err != nil {
		return nil, fmt.Errorf("look which cases are about who asks: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return slices.Contains(barred, l.Case) }), nil
}
