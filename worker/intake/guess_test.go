package intake

import (
	"slices"
	"testing"

	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
)

func TestGuesses(t *testing.T) {
	known := casework.Case{County: "371502", Station: "371502-01", Township: "371502001"}
	wages := payload.Report{Kind: "dispute", Text: "老板不给钱，还骂人"}
	at := func(r payload.Report, place string) payload.Report {
		r.Place.Text = place
		return r
	}
	for _, tt := range []struct {
		name     string
		c        casework.Case
		report   payload.Report
		category bool   // is part of the guesses
		area     string // is part of them; empty: decided
		none     bool
	}{
		{"what, where is known", known, wages, true, "", false},
		{"what, only the county is known", casework.Case{County: "371502"}, wages, true, "", false},
		{"where, what is known", casework.Case{Category: "tip.theft"}, payload.Report{Kind: "tip", Category: "tip.theft", Text: "有人偷电瓶", Place: payload.Place{Text: "湖西社区"}}, false, "371502001012", false},
		{"both", casework.Case{}, at(wages, "柳园街道"), true, "371502002", false},
		{"nothing says where", casework.Case{}, wages, false, "", true},
		{"far too many places", casework.Case{}, at(wages, "王庄"), false, "", true},
		{"a place without a station", casework.Case{}, at(wages, "沙镇镇"), false, "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.c.State = payload.StateTriage
			got := Guesses(classify.Embedded(), tt.c, tt.report, town(t))
			if (len(got) == 0) != tt.none || len(got) > mostGuesses {
				t.Fatalf("%+v", got)
			}
			var categories []string
			for _, g := range got {
				categories = append(categories, g.Category)
				if (g.Category != "") != tt.category || g.Area != tt.area || (g.Place != "") != (g.Area != "") || g.Category == "" && len(g.Words) > 0 {
					t.Errorf("%+v", g)
				}
			}
			if !tt.category {
				return
			}
			var want []string
			for _, c := range classify.Embedded().Candidates(tt.report.Text, classify.Dispute, mostCategories) {
				want = append(want, c.Category)
			}
			if !slices.Contains(want, "dispute.other") {
				want = append(want, "dispute.other")
			}
			if !slices.Equal(categories, want) {
				t.Errorf("%q, want %q", categories, want)
			}
		})
	}
}
