package main

// works are key construction projects as any city has them; each goes to a
// county of its own, in the order of their codes.
var works = []struct{ name, aliases string }{
	{"示例高铁站房工程", "高铁站房;高铁站工地"},
	{"示例产业园二期工程", "产业园二期;产业园工地"},
	{"示例快速路改造工程", "快速路改造;快速路工地"},
	{"示例污水处理厂工程", "污水处理厂工地;污水厂工地"},
	{"示例体育中心工程", "体育中心工地"},
}

// projectRows gives each project to the first officer of its county's first
// station.
func projectRows(units []unit, people []person) [][]string {
	rows := [][]string{{"name", "aliases", "area", "badge"}}
	taken := map[string]bool{}
	for _, u := range units {
		next := len(rows) - 1
		if u.kind != "station" || taken[u.parent] || next == len(works) {
			continue
		}
		for _, p := range people {
			if p.unit == u.code && p.role == "officer" {
				rows = append(rows, []string{works[next].name, works[next].aliases, u.areas[0], p.badge})
				taken[u.parent] = true
				break
			}
		}
	}
	return rows
}
