-- +goose Up

-- The organisation: the city bureau, the county bureaus below it, their
-- stations and specialised desks.
CREATE TABLE units (
    code       text             CONSTRAINT units_pkey PRIMARY KEY,
    kind       text             NOT NULL CONSTRAINT units_kind_check CHECK (kind IN ('city', 'county', 'station', 'desk')),
    name       text             NOT NULL CONSTRAINT units_name_check CHECK (name <> ''),
    parent     text             CONSTRAINT units_parent_fkey REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    desk       text             CONSTRAINT units_desk_check CHECK (desk <> ''),
    latitude   double precision,
    longitude  double precision,
    CONSTRAINT units_city_check CHECK ((kind = 'city') = (parent IS NULL)),
    CONSTRAINT units_desk_name_check CHECK ((kind = 'desk') = (desk IS NOT NULL)),
    CONSTRAINT units_point_check CHECK ((latitude IS NULL) = (longitude IS NULL))
);
COMMENT ON TABLE  units IS 'Who exists. Replaced as a whole by worker import; deferred parents let a file list a child before its parent.';
COMMENT ON COLUMN units.desk IS 'For desks: the name that the taxonomy''s categories use, e.g. 反诈.';
COMMENT ON COLUMN units.latitude IS 'WGS-84, what Telegram sends; Chinese map data (GCJ-02) must be converted first.';

CREATE TABLE unit_areas (
    unit text CONSTRAINT unit_areas_unit_fkey REFERENCES units (code) ON DELETE CASCADE,
    area text CONSTRAINT unit_areas_area_check CHECK (area ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
    CONSTRAINT unit_areas_pkey PRIMARY KEY (unit, area)
);
COMMENT ON TABLE unit_areas IS 'Which areas a unit answers for: county 6, township 9, village 12 digits.';

CREATE SEQUENCE volunteer_numbers AS integer;
COMMENT ON SEQUENCE volunteer_numbers IS 'Volunteer numbers (二哥140号) are never given twice, so a gap is no fault.';

-- Staff and volunteers. There is no table of reporters: a confidential report
-- knows only its own handle.
CREATE TABLE people (
    id             bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT people_pkey PRIMARY KEY,
    role           text        NOT NULL CONSTRAINT people_role_check
                               CHECK (role IN ('volunteer', 'officer', 'leader', 'county', 'desk', 'coordinator')),
    unit           text        CONSTRAINT people_unit_fkey REFERENCES units (code),
    area           text        NOT NULL DEFAULT '',
    label          text        NOT NULL DEFAULT '',
    badge          text        CONSTRAINT people_badge_check CHECK (badge <> ''),
    areas          text[]      NOT NULL DEFAULT '{}',
    duty           text        NOT NULL DEFAULT '',
    on_duty        boolean     NOT NULL DEFAULT false,
    number         integer     CONSTRAINT people_number_key UNIQUE,
    handle         text        CONSTRAINT people_handle_key UNIQUE,
    joined_at      timestamptz,
    unreachable_at timestamptz,
    suspended_at   timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT people_badge_key UNIQUE (unit, badge),
    CONSTRAINT people_staff_check CHECK ((role = 'volunteer') = (unit IS NULL)),
    CONSTRAINT people_volunteer_check CHECK ((role = 'volunteer') = (number IS NOT NULL))
);
COMMENT ON COLUMN people.label IS 'What other staff read on cards. Volunteers have a number instead: we do not keep their names.';
COMMENT ON COLUMN people.badge IS 'With the unit, what makes a roster file''s line the same person again. Null for those who joined without a roster line.';
COMMENT ON COLUMN people.handle IS 'Stands for a chat; only the bot knows which. Null: has not joined.';
COMMENT ON COLUMN people.unreachable_at IS 'Set when the person blocked the bot; cards go to others until the person comes back.';
COMMENT ON COLUMN people.duty IS 'The pattern from the roster file; on_duty is what holds now.';
CREATE INDEX people_unit ON people (unit);

CREATE TABLE invitations (
    id         bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT invitations_pkey PRIMARY KEY,
    token_hash bytea       NOT NULL CONSTRAINT invitations_token_hash_key UNIQUE
                           CONSTRAINT invitations_token_hash_check CHECK (length(token_hash) = 32),
    person     bigint      CONSTRAINT invitations_person_fkey REFERENCES people (id) ON DELETE CASCADE,
    area       text        NOT NULL DEFAULT '',
    uses_left  integer     NOT NULL CONSTRAINT invitations_uses_left_check CHECK (uses_left >= 0),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    created_by bigint      CONSTRAINT invitations_created_by_fkey REFERENCES people (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN invitations.token_hash IS 'SHA-256 of the token: who reads this table cannot join with it.';
COMMENT ON COLUMN invitations.person IS 'The one member of staff it is for; null: whoever opens it becomes a volunteer of the area.';
CREATE INDEX invitations_person ON invitations (person);

-- One row, counted up in the transaction that changes who routing can choose
-- from, so that workers know their copy is old.
CREATE TABLE roster_version (
    one     boolean CONSTRAINT roster_version_pkey PRIMARY KEY DEFAULT true CONSTRAINT roster_version_one_check CHECK (one),
    version bigint  NOT NULL
);
INSERT INTO roster_version (version) VALUES (1);

-- +goose StatementBegin
CREATE FUNCTION roster_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE roster_version SET version = version + 1;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER units_changed      AFTER INSERT OR UPDATE OR DELETE ON units      FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();
CREATE TRIGGER unit_areas_changed AFTER INSERT OR UPDATE OR DELETE ON unit_areas FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();
CREATE TRIGGER people_changed     AFTER INSERT OR UPDATE OR DELETE ON people     FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();

-- +goose Down
DROP TABLE roster_version, invitations, people, unit_areas, units;
DROP SEQUENCE volunteer_numbers;
DROP FUNCTION roster_changed();
