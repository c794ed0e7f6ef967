package route

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
)

// market is the town with a traffic desk, a project and a night's rota.
func market() Rows {
	rows := town()
	rows.Units = append(rows.Units, Unit{Code: "371502-jj", Kind: Desk, Name: "交警大队", Parent: "371502", Desk: "交警"})
	rows.People = append(rows.People, on(20, deskRole, "371502-jj"), on(21, officer, "371502-02"))
	rows.Desks = map[string]string{"tip.fraud": "反诈", "tip.traffic": "交警", "tip.other": "派出所", "dispute.traffic": "交警"}
	rows.Projects = []Project{{Name: "高铁新城站房", Aliases: []string{"新城站房", "高铁站"}, Area: "371502001003", Person: 21}}
	for i := range rows.People {
		rows.People[i].Badge = "P" + PersonTarget(rows.People[i].ID)[1:]
	}
	return rows
}

// noon and midnight are hours of Tuesday and Wednesday in Shanghai.
var (
	noon     = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	midnight = time.Date(2026, 11, 24, 16, 30, 0, 0, time.UTC)
)

// TestDefaultRules: what the design and the issue ask of the embedded tree, on
// top of what TestDecide and TestDeadlines hold.
func TestDefaultRules(t *testing.T) {
	tests := []struct {
		name    string
		rows    Rows
		facts   Facts
		rule    string
		path    string
		people  []int64
		urgency payload.Urgency
		accept  time.Duration
	}{
		{"fraud with money on the move: an emergency, the anti-fraud desk beside the community officer", market(),
			Facts{Category: "tip.fraud", Urgency: "urgent", Area: "371502001002", MoneyMoving: true},
			"community", "call stop-payment terms/emergency desk", []int64{2, 3, 5, 8, 10}, "emergency", 5 * time.Minute},
		{"fraud that is over", market(), Facts{Category: "tip.fraud", Urgency: "routine", Area: "371502001002"},
			"community", "call desk", []int64{2, 3, 10}, "routine", 24 * time.Hour},
		{"money that moves in another category is none of the desk's", market(), Facts{Category: "tip.other", Urgency: "urgent", Area: "371502001002", MoneyMoving: true},
			"community", "call terms/urgent desk", []int64{2, 3}, "urgent", 30 * time.Minute},
		{"traffic: the traffic police beside the community officer", market(), Facts{Category: "tip.traffic", Urgency: "urgent", Area: "371502001002"},
			"community", "call terms/urgent traffic", []int64{2, 3, 20}, "urgent", 30 * time.Minute},
		{"a project's officer, of another station", market(), Facts{Category: "tip.other", Urgency: "routine", Area: "371502001003", Project: "高铁新城站房"},
			"project", "call who/project desk", []int64{21}, "routine", 24 * time.Hour},
		{"a project says where it is", market(), Facts{Category: "tip.other", Urgency: "emergency", Project: "高铁新城站房"},
			"project", "call who/project terms/emergency desk", []int64{21, 7, 8}, "emergency", 5 * time.Minute},
		{"a project's officer who is away leaves it to the community", without(market(), 21), Facts{Category: "tip.other", Urgency: "routine", Area: "371502001001", Project: "高铁新城站房"},
			"community", "call who/project desk", []int64{1, 2, 3}, "routine", 24 * time.Hour},
		{"a complaint about an officer goes by the station", market(), Facts{Category: "tip.other", Urgency: "emergency", Area: "371502001001", Against: Accused{Person: 1}},
			"county", "call who/complaint terms/emergency desk", []int64{8}, "emergency", 5 * time.Minute},
		{"a complaint about another station too", market(), Facts{Category: "tip.traffic", Urgency: "routine", Area: "371502001001", Against: Accused{Unit: "371502-02"}},
			"county", "call who/complaint traffic", []int64{8, 20}, "routine", 24 * time.Hour},
		{"a complaint about a desk does not reach the desk", market(), Facts{Category: "tip.traffic", Urgency: "routine", Area: "371502001001", Against: Accused{Person: 20}},
			"county", "call who/complaint traffic", []int64{8}, "routine", 24 * time.Hour},
		{"a complaint about the county goes to the city", market(), Facts{Category: "tip.fraud", Urgency: "emergency", Area: "371502001001", Against: Accused{Person: 9}},
			"city", "call who/complaint terms/emergency desk", []int64{12}, "emergency", 5 * time.Minute},
		{"a complaint that is not understood is sorted by the county's coordinator", market(), Facts{Urgency: "emergency", Area: "371502001001", Triage: true, Against: Accused{Unit: "371502-01"}},
			"triage.county", "call who/triage who/triage/triage-emergency terms/emergency desk-emergency", []int64{11, 8}, "emergency", 5 * time.Minute},
		{"a complaint about the county's coordinator is sorted by the city", market(), Facts{Urgency: "routine", Area: "371502001001", Triage: true, Against: Accused{Person: 11}},
			"triage.city", "call who/triage", []int64{12}, "routine", 24 * time.Hour},
		{"a complaint about the one coordinator of the city finds nobody, and the city owns it", market(), Facts{Urgency: "routine", Triage: true, Against: Accused{Person: 12}},
			"triage.nobody", "call who/triage", nil, "routine", 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.SubmittedAt = sent
			d := Decide(build(t, tt.rows), tt.facts, now)
			if path := strings.Join(d.Path, " "); d.Rule != tt.rule || path != tt.path || d.Urgency != tt.urgency || !d.AcceptBy.Equal(sent.Add(tt.accept)) {
				t.Errorf("rule %s by %s, %s, within %v", d.Rule, path, d.Urgency, d.AcceptBy.Sub(sent))
			}
			if !slices.Equal(d.People(), tt.people) {
				t.Errorf("recipients %v, want %v", d.Recipients, tt.people)
			}
			if d.Rule == "project" && d.Station != "371502-02" {
				t.Errorf("the case stays at %s, where its officer does not work", d.Station)
			}
		})
	}
}

