package place

import (
	"slices"
	"strings"
	"unicode/utf8"

	"secondbrother/worker/classify/words"
)

// name is what one pattern of the automaton can mean.
type name struct {
	areas     []int
	whole     []bool // beside areas: the pattern is that area's whole name, not its stem
	elsewhere bool   // a province or another city
	runes     int
	full      bool // three characters or more, and some area's whole name
	generic   bool // an everyday word
	common    bool // an everyday word, for a township
	placeEnd  bool // ends like a village's name
}

func (n *name) describe(pattern string) {
	n.runes = utf8.RuneCountInString(pattern)
	n.full = n.runes > 2 && slices.Contains(n.whole, true)
	n.generic, n.common = generic[pattern] || endsWith(pattern, doors), common[pattern]
	last, _ := utf8.DecodeLastRuneInString(pattern)
	n.placeEnd = strings.ContainsRune(placeEnds, last)
}

// How sure it is that the characters name a place at all.
const (
	weak   = 1 // only beside its township or county, or in the volunteer's own
	bare   = 3 // without 镇 or 村 behind it, but hardly anything else
	spoken = 6 // with its kind, or a whole name
)

// mention is a name found in the text and what it may stand for: areas of one
// level.
type mention struct {
	start, end int // bytes of the folded text, the kind word included
	level      Level
	areas      []int
	strength   int
	placeEnd   bool
	origin     bool // where somebody comes from
	from       bool // and the words before it said so
	speaker    bool // where the volunteer says to be from
	elsewhere  bool
	bare       bool // nothing but the characters says that it is a place
}

// mentionsMax bounds the work on long texts; a report names a few places.
const mentionsMax = 24

// mentions reads the folded text from left to right; a sure name hides the
// shorter ones inside it, a weak one does not.
func (g *Gazetteer) mentions(text string) []mention {
	var found []mention
	var inside map[int]bool
	end := 0 // of the last sure mention
	for matches := g.automaton.Iter(text); len(found) < mentionsMax; {
		match := matches.Next()
		if match == nil {
			break
		}
		start := match.Start()
		if start < end {
			continue
		}
		m, ok := g.read(&g.names[match.Pattern()], text, start, match.End(), found)
		if !ok {
			continue
		}
		if m.bare {
			if inside == nil {
				inside = insideWords(text)
			}
			if m.level != Village && inside[m.start] || m.level != County && inside[m.end] {
				continue
			}
		}
		if m.strength > weak || m.elsewhere {
			end = m.end
			found = dropOverlapped(found, m)
		}
		found = append(found, m)
	}
	return found
}

// insideWords are the bytes of text between which an everyday word has a
// character: there, no place's name begins or ends (面临清退 is not 临清).
func insideWords(text string) map[int]bool {
	inside := map[int]bool{}
	ends, passed, next := words.Ends(text), 0, 0
	for at := range text {
		switch {
		case next < len(ends) && passed == ends[next]:
			next++
		case at > 0:
			inside[at] = true
		}
		passed++
	}
	return inside
}

func dropOverlapped(found []mention, m mention) []mention {
	for len(found) > 0 && found[len(found)-1].end > m.start {
		found = found[:len(found)-1]
	}
	return found
}

