package route

import (
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
)

func TestShiftsEnded(t *testing.T) {
	day, err := hours.Parse("day") // 08:00-20:00 in Shanghai
	if err != nil {
		t.Fatal(err)
	}
	at := func(clock string) time.Time {
		out, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-24 "+clock, time.FixedZone("CST", 8*60*60))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, c := range map[string]struct {
		duty     Duty
		on       bool // as said
		from, to string
		want     string // empty: none
	}{
		"the pattern ends":             {Duty{Pattern: day}, false, "19:00", "20:30", "20:00"},
		"exactly at the end":           {Duty{Pattern: day}, false, "19:00", "20:00", "20:00"},
		"looked at before":             {Duty{Pattern: day}, false, "20:00", "21:00", ""},
		"the shift goes on":            {Duty{Pattern: day}, false, "09:00", "19:59", ""},
		"off and on again":             {Duty{Pattern: day, Shifts: []Shift{{at("12:00"), at("13:00"), false}}}, false, "11:00", "14:00", ""},
		"off by a swap":                {Duty{Pattern: day, Shifts: []Shift{{at("12:00"), at("13:00"), false}}}, false, "11:00", "12:30", "12:00"},
		"said to be off earlier":       {Duty{Pattern: day, Said: at("18:00")}, false, "19:00", "20:30", ""},
		"said to be on, holds no more": {Duty{Pattern: day, Said: at("06:00")}, true, "05:00", "21:00", "20:00"},
		"no pattern":                   {Duty{}, true, "00:01", "23:59", ""},
	} {
		o := &Org{people: map[int64]Person{7: {ID: 7, Role: payload.RoleOfficer, OnDuty: c.on, Duty: c.duty}}}
		got := o.ShiftsEnded(at(c.from), at(c.to))
		switch {
		case c.want == "" && len(got) != 0:
			t.Errorf("%s: %+v", name, got)
		case c.want != "" && (len(got) != 1 || got[0].Person.ID != 7 || !got[0].At.Equal(at(c.want))):
			t.Errorf("%s: %+v, want %s", name, got, c.want)
		}
	}
}
