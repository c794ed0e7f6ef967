package intake

import (
	"fmt"
	"strings"
	"testing"

	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
)

func TestGuesses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		c      casework.Case
		report payload.Report
		want   string // category@area(words), in order
	}{
		{"what, where is known", casework.Case{County: "371502", Station: "371502-01", Township: "371502001"},
			payload.Report{Kind: "dispute", Text: "老板不给钱，还骂人"},
			"dispute.migrant_wages(不给钱) dispute.labour(老板) dispute.other"},
		{"where, what is known", casework.Case{Category: "tip.theft"},
			payload.Report{Kind: "tip", Category: "tip.theft", Text: "有人偷电瓶", Place: payload.Place{Text: "湖西社区"}}, "@371502001012"},
		{"both", casework.Case{}, payload.Report{Kind: "dispute", Text: "老板不给钱", Place: payload.Place{Text: "柳园街道"}},
			"dispute.migrant_wages@371502002(不给钱) dispute.labour@371502002(老板) dispute.other@371502002"},
		{"nothing says what", casework.Case{County: "371502"}, payload.Report{Kind: "tip", Text: "有个事"}, "tip.other"},
		{"nothing says where", casework.Case{}, payload.Report{Kind: "dispute", Text: "老板不给钱"}, ""},
		{"far too many places", casework.Case{}, payload.Report{Kind: "dispute", Text: "老板不给钱", Place: payload.Place{Text: "王庄"}}, ""},
		{"a place without a station", casework.Case{}, payload.Report{Kind: "dispute", Text: "老板不给钱", Place: payload.Place{Text: "沙镇镇"}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.c.State = payload.StateTriage
			var got []string
			for _, g := range Guesses(tt.c, tt.report, town(t)) {
				line := g.Category
				if g.Area != "" {
					line += "@" + g.Area
					if g.Place == "" {
						t.Errorf("%s has no name", g.Area)
					}
				}
				if len(g.Words) > 0 {
					line += fmt.Sprintf("(%s)", strings.Join(g.Words, ","))
				}
				got = append(got, line)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%q, want %q", strings.Join(got, " "), tt.want)
			}
		})
	}
}
