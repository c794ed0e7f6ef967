package route

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
)

func TestAudit(t *testing.T) {
	rows := market()
	for i := range rows.People {
		p := &rows.People[i]
		pattern := "always"
		switch {
		case p.ID == 21:
			pattern = "Mon-Fri 08:00-20:00" // the second station has nobody at night and at the weekend
		case p.Role == officer:
			pattern = "day, night" // the first has nobody between two and eight
		}
		p.Duty.Pattern, _ = hours.Parse(pattern)
	}
	monday := time.Date(2026, 11, 23, 0, 0, 0, 0, hours.Shanghai)
	gaps := Audit(build(t, without(rows, 6, 7)), []string{"371502001001", "371502001002", "371502002001"}, monday)
	hoursOf := map[string]time.Duration{}
	for _, g := range gaps {
		hoursOf[fmt.Sprintf("%s %d", g.Station, g.Level)] += g.To.Sub(g.From)
		if slices.Contains(g.Categories, "triage") || slices.Contains(g.Categories, "complaint") {
			t.Errorf("a coordinator's is no gap: %+v", g)
		}
	}
	// Two kinds of place at the first station, each 6 h a day; at the second 12 h
	// on five days and 24 h on two, for the county since it has no leader.
	want := map[string]time.Duration{"371502-01 2": 2 * 7 * 6 * time.Hour, "371502-02 3": (5*12 + 2*24) * time.Hour}
	if fmt.Sprint(hoursOf) != fmt.Sprint(want) {
		t.Errorf("gaps of %v, want %v", hoursOf, want)
	}
	gaps = Audit(build(t, without(rows, 6, 7, 8, 9, 12)), []string{"371502002001"}, monday)
	if !slices.ContainsFunc(gaps, func(g Gap) bool { return g.Level == 0 && slices.Contains(g.Categories, "tip.other") }) {
		t.Errorf("a station with nobody above it at night: %+v", gaps)
	}
	complaints := Audit(build(t, without(rows, 8, 9, 12)), []string{"371502001001"}, monday)
	if !slices.ContainsFunc(complaints, func(g Gap) bool { return g.Level == 0 && slices.Equal(g.Categories, []string{"complaint"}) }) {
		t.Errorf("complaints that reach nobody are not found: %+v", complaints)
	}
}

// TestAuditAgreesWithDecide: at every hour, what Audit calls a gap is where
// Decide finds nobody among the officers, and nothing else is.
func TestAuditAgreesWithDecide(t *testing.T) {
	areas := []string{"371502001001", "371502001002", "371502001009", "371502002001", "371502003001", "371503001001"}
	night, err := Parse("tree", []byte(tree))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		rows := market()
		if rapid.Bool().Draw(t, "another tree") {
			rows.Rules = night
		}
		for i := range rows.People {
			rows.People[i].Duty = anyDuty(t)
			rows.People[i].Joined = rapid.IntRange(0, 3).Draw(t, "joined") > 0
		}
		o, _ := NewOrg(rows)
		from := sent.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "from")) * time.Hour)
		gaps := Audit(o, areas, from)
		for range 30 {
			at := from.Add(time.Duration(rapid.IntRange(0, 7*24*60-1).Draw(t, "minute")) * time.Minute)
			f := Facts{Area: rapid.SampledFrom(areas).Draw(t, "area"), SubmittedAt: at,
				Urgency: rapid.SampledFrom([]payload.Urgency{"emergency", "urgent", "routine"}).Draw(t, "urgency")}
			what := rapid.SampledFrom([]string{"tip.fraud", "tip.other", "dispute.traffic", "triage", "complaint"}).Draw(t, "category")
			switch what {
			case "triage":
				f.Triage = true
			case "complaint":
				f.Against = Accused{Unit: o.StationFor(f.Area)}
				if f.Against.Unit == "" {
					continue
				}
			default:
				kind, _, _ := strings.Cut(what, ".")
				f.Kind, f.Category = payload.Kind(kind), what
			}
			d := Decide(o, f, at)
			level := d.Level
			if len(d.Recipients) == 0 || d.Owner.Person == 0 {
				level = 0
			}
			gap := slices.ContainsFunc(gaps, func(g Gap) bool {
				return slices.Contains(g.Areas, f.Area) && slices.Contains(g.Categories, what) && !at.Before(g.From) && at.Before(g.To) && g.Level == level
			})
			if want := level == 0 || level > LevelOfficer && what != "triage" && what != "complaint"; gap != want {
				t.Fatalf("%s at %s, %v: level %d (%s), a gap: %v", what, f.Area, at, level, d.Rule, gap)
			}
		}
	})
}
