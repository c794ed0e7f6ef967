-- +goose Up

-- Fire hazards: the kind of premises and how grave it is. Null or empty where
-- it is none, and in everything from before: adding them rewrites no row.
ALTER TABLE reports ADD COLUMN premises text;
COMMENT ON COLUMN reports.premises IS 'The kind of premises that the volunteer chose; null: was not asked or did not say.';

-- As before, with the new column among what never changes.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION reports_are_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Erasing what is personal, once, is the one change there is.
    IF TG_OP = 'UPDATE' AND OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL
       AND NEW.text = '' AND NEW.media IS NULL AND NEW.reporter IS NULL AND NEW.volunteer IS NULL AND NEW.place = ''
       AND NEW.latitude IS NULL AND NEW.longitude IS NULL AND NEW.happened = ''
       AND (NEW.id, NEW.receipt, NEW.case_id, NEW.kind, NEW.category, NEW.urgency, NEW.area, NEW.settled, NEW.helped, NEW.submitted_at, NEW.stored_at, NEW.premises)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.receipt, OLD.case_id, OLD.kind, OLD.category, OLD.urgency, OLD.area, OLD.settled, OLD.helped, OLD.submitted_at, OLD.stored_at, OLD.premises)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'reports are immutable' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
-- +goose StatementEnd

ALTER TABLE cases
    ADD COLUMN premises  text NOT NULL DEFAULT '',
    ADD COLUMN grade     text NOT NULL DEFAULT '',
    ADD COLUMN graded_by bigint CONSTRAINT cases_graded_by_fkey REFERENCES people (id),
    ADD CONSTRAINT cases_grade_check  CHECK (grade IN ('', 'red', 'yellow', 'green')),
    ADD CONSTRAINT cases_hazard_check CHECK (category = 'tip.fire_hazard' OR premises = '' AND grade = ''),
    ADD CONSTRAINT cases_graded_check CHECK (graded_by IS NULL OR grade <> '');
COMMENT ON COLUMN cases.premises IS 'One of the nine kinds of small premises, or other; empty: not known.';
COMMENT ON COLUMN cases.grade IS 'red, yellow, green; empty: none. A proposal where graded_by is null.';

ALTER TABLE events
    ADD COLUMN premises text,
    ADD COLUMN grade    text CONSTRAINT events_grade_check CHECK (grade IN ('red', 'yellow', 'green'));
COMMENT ON COLUMN events.grade IS 'As an officer set it. What the machine proposes is not counted, so it is not here.';

-- +goose Down
ALTER TABLE events DROP COLUMN premises, DROP COLUMN grade;
ALTER TABLE cases
    DROP CONSTRAINT cases_graded_check, DROP CONSTRAINT cases_hazard_check, DROP CONSTRAINT cases_grade_check,
    DROP COLUMN premises, DROP COLUMN grade, DROP COLUMN graded_by;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION reports_are_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
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
ALTER TABLE reports DROP COLUMN premises;
