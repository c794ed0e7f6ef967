package pipeline

import (
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/intake"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// shown is all that a card is made of.
type shown struct {
	c       casework.Case
	report  payload.Report
	reasons []string
	story   []records.Event // the newest last

	volunteers map[int64]records.Volunteer // who mediate, or did
}

// storyLength is how many events a card tells.
const storyLength = 10

// card is a case as one member of staff may see it. Who has nothing to do with
// it any more keeps the frame without what the reporter said.
func card(s shown, to casework.Actor, by *snapshot, now time.Time) payload.Card {
	c, org := s.c, by.org
	out := payload.Card{
		Case: c.Number, Version: c.Version, State: c.State, Urgency: c.Urgency, Kind: c.Kind, Category: c.Category,
		Area: areaNames(c, org), At: c.SubmittedAt, Deadline: c.Deadline(), Station: unitName(c.Station, org),
		Owner: ownerName(c.Owner, org), Mine: c.Mine(to.Person), Escalated: c.Escalated > 0 && c.Open(), Outcome: c.Outcome,
		Verbs: casework.Verbs(c, to, org, now),
	}
	if !casework.MayRead(c, to) {
		out.Verbs = nil
		return out
	}
	out.Place, out.Happened, out.Text = s.report.Place, s.report.Happened, s.report.Text
	out.Media = append(out.Media, s.report.Media...)
	out.Broadcast = s.report.Broadcast
	out.Volunteer, out.Reasons, out.Settled = s.report.Volunteer, s.reasons, c.Mediation
	out.Mediating, out.Hazard = mediating(s), hazard(c, s.report)
	out.Against, out.Here = complainsOf(c, org), c.Against.Here
	if c.State == payload.StateTriage && slices.Contains(out.Verbs, payload.VerbSort) {
		out.Guesses = intake.Guesses(by.sorter, c, s.report, org)
	}
	for _, e := range s.story {
		out.Media = append(out.Media, e.Media.Of...)
		out.History = append(out.History, entry(e, s.volunteers, org))
	}
	return out
}

func entry(e records.Event, volunteers map[int64]records.Volunteer, org *route.Org) payload.Entry {
	line := payload.Entry{At: e.At.UTC(), What: payload.Event(e.Type), Text: e.Text}
	switch {
	case e.Person != 0 && e.Role == string(payload.RoleVolunteer):
		line.Volunteer = int(volunteers[int64(e.Person)].Number)
	case e.Person != 0:
		line.Who = ownerName(route.Owner{Person: int64(e.Person), Unit: e.Unit}, org)
	case e.Role == string(payload.RoleNobody): // the machine: whom it led to
		line.Who = ownerName(route.Owner{Person: int64(e.ToPerson), Unit: string(e.ToUnit)}, org)
	}
	return line
}

// areaNames are the names of the place, county first.
func areaNames(c casework.Case, org *route.Org) []string {
	var names []string
	for _, a := range place.Official().Path(c.Area()) {
		names = append(names, a.Name)
	}
	if names == nil && c.County != "" {
		if a, ok := place.Official().Area(c.County); ok {
			return []string{a.Name}
		}
		return []string{unitName(c.County, org)}
	}
	return names
}

func ownerName(o route.Owner, org *route.Org) string {
	if p, ok := org.Person(o.Person); ok && p.Label != "" {
		return p.Label
	}
	return unitName(o.Unit, org)
}

func unitName(code string, org *route.Org) string {
	u, _ := org.Unit(code)
	return u.Name
}
