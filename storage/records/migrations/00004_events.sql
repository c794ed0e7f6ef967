-- +goose Up

-- What happened: append-only, one hash chain per case, the only source of the
-- counts. Every line carries what counts need as it was at that moment, so no
-- count has to join, and a later change of a case moves no earlier line.
--
-- A month's tips, disputes and calls for help received are its 'submitted'
-- lines by at; what was concluded are its 'closed', 'recorded' and 'withdrawn'
-- lines by at, less its 'reopened' lines, which repeat the outcome that they
-- take back.
CREATE TABLE events (
    case_id           bigint      NOT NULL,
    seq               integer     NOT NULL CONSTRAINT events_seq_check CHECK (seq > 0),
    version           integer     NOT NULL,
    type              text        NOT NULL,
    at                timestamptz NOT NULL,
    role              text        NOT NULL,
    person            bigint,
    unit              text        NOT NULL,
    state             text        NOT NULL,
    kind              text        NOT NULL,
    category          text        NOT NULL,
    urgency           text        NOT NULL,
    county            text        NOT NULL,
    township          text        NOT NULL,
    village           text        NOT NULL,
    station           text        NOT NULL,
    outcome           text,
    mediator          text,
    parties           integer,
    source            text,
    agreement         text,
    yuan              bigint,
    performance       text,
    people            integer,
    from_person       bigint,
    from_unit         text,
    to_person         bigint,
    to_unit           text,
    level             smallint,
    rule              text,
    deadline          text,
    satisfied         boolean,
    stars             smallint,
    words             bytea       NOT NULL CONSTRAINT events_words_check CHECK (length(words) = 32),
    hash              bytea       NOT NULL CONSTRAINT events_hash_check CHECK (length(hash) = 32),
    CONSTRAINT events_pkey PRIMARY KEY (case_id, seq)
);
COMMENT ON TABLE  events IS 'case_id is no foreign key: it is written in one statement with its case; worker verify checks it.';
COMMENT ON COLUMN events.type IS 'submitted, routed, triaged, sorted, accepted, asked, answered, added, noted, transferred, escalated, reminded, closed, withdrawn, rated, reopened, recorded.';
COMMENT ON COLUMN events.role IS 'Who did it: volunteer for the reporter, empty for the machine. A reporter is never named here, by handle or otherwise.';
COMMENT ON COLUMN events.person IS 'Staff only.';
COMMENT ON COLUMN events.outcome IS 'closed, recorded, withdrawn; reopened: the one it takes back. Null elsewhere, as are the columns of the record that came with it.';
COMMENT ON COLUMN events.mediator IS 'With parties, source, agreement, yuan and performance: how a dispute was mediated; null where nobody recorded a mediation.';
COMMENT ON COLUMN events.people IS 'People helped.';
COMMENT ON COLUMN events.words IS 'SHA-256 of the text and media in event_words: they can be erased and the chain still be checked.';
COMMENT ON COLUMN events.hash IS 'SHA-256 of the hash before and of this event in its canonical form (worker/casework).';
-- Lines come nearly in the order of their time: a block range index finds a
-- month in a table of years and costs next to nothing to keep.
CREATE INDEX events_at ON events USING brin (at) WITH (pages_per_range = 32, autosummarize = on);

-- What people wrote stands apart, so that it can be erased.
CREATE TABLE event_words (
    case_id bigint  NOT NULL,
    seq     integer NOT NULL,
    text    text    NOT NULL,
    media   jsonb,
    CONSTRAINT event_words_pkey PRIMARY KEY (case_id, seq)
);

-- +goose StatementBegin
CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only();
CREATE TRIGGER event_words_append_only BEFORE UPDATE ON event_words FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only();

-- +goose Down
DROP TABLE event_words, events;
DROP FUNCTION events_are_append_only();
