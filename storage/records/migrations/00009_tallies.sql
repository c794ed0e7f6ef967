-- +goose Up

-- What the events of a month add up to, so that a report need not read them
-- again. Derived from events at any time; worker verify compares the two.
CREATE TABLE tallies (
    level    smallint NOT NULL CONSTRAINT tallies_level_check CHECK (level IN (1, 2, 3)),
    month    date     NOT NULL,
    received date     NOT NULL,
    county   text     NOT NULL,
    station  text     NOT NULL,
    township text     NOT NULL,
    village  text     NOT NULL,
    measure  text     NOT NULL,
    n        bigint   NOT NULL,
    CONSTRAINT tallies_pkey PRIMARY KEY (level, month, county, station, township, village, measure, received)
);
COMMENT ON COLUMN tallies.level IS '1: by county; 2: by station too; 3: by township and village too, only what is received, moved and concluded. Codes of finer levels are empty.';
COMMENT ON COLUMN tallies.month IS 'The first day of the Asia/Shanghai month that the events happened in.';
COMMENT ON COLUMN tallies.received IS 'The first day of the month that their cases were submitted in.';
COMMENT ON COLUMN tallies.measure IS 'As storage/records counts them.';
-- What came and went in all months before is what a month begins with.
CREATE INDEX tallies_balance ON tallies (level, county, month) INCLUDE (station, township, village, measure, received, n)
    WHERE split_part(measure, '.', 2) IN ('received', 'moved', 'concluded');

CREATE TABLE tallied (
    month date        CONSTRAINT tallied_pkey PRIMARY KEY,
    at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tallied IS 'The months in tallies: those that are over.';

CREATE TABLE late_events (
    id    bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT late_events_pkey PRIMARY KEY,
    month date   NOT NULL
);
COMMENT ON TABLE late_events IS 'Events came for a month that was over, so its tallies hold no more. A row for each time, never one for all: whoever adds a month up takes off only the rows it could see.';

-- +goose StatementBegin
CREATE FUNCTION note_late_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO late_events (month)
    SELECT DISTINCT date_trunc('month', e.at AT TIME ZONE 'Asia/Shanghai')::date
    FROM fresh AS e
    WHERE e.at < date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai';
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER events_late AFTER INSERT ON events REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION note_late_events();

-- +goose Down
DROP TRIGGER events_late ON events;
DROP FUNCTION note_late_events();
DROP TABLE late_events, tallied, tallies;
