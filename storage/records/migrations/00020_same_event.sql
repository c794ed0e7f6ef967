-- +goose Up

ALTER TABLE cases
    ADD COLUMN handed_person bigint,
    ADD COLUMN handed_unit   text    NOT NULL DEFAULT '',
    ADD COLUMN linked_to     text    NOT NULL DEFAULT '',
    ADD CONSTRAINT cases_linked_check CHECK (linked_to = '' OR outcome = 'duplicate');
COMMENT ON COLUMN cases.handed_person IS 'Who handed the case on and has it back if its target does not take it; null: nobody.';
COMMENT ON COLUMN cases.linked_to IS 'Receipt of the case of the same event that goes on for both; empty: it stands alone.';
CREATE INDEX cases_linked ON cases (linked_to) WHERE linked_to <> '';

-- +goose Down
ALTER TABLE cases
    DROP CONSTRAINT cases_linked_check,
    DROP COLUMN handed_person, DROP COLUMN handed_unit, DROP COLUMN linked_to;
