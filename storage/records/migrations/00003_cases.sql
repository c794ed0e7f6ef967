-- +goose Up

CREATE SEQUENCE case_ids AS bigint INCREMENT BY 1000;
COMMENT ON SEQUENCE case_ids IS 'Workers take 1000 ids at a time, so that a batch''s cases, events and deliveries can be written in one statement.';

-- The working state of a case. What happened stands in events; worker verify
-- checks that the two agree.
CREATE TABLE cases (
    id            bigint      CONSTRAINT cases_pkey PRIMARY KEY,
    report_id     text        NOT NULL CONSTRAINT cases_report_fkey REFERENCES reports (id),
    version       integer     NOT NULL CONSTRAINT cases_version_check CHECK (version > 0),
    seq           integer     NOT NULL CONSTRAINT cases_seq_check CHECK (seq > 0),
    last_hash     bytea       NOT NULL CONSTRAINT cases_last_hash_check CHECK (length(last_hash) = 32),
    state         text        NOT NULL CONSTRAINT cases_state_check CHECK (state IN ('triage', 'routed', 'accepted', 'closed', 'withdrawn')),
    kind          text        NOT NULL CONSTRAINT cases_kind_check CHECK (kind IN ('tip', 'dispute', 'assist')),
    category      text        NOT NULL,
    urgency       text        NOT NULL CONSTRAINT cases_urgency_check CHECK (urgency IN ('emergency', 'urgent', 'routine')),
    county        text        NOT NULL,
    township      text        NOT NULL,
    village       text        NOT NULL,
    station       text        NOT NULL,
    owner_person  bigint      CONSTRAINT cases_owner_fkey REFERENCES people (id),
    owner_unit    text        NOT NULL CONSTRAINT cases_owner_unit_check CHECK (owner_unit <> ''),
    level         smallint    NOT NULL,
    escalated     smallint    NOT NULL,
    rule          text        NOT NULL,
    holders       bigint[]    NOT NULL,
    submitted_at  timestamptz NOT NULL,
    accept_by     timestamptz,
    close_by      timestamptz,
    accepted_at   timestamptz,
    remind_at     timestamptz,
    escalate_at   timestamptz,
    overdue_at    timestamptz,
    next_tick_at  timestamptz,
    stale         boolean     NOT NULL DEFAULT false,
    asked_at      timestamptz,
    asked_by      bigint,
    outcome       text        NOT NULL DEFAULT '',
    mediation     jsonb,
    helped        integer,
    closed_at     timestamptz,
    recorded      boolean     NOT NULL,
    reopened_at   timestamptz,
    stars         smallint    NOT NULL DEFAULT 0 CONSTRAINT cases_stars_check CHECK (stars BETWEEN 0 AND 5),
    satisfied     boolean     NOT NULL DEFAULT false,
    reasons       text[]      NOT NULL DEFAULT '{}',
    purged_at     timestamptz,
    CONSTRAINT cases_closed_check CHECK ((closed_at IS NOT NULL) = (state IN ('closed', 'withdrawn'))),
    CONSTRAINT cases_outcome_check CHECK ((outcome <> '') = (closed_at IS NOT NULL)),
    CONSTRAINT cases_settled_tick_check CHECK (closed_at IS NULL OR next_tick_at IS NULL)
) WITH (fillfactor = 80);
COMMENT ON TABLE  cases IS 'One per report. There is always an owner: owner_unit is never empty. Room on the page for updates that touch no index.';
COMMENT ON COLUMN cases.last_hash IS 'The hash of the last event: the next one follows from it, and a log cut short is noticed.';
COMMENT ON COLUMN cases.county IS 'Code of the county bureau (a unit); township and village are official area codes.';
COMMENT ON COLUMN cases.holders IS 'People who have a card, ascending.';
COMMENT ON COLUMN cases.next_tick_at IS 'When a deadline has to be looked at; null: none runs.';
COMMENT ON COLUMN cases.stale IS 'The roster changed for this case: fit it at the next tick.';
COMMENT ON COLUMN cases.reasons IS 'The words that decided the category: taken from the text, so they are purged with it.';
CREATE INDEX cases_next_tick ON cases (next_tick_at) WHERE next_tick_at IS NOT NULL;
CREATE INDEX cases_open ON cases (county, station) WHERE closed_at IS NULL;
COMMENT ON INDEX cases_open IS 'Lists show open cases only, and those stay few: this index does not grow with the years.';
CREATE INDEX cases_to_purge ON cases (closed_at) WHERE closed_at IS NOT NULL AND purged_at IS NULL;

-- +goose Down
DROP TABLE cases;
DROP SEQUENCE case_ids;
