package place

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Found is the answer to "where". County, Township and Village are names, empty
// below the level that is known; Code is the code of the deepest of them (6, 9
// or 12 digits) and Level its level. When several places fit equally well,
// Ambiguous is true, Candidates has their codes (the volunteer's own area
// first), and Code is the deepest area that holds them all: it may be "", with
// Level "", when they lie in different counties.
type Found struct {
	County, Township, Village string
	Code                      string
	Level                     Level
	Ambiguous                 bool
	Candidates                []string
	Words                     []string // the words of the text (folded) that gave the answer, in their order
}

// How much the neighbourhood of a name adds to its own strength.
const (
	inTownship   = 5  // its township is named too
	inCounty     = 3  // its county is named too
	rightBehind  = 2  // and that name stands right before it
	otherPlace   = -7 // a village, and another township is named
	otherCounty  = -8 // a village, and another county is named
	wrongCounty  = -2 // a township, and another county is named: people mix these up
	atHome       = 3  // in the volunteer's own township
	nearHome     = 1  // in the volunteer's own county
	fromThere    = -7 // somebody comes from there
	speakerThere = -2 // the volunteer comes from there
	speakerAway  = -4 // and names another place as well
	enough       = 3  // below this a name does not count
	weakEnough   = 4  // nor a weak name, which needs a neighbour
	deeper       = 3  // per level
	gap          = 2  // runes between two names that still stand side by side
	candidateMax = 40
)

type scored struct {
	area    int
	score   int
	mention int
}

// Find reads where a text is about. home is the code of the area the volunteer
// belongs to, or "": it settles which of several places of one name is meant,
// and what 俺村 stands for; it never makes up a place that the text has not got.
// False when the text names no place of the city.
func (g *Gazetteer) Find(text, home string) (Found, bool) {
	text = g.folded(text)
	mentions := g.mentions(text)
	mentions = dropElsewhere(text, mentions)
	best := g.best(text, mentions, home)
	if len(best) == 0 {
		return g.own(text, home)
	}
	return g.answer(text, mentions, best, home), true
}

// dropElsewhere takes out names that stand right behind another city's.
func dropElsewhere(text string, all []mention) []mention {
	var kept []mention
	away := -1 // end of the last foreign name or of what hangs on it
	for _, m := range all {
		if m.elsewhere || away >= 0 && hangsOn(text, away, m.start) {
			away = max(away, m.end)
			continue
		}
		kept = append(kept, m)
	}
	return kept
}

// hangsOn is true of a name that begins at start and belongs to another that ends
// at end. Weak names overlap, so start may lie before end.
func hangsOn(text string, end, start int) bool {
	return start < end || start-end <= 12 && !strings.ContainsAny(text[end:start], "的来在到人有去说打给把跟和,。")
}

// best gives the candidates with the highest score, none when no name is sure
// enough.
func (g *Gazetteer) best(text string, mentions []mention, home string) []scored {
	var best []scored
	for k := range mentions {
		for _, area := range mentions[k].areas {
			score, ok := g.score(text, mentions, k, area, home)
			if !ok || len(best) > 0 && score < best[0].score {
				continue
			}
			if len(best) > 0 && score > best[0].score {
				best = best[:0]
			}
			if !slices.ContainsFunc(best, func(s scored) bool { return s.area == area }) {
				best = append(best, scored{area, score, k})
			}
		}
	}
	return best
}

// score adds up what speaks for mention k meaning this area.
func (g *Gazetteer) score(text string, mentions []mention, k, area int, home string) (int, bool) {
	m := &mentions[k]
	county, township, village := g.at(area)
	score := m.strength
	if m.origin {
		score += fromThere
	}
	if m.speaker {
		score += speakerThere
		if slices.ContainsFunc(mentions, func(other mention) bool {
			return !other.speaker && !other.origin && other.strength > weak && other.level != County
		}) {
			score += speakerAway
		}
	}
	countyBonus, townshipBonus := 0, 0
	for j := range mentions {
		other := &mentions[j]
		if j == k || other.level == m.level && m.level != Village || other.origin || other.speaker && !rightBefore(text, other, m) {
			continue
		}
		if other.level == Township && m.level == Village && (other.strength > weak || rightBefore(text, other, m)) {
			if slices.Contains(other.areas, g.index[township]) {
				townshipBonus = max(townshipBonus, inTownship+side(text, other, m))
			} else if other.strength > weak && townshipBonus == 0 {
				townshipBonus = otherPlace
			}
		}
		if other.level == County && (m.level != Village || m.strength > weak || m.placeEnd || follows(text, mentions, k)) {
			if g.sameDistrict(g.areas[other.areas[0]].Code, county) {
				countyBonus = max(countyBonus, inCounty+side(text, other, m))
			} else if countyBonus == 0 && m.level == Village {
				countyBonus = otherCounty
			} else if countyBonus == 0 {
				countyBonus = wrongCounty
			}
		}
	}
	score += countyBonus + townshipBonus
	switch near := g.near(home, county, township, village); {
	case m.strength > weak:
		score += near
	case near == atHome && m.placeEnd:
		score += near
	}
	if score < enough || m.strength == weak && score < weakEnough {
		return 0, false
	}
	return score + map[Level]int{County: 0, Township: deeper, Village: 2 * deeper}[m.level], true
}

