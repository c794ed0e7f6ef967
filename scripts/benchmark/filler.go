package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/ledger"
	"secondbrother/worker/place"
)

// zone is where months begin.
var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// filler makes up cases as case work leaves them: reports, cases and chained
// events, in the order of their time.
type filler struct {
	random     *rand.Rand
	sites      []site
	categories []string
	cases      int
	from, to   time.Time
}

type site struct{ county, station, township, village string }

func newFiller(ctx context.Context, db *sql.DB, s settings) (*filler, error) {
	now := time.Now().In(zone)
	f := &filler{random: rand.New(rand.NewPCG(1, 1)), cases: s.cases, to: time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, zone).UTC()}
	f.from = f.to.In(zone).AddDate(-s.years, 0, 0).UTC()
	for _, c := range classify.Taxonomy() {
		if c.Kind != classify.Out {
			f.categories = append(f.categories, c.Code)
		}
	}
	rows, err := db.QueryContext(ctx, `SELECT u.parent, u.code, a.area FROM units AS u JOIN unit_areas AS a ON a.unit = u.code WHERE u.kind = 'station' ORDER BY u.code, a.area`)
	if err != nil {
		return nil, fmt.Errorf("read the roster's places: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var at site
		var area string
		if err := rows.Scan(&at.county, &at.station, &area); err != nil {
			return nil, fmt.Errorf("read the roster's places: %w", err)
		}
		villages := []string{area}
		if len(area) == 9 {
			for _, v := range place.Official().Children(area) {
				villages = append(villages, v.Code)
			}
		}
		for _, v := range villages {
			if len(v) == 12 {
				at.township, at.village = v[:9], v
				f.sites = append(f.sites, at)
			}
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the roster's places: %w", err)
	}
	if len(f.sites) == 0 {
		return nil, fmt.Errorf("the roster has no stations: scripts/bench loads the sample")
	}
	return f, nil
}

// last is the first instant of the month after the last that is filled.
func (f *filler) last() time.Time { return f.to }

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// one makes up case n.
func (f *filler) one(n int, batch *rows) {
	r := f.random
	at, category := pick(r, f.sites), pick(r, f.categories)
	kind, _, _ := strings.Cut(category, ".")
	receipt := payload.NewReceipt(uint64(n) * 0x9e3779b97f4a7c15)
	submitted := f.from.Add(time.Duration(float64(f.to.Sub(f.from)) * float64(n) / float64(f.cases))).Truncate(time.Microsecond)
	id, report := int64(n)+1, fmt.Sprintf("%026d", n)
	urgency := pick(r, []payload.Urgency{payload.Urgent, payload.Routine, payload.Routine})
	c := casework.Event{
		Form: casework.Form, Case: receipt, Version: 1, Kind: payload.Kind(kind), Category: category, Urgency: urgency,
		County: at.county, Township: at.township, Village: at.village, Station: at.station,
	}
	var events []casework.Event
	log := func(what payload.Event, state payload.State, later time.Duration, fill func(*casework.Event)) {
		e := c
		e.Seq, e.Type, e.State, e.At = len(events)+1, what, state, submitted.Add(later).Truncate(time.Microsecond)
		if fill != nil {
			fill(&e)
		}
		events = append(events, e)
	}
	log(payload.EventSubmitted, payload.StateRouted, 0, nil)
	log(payload.EventRouted, payload.StateRouted, time.Second, nil)
	accepted := time.Duration(r.ExpFloat64() * float64(20*time.Minute))
	closed := accepted + time.Duration(r.ExpFloat64()*float64(48*time.Hour))
	log(payload.EventAccepted, payload.StateAccepted, accepted, func(e *casework.Event) { e.Role, e.Person, e.Unit = payload.RoleOfficer, 1, at.station })
	var outcome payload.Outcome
	var ended any
	if submitted.Add(closed).Before(f.to) {
		outcome, ended = pick(r, payload.Outcomes(c.Kind)), submitted.Add(closed).Truncate(time.Microsecond)
		log(payload.EventClosed, payload.StateClosed, closed, func(e *casework.Event) { f.close(e, outcome) })
	}
	logged, hash := ledger.Rows(id, nil, events)
	last := events[len(events)-1]
	batch[0] = append(batch[0], []any{report, string(receipt), id, kind, category, string(urgency), "村口第三户，两家为地界吵了半天", at.village, "村口", "", submitted})
	batch[1] = append(batch[1], []any{id, report, last.Version, last.Seq, hash, string(last.State), kind, category, string(urgency), at.county, at.township, at.village, at.station,
		at.station, 1, 0, "station", "{}", submitted, string(outcome), ended, false})
	for _, e := range logged {
		batch[2] = append(batch[2], []any{e.CaseID, e.Seq, e.Version, e.Type, e.At, e.Role, e.Person, e.Unit, e.State, e.Kind, e.Category, e.Urgency, e.County, e.Township, e.Village, e.Station,
			e.Outcome, e.Mediator, e.Parties, e.Source, e.Agreement, e.Yuan, e.Performance, e.People, e.Form, e.Confirmed, e.Difficult, e.Prevented, e.PreventedPeople,
			e.Satisfied, e.Stars, e.Words, e.Hash})
	}
}

// close fills in how a case ended.
func (f *filler) close(e *casework.Event, outcome payload.Outcome) {
	r := f.random
	e.Role, e.Person, e.Unit, e.Outcome = payload.RoleOfficer, 1, e.Station, outcome
	switch {
	case outcome == payload.OutcomeHelped:
		e.Help = &payload.Help{People: 1 + r.IntN(3)}
	case e.Kind == payload.Dispute:
		m := &payload.Mediation{
			Outcome: outcome, Mediator: pick(r, payload.Mediators), Source: pick(r, payload.Sources), Parties: 2 + r.IntN(4), Difficult: r.IntN(20) == 0,
		}
		if outcome == payload.OutcomeSettledOral || outcome == payload.OutcomeSettledWritten {
			m.Agreement, _ = strings.CutPrefix(string(outcome), "settled_")
			m.Yuan, m.Performance = r.Int64N(50_000), pick(r, payload.Performances)
		}
		if r.IntN(200) == 0 {
			m.Prevented, m.PreventedPeople = pick(r, payload.Preventions), 1+r.IntN(5)
		}
		e.Mediation = m
	}
}
