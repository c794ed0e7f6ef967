package conversation

import (
	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
	"secondbrother/worker/place"
)

// taxonomyLines are the taxonomy's lines as a conversation needs them.
func taxonomyLines() []Category {
	var out []Category
	for _, c := range classify.Taxonomy() {
		out = append(out, Category{Code: c.Code, Kind: payload.Kind(c.Kind), ZH: c.ZH, EN: c.EN, Hotline: c.Hotline})
	}
	return out
}

// judge asks the classifier. What it is not sure of is left open, so that the
// person or a coordinator decides.
func judge(text string, chosen payload.Kind) Judgement {
	r := classify.Classify(text, classify.Kind(chosen))
	j := Judgement{Urgency: payload.Urgency(r.Urgency), Hotline: classify.Hotline(r), Accuses: classify.Complains(text)}
	switch {
	case r.Kind == classify.Out && !r.Abstained:
		j.Out = r.Category
	case r.Kind != classify.Out:
		j.Moving = classify.MoneyMoving(r.Category, r.Urgency, text)
		j.Kind = payload.Kind(r.Kind)
		if !r.Abstained {
			j.Category = r.Category
		}
	}
	if j.Accuses && chosen == "" && j.Out == "" && j.Kind != payload.Tip && j.Urgency != payload.Emergency {
		// What the police did is a tip, whoever was quarrelled with: whoever
		// complains is asked one thing, whom it is about.
		j.Kind, j.Category, j.Moving = payload.Tip, "", false
	}
	return j
}

// areaOf is a place as people say it: its name with what it lies in.
func areaOf(g *place.Gazetteer, code string) Area {
	return Area{Code: code, Name: g.FullName(code)}
}

// usePlaces has rules look places up in a gazetteer.
func (r *Rules) usePlaces(g *place.Gazetteer) {
	r.Find = func(text, near string) Found {
		f, ok := g.Find(text, near)
		if !ok {
			return Found{}
		}
		if !f.Ambiguous {
			return Found{Area: areaOf(g, f.Code)}
		}
		var out Found
		for _, code := range f.Candidates {
			out.Candidates = append(out.Candidates, areaOf(g, code))
		}
		return out
	}
	r.Locate = func(lat, lon float64) Found {
		a, ok := g.Locate(place.Point{Lat: lat, Lon: lon})
		if !ok {
			return Found{}
		}
		return Found{Area: areaOf(g, a.Code)}
	}
	r.Area = func(code string) (Area, bool) {
		if _, ok := g.Area(code); !ok {
			return Area{}, false
		}
		return areaOf(g, code), true
	}
	r.Within = func(code string) []Area {
		if _, ok := g.Area(code); !ok {
			code = "" // the city, or a unit of the whole city
		}
		var out []Area
		for _, a := range g.Children(code) {
			if !a.Former {
				out = append(out, Area{Code: a.Code, Name: a.Name})
			}
		}
		return out
	}
}
