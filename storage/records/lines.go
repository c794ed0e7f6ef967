package records

import (
	"fmt"
	"strings"
)

// What is counted, in one place: sums and the cases behind a sum are both read
// from the same lines, so they cannot differ.
//
// A line says that a case adds n to a measure at some time in some place. Its
// measure is named kind.what[.code], its codes are those of the event:
//
//	received[.type.T]     submitted, under the codes it came with; T: the category without its kind, "undecided" where none
//	moved[.type.T]        -1 under the codes it had, +1 under its new ones, whenever kind, category or place change
//	concluded[.type.T]    closed, recorded or withdrawn; reopening or parting from a linked case takes all lines of the conclusion back, at its own time
//	outcome.O             of the conclusion
//	success.type.T        settled, helped, acted on or checked
//	recorded              settled or helped before it was reported: nobody was called
//	handle.M              closed at most M minutes after it was submitted (see Minutes); reopening does not undo the time
//	accept.U.M            first accepted, of urgency U, at most M minutes after it was submitted
//	in_time               the same, by the deadline that the case had; where the log does not say it (before it did), by the term of its urgency
//	late_accept           first climbed because nobody accepted in time
//	late_close            was overdue to be closed
//	rated, rated_settled, rated_content    the reporter answered; called it settled; gave four stars or five
//	acted_on.type.T       tips
//	grade.G premises.P    tips that are fire hazards and were acted on or checked: as an officer graded them; none of what nobody graded
//	people[.type.T]       assistance: n is people helped
//	source.S mediator.M band.B parties three yuan performance.P confirmed difficult prevented.W prevented_people.W
//	                      disputes: of the conclusion's mediation; "none" where nobody said
//
// So at any moment, in every place and of every type: received + moved -
// concluded is what is pending, and concluded is the sum of its outcomes, of
// its types, of its sources, of its mediators and of its bands.

// Minutes are the upper bounds that waiting times are counted under; longer
// ones are "more". Among them are the terms to accept of worker/route.
var Minutes = []int{
	1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 90, 120, 180, 240, 300, 360, 480, 600, 720, 960, 1200, 1440,
	2160, 2880, 4320, 5760, 7200, 8640, 10080, 14400, 21600, 43200,
}

// More is the code of times longer than all Minutes.
const More = "more"

// countedTypes are the events that lines come from; changing ones are those of
// them that may change a case's codes.
const (
	countedTypes  = `'submitted','routed','triaged','sorted','accepted','transferred','returned','escalated','reminded','closed','withdrawn','rated','reopened','unlinked','recorded'`
	changingTypes = `'routed','triaged','sorted','accepted','transferred','returned','withdrawn','reopened','unlinked'`
)

// bucket is the SQL for the code of a duration. Half a microsecond less makes
// a bound belong to its own bucket: times are whole microseconds.
func bucket(duration string) string {
	bounds := make([]string, len(Minutes))
	codes := make([]string, len(Minutes))
	for i, m := range Minutes {
		bounds[i], codes[i] = fmt.Sprint(60*m), fmt.Sprintf("'%d'", m)
	}
	return fmt.Sprintf(`(ARRAY[%s,'%s'])[1 + width_bucket(extract(epoch FROM %s)::float8 - 5e-7, ARRAY[%s]::float8[])]`,
		strings.Join(codes, ","), More, duration, strings.Join(bounds, ","))
}

