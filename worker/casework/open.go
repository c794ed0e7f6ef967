package casework

import (
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Intake is a report with what classification and place found out.
type Intake struct {
	Report   payload.Report
	Category string          // taxonomy code; may be empty with Triage
	Urgency  payload.Urgency // the report's, or raised
	Area     string          // finest known official code: 6, 9 or 12 digits; may be empty
	County   string          // when Area is empty: the county's area code or the bureau's unit code
	Unit     string          // when Area is empty: the station that a position lies nearest to
	Triage   bool            // category or place are undecided

	Project     string        // of what Org.ProjectIn found in the text
	MoneyMoving bool          // what classify.MoneyMoving says
	Against     route.Accused // whom it complains of; zero: nobody
	Named       string        // in the reporter's words

	Premises payload.Premises // of a fire hazard; may be empty
	Grade    payload.Grade    // likewise: a proposal
}

// Facts are what routing needs to know of in.
func (in Intake) Facts() route.Facts {
	return route.Facts{
		Kind: in.Report.Kind, Category: in.Category, Urgency: in.Urgency, Area: in.Area, County: in.County, Unit: in.Unit,
		Triage: in.Triage, Project: in.Project, MoneyMoving: in.MoneyMoving, Against: in.Against, Grade: in.Grade, SubmittedAt: clock(in.Report.At),
	}
}

// Open begins the case of a new report. A report of what is settled or helped
// already becomes a record: closed at once, nobody is called. Where such a
// record is incomplete, or the volunteer says that there is an emergency, it
// becomes an ordinary case.
func Open(in Intake, org *route.Org, now time.Time) Change {
	r := in.Report
	c := Case{
		Number: r.Receipt, Reporter: r.Reporter,
		State: payload.StateRouted, Kind: r.Kind, Category: in.Category, Urgency: in.Urgency,
		SubmittedAt: clock(r.At),
		Project:     in.Project, MoneyMoving: in.MoneyMoving, Against: org.Accused(in.Against),
		Named: in.Named, Premises: in.Premises, Grade: in.Grade,
	}
	c.Township, c.Village = townshipAndVillage(in.Area)
	d := route.Decide(org, in.Facts(), clock(now))
	c.Urgency = d.Urgency
	s := begin(c, Actor{Handle: r.Reporter}, payload.RoleVolunteer, org, now)
	s.c.AcceptBy, s.c.CloseBy, s.c.OverdueAt = d.AcceptBy, d.CloseBy, d.CloseBy
	s.c.County, s.c.Station, s.c.Owner, s.c.Level = d.County, d.Station, d.Owner, d.Level
	if outcome, ok := settledAlready(r); ok {
		s.record(r, outcome)
		return s.done()
	}
	if d.Triage {
		s.c.State = payload.StateTriage
	}
	s.assign(d)
	s.submitted(r)
	s.role, s.by = payload.RoleNobody, Actor{}
	what := payload.EventRouted
	if d.Triage {
		what = payload.EventTriaged
	}
	s.log(what, Event{To: s.c.Owner, Level: d.Level, Rule: d.Rule})
	s.turn(what, payload.Turn{Station: s.place(), Deadline: s.c.AcceptBy})
	return s.done()
}

// submitted logs the report at the time it was submitted: months count by it.
func (s *step) submitted(r payload.Report) {
	s.log(payload.EventSubmitted, Event{})
	s.events[len(s.events)-1].At = clock(r.At)
}

// settledAlready is the outcome of a report that is a record, not a call.
func settledAlready(r payload.Report) (payload.Outcome, bool) {
	if r.Urgency == payload.Emergency {
		return "", false
	}
	switch {
	case r.Kind == payload.Dispute && r.Settled != nil:
		_, ok := mediation(r.Settled, r.Settled.Outcome, "volunteer")
		return r.Settled.Outcome, ok
	case r.Kind == payload.Assist && r.Helped != nil:
		return payload.OutcomeHelped, validHelp(r.Helped)
	}
	return "", false
}

// record closes a new case at once. The place's station answers for it, or
// what stands above; nobody is called.
func (s *step) record(r payload.Report, outcome payload.Outcome) {
	s.decide()
	unit := s.org.City().Code
	if s.c.Station != "" {
		unit = s.c.Station
	} else if s.c.County != "" {
		unit = s.c.County
	}
	s.c.Owner, s.c.Level, s.c.Rule = route.Owner{Unit: unit}, 0, "record"
	if r.Settled != nil && r.Kind == payload.Dispute {
		m, _ := mediation(r.Settled, outcome, "volunteer")
		s.c.Mediation = &m
	} else {
		help := *r.Helped
		s.c.Help = &help
	}
	s.submitted(r)
	s.finish(payload.StateClosed, outcome)
	s.c.ClosedAt, s.c.Recorded = s.c.SubmittedAt, true
	s.log(payload.EventRecorded, Event{Outcome: outcome, Mediation: s.c.Mediation, Help: s.c.Help, To: s.c.Owner, Rule: s.c.Rule})
	s.events[len(s.events)-1].At = s.c.SubmittedAt
	s.turn(payload.EventRecorded, payload.Turn{Station: s.place(), Outcome: outcome})
}
