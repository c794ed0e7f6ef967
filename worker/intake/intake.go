// Package intake finds out what a new report is about, where, and how pressing
// it is, before it becomes a case. It is pure.
package intake

import (
	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// Judge reads a report; sites are the stations of known position. What the
// volunteer confirmed stands, and urgency may only rise. The words are those
// that decided.
//
// Of whom a report complains is judged coarsely, see [accuse]: a station that
// does not see what does not concern it loses nothing.
func Judge(sorter *classify.Sorter, r payload.Report, org *route.Org, sites []place.Site) (in casework.Intake, words []string) {
	in = casework.Intake{Report: r, Category: r.Category, Urgency: r.Urgency}
	said := r.Text
	if r.Wordless {
		said = "" // what the bot wrote in its place tells nothing
	}
	found := sorter.Classify(said, classify.Kind(r.Kind))
	told := r.Settled == nil && r.Helped == nil // else it is over
	if told && rank(payload.Urgency(found.Urgency)) > rank(r.Urgency) {
		in.Urgency = payload.Urgency(found.Urgency)
	}
	if in.Category == "" {
		if found.Kind == classify.Out || found.Abstained || payload.Kind(found.Kind) != r.Kind {
			in.Triage = true
		} else {
			in.Category = found.Category
		}
	}
	in.Premises, in.Grade = Hazard(in.Category, r)
	in.MoneyMoving = told && classify.MoneyMoving(in.Category, found.Urgency, r.Text)
	locate(&in, org, sites)
	accuse(&in, org)
	for _, reason := range found.Reasons {
		words = append(words, reason.Word)
	}
	return in, words
}

func rank(u payload.Urgency) int {
	switch u {
	case payload.Emergency:
		return 2
	case payload.Urgent:
		return 1
	}
	return 0
}

// locate decides the place: the area that the volunteer confirmed, else the
// position, else what the words say, else where the project lies that they
// name. Where no station follows from it, a coordinator decides.
func locate(in *casework.Intake, org *route.Org, sites []place.Site) {
	where := in.Report.Place
	project, named := org.ProjectIn(where.Text+"\n"+in.Report.Text, where.Area)
	in.Project = project.Name
	in.Area = where.Area
	if in.Area == "" && where.HasPoint() {
		at := place.Point{Lat: where.Lat, Lon: where.Lon}
		if site, _, ok := place.Official().Nearest(at, sites); ok {
			in.Unit = site.Code
			return
		}
		if county, ok := place.Official().Locate(at); ok {
			in.Area = county.Code
		}
	}
	for _, text := range []string{where.Text, in.Report.Text} {
		if org.StationFor(in.Area) != "" {
			break
		}
		if found, ok := place.Official().Find(text, in.Area); ok && within(found.Code, in.Area) {
			in.Area = found.Code
		}
	}
	if named && org.StationFor(in.Area) == "" && within(project.Area, in.Area) {
		in.Area = project.Area
	}
	in.Triage = in.Triage || org.StationFor(in.Area) == ""
}

// within says whether an area says more than the wider one that is known.
func within(area, wider string) bool {
	for _, above := range place.Official().Path(area) {
		if wider == "" || above.Code == wider {
			return true
		}
	}
	return false
}