// linesFrom is the SQL of a WITH list that ends in lines: (case_id, seq, at,
// received_at, county, township, village, station, measure, n). events is the
// condition on e, the counted event, and s, the same case's first.
func linesFrom(events string) string {
	codes := func(alias string) string {
		return fmt.Sprintf(`%[1]s.kind, CASE %[1]s.category WHEN '' THEN 'undecided' ELSE split_part(%[1]s.category, '.', 2) END AS type,
			%[1]s.county, %[1]s.township, %[1]s.village, %[1]s.station`, alias)
	}
	was := `h.was_kind, CASE h.was_category WHEN '' THEN 'undecided' ELSE split_part(h.was_category, '.', 2) END,
			h.was_county, h.was_township, h.was_village, h.was_station`
	return `happened AS MATERIALIZED (
		SELECT e.case_id, e.seq, e.type AS event, e.at, s.at AS received_at,
		       e.kind, e.category, e.urgency, e.county, e.township, e.village, e.station,
		       e.outcome, e.mediator, e.parties, e.source, e.yuan, e.performance, e.people,
		       e.confirmed, e.difficult, e.prevented, e.prevented_people, e.premises, e.grade, e.deadline, e.satisfied, e.stars,
		       b.kind AS was_kind, b.category AS was_category, b.county AS was_county, b.township AS was_township,
		       b.village AS was_village, b.station AS was_station,
		       coalesce(c.type, e.type) AS conclusion,
		       e.type IN ('accepted', 'escalated') AND NOT EXISTS (
		           SELECT FROM events AS p WHERE p.case_id = e.case_id AND p.seq < e.seq AND p.type = e.type) AS first
		FROM events AS e
		JOIN events AS s ON s.case_id = e.case_id AND s.seq = 1
		LEFT JOIN LATERAL (
		    SELECT p.kind, p.category, p.county, p.township, p.village, p.station
		    FROM events AS p WHERE p.case_id = e.case_id AND p.seq = e.seq - 1 AND e.type IN (` + changingTypes + `)) AS b ON true
		LEFT JOIN LATERAL (
		    SELECT p.type FROM events AS p
		    WHERE p.case_id = e.case_id AND p.seq < e.seq AND p.type IN ('closed', 'recorded') AND e.type IN ('reopened', 'unlinked')
		    ORDER BY p.seq DESC LIMIT 1) AS c ON true
		WHERE e.type IN (` + countedTypes + `) AND (` + events + `)
	), turns AS (
		SELECT h.case_id, h.seq, h.at, h.received_at, 'received' AS what, 1 AS sign, ` + codes("h") + `
		FROM happened AS h WHERE h.event = 'submitted'
		UNION ALL
		SELECT h.case_id, h.seq, h.at, h.received_at, 'moved', 1, ` + codes("h") + `
		FROM happened AS h
		WHERE (h.kind, h.category, h.county, h.township, h.village, h.station)
		   <> (h.was_kind, h.was_category, h.was_county, h.was_township, h.was_village, h.was_station)
		UNION ALL
		SELECT h.case_id, h.seq, h.at, h.received_at, 'moved', -1, ` + was + `
		FROM happened AS h
		WHERE (h.kind, h.category, h.county, h.township, h.village, h.station)
		   <> (h.was_kind, h.was_category, h.was_county, h.was_township, h.was_village, h.was_station)
	), conclusions AS (
		SELECT h.case_id, h.seq, h.at, h.received_at, 1 AS sign, ` + codes("h") + `,
		       h.outcome, h.mediator, h.parties, h.source, h.yuan, h.performance, h.people,
		       h.confirmed, h.difficult, h.prevented, h.prevented_people, h.premises, h.grade, h.conclusion
		FROM happened AS h WHERE h.event IN ('closed', 'recorded', 'withdrawn')
		UNION ALL
		SELECT h.case_id, h.seq, h.at, h.received_at, -1, ` + was + `,
		       h.outcome, h.mediator, h.parties, h.source, h.yuan, h.performance, h.people,
		       h.confirmed, h.difficult, h.prevented, h.prevented_people, h.premises, h.grade, h.conclusion
		FROM happened AS h WHERE h.event IN ('reopened', 'unlinked')
	), lines AS (
		SELECT t.case_id, t.seq, t.at, t.received_at, t.county, t.township, t.village, t.station, m.measure, t.sign::bigint AS n
		FROM turns AS t
		CROSS JOIN LATERAL (VALUES (t.kind || '.' || t.what), (t.kind || '.' || t.what || '.type.' || t.type)) AS m (measure)
		UNION ALL
		SELECT c.case_id, c.seq, c.at, c.received_at, c.county, c.township, c.village, c.station, c.kind || '.' || m.measure, c.sign * m.n
		FROM conclusions AS c
		CROSS JOIN LATERAL (VALUES
			('concluded', 1::bigint),
			('concluded.type.' || c.type, 1),
			('outcome.' || c.outcome, 1),
			('success.type.' || c.type, (c.outcome IN ('settled_oral', 'settled_written', 'acted_on', 'checked', 'helped'))::int),
			('recorded', (c.conclusion = 'recorded')::int)
		) AS m (measure, n)
		WHERE m.n <> 0
		UNION ALL
		SELECT c.case_id, c.seq, c.at, c.received_at, c.county, c.township, c.village, c.station, c.kind || '.' || m.measure, c.sign * m.n
		FROM conclusions AS c
		CROSS JOIN LATERAL (VALUES
			('source.' || coalesce(c.source, 'none'), 1::bigint),
			('mediator.' || coalesce(c.mediator, 'none'), 1),
			('band.' || CASE WHEN c.parties IS NULL THEN 'none' WHEN c.parties < 50 THEN 'few' WHEN c.parties < 100 THEN '50'
			                 WHEN c.parties <= 500 THEN '100' ELSE '500' END, 1),
			('parties', c.parties),
			('three', (c.parties >= 3)::int),
			('yuan', c.yuan),
			('performance.' || coalesce(c.performance, 'none'), (c.outcome IN ('settled_oral', 'settled_written'))::int),
			('confirmed', c.confirmed::int),
			('difficult', c.difficult::int),
			('prevented.' || c.prevented, 1),
			('prevented_people.' || c.prevented, c.prevented_people)
		) AS m (measure, n)
		WHERE c.kind = 'dispute' AND m.measure IS NOT NULL AND m.n <> 0
		UNION ALL
		SELECT c.case_id, c.seq, c.at, c.received_at, c.county, c.township, c.village, c.station, c.kind || '.' || m.measure, c.sign * m.n
		FROM conclusions AS c
		CROSS JOIN LATERAL (VALUES
			('acted_on.type.' || c.type, (c.kind = 'tip' AND c.outcome = 'acted_on')::int::bigint),
			('grade.' || c.grade, (c.kind = 'tip' AND c.outcome IN ('acted_on', 'checked') AND c.grade IS NOT NULL)::int),
			('premises.' || coalesce(c.premises, 'unknown'), (c.kind = 'tip' AND c.outcome IN ('acted_on', 'checked') AND c.grade IS NOT NULL)::int),
			('people', c.people),
			('people.type.' || c.type, c.people)
		) AS m (measure, n)
		WHERE c.kind <> 'dispute' AND m.n <> 0
		UNION ALL
		SELECT h.case_id, h.seq, h.at, h.received_at, h.county, h.township, h.village, h.station, h.kind || '.' || m.measure, 1
		FROM happened AS h
		CROSS JOIN LATERAL (VALUES
			('handle.' || ` + bucket("(h.at - h.received_at)") + `, h.event = 'closed'),
			('accept.' || h.urgency || '.' || ` + bucket("(h.at - h.received_at)") + `, h.event = 'accepted' AND h.first),
			('in_time', h.event = 'accepted' AND h.first AND CASE h.deadline WHEN 'kept' THEN true WHEN 'missed' THEN false
			     ELSE h.at - h.received_at <= CASE h.urgency WHEN 'emergency' THEN interval '5 min' WHEN 'urgent' THEN interval '30 min' ELSE interval '24 h' END END),
			('late_accept', h.event = 'escalated' AND h.first),
			('late_close', h.event = 'reminded' AND h.deadline = 'close'),
			('rated', h.event = 'rated'),
			('rated_settled', h.event = 'rated' AND h.satisfied),
			('rated_content', h.event = 'rated' AND h.stars >= 4)
		) AS m (measure, counts)
		WHERE h.event IN ('accepted', 'escalated', 'reminded', 'closed', 'rated') AND m.counts
	)`
}
