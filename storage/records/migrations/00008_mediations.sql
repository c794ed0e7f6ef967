-- +goose Up

-- What the office form of people's mediation asks for besides. Null in events
-- from before, and where there is nothing to say: adding them rewrites no row.
ALTER TABLE events
    ADD COLUMN form             smallint CONSTRAINT events_form_check CHECK (form > 0),
    ADD COLUMN confirmed        boolean,
    ADD COLUMN difficult        boolean,
    ADD COLUMN prevented        text,
    ADD COLUMN prevented_people integer;
COMMENT ON COLUMN events.form IS 'The canonical form (worker/casework) that hash was made of. Null: the first.';
COMMENT ON COLUMN events.confirmed IS 'A court confirmed the agreement.';
COMMENT ON COLUMN events.difficult IS 'The mediator called the dispute difficult.';
COMMENT ON COLUMN events.prevented IS 'What the mediation kept from happening: suicide, crime, armed_fight.';

-- +goose Down
ALTER TABLE events
    DROP COLUMN form,
    DROP COLUMN confirmed,
    DROP COLUMN difficult,
    DROP COLUMN prevented,
    DROP COLUMN prevented_people;
