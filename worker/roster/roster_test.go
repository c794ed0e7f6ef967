package roster

import (
	"strings"
	"testing"
)

func known(area string) bool { return area == "371502" || area == "371502001" || area == "371503" }

const units = `code,kind,name,parent,areas,lat,lon,desk
LC,city,市局,,,,,
371502,county,东昌府分局,LC,371502,,,
371502-01,station,古楼派出所,371502,371502001,36.45,115.98,
371502-d,desk,反诈队,371502,,,,反诈
`

func TestAProperFileIsRead(t *testing.T) {
	read, err := ReadUnits(strings.NewReader("\ufeff"+units), known)
	if err != nil {
		t.Fatal(err)
	}
	if len(read) != 4 || read[2].Code != "371502-01" || read[2].Lat != 36.45 || read[2].Areas[0] != "371502001" || read[3].Desk != "反诈" {
		t.Errorf("read %+v", read)
	}
	people, err := ReadPeople(strings.NewReader("role,unit,name,badge,areas,duty\nofficer,371502-01,张,1,371502001,on\nvolunteer,,志愿者,V1,371503,\n"), kindOf, known)
	if err != nil {
		t.Fatal(err)
	}
	if len(people) != 2 || people[0].Unit != "371502-01" || people[1].Role != "volunteer" {
		t.Errorf("read %+v", people)
	}
}

func kindOf(unit string) string {
	return map[string]string{"LC": "city", "371502": "county", "371502-01": "station", "371502-d": "desk"}[unit]
}

// Every problem of a file is told at once, each with its line.
func TestEveryProblemIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"empty":          {"", []string{"line 1: the header"}},
		"only a header":  {"code,kind,name,parent,areas\n", []string{"line 1: the file has no units"}},
		"columns":        {"code,kind,title,code\n", []string{`unknown column "title"`, `"code" stands twice`, `"name" is missing`, `"parent" is missing`}},
		"cells":          {units + "a,b\n", []string{"line 6: 2 cells, the header has 8"}},
		"quotes":         {units + "\"a,b\n", []string{"line 6: not proper CSV"}},
		"encoding":       {units + "371502-02,station,\xff\xfe,371502,,,,\n", []string{"line 6: not UTF-8"}},
		"twice":          {units + "371502-01,station,又一个,371502,,,,\n", []string{"line 6: the code 371502-01 stands in line 4"}},
		"second city":    {units + "LC2,city,市局,,,,,\n", []string{"line 6: there can be only one city"}},
		"no city":        {"code,kind,name,parent,areas\n371502,county,东昌府,LC,\n", []string{`no such parent "LC"`, "there is no city"}},
		"parent's kind":  {units + "371502-02,station,所,371502-01,,,,\n", []string{"must be a county, not a station"}},
		"kind and name":  {units + "x,bureau,,LC,,,,\n", []string{`the kind "bureau"`, "the unit's name is missing"}},
		"areas":          {units + "371502-02,station,所,371502,371502001;999999,,,\n", []string{`no such area code "999999"`, "371502001 belongs to line 4"}},
		"position":       {units + "371502-02,station,所,371502,,north,115,\n", []string{`the position "north" "115"`}},
		"infinite place": {units + "371502-02,station,所,371502,,NaN,115,\n", []string{`the position "NaN"`}},
		"desk":           {units + "371502-02,desk,队,371502,,,,\n", []string{"the column desk"}},
	} {
		_, err := ReadUnits(strings.NewReader(c.file), known)
		expect(t, name, err, c.want)
	}
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"role":    {"boss,371502-01,张,1,,\n", []string{`the role "boss"`}},
		"unit":    {"officer,999,张,1,,\n", []string{`no such unit "999"`}},
		"place":   {"officer,371502,张,1,,\n", []string{"a officer cannot work at 371502, a county"}},
		"missing": {"officer,371502-01,,,,\n", []string{"the name is missing", "the badge is missing"}},
		"twice":   {"officer,371502-01,张,1,,\nofficer,371502-01,王,1,,\n", []string{"line 3: the badge 1 stands in line 2"}},
		"duty":    {"officer,371502-01,张,1,,maybe\nofficer,371502-01,王,2,,\"Mon-Fri 08:30-17:30, Sat 09:00-12:00\"\nofficer,371502-01,李,3,,Mon-Fri\n", []string{`line 2: duty: the hours "maybe"`, `line 4: duty: the hours "mon-fri"`}},
		"area":    {"officer,371502-01,张,1,1,\n", []string{`no such area code "1"`}},
	} {
		_, err := ReadPeople(strings.NewReader("role,unit,name,badge,areas,duty\n"+c.file), kindOf, known)
		expect(t, name, err, c.want)
	}
	_, err := ReadPeople(strings.NewReader("token,role,unit,name,badge\nshort,officer,371502-01,张,1\n"), kindOf, known)
	expect(t, "token", err, []string{"a token is 8 to 64"})
}

func expect(t *testing.T, name string, err error, want []string) {
	t.Helper()
	problems, ok := err.(Problems)
	if !ok {
		t.Errorf("%s: %v, want problems", name, err)
		return
	}
	text := problems.Error()
	for _, part := range want {
		if !strings.Contains(text, part) {
			t.Errorf("%s: the problems do not say %q:\n%s", name, part, text)
		}
	}
	if len(problems) < len(want) {
		t.Errorf("%s: %d problems, want at least %d", name, len(problems), len(want))
	}
}

func FuzzReadUnits(f *testing.F) {
	f.Add(units)
	f.Add("code,kind,name,parent,areas\n\"\n")
	f.Fuzz(func(t *testing.T, file string) {
		units, err := ReadUnits(strings.NewReader(file), known)
		if err == nil && len(units) == 0 {
			t.Fatal("an empty roster without a problem")
		}
	})
}

func FuzzReadPeople(f *testing.F) {
	f.Add("role,unit,name,badge,areas,duty\nofficer,371502-01,张,1,371502001,on\n")
	f.Fuzz(func(t *testing.T, file string) {
		people, err := ReadPeople(strings.NewReader(file), kindOf, known)
		if err == nil && len(people) == 0 {
			t.Fatal("an empty roster without a problem")
		}
	})
}