func side(text string, first, second *mention) int {
	if rightBefore(text, first, second) {
		return rightBehind
	}
	return 0
}

func rightBefore(text string, first, second *mention) bool {
	return first.end <= second.start && second.start-first.end <= 4*gap && utf8.RuneCountInString(text[first.end:second.start]) <= gap
}

// follows is true of a name right behind another one's: 茌平八一. An everyday word
// far from the county that a text names (茌平 … 八一放假) is that word.
func follows(text string, mentions []mention, k int) bool {
	return slices.ContainsFunc(mentions[:k], func(other mention) bool { return rightBefore(text, &other, &mentions[k]) })
}

// near says how close an area is to the volunteer's own.
func (g *Gazetteer) near(home, county, township, village string) int {
	i, ok := g.index[home]
	if !ok {
		return 0
	}
	homeCounty, homeTownship, homeVillage := g.at(i)
	switch {
	case homeVillage != "" && homeVillage == village:
		return atHome + 1
	case homeTownship != "" && homeTownship == township:
		return atHome
	case homeCounty == county:
		return nearHome
	}
	return 0
}

// answer fills Found from the best candidates.
func (g *Gazetteer) answer(text string, mentions []mention, best []scored, home string) Found {
	var f Found
	common := best[0].area
	if len(best) > 1 {
		f.Ambiguous = true
		common = g.holdingAll(best)
		f.Candidates = g.candidates(best, home)
	}
	if common >= 0 {
		g.fill(&f, common)
	}
	f.Words = g.words(text, mentions, best)
	return f
}

func (g *Gazetteer) fill(f *Found, area int) {
	for _, a := range g.Path(g.areas[area].Code) {
		switch a.Level {
		case County:
			f.County = a.Name
		case Township:
			f.Township = a.Name
		case Village:
			f.Village = a.Name
		}
		f.Code, f.Level = a.Code, a.Level
	}
}

// holdingAll gives the deepest area that holds every candidate, -1 for none.
func (g *Gazetteer) holdingAll(best []scored) int {
	for i, ok := best[0].area, true; ok; i, ok = g.index[g.areas[i].ParentCode] {
		if !slices.ContainsFunc(best, func(s scored) bool { return !g.holds(i, s.area) }) {
			return i
		}
	}
	return -1
}

func (g *Gazetteer) holds(outer, inner int) bool {
	for i, ok := inner, true; ok; i, ok = g.index[g.areas[i].ParentCode] {
		if i == outer {
			return true
		}
	}
	return false
}

func (g *Gazetteer) candidates(best []scored, home string) []string {
	slices.SortStableFunc(best, func(a, b scored) int {
		nearness := func(s scored) int { c, t, v := g.at(s.area); return g.near(home, c, t, v) }
		if d := nearness(b) - nearness(a); d != 0 {
			return d
		}
		return strings.Compare(g.areas[a.area].Code, g.areas[b.area].Code)
	})
	var codes []string
	for _, s := range best[:min(len(best), candidateMax)] {
		codes = append(codes, g.areas[s.area].Code)
	}
	return codes
}

// words gives the names that took part: the candidates' own and those of the
// areas around them.
func (g *Gazetteer) words(text string, mentions []mention, best []scored) []string {
	var words []string
	for _, m := range mentions {
		took := slices.ContainsFunc(m.areas, func(i int) bool {
			return slices.ContainsFunc(best, func(s scored) bool {
				return g.holds(i, s.area) || m.level == County && g.sameDistrict(g.areas[i].Code, g.countyOf(s.area))
			})
		})
		if word := text[m.start:m.end]; took && !m.origin && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

func (g *Gazetteer) countyOf(area int) string {
	county, _, _ := g.at(area)
	return county
}
