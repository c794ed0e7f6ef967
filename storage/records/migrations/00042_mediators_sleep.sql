-- +goose Up

-- A search for a volunteer that waits for the morning.
ALTER TABLE cases
    ADD COLUMN offer_from timestamptz,
    ADD CONSTRAINT cases_offer_from_check CHECK (offer_from IS NULL OR offer_words <> '' AND offered_to IS NULL AND mediator IS NULL AND closed_at IS NULL);
COMMENT ON COLUMN cases.offer_from IS 'Nobody is asked before, because it is night; null: no search waits.';

-- +goose Down
ALTER TABLE cases DROP CONSTRAINT cases_offer_from_check, DROP COLUMN offer_from;
