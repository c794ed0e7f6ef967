-- +goose Up

-- Messages that could not be handled. They have left their stream; whoever
-- mends the cause can publish the body again.
CREATE TABLE dead_letters (
    id          bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT dead_letters_pkey PRIMARY KEY,
    digest      bytea       NOT NULL CONSTRAINT dead_letters_digest_key UNIQUE,
    stream      text        NOT NULL,
    subject     text        NOT NULL,
    message_id  text        NOT NULL,
    reason      text        NOT NULL,
    body        bytea,
    at          timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz
);
COMMENT ON COLUMN dead_letters.digest IS 'SHA-256 of stream, message id and body: the same message is noted once.';
COMMENT ON COLUMN dead_letters.reason IS 'A short code, never the message''s words.';
COMMENT ON COLUMN dead_letters.body IS 'As it came; erased when retention ends.';

CREATE TABLE alarms (
    hour timestamptz CONSTRAINT alarms_pkey PRIMARY KEY
);
COMMENT ON TABLE alarms IS 'Coordinators are told of dead letters once an hour at most.';

-- +goose Down
DROP TABLE alarms, dead_letters;
