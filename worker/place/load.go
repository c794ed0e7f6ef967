package place

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"
)

//go:embed data/places.tsv
var placesTSV string

//go:embed data/zones.tsv
var zonesTSV string

//go:embed data/spoken.tsv
var spokenTSV string

//go:embed data/borders.tsv
var bordersTSV string

//go:embed data/traditional.tsv
var traditionalTSV string

// newestList is the package version of data/places.tsv whose places exist
// today; a village with another one is a former village.
const newestList = "2.7.0"

// load panics on data that does not read: it is embedded, so a test sees that
// before anybody else does.
func load() *Gazetteer {
	g := &Gazetteer{
		index: map[string]int{}, children: map[string][]int{}, district: map[string]string{},
		fold: folding(traditionalTSV),
	}
	byName := map[string]*name{}
	zoneOf := g.loadZones(byName)
	for row := range rows(placesTSV, 7) {
		a := Area{Code: row[0], Level: Level(row[1]), Name: row[2], ParentCode: row[3], Former: row[4] != newestList}
		if zone, ok := zoneOf[a.Code]; ok {
			a.ParentCode = zone
		}
		i := g.add(a)
		for _, spoken := range append([]string{a.Name}, strings.FieldsFunc(row[6], isSemicolon)...) {
			g.addNames(byName, i, spoken)
		}
	}
	for row := range rows(spokenTSV, 2) {
		i, ok := g.index[row[0]]
		if !ok {
			panic(fmt.Sprintf("place: data/spoken.tsv names %s, which is no area", row[0]))
		}
		for _, spoken := range strings.FieldsFunc(row[1], isSemicolon) {
			g.addName(byName, spoken, i, true)
		}
	}
	for _, city := range elsewhere {
		if byName[city] == nil {
			byName[city] = &name{}
		}
		byName[city].elsewhere = true
	}
	for _, below := range g.children {
		slices.SortFunc(below, func(a, b int) int { return strings.Compare(g.areas[a].Code, g.areas[b].Code) })
	}
	g.build(byName)
	g.borders = loadBorders(bordersTSV)
	return g
}

func isSemicolon(r rune) bool { return r == ';' }

func (g *Gazetteer) add(a Area) int {
	i := len(g.areas)
	g.areas = append(g.areas, a)
	g.index[a.Code] = i
	g.children[a.ParentCode] = append(g.children[a.ParentCode], i)
	return i
}

func (g *Gazetteer) loadZones(byName map[string]*name) map[string]string {
	zoneOf := map[string]string{}
	for row := range rows(zonesTSV, 4) {
		i := g.add(Area{Code: row[0], Level: County, Name: row[1]})
		g.addName(byName, row[1], i, true)
		g.district[row[0]] = row[2]
		for _, township := range strings.FieldsFunc(row[3], isSemicolon) {
			zoneOf[township] = row[0]
		}
	}
	return zoneOf
}

// addNames files a printed name: a county whole, a township or village by its
// stem (what follows the stem in the text then tells the kind). A township is
// also filed whole, so that 梁水镇 is not taken for a 梁水镇村, and so is a merged
// village (新村, 联合村, 联村), so that 王庄新村 is not taken for 王庄村.
func (g *Gazetteer) addNames(byName map[string]*name, i int, printed string) {
	stem := stemOf(printed, g.areas[i].Level)
	if stem == printed || g.areas[i].Level == Township || endsWith(printed, []string{"新村", "联合村", "联村"}) {
		g.addName(byName, printed, i, true)
	}
	if stem != printed {
		g.addName(byName, stem, i, false)
	}
}

func (g *Gazetteer) addName(byName map[string]*name, spoken string, area int, whole bool) {
	folded := g.folded(spoken)
	n := byName[folded]
	if n == nil {
		n = &name{}
		byName[folded] = n
	}
	if !slices.Contains(n.areas, area) {
		n.areas = append(n.areas, area)
		n.whole = append(n.whole, whole)
	}
}

var kinds = map[Level][]string{
	Township: {"街道", "镇", "乡"},
	Village:  {"虚拟社区", "联合村", "联村", "新村", "居委会", "社区", "村"},
}

func stemOf(printed string, level Level) string {
	for _, kind := range kinds[level] {
		if base, ok := strings.CutSuffix(printed, kind); ok && utf8.RuneCountInString(base) > 1 {
			return base
		}
	}
	return printed
}

func (g *Gazetteer) build(byName map[string]*name) {
	patterns := make([]string, 0, len(byName))
	for pattern := range byName {
		patterns = append(patterns, pattern)
	}
	slices.Sort(patterns)
	for _, pattern := range patterns {
		n := byName[pattern]
		n.describe(pattern)
		g.names = append(g.names, *n)
	}
	// Without DFA: building it costs 300 ms and 9 MB, and saves 1 µs a text.
	builder := ahocorasick.NewAhoCorasickBuilder(ahocorasick.Opts{MatchKind: ahocorasick.LeftMostLongestMatch})
	g.automaton = builder.Build(patterns)
}

// rows gives the columns of each line of a data file, comments left out.
func rows(tsv string, columns int) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(tsv) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			row := strings.Split(strings.TrimRight(line, "\n"), "\t")
			if len(row) != columns {
				panic(fmt.Sprintf("place: a data line has %d columns, not %d: %q", len(row), columns, line))
			}
			if !yield(row) {
				return
			}
		}
	}
}
