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
	worthATap      = 0.3 // the share of probability from which the likeliest category is offered though no single word spoke for it
)

// Guesses are whole decisions on a case in triage, the likeliest first: what it
// may be about and where, each enough to sort it. A part that is decided already
// stays empty. Where nothing is known of the place there are none.
func Guesses(c casework.Case, r payload.Report, org *route.Org) []payload.Guess {
	categories := []payload.Guess{{}}
	if c.Category == "" {
		categories = categoryGuesses(r)
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

// categoryGuesses are the likeliest category, then those that words of the text
// spoke for, the weightiest first, and "other" of the kind.
func categoryGuesses(r payload.Report) []payload.Guess {
	var out []payload.Guess
	judged := classify.Classify(r.Text, classify.Kind(r.Kind))
	if category, known := classify.Lookup(judged.Guess); known && payload.Kind(category.Kind) == r.Kind && judged.Confidence >= worthATap {
		out = append(out, payload.Guess{Category: category.Code})
	}
	for _, reason := range judged.Reasons {
		category, known := classify.Lookup(reason.For)
		if !known || payload.Kind(category.Kind) != r.Kind {
			continue
		}
		i := slices.IndexFunc(out, func(g payload.Guess) bool { return g.Category == category.Code })
		if i < 0 {
			out = append(out, payload.Guess{Category: category.Code})
			i = len(out) - 1
		}
		out[i].Words = append(out[i].Words, reason.Word)
	}
	out = out[:min(len(out), mostCategories)]
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
