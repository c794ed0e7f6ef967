package place

import (
	"fmt"
	"strings"
	"testing"
)

func TestOfficialCounts(t *testing.T) {
	g := Official()
	count := map[string]int{}
	for _, a := range g.areas {
		count[fmt.Sprint(a.Level, " former ", a.Former)]++
		if digits := map[Level]int{County: 6, Township: 9, Village: 12}[a.Level]; len(a.Code) != digits {
			t.Errorf("%s %s has %d digits, want %d", a.Level, a.Code, len(a.Code), digits)
		}
	}
	// Eight counties and three zones; townships and villages as the register of 2023 has them.
	for kind, want := range map[string]int{"county former false": 11, "township former false": 136, "village former false": 2408} {
		if count[kind] != want {
			t.Errorf("%s: %d, want %d", kind, count[kind], want)
		}
	}
	if len(g.index) != len(g.areas) {
		t.Errorf("%d areas share codes", len(g.areas)-len(g.index))
	}
}

func TestHierarchy(t *testing.T) {
	g := Official()
	if n := len(g.Children("")); n != 11 {
		t.Errorf("%d counties and zones, want 11", n)
	}
	reached := 0
	var walk func(code string, depth int)
	walk = func(code string, depth int) {
		for _, a := range g.Children(code) {
			reached++
			if path := g.Path(a.Code); len(path) != depth || path[len(path)-1] != a {
				t.Fatalf("path of %s is %v, want %d areas ending in it", a.Code, path, depth)
			}
			walk(a.Code, depth+1)
		}
	}
	walk("", 1)
	if reached != len(g.areas) {
		t.Errorf("%d areas reached from the top, want all %d", reached, len(g.areas))
	}
	if got := g.FullName("371502107"); got != "江北水城旅游度假区于集镇" {
		t.Errorf("于集镇 is %s", got)
	}
	if _, ok := g.Area("999"); ok || g.Path("999") != nil || len(g.Children("999")) != 0 || g.FullName("") != "" {
		t.Error("an unknown code has an area, a path, children or a name")
	}
}

func TestEveryZoneHasTownships(t *testing.T) {
	g := Official()
	for zone, district := range g.district {
		if len(g.Children(zone)) == 0 {
			t.Errorf("zone %s has no townships", zone)
		}
		for _, a := range g.Children(zone) {
			if !strings.HasPrefix(a.Code, district) {
				t.Errorf("%s of zone %s does not lie in %s", a.Name, zone, district)
			}
		}
	}
}
