package route

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
)

// TestDecideAlwaysFindsAnOwner: whatever the roster, the facts and the time,
// and nobody hears of a complaint about them.
func TestDecideAlwaysFindsAnOwner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := market()
		for i := range rows.People {
			rows.People[i].OnDuty = rapid.Bool().Draw(t, "duty")
			rows.People[i].Duty = anyDuty(t)
			rows.People[i].Joined = rapid.Bool().Draw(t, "joined")
			rows.People[i].Reachable = rapid.Bool().Draw(t, "reachable")
		}
		rows.People = rows.People[:rapid.IntRange(0, len(rows.People)).Draw(t, "people")]
		rows.Units = rows.Units[:rapid.IntRange(0, len(rows.Units)).Draw(t, "units")]
		o, _ := NewOrg(rows)
		f := Facts{
			Category:    rapid.SampledFrom([]string{"tip.fraud", "tip.other", "dispute.medical", "", "nonsense"}).Draw(t, "category"),
			Urgency:     rapid.SampledFrom([]payload.Urgency{"emergency", "urgent", "routine", "?"}).Draw(t, "urgency"),
			Area:        rapid.SampledFrom([]string{"371502001001", "371502001009", "371502002", "371502003001", "371503", "", "99"}).Draw(t, "area"),
			County:      rapid.SampledFrom([]string{"", "371502", "zone", "371503", "?"}).Draw(t, "county"),
			Unit:        rapid.SampledFrom([]string{"", "", "371502-01", "zone", "?"}).Draw(t, "unit"),
			Triage:      rapid.Bool().Draw(t, "triage"),
			Project:     rapid.SampledFrom([]string{"", "", "高铁新城站房", "?"}).Draw(t, "project"),
			MoneyMoving: rapid.Bool().Draw(t, "money"),
			Against: Accused{
				Unit:   rapid.SampledFrom([]string{"", "", "371502-01", "371502-02", "371502-fz", "371502", "371500", "?"}).Draw(t, "accused unit"),
				Person: rapid.SampledFrom([]int64{0, 0, 1, 5, 8, 10, 11, 12, 21, 99}).Draw(t, "accused"),
			},
			SubmittedAt: sent,
		}
		now := sent.Add(time.Duration(rapid.IntRange(-3, 200).Draw(t, "hours")) * time.Hour)
		d := Decide(o, f, now)
		if rapid.Bool().Draw(t, "transfer") {
			target := rapid.OneOf(
				rapid.SampledFrom([]string{"p1", "p8", "p10", "u371502", "u371502-02", "u371502-fz", "uzone", "u371503"}),
				rapid.StringMatching(`[pu]?.{0,8}`),
			).Draw(t, "target")
			var ok bool
			if d, ok = Assign(o, target, f, now); !ok {
				return
			}
		}
		view := o.At(now).Without(f.Against)
		reached := slices.Clip(d.Recipients)
		for level := d.Level; level < LevelCity; {
			up, more := view.Climb(level, d.Owner, d.County, d.Station)
			level, reached = up, append(reached, more...)
		}
		for _, target := range Targets(view, d.Station, d.Owner.Person) {
			code, unit := strings.CutPrefix(target.ID, "u")
			if unit && accuses(o, f.Against, 0, code) {
				t.Fatalf("a complaint about %+v can be handed to %s", f.Against, code)
			}
			if id, err := strconv.ParseInt(code[1:], 10, 64); !unit && err == nil {
				reached = append(reached, Recipient{Person: id})
			}
		}
		for _, r := range reached {
			if p, _ := o.Person(r.Person); accuses(o, f.Against, p.ID, p.Unit) {
				t.Fatalf("a complaint about %+v reaches %+v", f.Against, p)
			}
		}
		if d.Station != "" && accuses(o, f.Against, 0, d.Station) {
			t.Fatalf("a complaint about %+v lies at %s", f.Against, d.Station)
		}
		if d.Owner.Unit == "" || d.Rule == "" || d.Level < LevelOfficer || d.Level > LevelCity || d.AcceptBy.IsZero() {
			t.Fatalf("not decided: %+v", d)
		}
		if d.Owner.Person == 0 && d.Owner.Unit != o.City().Code {
			t.Fatalf("nobody of %s owns it", d.Owner.Unit)
		}
		if d.Owner.Person != 0 && d.Owner.Person != d.Recipients[0].Person {
			t.Fatalf("the owner %v has no card: %v", d.Owner, d.Recipients)
		}
		seen := map[int64]bool{}
		for _, r := range d.Recipients {
			p, ok := o.Person(r.Person)
			if !ok || !p.Available() || seen[r.Person] {
				t.Fatalf("%v is out of reach or twice in %v", r, d.Recipients)
			}
			seen[r.Person] = true
		}
		if d.Station != "" && o.CountyOf(d.Station) != d.County {
			t.Fatalf("station %s is not of county %s", d.Station, d.County)
		}
	})
}

// accuses says, apart from the code under test, whether a complaint is about a
// person or the unit: by name, as the accused person's unit, or as what stands
// below the accused bureau. The city is only accused in person.
func accuses(o *Org, a Accused, person int64, unit string) bool {
	whole := a.Unit
	if p, known := o.people[a.Person]; known && whole == "" {
		whole = p.Unit
	}
	if a.Person != 0 && person == a.Person {
		return true
	}
	return whole != "" && whole != o.City().Code && (unit == whole || o.units[unit].Parent == whole)
}

func anyDuty(t *rapid.T) (d Duty) {
	pattern := rapid.SampledFrom([]string{"", "", "off", "night", "Mon-Fri 08:30-17:30", "always"}).Draw(t, "pattern")
	d.Pattern, _ = hours.Parse(pattern)
	if rapid.Bool().Draw(t, "swap") {
		from := sent.Add(time.Duration(rapid.IntRange(-5, 150).Draw(t, "from")) * time.Hour)
		d.Shifts = []Shift{{from, from.Add(8 * time.Hour), rapid.Bool().Draw(t, "on")}}
	}
	if rapid.Bool().Draw(t, "said") {
		d.Said = sent.Add(time.Duration(rapid.IntRange(-20, 150).Draw(t, "said at")) * time.Hour)
	}
	return d
}
