-- +goose Up

-- The cases behind a number of a station's month: conclusions by their place,
-- and the few that took one back.
CREATE INDEX events_concluded ON events (county, station, at) WHERE type IN ('closed', 'recorded', 'withdrawn');
CREATE INDEX events_undone ON events (at) WHERE type IN ('reopened', 'unlinked');
COMMENT ON INDEX events_concluded IS 'One entry a case, written when it ends: taking reports in does not pay for it.';

-- +goose Down
DROP INDEX events_undone;
DROP INDEX events_concluded;
