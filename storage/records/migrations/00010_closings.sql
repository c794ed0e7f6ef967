-- +goose Up

-- Months that coordinators have signed off: what they counted then, for good.
CREATE TABLE month_closings (
    number    integer     CONSTRAINT month_closings_pkey PRIMARY KEY CONSTRAINT month_closings_number_check CHECK (number > 0),
    month     date        NOT NULL CONSTRAINT month_closings_month_key UNIQUE CONSTRAINT month_closings_month_check CHECK (extract(day FROM month) = 1),
    closed_at timestamptz NOT NULL,
    previous  bytea       NOT NULL CONSTRAINT month_closings_previous_check CHECK (length(previous) = 32),
    document  bytea       NOT NULL,
    digest    bytea       NOT NULL CONSTRAINT month_closings_digest_check CHECK (digest = sha256(previous || document))
);
COMMENT ON TABLE  month_closings IS 'A chain: each digest covers the one before, so whoever holds a printed digest can tell whether anything up to it was changed.';
COMMENT ON COLUMN month_closings.number IS 'From 1, without gaps.';
COMMENT ON COLUMN month_closings.previous IS 'The digest of the closing before; of the first, 32 zeros.';
COMMENT ON COLUMN month_closings.document IS 'What the month''s reports are made of, as worker/monthly writes it.';

-- +goose StatementBegin
CREATE FUNCTION closings_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a closed month is final' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER month_closings_final BEFORE UPDATE OR DELETE OR TRUNCATE ON month_closings FOR EACH STATEMENT EXECUTE FUNCTION closings_are_final();

-- +goose Down
DROP TABLE month_closings;
DROP FUNCTION closings_are_final();
