-- +goose Up

-- Group chats of stations: the cards of a station go there too.
CREATE TABLE groups (
    unit     text        NOT NULL CONSTRAINT groups_unit_fkey REFERENCES units (code) ON DELETE CASCADE,
    handle   text        NOT NULL CONSTRAINT groups_handle_key UNIQUE CONSTRAINT groups_handle_check CHECK (handle <> ''),
    bound_by bigint      CONSTRAINT groups_bound_by_fkey REFERENCES people (id) ON DELETE SET NULL,
    bound_at timestamptz NOT NULL,
    CONSTRAINT groups_pkey PRIMARY KEY (unit)
);
COMMENT ON COLUMN groups.handle IS 'Stands for the group chat; only the bot knows which. A station has one group, a group one station.';
COMMENT ON COLUMN groups.bound_by IS 'The leader who brought the cards there.';
CREATE TRIGGER groups_changed AFTER INSERT OR UPDATE OR DELETE ON groups FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();

-- +goose Down
DROP TABLE groups;
