package main

import (
	"fmt"
	"strings"

	"secondbrother/worker/place"
)

// manyCommunities is where a station gets a third officer.
const manyCommunities = 20

type person struct {
	token, role, unit, name, badge string
	areas                          []string
}

// staff gives every unit its people: a station a leader and two or three
// officers who share its communities, a desk one officer, a county bureau one
// desk officer and one coordinator, the city one coordinator. Every county
// also gets an invitation that its volunteers share.
func staff(units []unit, token func() string) []person {
	var people []person
	count := map[string]int{}
	add := func(role, title, unit string, areas []string) {
		count[title]++
		people = append(people, person{
			token: token(), role: role, unit: unit, areas: areas,
			name:  fmt.Sprintf("示例%s%04d", title, count[title]),
			badge: fmt.Sprintf("S%05d", len(people)+1),
		})
	}
	for _, u := range units {
		switch u.kind {
		case "city":
			add("coordinator", "市局协调员", u.code, nil)
		case "county":
			add("county", "分局值班员", u.code, nil)
			add("coordinator", "分局协调员", u.code, nil)
			add("volunteer", "志愿者", "", []string{u.code})
		case "desk":
			add("desk", "专业队民警", u.code, nil)
		case "station":
			add("leader", "所长", u.code, nil)
			for _, areas := range share(u.serves) {
				add("officer", "民警", u.code, areas)
			}
		}
	}
	return people
}

// share deals a station's villages out to two or three officers in runs of
// neighbouring codes, today's and former ones each evenly.
func share(villages []place.Area) [][]string {
	var today, former []place.Area
	for _, v := range villages {
		if v.Former {
			former = append(former, v)
		} else {
			today = append(today, v)
		}
	}
	officers := 2
	if len(today) >= manyCommunities {
		officers = 3
	}
	shares := make([][]string, officers)
	for _, list := range [][]place.Area{today, former} {
		for i, v := range list {
			k := i * officers / len(list)
			shares[k] = append(shares[k], v.Code)
		}
	}
	return shares
}

func personRows(people []person) [][]string {
	rows := [][]string{{"token", "role", "unit", "name", "badge", "areas", "duty"}}
	for _, p := range people {
		rows = append(rows, []string{p.token, p.role, p.unit, p.name, p.badge, strings.Join(p.areas, ";"), "on"})
	}
	return rows
}
