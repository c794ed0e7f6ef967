package conversation

import "secondbrother/storage/payload"

// recordButton offers to file what is settled already, where that makes sense.
func (s *step) recordButton() (Button, bool) {
	d := s.p.Draft
	switch {
	case d.Record:
		return Button{}, false
	case d.Kind == payload.Dispute:
		return s.option("record.settled", "record"), true
	case d.Kind == payload.Assist:
		return s.option("record.helped", "record"), true
	}
	return Button{}, false
}

// record turns the draft into a record of a dispute settled or help given on
// the spot. The place is the volunteer's own area until it is changed, so that
// few taps are needed.
func (s *step) record() bool {
	d := s.p.Draft
	switch d.Kind {
	case payload.Dispute:
		d.Settle = &payload.Mediation{Mediator: "volunteer", Source: "initiative"}
	case payload.Assist:
		d.Helped = &payload.Help{}
	default:
		return false
	}
	d.Record = true
	d.Urgency = payload.Routine
	d.mark(screenDanger, screenKind, screenWhat, screenWhen, screenUrgency, screenNamed)
	if own, ok := s.r.area(s.p.Area); ok && !d.answered(screenWhere) {
		d.Place.Area, d.PlaceName = own.Code, own.Name
		d.mark(screenWhere)
	}
	if d.Trail[len(d.Trail)-1] == screenSummary {
		d.Trail = d.Trail[:len(d.Trail)-1]
		if len(d.Trail) == 0 {
			d.Trail = append(d.Trail, d.missing(&s.p))
		}
	}
	s.proceed()
	return true
}

// unrecord makes an ordinary report of a record again.
func (s *step) unrecord() {
	d := s.p.Draft
	d.Record, d.Settle, d.Helped = false, nil, nil
	d.unmark(screenUrgency)
}
