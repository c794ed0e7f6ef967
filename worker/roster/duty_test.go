package roster

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// badges: A is 1, B is 2 at one station and 3 at another.
func badges(unit, badge string) []int64 {
	switch unit + "/" + badge {
	case "/A", "371502-01/A":
		return []int64{1}
	case "371502-01/B":
		return []int64{2}
	case "/B":
		return []int64{2, 3}
	}
	return nil
}

func TestDutyIsRead(t *testing.T) {
	got, err := ReadDuty(strings.NewReader("date,unit,badge,duty,from,to\n2026-10-01,,A,off,,\n2026-10-02,371502-01,B,ON,20:00,02:00\n2026-10-02,,A,on,0:00,8:30\n"), badges)
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 10, day, hour-8, minute, 0, 0, time.UTC) }
	want := []Shift{
		{2, "2026-10-01", 1, false, at(1, 0, 0), at(2, 0, 0)},
		{3, "2026-10-02", 2, true, at(2, 20, 0), at(3, 2, 0)},
		{4, "2026-10-02", 1, true, at(2, 0, 0), at(2, 8, 30)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryProblemOfDutyIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		lines string
		want  []string
	}{
		"empty":         {"", []string{"line 1: the file has no shifts"}},
		"date":          {"1.10.2026,,A,on,,\n", []string{`the date "1.10.2026"`}},
		"no such badge": {"2026-10-01,,Z,on,,\n", []string{"no badge Z"}},
		"no badge":      {"2026-10-01,,,on,,\n", []string{"the badge is missing"}},
		"whose badge":   {"2026-10-01,,B,on,,\n", []string{"2 people have the badge B"}},
		"on or off":     {"2026-10-01,,A,night,,\n", []string{`not "night"`}},
		"hours":         {"2026-10-01,,A,on,8,12\n2026-10-02,,A,on,08:00,\n", []string{`line 2: the hours "8-12"`, `line 3: the hours "08:00-"`}},
		"overlap":       {"2026-10-01,,A,on,20:00,02:00\n2026-10-02,,A,off,01:00,09:00\n", []string{"line 3: the same person at the same time as line 2"}},
	} {
		_, err := ReadDuty(strings.NewReader("date,unit,badge,duty,from,to\n"+c.lines), badges)
		expect(t, name, err, c.want)
	}
}

func TestProjectsAreRead(t *testing.T) {
	got, err := ReadProjects(strings.NewReader("name,aliases,area,badge\n高铁新城,高铁站；新城站房,371502001,A\nBIM 产业园,,,A\n"), badges, known)
	if err != nil {
		t.Fatal(err)
	}
	want := []Project{{2, "高铁新城", []string{"高铁站", "新城站房"}, "371502001", 1}, {3, "BIM 产业园", nil, "", 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for name, c := range map[string]struct {
		lines string
		want  []string
	}{
		"empty":   {"", []string{"line 1: the file has no projects"}},
		"name":    {",,,A\n高铁,站,,A\n", []string{"line 2: a project's name", "line 3: a project's name"}},
		"twice":   {"高铁,,,A\n高铁,,,A\n", []string{"line 3: the project 高铁 stands in line 2"}},
		"area":    {"高铁,,999999,A\n", []string{`no such area code "999999"`}},
		"officer": {"高铁,,,Z\n", []string{"no badge Z"}},
	} {
		_, err := ReadProjects(strings.NewReader("name,aliases,area,badge\n"+c.lines), badges, known)
		expect(t, name, err, c.want)
	}
}

func FuzzReadDuty(f *testing.F) {
	f.Add("date,unit,badge,duty,from,to\n2026-10-01,,A,off,,\n2026-10-02,371502-01,B,ON,20:00,02:00\n")
	f.Fuzz(func(t *testing.T, file string) {
		shifts, err := ReadDuty(strings.NewReader(file), badges)
		if err != nil {
			return
		}
		for _, s := range shifts {
			if s.Person == 0 || !s.Starts.Before(s.Ends) || s.Ends.Sub(s.Starts) > 24*time.Hour {
				t.Fatalf("%+v", s)
			}
		}
	})
}
