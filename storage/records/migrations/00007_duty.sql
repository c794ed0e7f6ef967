-- +goose Up

ALTER TABLE people ADD COLUMN duty_said_at timestamptz;
COMMENT ON COLUMN people.duty IS 'The pattern from the roster file (worker/roster describes it); empty: on_duty alone says it.';
COMMENT ON COLUMN people.on_duty IS 'What the person said last with /duty. With a pattern it holds until the pattern changes or for twelve hours.';
COMMENT ON COLUMN people.duty_said_at IS 'When on_duty was last said; null: only the roster file said it.';

-- Holidays, swaps, additional patrols: what goes before the pattern.
CREATE TABLE shifts (
    person    bigint      NOT NULL CONSTRAINT shifts_person_fkey REFERENCES people (id) ON DELETE CASCADE,
    day       date        NOT NULL,
    on_duty   boolean     NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    CONSTRAINT shifts_pkey PRIMARY KEY (person, starts_at),
    CONSTRAINT shifts_length_check CHECK (starts_at < ends_at)
);
COMMENT ON COLUMN shifts.day IS 'The Shanghai day on whose line it stands: a file says everything for the days it names.';
CREATE INDEX shifts_day ON shifts (day);

-- Key construction projects 重点项目, each with an officer of its own.
CREATE TABLE projects (
    name    text   CONSTRAINT projects_pkey PRIMARY KEY CONSTRAINT projects_name_check CHECK (name <> ''),
    aliases text[] NOT NULL DEFAULT '{}',
    area    text   NOT NULL DEFAULT '' CONSTRAINT projects_area_check CHECK (area = '' OR area ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
    person  bigint NOT NULL CONSTRAINT projects_person_fkey REFERENCES people (id) ON DELETE CASCADE
);

CREATE TRIGGER shifts_changed   AFTER INSERT OR UPDATE OR DELETE ON shifts   FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();
CREATE TRIGGER projects_changed AFTER INSERT OR UPDATE OR DELETE ON projects FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();

-- What routing needs to know again each time it looks at a case.
ALTER TABLE cases
    ADD COLUMN project        text    NOT NULL DEFAULT '',
    ADD COLUMN money_moving   boolean NOT NULL DEFAULT false,
    ADD COLUMN against_unit   text    NOT NULL DEFAULT '',
    ADD COLUMN against_person bigint;
COMMENT ON COLUMN cases.project IS 'Name of the key project it is about; empty: none.';
COMMENT ON COLUMN cases.money_moving IS 'A fraud whose money might still have been stopped.';
COMMENT ON COLUMN cases.against_unit IS 'The unit it complains of: nobody of it may see the case. Empty: it is no complaint about a unit.';
COMMENT ON COLUMN cases.against_person IS 'The officer it complains of, who may not see it in any unit.';

-- +goose Down
ALTER TABLE cases DROP COLUMN project, DROP COLUMN money_moving, DROP COLUMN against_unit, DROP COLUMN against_person;
DROP TABLE projects, shifts;
ALTER TABLE people DROP COLUMN duty_said_at;
