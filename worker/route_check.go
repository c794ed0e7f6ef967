package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// surveyed is what worker route --check found.
type surveyed struct {
	Areas    int        `json:"areas"`
	From     time.Time  `json:"from"`
	Problems []string   `json:"problems"` // of the roster, the places and the rules
	Gaps     []gapFound `json:"gaps"`     // nobody would answer
	Thin     []gapFound `json:"thin"`     // nobody below the station's leader would
}

func (r *routing) survey(cmd *cobra.Command, rules route.Rules, at time.Time) error {
	o, faults, err := r.files.read(cmd.Context(), rules)
	if err != nil {
		return err
	}
	areas := officialAreas()
	out := surveyed{Areas: len(areas), From: at, Problems: []string{}, Gaps: []gapFound{}, Thin: []gapFound{}}
	for _, p := range faults {
		out.Problems = append(out.Problems, faultWords(p, o.org))
	}
	out.Problems = append(out.Problems, placeProblems(route.Check(o.org, areas))...)
	for _, p := range rules.Unknown(o.org) {
		out.Problems = append(out.Problems, fmt.Sprintf("%s:%d: %s · %s", cmp.Or(r.rules, route.DefaultName), p.Line, p.ZH, p.EN))
	}
	for _, g := range mergeGaps(route.Audit(o.org, areas, at), o.org) {
		if g.Instead == levelWords[0] {
			out.Gaps = append(out.Gaps, g)
		} else {
			out.Thin = append(out.Thin, g)
		}
	}
	if r.asJSON {
		encoder := json.NewEncoder(cmd.OutOrStdout())
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(out)
	} else {
		err = writeSurvey(cmd.OutOrStdout(), out)
	}
	if bad := len(out.Problems) + len(out.Gaps); bad > 0 && err == nil {
		err = fmt.Errorf("有 %d 个问题 · %[1]d problems", bad)
	}
	return err
}

// officialAreas lists every township and village, former ones too: people still
// say them.
func officialAreas() []string {
	var out []string
	official := place.Official()
	for _, county := range official.Children("") {
		for _, township := range official.Children(county.Code) {
			out = append(out, township.Code)
			for _, village := range official.Children(township.Code) {
				out = append(out, village.Code)
			}
		}
	}
	return out
}

// placeProblems tells the places without a station or without staff, unit by
// unit and county by county.
func placeProblems(problems []route.Problem) []string {
	type kind struct {
		fault route.Fault
		where string
	}
	count := make(map[kind]int)
	first := make(map[kind]string)
	var order []kind
	for _, p := range problems {
		k := kind{p.Fault, p.Unit}
		if p.Unit == "" && len(p.Area) >= 9 {
			k.where = p.Area[:9]
		}
		if count[k] == 0 {
			order = append(order, k)
			first[k] = p.Area
		}
		count[k]++
	}
	out := make([]string, len(order))
	for i, k := range order {
		name := place.Official().FullName(first[k])
		switch k.fault {
		case route.FaultUncovered:
			out[i] = fmt.Sprintf("%s（%s）等 %d 处没有派出所管 · no station covers %[3]d places like %[2]s", name, first[k], count[k])
		default:
			out[i] = fmt.Sprintf("%s 没有人，管着 %d 处 · nobody works at %[1]s, which covers %[2]d places", k.where, count[k])
		}
	}
	return out
}

// mostLines is how many gaps the table shows; --json has all.
const mostLines = 40

func writeSurvey(w io.Writer, s surveyed) error {
	var b strings.Builder
	for _, p := range s.Problems {
		fmt.Fprintf(&b, "问题 · problem: %s\n", p)
	}
	writeGaps(&b, "没人管 · nobody", s.Gaps)
	writeGaps(&b, "民警不在岗 · no officer on duty", s.Thin)
	fmt.Fprintf(&b, "查了 %d 个地方一周的每一刻：%d 个问题，%d 处没人管，%d 处有时只有上级接 · every moment of a week at %[1]d places: %[2]d problems, %[3]d without anybody, %[4]d at times without an officer\n",
		s.Areas, len(s.Problems), len(s.Gaps), len(s.Thin))
	_, err := io.WriteString(w, b.String())
	return err
}

func writeGaps(b *strings.Builder, title string, gaps []gapFound) {
	for i, g := range gaps {
		if i == mostLines {
			fmt.Fprintf(b, "%s：还有 %d 处，见 --json · %[2]d more, see --json\n", title, len(gaps)-i)
			return
		}
		categories := strings.Join(g.Categories, " ")
		if len(g.Categories) > 3 {
			categories = fmt.Sprintf("%d 类 · categories", len(g.Categories))
		}
		fmt.Fprintf(b, "%s: %s %s，%d 个地方 · places，%s，%.0f 小时 · h: %s → %s\n",
			title, g.Unit, g.Name, len(g.Areas), categories, g.Total, g.when(), g.Instead)
	}
}
