-- +goose Up

-- The ground of a station, where a city has drawn it: a shared position inside
-- goes to that station, however near another one's office is.
CREATE TABLE unit_shapes (
    unit  text CONSTRAINT unit_shapes_pkey PRIMARY KEY
               CONSTRAINT unit_shapes_unit_fkey REFERENCES units (code) ON DELETE CASCADE,
    shape text NOT NULL CONSTRAINT unit_shapes_shape_check CHECK (shape LIKE 'MULTIPOLYGON%')
);
COMMENT ON TABLE  unit_shapes IS 'Replaced as a whole by worker import shapes.';
COMMENT ON COLUMN unit_shapes.shape IS 'WKT, WGS-84, longitude before latitude.';
CREATE TRIGGER unit_shapes_changed AFTER INSERT OR UPDATE OR DELETE ON unit_shapes FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();

-- +goose Down
DROP TABLE unit_shapes;
