package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"secondbrother/worker/hours"
	"secondbrother/worker/route"
)

// gapFound is some places' hours without an officer, within the week.
type gapFound struct {
	Unit       string   `json:"unit"`
	Name       string   `json:"name"`
	Areas      []string `json:"areas"`
	Categories []string `json:"categories"`
	Hours      []string `json:"hours"` // Mon 02:00-08:00
	Total      float64  `json:"total"` // hours of the week
	Instead    string   `json:"instead"`
}

// mergeGaps gathers the stretches of time of places that are alike into one
// line for each unit.
func mergeGaps(gaps []route.Gap, org *route.Org) []gapFound {
	var out []gapFound
	index := make(map[string]int)
	for _, g := range byPlace(gaps, org) {
		key := fmt.Sprint(g.Unit, g.Categories, g.Hours, g.Instead)
		if i, known := index[key]; known {
			out[i].Areas = append(slices.Clip(out[i].Areas), g.Areas...)
			continue
		}
		index[key] = len(out)
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b gapFound) int { return strings.Compare(a.Unit, b.Unit) })
	return out
}

func byPlace(gaps []route.Gap, org *route.Org) []gapFound {
	var out []gapFound
	index := make(map[string]int)
	for _, g := range gaps {
		unit := cmp.Or(g.Station, g.County)
		key := fmt.Sprint(unit, g.Areas[0], g.Categories, g.Level)
		i, known := index[key]
		if !known {
			i = len(out)
			index[key] = i
			u, _ := org.Unit(unit)
			out = append(out, gapFound{Unit: unit, Name: u.Name, Areas: g.Areas, Categories: g.Categories, Instead: levelWords[g.Level]})
		}
		out[i].Hours = append(out[i].Hours, stretch(g.From, g.To))
		out[i].Total += g.To.Sub(g.From).Hours()
	}
	return out
}

func stretch(from, to time.Time) string {
	from, to = from.In(hours.Shanghai), to.In(hours.Shanghai)
	if to.Sub(from) < 24*time.Hour {
		return from.Format("Mon 15:04") + "-" + to.Format("15:04")
	}
	return from.Format("Mon 15:04") + " - " + to.Format("Mon 15:04")
}

// when are the hours of a gap, shorter where every day has the same.
func (g gapFound) when() string {
	if g.Total >= 7*24 {
		return "整周 · all week"
	}
	const day = len("Mon ")
	same := len(g.Hours) == 7
	for _, h := range g.Hours {
		same = same && len(h) > day && h[day:] == g.Hours[0][day:]
	}
	if same {
		return "每天 · daily " + g.Hours[0][day:]
	}
	return strings.Join(g.Hours, ", ")
}
