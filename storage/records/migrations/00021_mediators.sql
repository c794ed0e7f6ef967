-- +goose Up

-- Volunteers who may be asked to mediate near where they live. Apart from
-- people, whose every change has workers read the roster anew.
CREATE TABLE mediators (
    person   bigint      CONSTRAINT mediators_pkey PRIMARY KEY CONSTRAINT mediators_person_fkey REFERENCES people (id) ON DELETE CASCADE,
    since    timestamptz NOT NULL,
    asked_at timestamptz
);
COMMENT ON TABLE  mediators IS 'Who is willing; whoever no longer is has no row.';
COMMENT ON COLUMN mediators.asked_at IS 'The last time: among those who live equally near, who was not asked for longest is asked first.';

ALTER TABLE cases
    ADD COLUMN offer_words    text     NOT NULL DEFAULT '',
    ADD COLUMN offered_to     bigint   CONSTRAINT cases_offered_to_fkey REFERENCES people (id),
    ADD COLUMN offered_until  timestamptz,
    ADD COLUMN offered_before bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN mediator       bigint   CONSTRAINT cases_mediator_fkey REFERENCES people (id),
    ADD COLUMN reported       jsonb,
    ADD CONSTRAINT cases_offered_check  CHECK ((offered_to IS NULL) = (offered_until IS NULL)),
    ADD CONSTRAINT cases_mediator_check CHECK (mediator IS NULL OR offered_to IS NULL),
    ADD CONSTRAINT cases_reported_check CHECK (reported IS NULL OR mediator IS NOT NULL),
    ADD CONSTRAINT cases_offer_over_check CHECK (closed_at IS NULL OR (offer_words = '' AND offered_to IS NULL AND mediator IS NULL));
COMMENT ON COLUMN cases.offer_words IS 'What the officer tells the volunteers who are asked to mediate. Emptied when the case is closed, as all of the offer is.';
COMMENT ON COLUMN cases.offered_to IS 'The volunteer who is asked now, until offered_until.';
COMMENT ON COLUMN cases.offered_before IS 'Volunteers who were asked and do not mediate: nobody is asked twice.';
COMMENT ON COLUMN cases.mediator IS 'The volunteer who mediates.';
COMMENT ON COLUMN cases.reported IS 'How the mediation ended, as the volunteer says; the officer has not confirmed it yet.';
COMMENT ON COLUMN events.person IS 'Staff, or the volunteer who mediates. Never a reporter.';
-- One case at a time.
CREATE UNIQUE INDEX cases_offered_to ON cases (offered_to) WHERE offered_to IS NOT NULL;
CREATE UNIQUE INDEX cases_mediator ON cases (mediator) WHERE mediator IS NOT NULL;

-- +goose Down
ALTER TABLE cases
    DROP CONSTRAINT cases_offer_over_check, DROP CONSTRAINT cases_reported_check,
    DROP CONSTRAINT cases_mediator_check, DROP CONSTRAINT cases_offered_check,
    DROP COLUMN offer_words, DROP COLUMN offered_to, DROP COLUMN offered_until,
    DROP COLUMN offered_before, DROP COLUMN mediator, DROP COLUMN reported;
DROP TABLE mediators;
