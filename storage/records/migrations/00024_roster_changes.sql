-- +goose Up

-- What coordinators changed of the roster in chat: who, whom, what, when.
-- Rows are only ever added.
CREATE TABLE roster_changes (
    id       bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT roster_changes_pkey PRIMARY KEY,
    at       timestamptz NOT NULL,
    by       bigint      NOT NULL,
    person   bigint      NOT NULL,
    change   text        NOT NULL CONSTRAINT roster_changes_change_check CHECK (change IN ('suspend', 'restore', 'move', 'duty', 'invite', 'revoke')),
    was      text        NOT NULL DEFAULT '',
    becomes  text        NOT NULL DEFAULT ''
);
COMMENT ON COLUMN roster_changes.by IS 'The coordinator. No foreign key: the log outlives the roster.';
COMMENT ON COLUMN roster_changes.was IS 'The unit''s code or the duty pattern before; empty for the other changes.';
CREATE INDEX roster_changes_person ON roster_changes (person, at);

-- +goose Down
DROP TABLE roster_changes;
