-- +goose Up

-- Whom a complaint is about, as its reporter says.
ALTER TABLE cases
    ADD COLUMN against_here  boolean NOT NULL DEFAULT false,
    ADD COLUMN against_named text    NOT NULL DEFAULT '',
    ADD CONSTRAINT cases_against_here_check CHECK (NOT against_here OR against_unit = '' AND against_person IS NULL);
COMMENT ON COLUMN cases.against_here IS 'It complains of the station of its place, which nobody has decided yet.';
COMMENT ON COLUMN cases.against_named IS 'The words that the reporter named somebody with: purged with what they wrote.';

-- +goose Down
ALTER TABLE cases
    DROP CONSTRAINT cases_against_here_check,
    DROP COLUMN against_here, DROP COLUMN against_named;
