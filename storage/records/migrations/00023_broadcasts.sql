-- +goose Up

-- What coordinators ask the volunteers of an area to look out for: somebody is
-- missing. Its words and pictures are kept no longer than it runs.
CREATE TABLE broadcasts (
    id         bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT broadcasts_pkey PRIMARY KEY,
    person     bigint      CONSTRAINT broadcasts_person_fkey REFERENCES people (id) ON DELETE SET NULL,
    unit       text        NOT NULL CONSTRAINT broadcasts_unit_fkey REFERENCES units (code),
    county     text        NOT NULL DEFAULT '',
    area       text        NOT NULL DEFAULT '' CONSTRAINT broadcasts_area_check CHECK (area = '' OR area ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
    text       text        NOT NULL,
    media      jsonb,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz,
    ended      text        CONSTRAINT broadcasts_ended_check CHECK (ended IN ('recalled', 'expired')),
    told       integer     NOT NULL DEFAULT 0,
    CONSTRAINT broadcasts_end_check CHECK ((ended IS NULL) = (ended_at IS NULL)),
    CONSTRAINT broadcasts_term_check CHECK (expires_at > created_at)
);
COMMENT ON COLUMN broadcasts.unit IS 'The station of the area, else its county bureau, else the city: it hears of every answer.';
COMMENT ON COLUMN broadcasts.county IS 'The county bureau it concerns; empty: the whole city.';
COMMENT ON COLUMN broadcasts.area IS 'Where its volunteers are; empty: everywhere.';
COMMENT ON COLUMN broadcasts.text IS 'Emptied, with media, when it ends.';
COMMENT ON COLUMN broadcasts.told IS 'How many volunteers it went to.';
CREATE INDEX broadcasts_person ON broadcasts (person, created_at);
CREATE INDEX broadcasts_running ON broadcasts (expires_at) WHERE ended IS NULL;

-- Who was sent it, for as long as it may have to be taken back.
CREATE TABLE broadcast_recipients (
    broadcast bigint NOT NULL CONSTRAINT broadcast_recipients_broadcast_fkey REFERENCES broadcasts (id) ON DELETE CASCADE,
    handle    text   NOT NULL,
    CONSTRAINT broadcast_recipients_pkey PRIMARY KEY (broadcast, handle)
);

ALTER TABLE reports ADD COLUMN broadcast bigint;
COMMENT ON COLUMN reports.broadcast IS 'The broadcast that it answers; null: none.';
CREATE INDEX reports_broadcast ON reports (broadcast) WHERE broadcast IS NOT NULL;

-- +goose Down
ALTER TABLE reports DROP COLUMN broadcast;
DROP TABLE broadcast_recipients, broadcasts;
