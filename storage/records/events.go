package records

import (
	"context"
	"fmt"
	"time"

	"secondbrother/storage/payload"
)

// Event is one line of the log; see the table's comments. Mediated says
// whether the columns of a mediation are filled.
type Event struct {
	CaseID   int64     `db:"case_id"`
	Seq      int       `db:"seq"`
	Version  int       `db:"version"`
	Type     string    `db:"type"`
	At       time.Time `db:"at"`
	Role     string    `db:"role"`
	Person   Number    `db:"person"`
	Unit     string    `db:"unit"`
	State    string    `db:"state"`
	Kind     string    `db:"kind"`
	Category string    `db:"category"`
	Urgency  string    `db:"urgency"`
	County   string    `db:"county"`
	Township string    `db:"township"`
	Village  string    `db:"village"`
	Station  string    `db:"station"`

	Outcome     Text   `db:"outcome"`
	Mediator    Text   `db:"mediator"` // empty: no mediation
	Parties     Number `db:"parties"`
	Source      Text   `db:"source"`
	Agreement   Text   `db:"agreement"`
	Yuan        Number `db:"yuan"`
	Performance Text   `db:"performance"`
	People      Number `db:"people"` // helped; 0: no help recorded

	Form            Number `db:"form"` // worker/casework's canonical form; 0: the first
	Confirmed       bool   `db:"confirmed"`
	Difficult       bool   `db:"difficult"`
	Prevented       Text   `db:"prevented"`
	PreventedPeople Number `db:"prevented_people"`

	Premises Text `db:"premises"`
	Grade    Text `db:"grade"`

	FromPerson Number `db:"from_person"`
	FromUnit   Text   `db:"from_unit"`
	ToPerson   Number `db:"to_person"`
	ToUnit     Text   `db:"to_unit"`
	Level      Number `db:"level"`
	Rule       Text   `db:"rule"`
	Deadline   Text   `db:"deadline"`
	Satisfied  bool   `db:"satisfied"`
	Stars      Number `db:"stars"`

	Words []byte `db:"words"` // SHA-256
	Hash  []byte `db:"hash"`  // SHA-256

	// Kept apart, so that it can be erased.
	Text  string                `db:"text"`
	Media JSON[[]payload.Media] `db:"media"`
}

var eventFields = []field{
	{"case_id", "bigint", ""},
	{"seq", "bigint", ""},
	{"version", "bigint", ""},
	{"type", "text", ""},
	{"at", "timestamptz", ""},
	{"role", "text", ""},
	{"person", "bigint", ""},
	{"unit", "text", ""},
	{"state", "text", ""},
	{"kind", "text", ""},
	{"category", "text", ""},
	{"urgency", "text", ""},
	{"county", "text", ""},
	{"township", "text", ""},
	{"village", "text", ""},
	{"station", "text", ""},
	{"outcome", "text", ""},
	{"mediator", "text", ""},
	{"parties", "bigint", ""},
	{"source", "text", ""},
	{"agreement", "text", ""},
	{"yuan", "bigint", ""},
	{"performance", "text", ""},
	{"people", "bigint", ""},
	{"form", "bigint", ""},
	{"confirmed", "boolean", "nullif(%s, false)"},
	{"difficult", "boolean", "nullif(%s, false)"},
	{"prevented", "text", ""},
	{"prevented_people", "bigint", ""},
	{"premises", "text", ""},
	{"grade", "text", ""},
	{"from_person", "bigint", ""},
	{"from_unit", "text", ""},
	{"to_person", "bigint", ""},
	{"to_unit", "text", ""},
	{"level", "bigint", ""},
	{"rule", "text", ""},
	{"deadline", "text", ""},
	{"satisfied", "boolean", "nullif(%s, false)"},
	{"stars", "bigint", ""},
	{"words", "bytea", ""},
	{"hash", "bytea", ""},
}

