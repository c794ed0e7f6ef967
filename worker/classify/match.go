package classify

import (
	"slices"
	"strings"
)

// gapBytes is how far apart the parts of a gapped word may stand: 12 Chinese
// characters.
const gapBytes = 36

// occurrence is one word of the lexicon found in a text; hidden says which
// families a longer word around it speaks for instead, and whether it is denied.
type occurrence struct {
	word       int
	start, end int
	hidden     uint16
}

const (
	hideAll = ^uint16(0)
	denied  = 1 << 15 // 没有打架: said not to be so
)

// found is one pattern present in a text, with the words that made it so. A
// pattern counts once however often it occurs.
type found struct {
	pattern    int
	start, end int
	hidden     uint16
}

// scan finds every pattern of the lexicon in a normalised text, in order of
// where they end, and where figures of speech stand, in order of where they
// begin.
func (l *lexicon) scan(text string) (hits []found, figures [][2]int) {
	occ := l.occurrences(text)
	l.hide(occ)
	hits = make([]found, 0, len(occ))
	for i, o := range occ {
		if o.hidden == hideAll {
			continue
		}
		if p := l.single[o.word]; p >= 0 {
			if l.patterns[p].hides() == hideAll {
				figures = append(figures, [2]int{o.start, o.end})
			}
			hits = remember(hits, found{p, o.start, o.end, o.hidden | l.denies(text, o.start, o.end)})
		}
		for _, g := range l.groups[o.word] {
			for _, p := range l.endsWith[g] {
				parts := l.patterns[p].parts
				if start, ok := l.reachBack(text, occ[:i], parts[:len(parts)-1], o.start); ok {
					hits = remember(hits, found{p, start, o.end, l.denies(text, start, o.end)})
				}
			}
		}
	}
	slices.SortStableFunc(figures, func(a, b [2]int) int { return a[0] - b[0] })
	return hits, figures
}

// denies sees a negator right before a word. What has come about (着火了) is
// never denied: in 屋里有没有着火了 and its kin the danger is meant.
func (l *lexicon) denies(text string, start, end int) uint16 {
	if strings.HasSuffix(text[:end], "了") || strings.HasPrefix(text[end:], "了") {
		return 0
	}
	for _, n := range l.negators {
		if strings.HasSuffix(text[:start], n) {
			return denied
		}
	}
	return 0
}

// remember keeps the first occurrence of a pattern, except that a later one
// that speaks for more replaces it.
func remember(hits []found, f found) []found {
	for i := range hits {
		if hits[i].pattern != f.pattern {
			continue
		}
		if hits[i].hidden != 0 && f.hidden&hits[i].hidden == f.hidden {
			hits[i] = f
		}
		return hits
	}
	return append(hits, f)
}

func (l *lexicon) occurrences(text string) []occurrence {
	occ := make([]occurrence, 0, len(text)/4+4)
	for it := l.automaton.IterOverlapping(text); ; {
		m := it.Next()
		if m == nil {
			return occ
		}
		occ = append(occ, occurrence{word: m.Pattern(), start: m.Start(), end: m.End()})
	}
}

// hide marks what stands inside a longer word. Occurrences come sorted by end,
// so a container of i ends at the same place or within one word's length after.
func (l *lexicon) hide(occ []occurrence) {
	for i := range occ {
		inner := &occ[i]
		j := i
		for j > 0 && occ[j-1].end == inner.end {
			j--
		}
		for ; j < len(occ) && occ[j].end < inner.end+l.longest; j++ {
			outer := &occ[j]
			if j == i || outer.start > inner.start || outer.end-outer.start <= inner.end-inner.start {
				continue
			}
			if p := l.single[outer.word]; p >= 0 {
				inner.hidden |= l.patterns[p].hides()
			}
		}
	}
}

func (p *pattern) hides() (mask uint16) {
	for _, e := range p.effects {
		if e.family == onNothing {
			return hideAll
		}
		mask |= 1 << e.family
	}
	return mask
}

// reachBack looks for the earlier parts of a gapped word, nearest first, all
// within one sentence.
func (l *lexicon) reachBack(text string, occ []occurrence, parts []int, before int) (start int, ok bool) {
	if len(parts) == 0 {
		return before, true
	}
	want := parts[len(parts)-1]
	for i := len(occ) - 1; i >= 0 && occ[i].end >= before-gapBytes; i-- {
		o := occ[i]
		if !slices.Contains(l.groups[o.word], want) || o.end > before || o.hidden == hideAll {
			continue
		}
		if strings.ContainsRune(text[o.end:before], sentenceMark) {
			return 0, false
		}
		first, ok := l.reachBack(text, occ[:i], parts[:len(parts)-1], o.start)
		return first, ok
	}
	return 0, false
}