// tree is a file that uses every word.
const tree = `
hours:
  night: night
  office: ["Mon-Fri 08:30-17:30", "Sat 09:00-12:00"]
holidays: [2026-11-25..2026-11-26]
workdays: 2026-11-28
route:
  name: all
  to: [community, station, city]
  accept: 2h
  close: 3d
  rules:
    - name: night
      when: {hours: night}
      continue: true
      to: [person 371502-01/P5, city]
      rules:
        - {name: holiday, when: {days: [holiday, weekend]}, to: [leader, county, city], copy: desk 反诈}
        - {name: other, accept: 30m}
    - {name: village, when: {area: [371502001001, 371502-02]}, copy: [leader], close: never}
    - {name: zone, when: {area: zone, kind: [tip, assist]}, accept: 10m}
    - {name: county, when: {area: "371502", urgency: routine, category: tip.other, project: any}, accept: 4h}
    - {name: office, when: {hours: "09:00-17:00", triage: false, complaint: false, money_moving: false}, accept: 1h}
`

func TestTree(t *testing.T) {
	rules, err := Parse("tree", []byte(tree))
	if err != nil {
		t.Fatal(err)
	}
	rows := market()
	rows.Rules = rules
	o := build(t, rows)
	if unknown := rules.Unknown(o); len(unknown) > 0 {
		t.Errorf("the town does not know %v", unknown)
	}
	wednesday, saturday := midnight, time.Date(2026, 11, 27, 16, 30, 0, 0, time.UTC) // 00:30 there
	thursday := wednesday.Add(48 * time.Hour)
	tests := []struct {
		name   string
		facts  Facts
		at     time.Time
		path   string
		people []int64
		accept time.Duration
		settle time.Duration
	}{
		{"by day", Facts{Category: "tip.other", Area: "371502001002"}, noon, "all office", []int64{2, 3}, time.Hour, 72 * time.Hour},
		{"before office hours", Facts{Category: "tip.other", Area: "371502001002"}, noon.Add(-4 * time.Hour), "all", []int64{2, 3}, 2 * time.Hour, 72 * time.Hour},
		{"a night before a workday", Facts{Category: "tip.other", Area: "371502001002"}, thursday, "all night night/other", []int64{5}, 30 * time.Minute, 72 * time.Hour},
		{"a holiday's night", Facts{Category: "tip.other", Area: "371502001002"}, wednesday, "all night night/holiday", []int64{5, 10}, 2 * time.Hour, 72 * time.Hour},
		{"a Saturday that is worked", Facts{Category: "tip.other", Area: "371502001002"}, saturday, "all night night/other", []int64{5}, 30 * time.Minute, 72 * time.Hour},
		{"a village", Facts{Category: "tip.other", Area: "371502001001"}, noon, "all village", []int64{1, 2, 3, 5}, 2 * time.Hour, 0},
		{"a village at night, by two rules", Facts{Category: "tip.other", Area: "371502001001"}, thursday, "all night night/other village", []int64{5}, 30 * time.Minute, 0},
		{"a station's area", Facts{Category: "tip.other", Area: "371502002001"}, noon, "all village", []int64{21, 7}, 2 * time.Hour, 0},
		{"a zone is not the district its townships are numbered in", Facts{Kind: "tip", Category: "tip.other", Area: "371502003001", Urgency: "routine", Project: "高铁新城站房"}, noon, "all zone", []int64{12}, 10 * time.Minute, 72 * time.Hour},
		{"a whole county", Facts{Kind: "tip", Category: "tip.other", Area: "371502001002", Urgency: "routine", Project: "高铁新城站房"}, noon, "all county", []int64{2, 3}, 4 * time.Hour, 72 * time.Hour},
		{"triage", Facts{Category: "tip.other", Area: "371502001002", Triage: true}, noon, "all", []int64{2, 3}, 2 * time.Hour, 72 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.SubmittedAt = tt.at
			d := Decide(o, tt.facts, tt.at)
			var settle time.Duration
			if !d.CloseBy.IsZero() {
				settle = d.CloseBy.Sub(tt.at)
			}
			if path := strings.Join(d.Path, " "); path != tt.path || d.AcceptBy.Sub(tt.at) != tt.accept || settle != tt.settle || !slices.Equal(d.People(), tt.people) {
				t.Errorf("by %s to %v within %v, closed within %v", path, d.People(), d.AcceptBy.Sub(tt.at), settle)
			}
		})
	}
}