func eventColumns(rows []Event) []any {
	return []any{
		ints(rows, func(e *Event) int64 { return e.CaseID }),
		ints(rows, func(e *Event) int64 { return int64(e.Seq) }),
		ints(rows, func(e *Event) int64 { return int64(e.Version) }),
		texts(rows, func(e *Event) string { return e.Type }),
		times(rows, func(e *Event) time.Time { return e.At }),
		texts(rows, func(e *Event) string { return e.Role }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.Person) }),
		texts(rows, func(e *Event) string { return e.Unit }),
		texts(rows, func(e *Event) string { return e.State }),
		texts(rows, func(e *Event) string { return e.Kind }),
		texts(rows, func(e *Event) string { return e.Category }),
		texts(rows, func(e *Event) string { return e.Urgency }),
		texts(rows, func(e *Event) string { return e.County }),
		texts(rows, func(e *Event) string { return e.Township }),
		texts(rows, func(e *Event) string { return e.Village }),
		texts(rows, func(e *Event) string { return e.Station }),
		textsOrNull(rows, func(e *Event) string { return string(e.Outcome) }),
		textsOrNull(rows, func(e *Event) string { return string(e.Mediator) }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.Parties) }),
		textsOrNull(rows, func(e *Event) string { return string(e.Source) }),
		textsOrNull(rows, func(e *Event) string { return string(e.Agreement) }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.Yuan) }),
		textsOrNull(rows, func(e *Event) string { return string(e.Performance) }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.People) }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.Form) }),
		bools(rows, func(e *Event) bool { return e.Confirmed }),
		bools(rows, func(e *Event) bool { return e.Difficult }),
		textsOrNull(rows, func(e *Event) string { return string(e.Prevented) }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.PreventedPeople) }),
		textsOrNull(rows, func(e *Event) string { return string(e.Premises) }),
		textsOrNull(rows, func(e *Event) string { return string(e.Grade) }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.FromPerson) }),
		textsOrNull(rows, func(e *Event) string { return string(e.FromUnit) }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.ToPerson) }),
		textsOrNull(rows, func(e *Event) string { return string(e.ToUnit) }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.Level) }),
		textsOrNull(rows, func(e *Event) string { return string(e.Rule) }),
		textsOrNull(rows, func(e *Event) string { return string(e.Deadline) }),
		bools(rows, func(e *Event) bool { return e.Satisfied }),
		intsOrNull(rows, func(e *Event) int64 { return int64(e.Stars) }),
		byteas(rows, func(e *Event) []byte { return e.Words }),
		byteas(rows, func(e *Event) []byte { return e.Hash }),
	}
}

var appendEvents = func() string {
	columns, values, source := batch("e", 1, eventFields)
	return `INSERT INTO events (` + columns + `) SELECT ` + values + ` FROM ` + source
}()

// AppendEvents logs events of cases that this transaction has locked.
func (t *Tx) AppendEvents(ctx context.Context, events []Event) error {
	if len(events) == 0 {
		return nil
	}
	if _, err := t.tx.ExecContext(ctx, appendEvents, eventColumns(events)...); err != nil {
		return fmt.Errorf("append %d events: %w", len(events), err)
	}
	var said []Event
	for _, e := range events {
		if e.Text != "" || len(e.Media.Of) > 0 {
			said = append(said, e)
		}
	}
	if len(said) == 0 {
		return nil
	}
	_, err := t.tx.ExecContext(ctx, `
		INSERT INTO event_words (case_id, seq, text, media)
		SELECT w.case_id, w.seq, w.text, w.media::jsonb
		FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) AS w (case_id, seq, text, media)`,
		ints(said, func(e *Event) int64 { return e.CaseID }),
		ints(said, func(e *Event) int64 { return int64(e.Seq) }),
		texts(said, func(e *Event) string { return e.Text }),
		textsOrNull(said, func(e *Event) string { return e.Media.text() }))
	if err != nil {
		return fmt.Errorf("append the words of %d events: %w", len(said), err)
	}
	return nil
}

// eventSelect is the SELECT list of an Event; booleans are null for false.
var eventSelect = func() string {
	list := ""
	for _, f := range eventFields {
		if f.array == "boolean" {
			list += "coalesce(e." + f.name + ", false) AS " + f.name + ", "
			continue
		}
		list += "e." + f.name + ", "
	}
	return list + `coalesce(w.text, '') AS text, w.media FROM events AS e LEFT JOIN event_words AS w USING (case_id, seq)`
}()

// querier is what reads inside and outside of a transaction share.
type querier interface {
	SelectContext(ctx context.Context, dest any, query string, args ...any) error
	GetContext(ctx context.Context, dest any, query string, args ...any) error
}

// Story returns the newest events of a case, at most limit, in their order:
// without those of volunteers who were asked in vain, which would push out the
// rest.
func (r *Records) Story(ctx context.Context, caseID int64, limit int) ([]Event, error) {
	return story(ctx, r.db, caseID, limit)
}

// Story is like Records.Story and sees this transaction's own events.
func (t *Tx) Story(ctx context.Context, caseID int64, limit int) ([]Event, error) {
	return story(ctx, t.tx, caseID, limit)
}

func story(ctx context.Context, q querier, caseID int64, limit int) ([]Event, error) {
	var events []Event
	err := q.SelectContext(ctx, &events, `SELECT * FROM (
			SELECT `+eventSelect+` WHERE e.case_id = $1 AND e.type NOT IN ('declined', 'lapsed') ORDER BY e.seq DESC LIMIT $2
		) AS newest ORDER BY seq`, caseID, limit)
	if err != nil {
		return nil, fmt.Errorf("read a case's events: %w", err)
	}
	for i := range events {
		events[i].At = events[i].At.UTC()
	}
	return events, nil
}
