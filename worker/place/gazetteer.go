// Package place finds where a report is about: a county, township or village
// of Liaocheng, from Chinese text or from a shared position. It is pure; its
// data (see data/README.md) is embedded.
package place

import (
	"slices"
	"strings"
	"sync"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"
)

// Gazetteer knows the areas, their names and their borders. It does not change
// after it is made and may be used from many goroutines at once.
type Gazetteer struct {
	areas    []Area
	index    map[string]int    // code → areas
	children map[string][]int  // parent code → areas, in code order
	district map[string]string // zone code → the district it lies in

	fold      map[rune]rune
	names     []name // one per pattern of the automaton
	automaton ahocorasick.AhoCorasick
	borders   []border
}

var official = sync.OnceValue(load)

// Official is the gazetteer of the embedded official lists. It is loaded at the
// first call, in some tens of milliseconds.
func Official() *Gazetteer { return official() }

// Area gives the area with this code.
func (g *Gazetteer) Area(code string) (Area, bool) {
	i, ok := g.index[code]
	if !ok {
		return Area{}, false
	}
	return g.areas[i], true
}

// Path gives the areas from the county down to this code, that included; nil
// for an unknown code.
func (g *Gazetteer) Path(code string) []Area {
	var path []Area
	for a, ok := g.Area(code); ok; a, ok = g.Area(a.ParentCode) {
		path = append(path, a)
	}
	slices.Reverse(path)
	return path
}

// Children gives the areas directly below this code in code order, former
// villages last; "" gives the eleven counties and zones.
func (g *Gazetteer) Children(code string) []Area {
	below := make([]Area, 0, len(g.children[code]))
	for _, i := range g.children[code] {
		below = append(below, g.areas[i])
	}
	return below
}

// FullName joins the names from the county down: 度假区's 于集镇王庄村 is
// "江北水城旅游度假区于集镇王庄村". Empty for an unknown code.
func (g *Gazetteer) FullName(code string) string {
	var b strings.Builder
	for _, a := range g.Path(code) {
		b.WriteString(a.Name)
	}
	return b.String()
}

// at gives the county, township and village codes above and including code.
func (g *Gazetteer) at(i int) (county, township, village string) {
	for {
		a := g.areas[i]
		switch a.Level {
		case County:
			return a.Code, township, village
		case Township:
			township = a.Code
		case Village:
			village = a.Code
		}
		i = g.index[a.ParentCode]
	}
}

// sameDistrict is true for two counties whose border is unsure: a zone and the
// district it was taken from, or two such zones.
func (g *Gazetteer) sameDistrict(a, b string) bool {
	of := func(county string) string {
		if d, ok := g.district[county]; ok {
			return d
		}
		return county
	}
	return of(a) == of(b)
}