// A case that is looked at again has the term that it was promised.
func TestTermsAreThoseOfTheTimeOfSubmission(t *testing.T) {
	rules, err := Parse("tree", []byte(tree))
	if err != nil {
		t.Fatal(err)
	}
	rows := market()
	rows.Rules = rules
	f := Facts{Category: "tip.other", Area: "371502001002", SubmittedAt: noon}
	if d := Decide(build(t, rows), f, midnight); !d.AcceptBy.Equal(noon.Add(time.Hour)) {
		t.Errorf("at night the term of noon is %v", d.AcceptBy.Sub(noon))
	}
}

func TestProjectIn(t *testing.T) {
	rows := market()
	rows.Projects = append(rows.Projects,
		Project{Name: "高铁新城二期", Aliases: []string{"高铁站"}, Area: "371502003", Person: 1},
		Project{Name: "BIM 产业园", Person: 1})
	o := build(t, rows)
	for _, tt := range []struct{ text, area, want string }{
		{"高铁新城站房工地有人偷钢筋", "", "高铁新城站房"},
		{"新城站房那边在吵架", "", "高铁新城站房"},
		{"高铁站门口有人吵架", "", ""},
		{"高铁站门口有人吵架", "371502001001", "高铁新城站房"},
		{"高铁站门口有人吵架", "371502001003", "高铁新城站房"},
		{"高铁站门口有人吵架", "371502003001", "高铁新城二期"},
		{"高铁站门口有人吵架", "371503001", ""},
		{"ｂｉｍ产业园里着火了", "", "BIM 产业园"},
		{"村口有人打架", "", ""},
	} {
		if got, ok := o.ProjectIn(tt.text, tt.area); got.Name != tt.want || ok != (tt.want != "") {
			t.Errorf("%s in %q: %q, want %q", tt.text, tt.area, got.Name, tt.want)
		}
	}
	for name, p := range map[string]Project{"too short": {Name: "站", Person: 1}, "there already": rows.Projects[0], "nobody's": {Name: "无人项目", Person: 99}} {
		rows.Projects = append(market().Projects, p)
		if _, problems := NewOrg(rows); len(problems) != 1 {
			t.Errorf("a project that is %s: %v", name, problems)
		}
	}
}

