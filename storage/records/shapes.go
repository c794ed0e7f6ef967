package records

import (
	"context"
	"fmt"
)

// Shape is the ground of a unit: WKT, WGS-84.
type Shape struct {
	Unit string
	WKT  string
}

// SaveShapes replaces all shapes there are.
func (t *Tx) SaveShapes(ctx context.Context, shapes []Shape) error {
	if _, err := t.tx.ExecContext(ctx, `DELETE FROM unit_shapes`); err != nil {
		return fmt.Errorf("clear the shapes: %w", err)
	}
	_, err := t.tx.ExecContext(ctx, `INSERT INTO unit_shapes (unit, shape) SELECT * FROM unnest($1::text[], $2::text[])`,
		texts(shapes, func(s *Shape) string { return s.Unit }),
		texts(shapes, func(s *Shape) string { return s.WKT }))
	if err != nil {
		return fmt.Errorf("save %d shapes: %w", len(shapes), err)
	}
	return nil
}
