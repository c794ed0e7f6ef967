-- +goose Up

-- What was submitted, as it was submitted. Holds a handle, never an account.
CREATE TABLE reports (
    id           text             CONSTRAINT reports_pkey PRIMARY KEY,
    receipt      text             NOT NULL CONSTRAINT reports_receipt_key UNIQUE,
    case_id      bigint           NOT NULL,
    reporter     text,
    volunteer    integer,
    kind         text             NOT NULL CONSTRAINT reports_kind_check CHECK (kind IN ('tip', 'dispute', 'assist')),
    category     text             NOT NULL,
    urgency      text             NOT NULL CONSTRAINT reports_urgency_check CHECK (urgency IN ('emergency', 'urgent', 'routine')),
    text         text             NOT NULL,
    media        jsonb,
    area         text             NOT NULL,
    place        text             NOT NULL,
    latitude     double precision,
    longitude    double precision,
    happened     text             NOT NULL,
    settled      jsonb,
    helped       integer,
    submitted_at timestamptz      NOT NULL,
    stored_at    timestamptz      NOT NULL DEFAULT now(),
    purged_at    timestamptz
);
COMMENT ON TABLE  reports IS 'Immutable. The primary key is the guarantee that a report sent any number of times is one report.';
COMMENT ON COLUMN reports.reporter IS 'A fresh handle for every confidential report: two reports of one person cannot be told apart from two persons. Null once purged.';
COMMENT ON COLUMN reports.volunteer IS 'The volunteer number, only when the reporter chose to show it.';
COMMENT ON COLUMN reports.case_id IS 'Not a foreign key: it is written in one statement with its case, and checking it costs a twentieth of the throughput; worker verify checks it.';

-- +goose StatementBegin
CREATE FUNCTION reports_are_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Erasing what is personal, once, is the one change there is.
    IF TG_OP = 'UPDATE' AND OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL
       AND NEW.text = '' AND NEW.media IS NULL AND NEW.reporter IS NULL AND NEW.volunteer IS NULL AND NEW.place = ''
       AND NEW.latitude IS NULL AND NEW.longitude IS NULL AND NEW.happened = ''
       AND (NEW.id, NEW.receipt, NEW.case_id, NEW.kind, NEW.category, NEW.urgency, NEW.area, NEW.settled, NEW.helped, NEW.submitted_at, NEW.stored_at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.receipt, OLD.case_id, OLD.kind, OLD.category, OLD.urgency, OLD.area, OLD.settled, OLD.helped, OLD.submitted_at, OLD.stored_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'reports are immutable' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER reports_immutable BEFORE UPDATE OR DELETE ON reports FOR EACH ROW EXECUTE FUNCTION reports_are_immutable();
CREATE TRIGGER reports_kept BEFORE TRUNCATE ON reports FOR EACH STATEMENT EXECUTE FUNCTION reports_are_immutable();

-- +goose Down
DROP TABLE reports;
DROP FUNCTION reports_are_immutable();
