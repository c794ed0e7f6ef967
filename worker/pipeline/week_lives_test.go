package pipeline

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// life is all that one case ever was: every version of its row, as a trigger
// of the test kept it, and its log.
type life struct {
	receipt payload.Receipt
	rows    []standing
	events  []records.Event
}

// standing is a case's row after one change.
type standing struct {
	Version, Level, Escalated           int
	State, OwnerUnit, Outcome, LinkedTo string
	OwnerPerson                         int64
	Station, Urgency                    string
	OfferedTo, Mediator                 int64
	OfferedUntil, OfferFrom             time.Time
	Holders                             []int64
	CloseBy, Remind, Escalate, Overdue  time.Time
	at                                  time.Time // when it came to be so
}

// remember has the database keep every version of every case.
func (w *week) remember() {
	w.change(`CREATE TABLE week_standings (n bigserial, LIKE cases)`)
	w.change(`CREATE FUNCTION week_remember() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN INSERT INTO week_standings SELECT nextval('week_standings_n_seq'), NEW.*; RETURN NULL; END $$`)
	w.change(`CREATE TRIGGER week_remembers AFTER INSERT OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION week_remember()`)
}

// lives reads them all.
func (w *week) lives() []*life {
	w.t.Helper()
	var out []*life
	byCase := map[int64]*life{}
	for after := int64(0); ; {
		chains, err := w.db.Chains(w.t.Context(), after, 500)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(chains) == 0 {
			break
		}
		for _, c := range chains {
			after = c.Case.ID
			byCase[after] = &life{receipt: payload.Receipt(c.Receipt), events: c.Events}
			out = append(out, byCase[after])
		}
	}
	rows, err := w.raw.QueryContext(w.t.Context(), `SELECT id, version, level, escalated, state, owner_unit, coalesce(owner_person, 0), outcome, linked_to,
		array_to_json(holders)::text, close_by, remind_at, escalate_at, overdue_at, offered_until, offer_from,
		station, urgency, coalesce(offered_to, 0), coalesce(mediator, 0) FROM week_standings ORDER BY n`)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		var s standing
		var holders string
		var times [6]*time.Time
		if err := rows.Scan(&id, &s.Version, &s.Level, &s.Escalated, &s.State, &s.OwnerUnit, &s.OwnerPerson, &s.Outcome, &s.LinkedTo,
			&holders, &times[0], &times[1], &times[2], &times[3], &times[4], &times[5], &s.Station, &s.Urgency, &s.OfferedTo, &s.Mediator); err != nil {
			w.t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(holders), &s.Holders); err != nil {
			w.t.Fatal(err)
		}
		for i, into := range []*time.Time{&s.CloseBy, &s.Remind, &s.Escalate, &s.Overdue, &s.OfferedUntil, &s.OfferFrom} {
			if times[i] != nil {
				*into = times[i].UTC()
			}
		}
		l := byCase[id]
		if len(l.rows) > 0 && l.rows[len(l.rows)-1].Version == s.Version {
			continue // only looked at, or outdated
		}
		for _, e := range l.events {
			if e.Version == s.Version {
				s.at = e.At.UTC()
			}
		}
		l.rows = append(l.rows, s)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (l *life) open() bool {
	state := l.rows[len(l.rows)-1].State
	return state != string(payload.StateClosed) && state != string(payload.StateWithdrawn)
}

// held says whether a person ever had a card of it as one of its people.
func (l *life) held(person int64) bool {
	return slices.ContainsFunc(l.rows, func(s standing) bool { return slices.Contains(s.Holders, person) })
}

// acted says whether a version is of a person's own making.
func (l *life) acted(person int64, version int) bool {
	return slices.ContainsFunc(l.events, func(e records.Event) bool { return e.Version == version && int64(e.Person) == person })
}

// of are the events of a version.
func (l *life) of(version int) (events []records.Event) {
	for _, e := range l.events {
		if e.Version == version {
			events = append(events, e)
		}
	}
	return events
}

// owned replays the log: each change of owner begins where the one before
// ended, nobody is never the owner, and the log says what the case said.
func (l *life) owned(t *testing.T) {
	t.Helper()
	var unit string
	var person int64
	for i, s := range l.rows {
		if s.Version != i+1 {
			t.Errorf("%s: version %d follows %d", l.receipt, s.Version, i)
		}
		for _, e := range l.of(s.Version) {
			if e.FromUnit != "" && (string(e.FromUnit) != unit || int64(e.FromPerson) != person) {
				t.Errorf("%s: %s takes it from %s %d, %s %d had it", l.receipt, e.Type, e.FromUnit, e.FromPerson, unit, person)
			}
			if e.ToUnit != "" && !(e.Type == string(payload.EventReminded)) {
				unit, person = string(e.ToUnit), int64(e.ToPerson)
			}
		}
		if unit == "" || unit != s.OwnerUnit || person != s.OwnerPerson {
			t.Errorf("%s: by the log %q %d has version %d, by the case %q %d", l.receipt, unit, person, s.Version, s.OwnerUnit, s.OwnerPerson)
		}
		if s.Outcome == "" && person != 0 && !slices.Contains(s.Holders, person) {
			t.Errorf("%s: who has version %d has no card", l.receipt, s.Version)
		}
	}
}

// deadline is one that a case may have, and the event that tells it fired.
type deadline struct {
	name  string
	of    func(standing) time.Time
	fired func(records.Event) bool
}

var weekDeadlines = []deadline{
	{"the reminder", func(s standing) time.Time { return s.Remind }, func(e records.Event) bool {
		return e.Type == string(payload.EventReminded) && e.Deadline == "accept"
	}},
	{"the term to accept", func(s standing) time.Time { return s.Escalate }, func(e records.Event) bool {
		return e.Type == string(payload.EventEscalated)
	}},
	{"the term to close", func(s standing) time.Time { return s.Overdue }, func(e records.Event) bool {
		return e.Type == string(payload.EventReminded) && e.Deadline == "close"
	}},
	{"the offer to a volunteer", func(s standing) time.Time { return s.OfferedUntil }, func(e records.Event) bool {
		return e.Type == string(payload.EventLapsed)
	}},
	{"the morning", func(s standing) time.Time { return s.OfferFrom }, func(e records.Event) bool {
		return e.Type == string(payload.EventResumed)
	}},
}

// deadlines follows each from when it was set: it fires at its time, once, or
// was cancelled before; a worker that was down lets it fire when it is back.
func (l *life) deadlines(t *testing.T, w *week) {
	t.Helper()
	back := func(at time.Time) bool {
		return slices.ContainsFunc(w.restarts, func(r restart) bool { return r.at.Equal(at) })
	}
	var before standing
	for _, s := range l.rows {
		events := l.of(s.Version)
		climbs := slices.ContainsFunc(events, weekDeadlines[1].fired)
		for i, d := range weekDeadlines {
			set, fires := d.of(before), slices.ContainsFunc(events, d.fired)
			late := !set.IsZero() && set.Before(s.at) && !back(s.at)
			switch {
			case fires && i == 2 && !s.CloseBy.Equal(before.CloseBy) && !s.CloseBy.After(s.at):
				// what was done has set one that had passed
			case fires && set.IsZero():
				t.Errorf("%s: %s fires at %v and was met, had fired or was never set", l.receipt, d.name, s.at)
			case fires && set.After(s.at):
				t.Errorf("%s: %s of %v fires early, at %v", l.receipt, d.name, set, s.at)
			case fires && late:
				t.Errorf("%s: %s of %v fires late, at %v", l.receipt, d.name, set, s.at)
			case fires && i < 2 && before.State == string(payload.StateAccepted):
				t.Errorf("%s: %s fires at %v and it is accepted", l.receipt, d.name, s.at)
			case !fires && late && !(i == 0 && climbs):
				t.Errorf("%s: %s of %v never fires, and at %v %s happens", l.receipt, d.name, set, s.at, events[0].Type)
			}
		}
		before = s
	}
	for _, d := range weekDeadlines {
		if set := d.of(before); !set.IsZero() {
			t.Errorf("%s: %s of %v is left", l.receipt, d.name, set)
		}
	}
}
