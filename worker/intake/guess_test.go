package intake

import (
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
		want   string // category@area, in order
	}{
		{"what, where is known", casework.Case{County: "371502", Station: "371502-01", Township: "371502001"},
			payload.Report{Kind: "dispute", Text: "包工头欠我们八个人的工资"},
			"dispute.migrant_wages dispute.other"},
		{"where, what is known", casework.Case{Category: "tip.theft"},
			payload.Report{Kind: "tip", Category: "tip.theft", Text: "有人偷电瓶", Place: payload.Place{Text: "湖西社区"}}, "@371502001012"},
		{"both", casework.Case{}, payload.Report{Kind: "dispute", Text: "包工头欠我们八个人的工资", Place: payload.Place{Text: "柳园街道"}},
			"dispute.migrant_wages@371502002 dispute.other@371502002"},
		{"nothing says what", casework.Case{County: "371502"}, payload.Report{Kind: "tip", Text: "。"}, "tip.other"},
		{"nothing says where", casework.Case{}, payload.Report{Kind: "dispute", Text: "包工头欠我们八个人的工资"}, ""},
		{"far too many places", casework.Case{}, payload.Report{Kind: "dispute", Text: "包工头欠我们八个人的工资", Place: payload.Place{Text: "王庄"}}, ""},
		{"a place without a station", casework.Case{}, payload.Report{Kind: "dispute", Text: "包工头欠我们八个人的工资", Place: payload.Place{Text: "沙镇镇"}}, ""},
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
				for _, word := range g.Words {
					if !strings.Contains(tt.report.Text, word) {
						t.Errorf("%s: %q is not in the text", g.Category, word)
					}
				}
				got = append(got, line)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%q, want %q", strings.Join(got, " "), tt.want)
			}
		})
	}
}
