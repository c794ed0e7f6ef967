package records

import (
	"context"
	"fmt"

	"github.com/lib/pq"
)

// Unit is one unit of the organisation. Latitude and Longitude (WGS-84) are
// both set or both nil.
type Unit struct {
	Code      string         `db:"code"`
	Kind      string         `db:"kind"` // city, county, station, desk
	Name      string         `db:"name"`
	Parent    Text           `db:"parent"`
	Desk      Text           `db:"desk"` // desks: the taxonomy's name for it
	Latitude  *float64       `db:"latitude"`
	Longitude *float64       `db:"longitude"`
	Shape     Text           `db:"shape"` // its ground, see [Shape]; SaveUnits leaves it alone
	Areas     pq.StringArray `db:"areas"` // codes it answers for
}

const selectUnits = `
	SELECT u.code, u.kind, u.name, u.parent, u.desk, u.latitude, u.longitude, s.shape,
	       coalesce((SELECT array_agg(a.area ORDER BY a.area) FROM unit_areas AS a WHERE a.unit = u.code), '{}') AS areas
	FROM units AS u LEFT JOIN unit_shapes AS s ON s.unit = u.code ORDER BY u.code`

// Units lists the organisation, by code.
func (r *Records) Units(ctx context.Context) ([]Unit, error) {
	var units []Unit
	if err := r.db.SelectContext(ctx, &units, selectUnits); err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	return units, nil
}

// SaveUnits adds units or overwrites those of the same code, with their areas.
// Units that are not among them stay.
func (t *Tx) SaveUnits(ctx context.Context, units []Unit) error {
	_, err := t.tx.ExecContext(ctx, `
		INSERT INTO units (code, kind, name, parent, desk, latitude, longitude)
		SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::double precision[], $7::double precision[])
		ON CONFLICT ON CONSTRAINT units_pkey DO UPDATE SET
			kind = excluded.kind, name = excluded.name, parent = excluded.parent, desk = excluded.desk,
			latitude = excluded.latitude, longitude = excluded.longitude`,
		texts(units, func(u *Unit) string { return u.Code }),
		texts(units, func(u *Unit) string { return u.Kind }),
		texts(units, func(u *Unit) string { return u.Name }),
		textsOrNull(units, func(u *Unit) string { return string(u.Parent) }),
		textsOrNull(units, func(u *Unit) string { return string(u.Desk) }),
		floatsOrNull(units, func(u *Unit) *float64 { return u.Latitude }),
		floatsOrNull(units, func(u *Unit) *float64 { return u.Longitude }))
	if err != nil {
		return fmt.Errorf("save %d units: %w", len(units), err)
	}
	type cover struct{ unit, area string }
	var covers []cover
	for _, u := range units {
		for _, a := range u.Areas {
			covers = append(covers, cover{u.Code, a})
		}
	}
	_, err = t.tx.ExecContext(ctx, `DELETE FROM unit_areas WHERE unit = ANY ($1::text[])`,
		texts(units, func(u *Unit) string { return u.Code }))
	if err != nil {
		return fmt.Errorf("clear the areas of %d units: %w", len(units), err)
	}
	_, err = t.tx.ExecContext(ctx, `
		INSERT INTO unit_areas (unit, area) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
		texts(covers, func(c *cover) string { return c.unit }),
		texts(covers, func(c *cover) string { return c.area }))
	if err != nil {
		return fmt.Errorf("save %d areas: %w", len(covers), err)
	}
	return nil
}
