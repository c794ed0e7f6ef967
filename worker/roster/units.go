package roster

import (
	"io"
	"strconv"
	"strings"
)

// ReadUnits reads stations.csv. known says whether an area code is official.
// The error is Problems.
func ReadUnits(r io.Reader, known func(area string) bool) ([]Unit, error) {
	var problems Problems
	var units []Unit
	seen := make(map[string]Unit)
	for _, row := range readTable(r, []string{"code", "kind", "name", "parent", "areas"}, []string{"lat", "lon", "desk"}, &problems) {
		u := Unit{
			Line: row.line, Code: row.get("code"), Kind: strings.ToLower(row.get("kind")), Name: row.get("name"),
			Parent: row.get("parent"), Desk: row.get("desk"), Areas: row.list("areas"),
		}
		readPoint(&u, row, &problems)
		if u.Code == "" {
			problems.add(u.Line, "没有写单位代码", "the unit's code is missing")
			continue
		}
		if first, twice := seen[u.Code]; twice {
			problems.add(u.Line, "单位代码 %s 与第 %d 行重复", "the code %s stands in line %d already", u.Code, first.Line)
			continue
		}
		seen[u.Code] = u
		checkUnit(u, known, &problems)
		units = append(units, u)
	}
	checkTree(units, seen, &problems)
	return units, problems.orNil()
}

func readPoint(u *Unit, row row, problems *Problems) {
	lat, lon := row.get("lat"), row.get("lon")
	if lat == "" && lon == "" {
		return
	}
	var errLat, errLon error
	u.Lat, errLat = strconv.ParseFloat(lat, 64)
	u.Lon, errLon = strconv.ParseFloat(lon, 64)
	if errLat != nil || errLon != nil || !(u.Lat >= -90 && u.Lat <= 90) || !(u.Lon >= -180 && u.Lon <= 180) {
		problems.add(u.Line, "经纬度 %q %q 不对（WGS-84，例如 36.45 115.98）", "the position %q %q is not one (WGS-84, like 36.45 115.98)", lat, lon)
	}
}

// parents says under what kind of unit each kind stands.
var parents = map[string]string{"city": "", "county": "city", "station": "county", "desk": "county"}

func checkUnit(u Unit, known func(string) bool, problems *Problems) {
	if _, ok := parents[u.Kind]; !ok {
		problems.add(u.Line, "单位类型 %q 不对，应为 city、county、station 或 desk", "the kind %q is none of city, county, station, desk", u.Kind)
	}
	if u.Name == "" {
		problems.add(u.Line, "没有写单位名称", "the unit's name is missing")
	}
	if (u.Kind == "desk") != (u.Desk != "") {
		problems.add(u.Line, "desk 列只给专业队填，而且必须填（如 反诈）", "the column desk is for desks, and they need it (like 反诈)")
	}
	for _, area := range u.Areas {
		if !known(area) {
			problems.add(u.Line, "没有区划代码 %q", "no such area code %q", area)
		}
	}
}

// checkTree looks at what units say of each other.
func checkTree(units []Unit, seen map[string]Unit, problems *Problems) {
	cities := 0
	covered := make(map[string]Unit)
	for _, u := range units {
		if u.Kind == "city" {
			if cities++; cities > 1 {
				problems.add(u.Line, "市局只能有一个", "there can be only one city")
			}
		}
		if kind, ok := parents[u.Kind]; ok {
			parent, exists := seen[u.Parent]
			switch {
			case kind == "" && u.Parent != "":
				problems.add(u.Line, "市局没有上级", "the city has no parent")
			case kind != "" && !exists:
				problems.add(u.Line, "没有上级单位 %q", "no such parent %q", u.Parent)
			case kind != "" && parent.Kind != kind:
				problems.add(u.Line, "上级 %s 应是 %s，不是 %s", "the parent %s must be a %s, not a %s", u.Parent, kind, parent.Kind)
			}
		}
		if u.Kind != "station" {
			continue
		}
		for _, area := range u.Areas {
			if first, twice := covered[area]; twice {
				problems.add(u.Line, "%s 已归第 %d 行的 %s", "%s belongs to line %d, %s, already", area, first.Line, first.Code)
				continue
			}
			covered[area] = u
		}
	}
	if cities == 0 && len(units) > 0 {
		problems.add(1, "没有市局（kind 为 city 的一行）", "there is no city (a line of kind city)")
	}
	if len(units) == 0 && len(*problems) == 0 {
		problems.add(1, "表里没有单位", "the file has no units")
	}
}
