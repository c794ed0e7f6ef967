package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/local"
	"secondbrother/storage/records"
	"secondbrother/worker/hours"
	"secondbrother/worker/organisation"
	"secondbrother/worker/route"
)

const (
	townUnits = `code,kind,name,parent,areas,desk
LC,city,市局,,,
371502,county,东昌府分局,LC,371502,
371502-01,station,古楼派出所,371502,371502001,
371502-02,station,柳园派出所,371502,371502002,
371502-fz,desk,反诈中心,371502,,反诈
`
	townStaff = `role,unit,name,badge,areas,duty
officer,371502-01,白班民警,P1,371502001,"Mon-Fri 08:30-17:30, Sat 09:00-12:00"
officer,371502-01,夜巡民警,P2,,night
leader,371502-01,所长,P3,,always
officer,371502-02,柳园民警,P4,,always
county,371502,分局值班员,P5,,always
desk,371502-fz,反诈民警,P6,,always
coordinator,371502,分局协调员,P7,,day
coordinator,LC,市局协调员,P8,,always
`
	townDuty     = "date,badge,duty,from,to\n2026-11-25,P1,off,,\n2026-11-25,P2,on,08:00,20:00\n"
	townProjects = "name,aliases,area,badge\n示例高铁站房,高铁工地,371502001,P4\n"
)

// townFiles are flags that name the town's files.
func townFiles(t *testing.T) []string {
	return []string{
		"--stations", file(t, "stations.csv", townUnits), "--officers", file(t, "officers.csv", townStaff),
		"--duty", file(t, "duty.csv", townDuty), "--projects", file(t, "projects.csv", townProjects),
	}
}

func TestRouteSaysWhoWouldGetAReport(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	files := townFiles(t)
	for _, tt := range []struct {
		name, text, at string
		flags          []string
		owner, rule    string
		path           string
		recipients     string
		accept         time.Duration
	}{
		{"a day of office hours", "楼道里堆满了纸箱杂物", "2026-11-24 10:00", []string{"--kind", "tip", "--area", "371502001"},
			"白班民警", "community", "call terms/hazard-yellow desk", "白班民警", 24 * time.Hour},
		{"at night", "楼道里堆满了纸箱杂物", "2026-11-24 21:00", []string{"--kind", "tip", "--area", "371502001"},
			"夜巡民警", "station", "call terms/hazard-yellow desk", "夜巡民警", 24 * time.Hour},
		{"towards morning", "楼道里堆满了纸箱杂物", "2026-11-24 05:00", []string{"--kind", "tip", "--area", "371502001"},
			"所长", "leader", "call terms/hazard-yellow desk", "所长", 24 * time.Hour},
		{"on a day that was swapped", "楼道里堆满了纸箱杂物", "2026-11-25 10:00", []string{"--kind", "tip", "--area", "371502001"},
			"夜巡民警", "station", "call terms/hazard-yellow desk", "夜巡民警", 24 * time.Hour},
		{"a red hazard", "小饭馆后门焊死了，里面住着人", "2026-11-24 10:00", []string{"--kind", "tip", "--area", "371502001"},
			"白班民警", "community", "call terms/hazard-red desk", "白班民警 所长", 2 * time.Hour},
		{"money on the move", "刚转过去五万，对方说还要再交解冻费，我觉得不对劲，能不能帮我拦住", "2026-11-24 10:00", []string{"--area", "371502001"},
			"白班民警", "community", "call stop-payment terms/emergency desk", "白班民警 所长 分局值班员 反诈民警", 5 * time.Minute},
		{"a project says whose and where", "高铁工地有人偷钢筋", "2026-11-24 10:00", []string{"--kind", "tip"},
			"柳园民警", "project", "call who/project desk", "柳园民警", 24 * time.Hour},
		{"against an officer", "楼道里堆满了纸箱杂物", "2026-11-24 10:00", []string{"--kind", "tip", "--area", "371502001", "--against", "371502-01/P2"},
			"分局值班员", "county", "call who/complaint terms/hazard-yellow desk", "分局值班员", 24 * time.Hour},
		{"nobody knows where", "楼道里堆满了纸箱杂物", "2026-11-24 21:00", []string{"--kind", "tip"},
			"市局协调员", "triage.city", "call who/triage terms/hazard-yellow", "市局协调员", 24 * time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := slices.Concat([]string{"route", "--report", file(t, "report.txt", tt.text), "--at", tt.at, "--json"}, tt.flags, files)
			var got decided
			if err := json.Unmarshal([]byte(must(t, args...)), &got); err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, p := range got.Recipients {
				names = append(names, p.Label)
			}
			if got.Owner.Label != tt.owner || got.Rule != tt.rule || strings.Join(got.Path, " ") != tt.path || strings.Join(names, " ") != tt.recipients || got.AcceptBy.Sub(got.At) != tt.accept {
				t.Errorf("%+v", got)
			}
			words := must(t, slices.DeleteFunc(args, func(a string) bool { return a == "--json" })...)
			for _, want := range append(names, tt.rule, strings.ReplaceAll(tt.path, " ", " → ")) {
				if !strings.Contains(words, want) {
					t.Errorf("%q is not in:\n%s", want, words)
				}
			}
		})
	}
	text := must(t, slices.Concat([]string{"route", "--report", file(t, "report.json",
		`{"v":1,"kind":"dispute","category":"dispute.neighbour","urgency":"urgent","text":"楼上漏水","place":{"area":"371502001"}}`), "--at", "2026-11-24 10:00"}, files)...)
	for _, want := range []string{"dispute.neighbour", "urgent", "白班民警", "2026-11-24 10:30", "2026-11-25 10:00", "所长", "分局值班员", "市局协调员"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	record := must(t, slices.Concat([]string{"route", "--report", file(t, "record.json",
		`{"v":1,"kind":"assist","urgency":"routine","text":"扶老人过马路","place":{"area":"371502001"},"helped":{"people":1}}`)}, files)...)
	if !strings.Contains(record, "nobody is called") {
		t.Errorf("a record calls somebody:\n%s", record)
	}
}

