package records

import (
	"time"

	"secondbrother/storage/payload"
)

// Report is a report as it was submitted.
type Report struct {
	ID        string                   `db:"id"`
	Receipt   string                   `db:"receipt"`
	CaseID    int64                    `db:"case_id"`
	Reporter  Text                     `db:"reporter"`
	Volunteer Number                   `db:"volunteer"`
	Kind      string                   `db:"kind"`
	Category  string                   `db:"category"`
	Urgency   string                   `db:"urgency"`
	Text      string                   `db:"text"`
	Media     JSON[[]payload.Media]    `db:"media"`
	Area      string                   `db:"area"`
	Place     string                   `db:"place"`
	Latitude  *float64                 `db:"latitude"`
	Longitude *float64                 `db:"longitude"`
	Happened  string                   `db:"happened"`
	Settled   JSON[*payload.Mediation] `db:"settled"`
	Helped    Number                   `db:"helped"`    // people
	Broadcast Number                   `db:"broadcast"` // that it answers; 0: none
	Premises  Text                     `db:"premises"`  // of a fire hazard, as the volunteer chose
	Submitted time.Time                `db:"submitted_at"`
}

var reportFields = []field{
	{"id", "text", ""},
	{"receipt", "text", ""},
	{"case_id", "bigint", ""},
	{"reporter", "text", ""},
	{"volunteer", "bigint", ""},
	{"kind", "text", ""},
	{"category", "text", ""},
	{"urgency", "text", ""},
	{"text", "text", ""},
	{"media", "text", "%s::jsonb"},
	{"area", "text", ""},
	{"place", "text", ""},
	{"latitude", "double precision", ""},
	{"longitude", "double precision", ""},
	{"happened", "text", ""},
	{"settled", "text", "%s::jsonb"},
	{"helped", "bigint", ""},
	{"broadcast", "bigint", ""},
	{"premises", "text", ""},
	{"submitted_at", "timestamptz", ""},
}

func reportColumns(rows []Report) []any {
	return []any{
		texts(rows, func(r *Report) string { return r.ID }),
		texts(rows, func(r *Report) string { return r.Receipt }),
		ints(rows, func(r *Report) int64 { return r.CaseID }),
		textsOrNull(rows, func(r *Report) string { return string(r.Reporter) }),
		intsOrNull(rows, func(r *Report) int64 { return int64(r.Volunteer) }),
		texts(rows, func(r *Report) string { return r.Kind }),
		texts(rows, func(r *Report) string { return r.Category }),
		texts(rows, func(r *Report) string { return r.Urgency }),
		texts(rows, func(r *Report) string { return r.Text }),
		textsOrNull(rows, func(r *Report) string { return r.Media.text() }),
		texts(rows, func(r *Report) string { return r.Area }),
		texts(rows, func(r *Report) string { return r.Place }),
		floatsOrNull(rows, func(r *Report) *float64 { return r.Latitude }),
		floatsOrNull(rows, func(r *Report) *float64 { return r.Longitude }),
		texts(rows, func(r *Report) string { return r.Happened }),
		textsOrNull(rows, func(r *Report) string { return r.Settled.text() }),
		intsOrNull(rows, func(r *Report) int64 { return int64(r.Helped) }),
		intsOrNull(rows, func(r *Report) int64 { return int64(r.Broadcast) }),
		textsOrNull(rows, func(r *Report) string { return string(r.Premises) }),
		times(rows, func(r *Report) time.Time { return r.Submitted }),
	}
}
