package pipeline

import (
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/place"
)

// readReport decodes a report and mends what would keep it from being stored:
// after the receipt nothing may be lost over a stray byte. The reason names
// what cannot be mended.
func readReport(m stream.Message) (r payload.Report, reason string, err error) {
	r, err = stream.Decode[payload.Report](m)
	if err != nil {
		return r, "undecodable", err
	}
	receipt, err := payload.ParseReceipt(string(r.Receipt))
	switch {
	case err != nil || receipt != r.Receipt:
		return r, "receipt", nil
	case !payload.ValidID(r.ID):
		return r, "id", nil
	case !payload.ValidID(r.Reporter):
		return r, "reporter", nil
	case !r.Kind.Valid():
		return r, "kind", nil
	}
	if !r.Urgency.Valid() {
		r.Urgency = payload.Routine
	}
	r.Text, r.Place.Text, r.Happened = plain(r.Text), plain(r.Place.Text), plain(r.Happened)
	if c, known := classify.Lookup(r.Category); !known || payload.Kind(c.Kind) != r.Kind {
		r.Category = "" // let the worker decide
	}
	if _, known := place.Official().Area(r.Place.Area); !known {
		r.Place.Area = ""
	}
	if r.At.IsZero() {
		r.At = m.At
	}
	r.At = r.At.UTC().Truncate(time.Microsecond)
	return r, "", nil
}

// plain takes out what PostgreSQL's text cannot hold.
func plain(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}

// judge finds out what a report is about and where, and the words that
// decided. What the volunteer confirmed stands; urgency may only rise.
func judge(sorter *classify.Sorter, r payload.Report, s *snapshot) (casework.Intake, []string) {
	in := casework.Intake{Report: r, Category: r.Category, Urgency: r.Urgency}
	found := sorter.Classify(r.Text, classify.Kind(r.Kind))
	if rank(payload.Urgency(found.Urgency)) > rank(r.Urgency) && r.Settled == nil && r.Helped == nil {
		in.Urgency = payload.Urgency(found.Urgency)
	}
	if in.Category == "" {
		if found.Kind == classify.Out || found.Abstained || payload.Kind(found.Kind) != r.Kind {
			in.Triage = true
		} else {
			in.Category = found.Category
		}
	}
	locate(&in, s)
	return in, telling(found.Reasons)
}

// mostWords is how many of the words that decided a card shows.
const mostWords = 5

// telling are the words that weighed most, each once, and none that stands in
// another.
func telling(reasons []classify.Reason) []string {
	var words []string
	for _, reason := range reasons {
		part := func(word string) bool { return strings.Contains(word, reason.Word) }
		if slices.ContainsFunc(words, part) {
			continue
		}
		words = slices.DeleteFunc(words, func(word string) bool { return strings.Contains(reason.Word, word) })
		words = append(words, reason.Word)
	}
	return words[:min(len(words), mostWords)]
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
// position, else what the words say. Where no station follows from it, a
// coordinator decides.
func locate(in *casework.Intake, s *snapshot) {
	official := place.Official()
	where := in.Report.Place
	in.Area = where.Area
	if in.Area == "" && where.HasPoint() {
		at := place.Point{Lat: where.Lat, Lon: where.Lon}
		if site, _, ok := official.Nearest(at, s.sites); ok {
			in.Unit = site.Code
			return
		}
		if county, ok := official.Locate(at); ok {
			in.Area = county.Code
		}
	}
	if s.org.StationFor(in.Area) == "" {
		for _, text := range []string{where.Text, in.Report.Text} {
			if found, ok := official.Find(text, in.Area); ok && within(found.Code, in.Area) {
				in.Area = found.Code
				break
			}
		}
	}
	in.Triage = in.Triage || s.org.StationFor(in.Area) == ""
}

// within says whether an area says more than the wider one that is known.
func within(area, wider string) bool {
	if area == "" {
		return false
	}
	for _, above := range place.Official().Path(area) {
		if wider == "" || above.Code == wider {
			return true
		}
	}
	return false
}