func TestRouteChecksARoster(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	out, err := worker(t, slices.Concat([]string{"route", "--check", "--json", "--at", "2026-11-23 00:00"}, townFiles(t))...)
	if err == nil || !strings.Contains(err.Error(), "problems") {
		t.Fatalf("most of the city has no station, and all is well: %v", err)
	}
	var got surveyed
	if err := json.Unmarshal([]byte(out[:strings.LastIndex(out, "}")+1]), &got); err != nil {
		t.Fatal(err)
	}
	if got.Areas < 7000 || len(got.Problems) == 0 || !strings.Contains(strings.Join(got.Problems, "\n"), "no station covers") {
		t.Errorf("%d areas, %v", got.Areas, got.Problems)
	}
	thin := 0.0
	for _, g := range got.Thin {
		if g.Unit == "371502-01" && slices.Contains(g.Categories, "tip.other") {
			thin = g.Total
		}
	}
	// 02:00 to 08:30 and 17:30 to 20:00 on four workdays, on Wednesday only until
	// 08:00 for the swap, on Saturday until 09:00 and from 12:00, on Sunday until 20:00.
	if want := 4*(6.5+2.5) + 6 + (7 + 8) + 18; thin != want {
		t.Errorf("%v hours without an officer, want %v", thin, want)
	}
	if _, err := worker(t, slices.Concat([]string{"route", "--check"}, townFiles(t))...); err == nil {
		t.Error("as a table all is well")
	}
}

func TestRouteChecksRules(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	embedded := file(t, "rules.yaml", must(t, "route", "--print-rules"))
	if out := must(t, "route", "--rules", embedded); !strings.Contains(out, "no problems") {
		t.Errorf("the embedded rules: %s", out)
	}
	own := strings.Replace(string(route.DefaultText()), "  rules:\n", "  rules:\n    - {name: own, when: {area: [371502001, 379999]}, accept: 3h}\n", 1)
	_, err := worker(t, slices.Concat([]string{"route", "--rules", file(t, "rules.yaml", own)}, townFiles(t))...)
	if err == nil || !strings.Contains(err.Error(), "the roster has no area or unit 379999") {
		t.Errorf("a place that nobody has: %v", err)
	}
	args := slices.Concat([]string{"route", "--rules", file(t, "rules.yaml", own), "--report", file(t, "r.txt", "有人打牌"), "--kind", "tip", "--area", "371502001", "--json"}, townFiles(t))
	if out := must(t, args...); !strings.Contains(out, `"own"`) {
		t.Errorf("the rules of the file do not decide: %s", out)
	}
	_, err = worker(t, "route", "--rules", file(t, "bad.yaml", strings.Replace(own, "accept: 3h", "accept: 3 hours", 1)))
	line := 1 + strings.Count(own[:strings.Index(own, "name: own")], "\n")
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("bad.yaml:%d: ", line)) || !strings.Contains(err.Error(), "3 hours") {
		t.Errorf("a mistake: %v", err)
	}
}

