-- +goose Up

-- Tallies lack what is accepted in time by the case's own deadline: the months
-- that are over are added up anew. Until then their events are read.
INSERT INTO late_events (month) SELECT month FROM tallied;

-- +goose Down
INSERT INTO late_events (month) SELECT month FROM tallied;
