package main

import (
	"fmt"
	"slices"
	"strings"

	"secondbrother/worker/place"
)

// manyCommunities is where a station gets a third officer.
const manyCommunities = 20

type person struct {
	token, role, unit, name, badge, duty string
	areas                                []string
}

// When people work. Leaders, bureaus and the first officer of each station are
// there at any hour, so that no hour is without an officer; the others take
// turns, and one patrols at night.
const (
	anyHour     = "always"
	byDay       = "day"
	nightPatrol = "night"
	officeHours = "Mon-Fri 08:30-17:30, Sat 09:00-12:00"
)

// atAnyHour are the desks that cannot wait for the morning.
var atAnyHour = []string{"反诈", "交警", "刑侦"}

// staff gives every unit its people: a station a leader and two or three
// officers who share its communities and one for the night patrol, a desk one
// officer, a county bureau one desk officer and one coordinator, the city one
// coordinator. Every county also gets an invitation that its volunteers share.
func staff(units []unit, token func() string) []person {
	var people []person
	count := map[string]int{}
	add := func(role, title, unit, duty string, areas []string) {
		count[title]++
		people = append(people, person{
			token: token(), role: role, unit: unit, duty: duty, areas: areas,
			name:  fmt.Sprintf("示例%s%04d", title, count[title]),
			badge: fmt.Sprintf("S%05d", len(people)+1),
		})
	}
	for _, u := range units {
		switch u.kind {
		case "city":
			add("coordinator", "市局协调员", u.code, officeHours, nil)
		case "county":
			add("county", "分局值班员", u.code, anyHour, nil)
			add("coordinator", "分局协调员", u.code, officeHours, nil)
			add("volunteer", "志愿者", "", "", []string{u.code})
		case "desk":
			duty := officeHours
			if slices.Contains(atAnyHour, u.desk) {
				duty = anyHour
			}
			add("desk", "专业队民警", u.code, duty, nil)
		case "station":
			add("leader", "所长", u.code, anyHour, nil)
			duty := anyHour
			for _, areas := range share(u.serves) {
				add("officer", "民警", u.code, duty, areas)
				duty = byDay
			}
			add("officer", "夜巡民警", u.code, nightPatrol, nil)
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
		rows = append(rows, []string{p.token, p.role, p.unit, p.name, p.badge, strings.Join(p.areas, ";"), p.duty})
	}
	return rows
}
