package pipeline

import (
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
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
	if r.Against != nil {
		name := []rune(plain(r.Against.Name))
		r.Against = &payload.Complaint{Name: string(name[:min(len(name), payload.ComplaintName)])}
	}
	if !r.Premises.Valid() {
		r.Premises = ""
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

// mostWords is how many of the words that decided a card shows.
const mostWords = 5

// telling are the words that weighed most, each once, and none that stands in
// another.
func telling(all []string) []string {
	var words []string
	for _, one := range all {
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(word, one) }) {
			continue
		}
		words = slices.DeleteFunc(words, func(word string) bool { return strings.Contains(one, word) })
		words = append(words, one)
	}
	return words[:min(len(words), mostWords)]
}
