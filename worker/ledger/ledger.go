// Package ledger turns the events of case work into rows of the log, each
// chained to the one before, and back.
package ledger

import (
	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/route"
)

// Rows are a case's next events as rows, each with the hash that follows from
// the one before, and the last hash. last is the hash of the newest event
// before them; nil: there is none.
func Rows(caseID int64, last []byte, events []casework.Event) ([]records.Event, []byte) {
	var hash [32]byte
	copy(hash[:], last)
	rows := make([]records.Event, len(events))
	for i, e := range events {
		hash = casework.Chain(hash, casework.Canonical(e))
		rows[i] = row(caseID, e, hash)
	}
	return rows, hash[:]
}

func row(caseID int64, e casework.Event, hash [32]byte) records.Event {
	words := casework.Words(e)
	r := records.Event{
		CaseID: caseID, Seq: e.Seq, Version: e.Version, Type: string(e.Type), At: e.At, Role: string(e.Role),
		Person: records.Number(e.Person), Unit: e.Unit, State: string(e.State), Kind: string(e.Kind), Category: e.Category,
		Urgency: string(e.Urgency), County: e.County, Township: e.Township, Village: e.Village, Station: e.Station,
		Outcome: records.Text(e.Outcome), FromPerson: records.Number(e.From.Person), FromUnit: records.Text(e.From.Unit),
		ToPerson: records.Number(e.To.Person), ToUnit: records.Text(e.To.Unit), Level: records.Number(e.Level),
		Rule: records.Text(e.Rule), Deadline: records.Text(e.Deadline), Satisfied: e.Satisfied, Stars: records.Number(e.Stars),
		Premises: records.Text(e.Premises), Grade: records.Text(e.Grade),
		Form: records.Number(e.Form), Words: words[:], Hash: hash[:], Text: e.Text, Media: records.JSON[[]payload.Media]{Of: e.Media},
	}
	if m := e.Mediation; m != nil {
		r.Mediator, r.Parties, r.Source = records.Text(m.Mediator), records.Number(m.Parties), records.Text(m.Source)
		r.Agreement, r.Yuan, r.Performance = records.Text(m.Agreement), records.Number(m.Yuan), records.Text(m.Performance)
		r.Confirmed, r.Difficult = m.Confirmed, m.Difficult
		r.Prevented, r.PreventedPeople = records.Text(m.Prevented), records.Number(m.PreventedPeople)
	}
	if e.Help != nil {
		r.People = records.Number(e.Help.People)
	}
	return r
}

// Event is the event that a row of the case with this receipt keeps. The
// outcome of its mediation is the event's own.
func Event(receipt string, r records.Event) casework.Event {
	e := casework.Event{
		Form: int(r.Form), Case: payload.Receipt(receipt), Seq: r.Seq, Version: r.Version, Type: payload.Event(r.Type), At: r.At.UTC(),
		Role: payload.Role(r.Role), Person: int64(r.Person), Unit: r.Unit,
		State: payload.State(r.State), Kind: payload.Kind(r.Kind), Category: r.Category, Urgency: payload.Urgency(r.Urgency),
		County: r.County, Township: r.Township, Village: r.Village, Station: r.Station,
		Premises: payload.Premises(r.Premises), Grade: payload.Grade(r.Grade),
		Text: r.Text, Media: r.Media.Of, Outcome: payload.Outcome(r.Outcome),
		From: route.Owner{Person: int64(r.FromPerson), Unit: string(r.FromUnit)}, To: route.Owner{Person: int64(r.ToPerson), Unit: string(r.ToUnit)},
		Level: route.Level(r.Level), Rule: string(r.Rule), Deadline: string(r.Deadline), Satisfied: r.Satisfied, Stars: int(r.Stars),
	}
	if r.Mediator != "" {
		e.Mediation = &payload.Mediation{
			Outcome: e.Outcome, Mediator: string(r.Mediator), Parties: int(r.Parties), Source: string(r.Source),
			Agreement: string(r.Agreement), Yuan: int64(r.Yuan), Performance: string(r.Performance),
			Confirmed: r.Confirmed, Difficult: r.Difficult, Prevented: string(r.Prevented), PreventedPeople: int(r.PreventedPeople),
		}
	}
	if r.People != 0 {
		e.Help = &payload.Help{People: int(r.People)}
	}
	return e
}

// Links are the rows of one case as casework.VerifyChain checks them. A row
// whose text was erased is checked by its digest.
func Links(receipt string, rows []records.Event) []casework.Link {
	links := make([]casework.Link, len(rows))
	for i, r := range rows {
		e := Event(receipt, r)
		words := casework.Words(e)
		if r.Text == "" && len(r.Media.Of) == 0 && len(r.Words) == len(words) {
			copy(words[:], r.Words)
		}
		links[i].Canonical = casework.CanonicalErased(e, words)
		copy(links[i].Hash[:], r.Hash)
	}
	return links
}
