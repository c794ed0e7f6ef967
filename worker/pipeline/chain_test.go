package pipeline

import (
	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/route"
)

// canonical is the form of an event, as a row keeps it, that is hashed.
func canonical(receipt string, r records.Event) []byte {
	e := casework.Event{
		Case: payload.Receipt(receipt), Seq: r.Seq, Version: r.Version, Type: payload.Event(r.Type), At: r.At,
		Role: payload.Role(r.Role), Person: int64(r.Person), Unit: r.Unit,
		State: payload.State(r.State), Kind: payload.Kind(r.Kind), Category: r.Category, Urgency: payload.Urgency(r.Urgency),
		County: r.County, Township: r.Township, Village: r.Village, Station: r.Station,
		Text: r.Text, Media: r.Media.Of, Outcome: payload.Outcome(r.Outcome),
		From: route.Owner{Person: int64(r.FromPerson), Unit: string(r.FromUnit)}, To: route.Owner{Person: int64(r.ToPerson), Unit: string(r.ToUnit)},
		Level: route.Level(r.Level), Rule: string(r.Rule), Deadline: string(r.Deadline), Satisfied: r.Satisfied, Stars: int(r.Stars),
	}
	if r.Mediator != "" {
		e.Mediation = &payload.Mediation{
			Outcome: e.Outcome, Mediator: string(r.Mediator), Parties: int(r.Parties), Source: string(r.Source),
			Agreement: string(r.Agreement), Yuan: int64(r.Yuan), Performance: string(r.Performance),
		}
	}
	if r.People != 0 {
		e.Help = &payload.Help{People: int(r.People)}
	}
	return casework.Canonical(e)
}
