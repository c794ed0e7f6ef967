package casework

import (
	"slices"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// A complaint about an officer lies with the county, and whatever happens to
// it, nobody of that station can see it, act on it or be handed it.
func TestAComplaintStaysAwayFromWhoItIsAbout(t *testing.T) {
	org := orgOf(nil)
	in := intake("tip.other", payload.Urgent)
	in.Against = route.Accused{Person: first}
	c := Open(in, org, sent).Case
	if c.Owner.Person != bureau || c.Station != "" || c.County != county || c.Against.Unit != station {
		t.Fatalf("it lies with %v, station %q, against %+v", c.Owner, c.Station, c.Against)
	}
	at := sent.Add(time.Minute)
	stories := map[string]Case{"new": c}
	accepted := do(t, c, person(bureau, org), payload.Action{Verb: payload.VerbAccept}, org, at).Case
	stories["accepted"] = accepted
	stories["handed to the other station"] = do(t, c, person(bureau, org), payload.Action{Verb: payload.VerbTransfer, Target: "u" + otherStation}, org, at).Case
	climbed, _ := Tick(c, org, sent.Add(2*time.Hour))
	stories["climbed"] = climbed.Case
	closed := do(t, accepted, person(bureau, org), valid(accepted, Actor{}, payload.VerbClose, org), org, at).Case
	stories["reopened"] = do(t, closed, Reporter(volunteer), payload.Action{Verb: payload.VerbReopen}, org, at).Case
	if gone, changed := Refresh(c, orgOf(unreachable(bureau)), at); changed {
		stories["without the county's staff"] = gone.Case
	} else {
		t.Error("a case whose owner is gone stays as it is")
	}
	for name, c := range stories {
		for _, id := range []int64{first, second, colleague, leader} {
			a := person(id, org)
			if c.Holds(id) || MayRead(c, a) || len(Verbs(c, a, org, at)) > 0 {
				t.Errorf("%s: %d of the station may see it", name, id)
			}
		}
		for _, id := range []int64{bureau, elsewhere, otherLeader} {
			targets := Targets(c, person(id, org), org)
			if slices.ContainsFunc(targets, func(t payload.Target) bool {
				return slices.Contains([]string{"p1", "p2", "p3", "p5", "u" + station}, t.ID)
			}) {
				t.Errorf("%s: %d can hand it to %v", name, id, targets)
			}
		}
		for _, target := range []string{"p1", "p5", "u" + station} {
			act := payload.Action{Verb: payload.VerbTransfer, Target: target}
			if got := reasonOf(Apply(c, person(bureau, org), act, org, at)); got == "" {
				t.Errorf("%s: it can be sent to %s", name, target)
			}
		}
	}
}

// A complaint that has to be sorted, and lies in the station's own village,
// still goes by the station.
func TestSortingAComplaint(t *testing.T) {
	org := orgOf(nil)
	in := intake("", payload.Emergency)
	in.Report.Kind, in.Triage, in.Against = payload.Tip, true, route.Accused{Unit: station}
	c := Open(in, org, sent).Case
	if !slices.Equal(c.Holders, []int64{bureau, coord}) {
		t.Errorf("it is with %v", c.Holders)
	}
	act := payload.Action{Verb: payload.VerbSort, Category: "tip.other", Area: "371502001001"}
	c = do(t, c, person(coord, org), act, org, sent).Case
	if c.Owner.Person != bureau || c.Station != "" || c.Holds(leader) || c.Holds(first) {
		t.Errorf("sorted, it is with %v at %q", c.Holders, c.Station)
	}
}

// Fraud whose money is on its way is an emergency for the desk, from opening on.
func TestMoneyOnTheMove(t *testing.T) {
	org := orgOf(nil)
	in := intake("tip.fraud", payload.Urgent)
	in.MoneyMoving = true
	c := Open(in, org, sent).Case
	if c.Urgency != payload.Emergency || !c.AcceptBy.Equal(sent.Add(5*time.Minute)) || c.Owner.Person != first || !c.Holds(fraud) || !c.CloseBy.IsZero() {
		t.Errorf("%s with %v until %v", c.Urgency, c.Holders, c.AcceptBy.Sub(sent))
	}
}

// A case follows the shifts: at night the officer of the day is no owner.
func TestShiftsMoveACase(t *testing.T) {
	r := rows()
	r.People[0].Duty = duty(t, "day")
	r.People[1].Duty = duty(t, "night")
	org, _ := route.NewOrg(r)
	c := Open(intake("tip.other", payload.Routine), org, sent).Case // nine in the morning
	if c.Owner.Person != first {
		t.Fatalf("by day it is with %v", c.Owner)
	}
	if ch, changed := Refresh(c, org, sent.Add(time.Hour)); changed {
		t.Errorf("within the shift it moves to %v", ch.Case.Owner)
	}
	ch, changed := Refresh(c, org, sent.Add(12*time.Hour))
	if !changed || ch.Case.Owner.Person != second {
		t.Errorf("at night it is with %v", ch.Case.Owner)
	}
}

// A complaint about the station of a place that nobody knows yet goes past it,
// too, once a coordinator has found the place.
func TestAComplaintWithoutAPlaceGoesPastItsStationToo(t *testing.T) {
	org := orgOf(nil)
	in := intake("tip.other", payload.Routine)
	in.Area, in.County, in.Triage, in.Against = "", county, true, route.Accused{Here: true}
	c := Open(in, org, sent).Case
	if c.State != payload.StateTriage || !c.Against.Here {
		t.Fatalf("%+v", c)
	}
	// As long as it may be any station, it goes to none, sorted or not.
	unplaced := do(t, c, person(coord, org), payload.Action{Verb: payload.VerbSort, Category: "tip.other"}, org, sent.Add(time.Minute)).Case
	for name, c := range map[string]Case{"unsorted": c, "without a place": unplaced} {
		for _, target := range []string{"u" + station, "u" + otherStation, "p1", "p5"} {
			act := payload.Action{Verb: payload.VerbTransfer, Target: target}
			if got := reasonOf(Apply(c, person(bureau, org), act, org, sent.Add(2*time.Minute))); got == "" {
				t.Errorf("%s, it can be sent to %s", name, target)
			}
		}
		if slices.ContainsFunc(Targets(c, person(bureau, org), org), func(t payload.Target) bool { return t.ID == "u"+station || t.ID == "u"+otherStation }) {
			t.Errorf("%s, stations are offered", name)
		}
	}
	sort := payload.Action{Verb: payload.VerbSort, Category: "tip.other", Area: "371502001001"}
	c = do(t, c, person(coord, org), sort, org, sent.Add(time.Minute)).Case
	if c.Against != (route.Accused{Unit: station}) || c.Station != "" || c.Owner.Person != bureau {
		t.Errorf("against %+v, it lies with %v, station %q", c.Against, c.Owner, c.Station)
	}
	for _, id := range []int64{first, second, colleague, leader} {
		if c.Holds(id) || MayRead(c, person(id, org)) {
			t.Errorf("%d of the station may see it", id)
		}
	}
}
