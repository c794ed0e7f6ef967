-- +goose Up

-- The cases behind a number, in a log of years. Nothing here changes what is
-- counted, only what has to be read for it.

-- A unit's numbers: what happened there, by what it was. Of three entries a
-- case, one is written when its report comes in.
DROP INDEX events_concluded;
CREATE INDEX events_placed ON events (county, station, type, at)
    WHERE type IN ('submitted', 'accepted', 'escalated', 'reminded', 'closed', 'recorded', 'withdrawn', 'rated');
-- A county's and the city's: conclusions by their time.
CREATE INDEX events_ended_county ON events (county, at) WHERE type IN ('closed', 'recorded', 'withdrawn');
CREATE INDEX events_ended ON events (at) WHERE type IN ('closed', 'recorded', 'withdrawn');
-- And what is rare among them, so that a few cases are not looked for among all.
CREATE INDEX events_marked ON events (at) WHERE prevented IS NOT NULL OR confirmed OR difficult OR parties >= 50;
CREATE INDEX events_seldom ON events (at) WHERE type IN ('escalated', 'reminded', 'rated');
-- Events that may have given a case other codes.
CREATE INDEX events_moving ON events (at)
    WHERE type IN ('sorted', 'transferred', 'returned', 'withdrawn', 'reopened', 'unlinked')
       OR type IN ('routed', 'triaged') AND seq > 2
       OR type = 'accepted' AND category LIKE '%.other';
-- The cases that were open at an instant: of every month after it, those
-- closed then and submitted before.
CREATE INDEX cases_over ON cases (date_trunc('month', closed_at AT TIME ZONE 'Asia/Shanghai'), submitted_at) WHERE closed_at IS NOT NULL;

-- +goose Down
DROP INDEX cases_over, events_moving, events_seldom, events_marked, events_ended, events_ended_county, events_placed;
CREATE INDEX events_concluded ON events (county, station, at) WHERE type IN ('closed', 'recorded', 'withdrawn');
COMMENT ON INDEX events_concluded IS 'One entry a case, written when it ends: taking reports in does not pay for it.';
