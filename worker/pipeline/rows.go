package pipeline

import (
	"slices"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/route"
)

func reportRow(r payload.Report, caseID int64) records.Report {
	row := records.Report{
		ID: r.ID, Receipt: string(r.Receipt), CaseID: caseID, Reporter: records.Text(r.Reporter),
		Volunteer: records.Number(r.Volunteer), Kind: string(r.Kind), Category: r.Category, Urgency: string(r.Urgency),
		Text: r.Text, Media: records.JSON[[]payload.Media]{Of: r.Media}, Area: r.Place.Area, Place: r.Place.Text,
		Happened: r.Happened, Settled: records.JSON[*payload.Mediation]{Of: r.Settled}, Submitted: r.At,
	}
	row.Broadcast, row.Premises = records.Number(r.Broadcast), records.Text(r.Premises)
	if r.Helped != nil {
		row.Helped = records.Number(r.Helped.People)
	}
	if r.Place.HasPoint() {
		row.Latitude, row.Longitude = &r.Place.Lat, &r.Place.Lon
	}
	return row
}

// reportOf is a report as it was kept.
func reportOf(row records.Report) payload.Report {
	r := payload.Report{
		ID: row.ID, Receipt: payload.Receipt(row.Receipt), Reporter: string(row.Reporter), Volunteer: int(row.Volunteer),
		Kind: payload.Kind(row.Kind), Category: row.Category, Urgency: payload.Urgency(row.Urgency), Text: row.Text,
		Media: row.Media.Of, Place: payload.Place{Area: row.Area, Text: row.Place}, Happened: row.Happened,
		At: row.Submitted.UTC(), Settled: row.Settled.Of, Helped: helpOf(row.Helped),
	}
	r.Broadcast, r.Premises = int64(row.Broadcast), payload.Premises(row.Premises)
	if row.Latitude != nil && row.Longitude != nil {
		r.Place.Lat, r.Place.Lon = *row.Latitude, *row.Longitude
	}
	return r
}

func helpOf(people records.Number) *payload.Help {
	if people == 0 {
		return nil
	}
	return &payload.Help{People: int(people)}
}

// caseRow is a case's working state. reasons go with it; last is the hash of
// its newest event.
func caseRow(c casework.Case, reportID string, last []byte, reasons []string) records.Case {
	row := records.Case{
		ID: c.ID, ReportID: reportID, Version: c.Version, Seq: c.Seq, LastHash: last, State: string(c.State),
		Kind: string(c.Kind), Category: c.Category, Urgency: string(c.Urgency), County: c.County, Township: c.Township,
		Village: c.Village, Station: c.Station, OwnerPerson: records.Number(c.Owner.Person), OwnerUnit: c.Owner.Unit,
		Level: int(c.Level), Escalated: int(c.Escalated), Rule: c.Rule, Holders: c.Holders,
		SubmittedAt: c.SubmittedAt, AcceptBy: records.Moment{Time: c.AcceptBy}, CloseBy: records.Moment{Time: c.CloseBy},
		AcceptedAt: records.Moment{Time: c.AcceptedAt}, RemindAt: records.Moment{Time: c.RemindAt},
		EscalateAt: records.Moment{Time: c.EscalateAt}, OverdueAt: records.Moment{Time: c.OverdueAt},
		AskedAt: records.Moment{Time: c.AskedAt}, AskedBy: records.Number(c.AskedBy), Outcome: string(c.Outcome),
		Mediation: records.JSON[*payload.Mediation]{Of: c.Mediation}, ClosedAt: records.Moment{Time: c.ClosedAt},
		Recorded: c.Recorded, ReopenedAt: records.Moment{Time: c.ReopenedAt}, Stars: c.Stars, Satisfied: c.Satisfied,
		Project: c.Project, MoneyMoving: c.MoneyMoving, AgainstUnit: c.Against.Unit, AgainstPerson: records.Number(c.Against.Person),
		AgainstHere: c.Against.Here, AgainstNamed: c.Named,
		Premises: string(c.Premises), Grade: string(c.Grade), GradedBy: records.Number(c.GradedBy),
		HandedPerson: records.Number(c.HandedBy.Person), HandedUnit: c.HandedBy.Unit, LinkedTo: string(c.LinkedTo),
		OfferWords: c.Offer.Words, OfferFrom: records.Moment{Time: c.Offer.From}, OfferedTo: records.Number(c.Offer.To), OfferedUntil: records.Moment{Time: c.Offer.Until},
		OfferedBefore: c.Offer.Before, Mediator: records.Number(c.Offer.Mediator), Reported: records.JSON[*payload.Reported]{Of: c.Offer.Reported},
		Reasons: reasons,
	}
	if c.Help != nil {
		row.Helped = records.Number(c.Help.People)
	}
	if c.Open() {
		row.NextTickAt = records.Moment{Time: casework.Next(c)}
	}
	return row
}

// caseOf is a case as it was kept.
func caseOf(f records.File) casework.Case {
	row := f.Case
	return casework.Case{
		ID: row.ID, Number: payload.Receipt(f.Report.Receipt), Reporter: string(f.Report.Reporter), Version: row.Version, Seq: row.Seq,
		State: payload.State(row.State), Kind: payload.Kind(row.Kind), Category: row.Category, Urgency: payload.Urgency(row.Urgency),
		County: row.County, Township: row.Township, Village: row.Village, Station: row.Station,
		Owner: route.Owner{Person: int64(row.OwnerPerson), Unit: row.OwnerUnit}, Level: route.Level(row.Level),
		Escalated: route.Level(row.Escalated), Rule: row.Rule, Holders: slices.Clone([]int64(row.Holders)),
		SubmittedAt: row.SubmittedAt.UTC(), AcceptBy: row.AcceptBy.Time, CloseBy: row.CloseBy.Time, AcceptedAt: row.AcceptedAt.Time,
		RemindAt: row.RemindAt.Time, EscalateAt: row.EscalateAt.Time, OverdueAt: row.OverdueAt.Time,
		AskedAt: row.AskedAt.Time, AskedBy: int64(row.AskedBy), Outcome: payload.Outcome(row.Outcome), Mediation: row.Mediation.Of,
		Help: helpOf(row.Helped), ClosedAt: row.ClosedAt.Time, Recorded: row.Recorded, ReopenedAt: row.ReopenedAt.Time,
		Stars: row.Stars, Satisfied: row.Satisfied, Project: row.Project, MoneyMoving: row.MoneyMoving,
		Premises: payload.Premises(row.Premises), Grade: payload.Grade(row.Grade), GradedBy: int64(row.GradedBy),
		Against: route.Accused{Unit: row.AgainstUnit, Person: int64(row.AgainstPerson), Here: row.AgainstHere}, Named: row.AgainstNamed,
		HandedBy: route.Owner{Person: int64(row.HandedPerson), Unit: row.HandedUnit}, LinkedTo: payload.Receipt(row.LinkedTo),
		Offer: casework.Offer{
			Words: row.OfferWords, From: row.OfferFrom.Time, To: int64(row.OfferedTo), Until: row.OfferedUntil.Time, Before: slices.Clone([]int64(row.OfferedBefore)),
			Mediator: int64(row.Mediator), Reported: row.Reported.Of,
		},
	}
}
