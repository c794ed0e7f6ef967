package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"secondbrother/worker/route"
)

// whyWords says in words for what reason somebody gets a card.
var whyWords = map[route.Why]string{
	route.WhyCommunity: "社区民警 · community officer",
	route.WhyStation:   "本所在岗 · on duty at the station",
	route.WhyLeader:    "所长 · station leader",
	route.WhyDesk:      "专业队 · desk",
	route.WhyCounty:    "分局 · county bureau",
	route.WhyCity:      "市级协调员 · city coordinator",
	route.WhyTriage:    "分诊 · sorts",
	route.WhyProject:   "重点项目 · key project",
	route.WhyNamed:     "规则指定 · named by the rules",
}

func writeDecided(w io.Writer, d decided) error {
	out := tabwriter.NewWriter(w, 2, 0, 2, ' ', 0)
	line := func(what, value string) { fmt.Fprintf(out, "%s\t%s\n", what, value) }
	category := cmp.Or(d.Category, "未定 · undecided")
	if d.MoneyMoving {
		category += "（钱正在转出去 · money on the move）"
	}
	line("时间 · at", clockOf(d.At))
	line("类别 · category", category)
	line("紧急 · urgency", string(d.Urgency))
	line("地点 · place", strings.TrimSpace(cmp.Or(d.Place, "未定 · undecided")+" "+d.Area))
	if d.Project != "" {
		line("重点项目 · project", d.Project)
	}
	if d.Record {
		line("记录 · record", "已经办结，不派人 · settled already, nobody is called")
		return out.Flush()
	}
	line("单位 · unit", strings.TrimSpace(d.County+" "+d.Station))
	line("规则 · rule", d.Rule+"（"+strings.Join(d.Path, " → ")+"）")
	line("承办 · owner", personWords(d.Owner))
	for _, p := range d.Recipients {
		line("收到 · gets it", personWords(p)+"，"+whyWords[p.Why])
	}
	line("接警时限 · accept by", clockOf(d.AcceptBy))
	if d.CloseBy.IsZero() {
		line("办结时限 · close by", "无 · none")
	} else {
		line("办结时限 · close by", clockOf(d.CloseBy))
	}
	for _, step := range d.Climbs {
		var names []string
		for _, p := range step.People {
			names = append(names, personWords(p))
		}
		line("没人接 · unaccepted at "+clockOf(step.At), strings.Join(names, "、"))
	}
	return out.Flush()
}

func personWords(p decidedPerson) string {
	switch {
	case p.Person == 0:
		return p.Label + "（找不到人 · nobody can be reached）"
	case !p.OnDuty:
		return p.Label + "（不在岗 · off duty）"
	}
	return p.Label
}

// levelWords says who answers instead.
var levelWords = map[route.Level]string{
	0:                 "没有人 · nobody",
	route.LevelLeader: "所长 · leader",
	route.LevelCounty: "分局 · county",
	route.LevelCity:   "市级 · city",
}

// faults says what is wrong with a row of the roster.
var faults = map[route.Fault]string{
	route.FaultNoCity:      "没有市局，或不止一个 · no city, or more than one",
	route.FaultNoCode:      "没有代码或编号 · no code or id",
	route.FaultTwice:       "有两个 · there twice",
	route.FaultKind:        "单位种类不对 · no such kind of unit",
	route.FaultParent:      "上级单位不对 · the wrong parent",
	route.FaultUnit:        "没有这个单位 · no such unit",
	route.FaultRole:        "角色和单位不配 · the role does not fit the unit",
	route.FaultArea:        "不是区划代码 · no area code",
	route.FaultOverlap:     "两个单位管同一处，先写的算 · two units cover the same area, the first keeps it",
	route.FaultOutside:     "管的社区不归本所 · a community that the station does not cover",
	route.FaultUncovered:   "没有派出所管 · no station covers it",
	route.FaultNobody:      "没有人 · nobody works there",
	route.FaultNoCategory:  "没有类别表 · no list of categories",
	route.FaultUnknownDesk: "专业队没有写名称 · a desk without a name",
	route.FaultNoOfficer:   "重点项目的民警不在花名册里 · the project's officer is not in the roster",
	route.FaultDuty:        "排班看不懂 · the duty pattern cannot be read",
}

func faultWords(p route.Problem, org *route.Org) string {
	text := faults[p.Fault]
	for _, at := range []string{p.Unit, p.Area} {
		if at != "" {
			text += " " + at
		}
	}
	if who, known := org.Person(p.Person); known {
		text += " " + who.Label
	} else if p.Person != 0 {
		text += fmt.Sprintf(" #%d", p.Person)
	}
	return text
}
