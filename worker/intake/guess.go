package intake

import (
	"slices"

	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

const (
	mostCategories = 3 // besides "other"
	mostPlaces     = 4 // of more, any choice would be arbitrary: 王庄 is in 31 townships
	mostGuesses    = 6
)

// Guesses are whole decisions on a case in triage, the likeliest first: what it
// may be about and where, each enough to sort it. A part that is decided already
// stays empty. Where nothing is known of the place there are none.
func Guesses(sorter *classify.Sorter, c casework.Case, r payload.Report, org *route.Org) []payload.Guess {
	categories := []payload.Guess{{}}
	if c.Category == "" {
		categories = categoryGuesses(sorter, r)
	}
	places := []payload.Guess{{}}
	if c.Station == "" && org.StationFor(c.Area()) == "" {
		if found := placeGuesses(r, org); len(found) > 0 {
			places = found
		} else if c.County == "" {
			return nil
		}
	}
	var out []payload.Guess
	add := func(category, where payload.Guess) {
		if g := (payload.Guess{Category: category.Category, Words: category.Words, Area: where.Area, Place: where.Place}); (g.Category != "" || g.Area != "") && len(out) < mostGuesses {
			out = append(out, g)
		}
	}
	for _, where := range places {
		add(categories[0], where)
	}
	for _, category := range categories[1:] {
		add(category, places[0])
	}
	return out
}

// categoryGuesses are the likeliest categories with the words that spoke for
// them, and "other" of the kind.
func categoryGuesses(sorter *classify.Sorter, r payload.Report) []payload.Guess {
	var out []payload.Guess
	for _, c := range sorter.Candidates(r.Text, classify.Kind(r.Kind), mostCategories) {
		out = append(out, payload.Guess{Category: c.Category, Words: c.Words})
	}
	other := string(r.Kind) + ".other"
	if !slices.ContainsFunc(out, func(g payload.Guess) bool { return g.Category == other }) {
		out = append(out, payload.Guess{Category: other})
	}
	return out
}

// placeGuesses are the places that the words may mean and that have a station.
func placeGuesses(r payload.Report, org *route.Org) []payload.Guess {
	var out []payload.Guess
	for _, text := range []string{r.Place.Text, r.Text} {
		found, ok := place.Official().Find(text, r.Place.Area)
		if !ok {
			continue
		}
		codes := found.Candidates
		if !found.Ambiguous {
			codes = []string{found.Code}
		}
		codes = slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return org.StationFor(code) == "" })
		if len(codes) > mostPlaces {
			continue
		}
		for _, code := range codes {
			known := func(g payload.Guess) bool { return g.Area == code }
			if len(out) < mostPlaces && !slices.ContainsFunc(out, known) {
				out = append(out, payload.Guess{Area: code, Place: place.Official().FullName(code)})
			}
		}
	}
	return out
}
