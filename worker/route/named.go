package route

import (
	"regexp"
	"slices"
	"strings"
)

// Named finds whom words mean that somebody typed: a badge, an officer's name,
// a unit's name, or several of them. at is the unit, station or county bureau,
// that answers for the place: of several who fit, those nearest to it are
// meant. False where nobody is found, or it stays open who.
//
// A badge goes before a name, and an officer before the unit: who is named goes
// with their unit anyway.
func (o *Org) Named(text, at string) (Accused, bool) {
	text = foldName(text)
	units := o.unitsNamed(text)
	within := func(p Person) bool { return len(units) == 0 || slices.Contains(units, p.Unit) }
	for _, fits := range []func(Person) bool{
		func(p Person) bool {
			return p.Badge != "" && slices.Contains(numbers.FindAllString(text, -1), foldName(p.Badge))
		},
		func(p Person) bool { return calledSo(p, text) },
	} {
		var found []Person
		for _, p := range o.people {
			if fits(p) && within(p) {
				found = append(found, p)
			}
		}
		if one, ok := nearestOf(found, func(p Person) string { return p.Unit }, o, at); ok {
			return Accused{Person: one.ID}, true
		}
	}
	if unit, ok := nearestOf(units, func(code string) string { return code }, o, at); ok {
		return Accused{Unit: unit}, true
	}
	return Accused{}, false
}

// numbers are the parts of a text that may be a badge.
var numbers = regexp.MustCompile(`[0-9a-z]{3,}`)

// calledSo says whether a text names a person: a label is the unit's name and
// the person's.
func calledSo(p Person, text string) bool {
	words := strings.Fields(p.Label)
	if len(words) == 0 {
		return false
	}
	name := foldName(words[len(words)-1])
	return len([]rune(name)) >= shortestName && strings.Contains(text, name)
}

// unitsNamed are the units whose names stand in the text, the longest of them
// only; else those in whose names the text stands.
func (o *Org) unitsNamed(text string) (codes []string) {
	longest := 0
	for code, u := range o.units {
		name := bare(u.Name)
		if n := len(name); n > 0 && n >= longest && strings.Contains(text, name) {
			if n > longest {
				codes = nil
			}
			longest, codes = n, append(codes, code)
		}
	}
	if codes == nil && len([]rune(text)) > shortestName {
		for code, u := range o.units {
			if strings.Contains(bare(u.Name), text) {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

// bare is a unit's name without what stands in brackets.
func bare(name string) string { return bracketed.ReplaceAllString(foldName(name), "") }

var bracketed = regexp.MustCompile(`\([^)]*\)`)

// nearestOf is the one that is meant: the only one of the unit, else of its
// county, else at all.
func nearestOf[T any](all []T, unitOf func(T) string, o *Org, at string) (one T, ok bool) {
	for _, near := range []func(unit string) bool{
		func(unit string) bool { return unit == at },
		func(unit string) bool { return o.CountyOf(unit) == o.CountyOf(at) },
		func(string) bool { return true },
	} {
		here := slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !near(unitOf(v)) })
		if len(here) == 1 {
			return here[0], true
		}
		if len(here) > 1 {
			return one, false
		}
	}
	return one, false
}