func TestUnknownNamesTheLine(t *testing.T) {
	rules, err := Parse("x", []byte(strings.NewReplacer("371502-02", "371599-02", "P5", "P55", "project: any", "project: 无名").Replace(tree)))
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, p := range rules.Unknown(build(t, market())) {
		lines = append(lines, p.Line)
	}
	if !slices.Equal(lines, []int{16, 20, 22}) {
		t.Errorf("lines %v", lines)
	}
}

func TestDutyPattern(t *testing.T) {
	pattern := func(text string) hours.Week {
		w, err := hours.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	at := func(hour int) time.Time { return time.Date(2026, 11, 24, hour, 0, 0, 0, hours.Shanghai) }
	night := Duty{Pattern: pattern("night")}
	said := func(d Duty, hour int) Duty { d.Said = at(hour); return d }
	swap := func(d Duty, from, to int, on bool) Duty {
		d.Shifts = append(slices.Clone(d.Shifts), Shift{at(from), at(to), on})
		return d
	}
	tests := []struct {
		name string
		duty Duty
		flag bool
		hour int
		want bool
	}{
		{"nothing said, nothing known", Duty{}, false, 12, false},
		{"no pattern: what was said stands", said(Duty{}, 0), true, 200, true},
		{"the pattern", night, false, 21, true},
		{"the pattern goes before an old flag", night, true, 12, false},
		{"off in the middle of a shift", said(night, 21), false, 22, false},
		{"off is over with the shift", said(night, 21), true, 26, false},
		{"off does not reach the next shift", said(night, 21), false, 45, true},
		{"on before the shift", said(night, 18), true, 19, true},
		{"on before the shift ends with it", said(night, 18), true, 27, false},
		{"off before the shift ends as it begins", said(night, 18), false, 20, true},
		{"on holds for twelve hours", said(Duty{Pattern: pattern("off")}, 3), true, 14, true},
		{"and not longer", said(Duty{Pattern: pattern("off")}, 3), true, 15, false},
		{"off too", said(Duty{Pattern: pattern("always")}, 3), false, 15, true},
		{"what will be said later counts later", said(Duty{Pattern: pattern("always")}, 12), false, 11, true},
		{"a swap into a free day", swap(night, 8, 16, true), false, 9, true},
		{"it ends", swap(night, 8, 16, true), false, 16, false},
		{"a holiday", swap(night, 0, 24, false), true, 21, false},
		{"a swap without a pattern", swap(Duty{}, 8, 16, true), false, 9, true},
		{"beside it what was said stands", swap(Duty{}, 8, 16, true), true, 17, true},
		{"a swap ends what was said before it", said(swap(night, 10, 16, true), 9), false, 11, true},
	}
	for _, tt := range tests {
		p := Person{ID: 1, OnDuty: tt.flag, Duty: tt.duty}
		if got := p.onDutyAt(at(tt.hour)); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}

	rows := town()
	rows.People[0].Duty = night // 1 is on duty by flag
	o := build(t, rows)
	if d := Decide(o, Facts{Category: "tip.other", Area: "371502001001"}, at(12)); slices.Contains(d.People(), 1) {
		t.Error("an officer of the night is called at noon")
	}
	if d := Decide(o, Facts{Category: "tip.other", Area: "371502001001"}, at(21)); d.Owner.Person != 1 {
		t.Errorf("at night it is for %v", d.Owner)
	}
	if targets := Targets(o.At(at(12)), "371502-01", 5); targets[0].ID != "p2" {
		t.Errorf("at noon a case can go to %v", targets)
	}
	if changed := o.DutyChanges(at(19), at(21)); len(changed) != 1 || changed[0].ID != 1 {
		t.Errorf("from 19 to 21 h it changes for %v", changed)
	}
}
