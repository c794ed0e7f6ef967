-- +goose Up

-- One message owed to one recipient: written in the transaction of its cause,
-- published afterwards, and marked when the stream has it.
CREATE TABLE deliveries (
    id           text        CONSTRAINT deliveries_pkey PRIMARY KEY,
    case_id      bigint,
    recipient    text,
    person       bigint,
    priority     smallint    NOT NULL CONSTRAINT deliveries_priority_check CHECK (priority BETWEEN 0 AND 3),
    topic        text        NOT NULL,
    version      integer     NOT NULL,
    body         bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    failure      text,
    CONSTRAINT deliveries_owed_check CHECK (published_at IS NOT NULL OR (body IS NOT NULL AND recipient IS NOT NULL))
) WITH (fillfactor = 85);
COMMENT ON TABLE  deliveries IS 'The id is derived from cause, topic and recipient: what happens twice is owed once.';
COMMENT ON COLUMN deliveries.recipient IS 'A handle. Null once purged.';
COMMENT ON COLUMN deliveries.person IS 'Null: the reporter.';
COMMENT ON COLUMN deliveries.version IS 'The case''s version that it tells of: the one most relevant to a card.';
COMMENT ON COLUMN deliveries.body IS 'JSON as published. Emptied then: what a report says is not kept a second time here.';
COMMENT ON COLUMN deliveries.published_at IS 'Null: owed.';
COMMENT ON COLUMN deliveries.failure IS 'Why it can never be published (too_large).';
-- Emergencies first, else in the order in which they came to be owed.
CREATE INDEX deliveries_owed ON deliveries (priority, created_at) WHERE published_at IS NULL;
CREATE INDEX deliveries_created ON deliveries USING brin (created_at);

-- Actions that took effect or were refused: each once.
CREATE TABLE handled (
    action_id  text        CONSTRAINT handled_pkey PRIMARY KEY,
    handled_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX handled_at ON handled USING brin (handled_at);

-- +goose Down
DROP TABLE handled, deliveries;