func TestRouteSaysWhatIsMissing(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	files := townFiles(t)
	report := file(t, "report.txt", "有人打牌")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"route"}, "say --report, --check or --rules"},
		{[]string{"route", "--check", "--report", report}, "none of the others can be"},
		{[]string{"route", "--report", report, "--kind", "tip"}, "set DATABASE_URL"},
		{[]string{"route", "--report", report, "--kind", "tip", "--stations", files[1]}, "--stations and --officers go together"},
		{slices.Concat([]string{"route", "--report", report, "--kind", "rumour"}, files), "say --kind"},
		{slices.Concat([]string{"route", "--report", report, "--kind", "tip", "--area", "99"}, files), "no such area code"},
		{slices.Concat([]string{"route", "--report", report, "--kind", "tip", "--at", "noon"}, files), "is no time"},
		{slices.Concat([]string{"route", "--report", report, "--kind", "tip", "--against", "X"}, files), "no such unit or person"},
		{slices.Concat([]string{"route", "--report", file(t, "bad.json", "{")}, files), "not proper JSON"},
		{slices.Concat([]string{"route", "--report", file(t, "empty.txt", " \n")}, files), "the report is empty"},
		{slices.Concat([]string{"route", "--report", filepath.Join(t.TempDir(), "none")}, files), "open the file"},
		{[]string{"route", "--rules", filepath.Join(t.TempDir(), "none")}, "open the rules"},
		{[]string{"route", "--check", "--stations", file(t, "s.csv", townUnits), "--officers", file(t, "o.csv", strings.Replace(townStaff, "night", "sometimes", 1))}, `the hours "sometimes"`},
	} {
		if _, err := worker(t, c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("worker %s: %v, want %q", strings.Join(c.args, " "), err, c.want)
		}
	}
}

// What is imported is what decides: patterns, swaps and projects.
func TestImportedDutyAndProjects(t *testing.T) {
	url := local.Database(t, records.Migrate, records.MigrationsHash())
	t.Setenv("DATABASE_URL", url)
	must(t, "import", "stations", file(t, "stations.csv", townUnits))
	must(t, "import", "officers", file(t, "officers.csv", townStaff))
	duty := strings.ReplaceAll(townDuty, "2026-11-25", time.Now().In(hours.Shanghai).AddDate(0, 0, 3).Format(time.DateOnly))
	if out := must(t, "import", "duty", file(t, "duty.csv", duty), "--dry-run"); !strings.Contains(out, "2 shifts on 1 days") {
		t.Errorf("a dry run: %s", out)
	}
	must(t, "import", "duty", file(t, "duty.csv", duty))
	must(t, "import", "duty", file(t, "duty.csv", duty)) // again changes nothing
	must(t, "import", "projects", file(t, "projects.csv", townProjects))
	if _, err := worker(t, "import", "duty", file(t, "duty.csv", duty+"2026-11-25,P99,on,,\n2026-11-25,P1,maybe,,\n")); err == nil ||
		!strings.Contains(err.Error(), "line 4: the roster has no badge P99") || !strings.Contains(err.Error(), "2 problems") {
		t.Errorf("a bad file: %v", err)
	}
	db, err := records.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	kept, err := db.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows, problems := organisation.Rows(kept)
	org, more := route.NewOrg(rows)
	if len(problems)+len(more) > 0 {
		t.Errorf("problems: %v %v", problems, more)
	}
	swapped := time.Now().In(hours.Shanghai).AddDate(0, 0, 3)
	at := time.Date(swapped.Year(), swapped.Month(), swapped.Day(), 10, 0, 0, 0, hours.Shanghai)
	for badge, want := range map[string]bool{"P1": false, "P2": true, "P3": true} {
		id, _ := org.PersonByBadge("371502-01", badge)
		if p, known := org.At(at).Person(id); !known || p.OnDuty != want {
			t.Errorf("%s on the day of the swap: %+v", badge, p)
		}
	}
	if p, known := org.ProjectIn("高铁工地有人打架", ""); !known || p.Area != "371502001" {
		t.Errorf("the project: %+v", p)
	}
	// Nobody has joined yet: the city answers, by name and without anybody.
	out := must(t, "route", "--report", file(t, "report.txt", "有人打牌"), "--kind", "tip", "--area", "371502001")
	if !strings.Contains(out, "nobody can be reached") {
		t.Errorf("who has not joined gets cards:\n%s", out)
	}
	out = must(t, "route", "--report", file(t, "report.txt", "有人打牌"), "--kind", "tip", "--area", "371502002", "--planned")
	if !strings.Contains(out, "柳园民警") {
		t.Errorf("as planned nobody gets it:\n%s", out)
	}
}
