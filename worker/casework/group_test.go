package casework

import (
	"slices"
	"testing"

	"secondbrother/storage/payload"
)

func TestInGroup(t *testing.T) {
	org := orgOf(nil)
	c := Open(intake("tip.other", payload.Urgent), org, sent).Case
	c.Holders = []int64{second}
	seen := InGroup(c, person(first, org))
	if !seen.Holds(first) || !seen.Holds(second) || !slices.Equal(c.Holders, []int64{second}) {
		t.Errorf("%v, and the case itself %v", seen.Holders, c.Holders)
	}
	for name, a := range map[string]Actor{
		"nobody": {Handle: "h"}, "who has it": person(second, org), "the leader": person(leader, org), "the bureau": person(bureau, org), "a coordinator": person(cityCoord, org),
	} {
		if got := InGroup(c, a); !slices.Equal(got.Holders, c.Holders) {
			t.Errorf("%s: %v", name, got.Holders)
		}
	}
	accepted := do(t, seen, person(first, org), payload.Action{Verb: payload.VerbAccept}, org, sent).Case
	if got := InGroup(accepted, Actor{Person: 99, Role: payload.RoleOfficer, Unit: accepted.Station}); got.Holds(99) {
		t.Error("a card that nobody can accept any more is given")
	}
}