// read decides what one match means, if anything, by the words beside it.
func (g *Gazetteer) read(n *name, text string, start, end int, before []mention) (mention, bool) {
	left, right := text[:start], text[end:]
	word, level := kindAfter(right)
	if _, whole := g.ofLevel(n, Township); whole && level == Township {
		word, level = "", "" // 朝城镇镇北村: the second 镇 is the village's
	}
	m := mention{start: start, end: end, placeEnd: n.placeEnd, from: endsWith(left, from), speaker: endsWith(left, speaker)}
	behind := len(before) > 0 && before[len(before)-1].end == start && before[len(before)-1].level != Village
	if behind { // 俺是临清尚店的: the second name is where the first one is
		m.from, m.speaker = before[len(before)-1].from, before[len(before)-1].speaker
	}
	m.origin = m.from
	if level != "" && !(n.elsewhere && strings.HasPrefix(right, "村民")) {
		if m.areas = g.ofKind(n, level, word); len(m.areas) > 0 {
			m.end, m.level, m.strength = end+len(word), level, spoken
			if level == Village && !behind && (n.generic || n.runes == 2 && endsSticky(left)) {
				m.strength = weak
			}
			m.origin = m.origin || startsWith(text[m.end:], of)
			return m, true
		}
	}
	if n.elsewhere {
		m.elsewhere = true
		return m, true
	}
	m.origin = m.origin || startsWith(right, of)
	if startsWith(right, persons) {
		return m, false
	}
	if !n.full && (namesRoad(right) && !startsWith(right, here) || namesShop(right) && !behind) {
		return m, false
	}
	if !behind && endsElsewhere(text[start:end], right) && !startsWith(right, here) {
		return m, false
	}
	m.bare = !n.full && !behind && !startsWith(right, here)
	return g.readBare(n, m, left, right, behind, before)
}

// readBare weighs a name without a kind word behind it, the highest level
// first: 茌平 is the district, 堂邑 the town before any 堂邑村.
func (g *Gazetteer) readBare(n *name, m mention, left, right string, behind bool, before []mention) (mention, bool) {
	isHere, isAt := startsWith(right, here), endsWith(left, at)
	for _, level := range []Level{County, Township, Village} {
		var whole bool
		if m.areas, whole = g.ofLevel(n, level); len(m.areas) == 0 {
			continue
		}
		m.level = level
		if level == County && behind {
			m.areas = g.ownZone(m.areas, before[len(before)-1])
		}
		switch {
		case whole && (n.runes > 2 || level != Village), level == Township && m.speaker && strings.HasPrefix(right, "的"):
			m.strength = spoken // 俺是沙镇的
		case level == Township && n.common:
			m.strength = weak
			if isHere && isAt {
				m.strength = bare
			}
		case level == Township && (n.runes > 2 || isHere || isAt || left == "" || right == ""):
			m.strength = bare
		case level == Village && n.generic:
			return m, false
		case level == Village && n.runes > 2 && n.placeEnd && (behind || !endsSticky(left)):
			m.strength = bare
		default:
			m.strength = weak
		}
		return m, true
	}
	return m, false
}

// ownZone reads 开发区 right behind another county's name, as in 茌平开发区: it
// is that county's own, not the city's.
func (g *Gazetteer) ownZone(zone []int, before mention) []int {
	code := g.areas[zone[0]].Code
	if g.district[code] != "" && before.level == County && !g.sameDistrict(g.areas[before.areas[0]].Code, code) {
		return before.areas
	}
	return zone
}

func kindAfter(right string) (string, Level) {
	for _, k := range kindWords {
		if strings.HasPrefix(right, k.word) {
			return k.word, k.level
		}
	}
	return "", ""
}

// ofKind gives the name's areas of a level; of villages those whose own name
// has the same kind, when there are such: 光明社区 is not 光明村.
func (g *Gazetteer) ofKind(n *name, level Level, word string) []int {
	all, _ := g.ofLevel(n, level)
	if level != Village || len(all) < 2 {
		return all
	}
	community := strings.HasPrefix(word, "社区") || strings.HasPrefix(word, "居")
	var same []int
	for _, i := range all {
		if strings.HasSuffix(g.areas[i].Name, "社区") == community {
			same = append(same, i)
		}
	}
	if len(same) == 0 {
		return all
	}
	return same
}

func (g *Gazetteer) ofLevel(n *name, level Level) (areas []int, whole bool) {
	for k, i := range n.areas {
		if g.areas[i].Level == level {
			areas = append(areas, i)
			whole = whole || n.whole[k]
		}
	}
	return areas, whole
}

func endsSticky(left string) bool {
	r, _ := utf8.DecodeLastRuneInString(left)
	return strings.ContainsRune(sticky, r)
}
