-- +goose Up

-- Where they say they would mediate: invitations are often for a whole county.
ALTER TABLE mediators ADD COLUMN area text;
UPDATE mediators AS m SET area = p.area FROM people AS p WHERE p.id = m.person;
ALTER TABLE mediators
    ALTER COLUMN area SET NOT NULL,
    ADD CONSTRAINT mediators_area_check CHECK (area ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$');
COMMENT ON COLUMN mediators.area IS 'Where they would mediate: county 6, township 9, village 12 digits.';

-- +goose Down
ALTER TABLE mediators DROP COLUMN area;
