package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"secondbrother/worker/place"
)

// The programme's own figures: 1 + 11 + 149.
const (
	cityCode = "LC"
	stations = 149
	sample   = "（示例）"
)

// desks are the specialised desks that taxonomy.csv names, besides 派出所.
var desks = []struct{ code, name string }{
	{"fraud", "反诈"}, {"traffic", "交警"}, {"criminal", "刑侦"}, {"order", "治安"},
	{"drugs", "禁毒"}, {"economic", "经侦"}, {"food-environment", "食药环侦"},
}

type unit struct {
	code, kind, name, parent, desk string
	areas                          []string     // what it covers, as the file says it
	serves                         []place.Area // stations: its villages, former ones too
	point                          *place.Point
}

// organise builds the city, then each county bureau with its desks and
// stations.
func organise(g *place.Gazetteer) []unit {
	units := []unit{{code: cityCode, kind: "city", name: "聊城市公安局" + sample}}
	doubled := busiest(g, stations)
	at := scatter{g: g}
	for _, county := range g.Children("") {
		bureau := bureauName(county)
		units = append(units, unit{code: county.Code, kind: "county", name: bureau + sample, parent: cityCode, areas: []string{county.Code}})
		for _, d := range desks {
			units = append(units, unit{code: county.Code + "-desk-" + d.code, kind: "desk", name: bureau + d.name + "专业队" + sample, parent: county.Code, desk: d.name})
		}
		number := 0
		for _, township := range g.Children(county.Code) {
			for _, s := range townshipStations(g, township, doubled[township.Code]) {
				number++
				s.code, s.parent = fmt.Sprintf("%s-%02d", county.Code, number), county.Code
				s.point = at.next(township.Code[:6])
				units = append(units, s)
			}
		}
	}
	return units
}

func bureauName(county place.Area) string {
	if base, ok := strings.CutSuffix(county.Name, "区"); ok && !strings.HasSuffix(base, "开发") && !strings.HasSuffix(base, "度假") {
		return base + "分局"
	}
	if strings.HasSuffix(county.Name, "区") {
		return county.Name + "分局"
	}
	return county.Name + "公安局"
}

// townshipStations gives a township one station, or two when it is a busy one.
// The first covers the township, the second the later half of its villages by
// name, which goes before the township's cover.
func townshipStations(g *place.Gazetteer, township place.Area, two bool) []unit {
	name := township.Name
	for _, kind := range []string{"街道", "光彩大市场服务中心", "镇", "乡"} {
		if base, ok := strings.CutSuffix(name, kind); ok && len([]rune(base)) > 1 {
			name = base
			break
		}
	}
	villages := g.Children(township.Code)
	first := unit{kind: "station", name: name + "派出所" + sample, areas: []string{township.Code}, serves: villages}
	if !two {
		return []unit{first}
	}
	second := unit{kind: "station", name: name + "第二派出所" + sample}
	first.serves = nil
	for _, former := range []bool{false, true} {
		part := slices.DeleteFunc(slices.Clone(villages), func(v place.Area) bool { return v.Former != former })
		half := (len(part) + 1) / 2
		first.serves = append(first.serves, part[:half]...)
		second.serves = append(second.serves, part[half:]...)
	}
	for _, v := range second.serves {
		second.areas = append(second.areas, v.Code)
	}
	return []unit{first, second}
}

// busiest picks as many townships as need a second station to reach the total:
// those with the most communities of today, a street's counting three times
// because more people live in it.
func busiest(g *place.Gazetteer, total int) map[string]bool {
	type load struct {
		code string
		n    int
	}
	var loads []load
	for _, county := range g.Children("") {
		for _, township := range g.Children(county.Code) {
			l := load{code: township.Code}
			for _, v := range g.Children(township.Code) {
				if !v.Former {
					l.n++
				}
			}
			if strings.HasSuffix(township.Name, "街道") {
				l.n *= 3
			}
			loads = append(loads, l)
		}
	}
	slices.SortFunc(loads, func(a, b load) int { return cmp.Or(b.n-a.n, strings.Compare(a.code, b.code)) })
	picked := map[string]bool{}
	for _, l := range loads[:total-len(loads)] {
		picked[l.code] = true
	}
	return picked
}

func unitRows(units []unit) [][]string {
	rows := [][]string{{"code", "kind", "name", "parent", "areas", "lat", "lon", "desk"}}
	for _, u := range units {
		lat, lon := "", ""
		if u.point != nil {
			lat, lon = degrees(u.point.Lat), degrees(u.point.Lon)
		}
		rows = append(rows, []string{u.code, u.kind, u.name, u.parent, strings.Join(u.areas, ";"), lat, lon, u.desk})
	}
	return rows
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', 5, 64) }
