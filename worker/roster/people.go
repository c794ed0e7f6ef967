package roster

import (
	"errors"
	"io"
	"slices"
	"strings"

	"secondbrother/worker/hours"
)

// places says at which kinds of unit each role works.
var places = map[string][]string{
	"officer": {"station"}, "leader": {"station"}, "county": {"county"}, "desk": {"desk"},
	"coordinator": {"county", "city"}, "volunteer": {""},
}

// ReadPeople reads officers.csv. kindOf gives a unit's kind, empty for none;
// known says whether an area code is official. The error is Problems.
func ReadPeople(r io.Reader, kindOf func(unit string) string, known func(area string) bool) ([]Person, error) {
	var problems Problems
	var people []Person
	badges, tokens := make(map[[2]string]int), make(map[string]int)
	for _, row := range readTable(r, []string{"role", "unit", "name", "badge"}, []string{"token", "areas", "duty"}, &problems) {
		p := Person{
			Line: row.line, Token: row.get("token"), Role: strings.ToLower(row.get("role")), Unit: row.get("unit"),
			Name: row.get("name"), Badge: row.get("badge"), Areas: row.list("areas"), Duty: strings.ToLower(row.get("duty")),
		}
		checkPerson(p, kindOf, known, &problems)
		key := [2]string{p.Unit, p.Badge}
		if first, twice := badges[key]; twice && p.Badge != "" {
			problems.add(p.Line, "编号 %s 与第 %d 行重复", "the badge %s stands in line %d already", p.Badge, first)
		}
		badges[key] = p.Line
		if first, twice := tokens[p.Token]; twice && p.Token != "" {
			problems.add(p.Line, "邀请码与第 %d 行重复", "the token stands in line %d already", first)
		}
		tokens[p.Token] = p.Line
		people = append(people, p)
	}
	if len(people) == 0 && len(problems) == 0 {
		problems.add(1, "表里没有人", "the file has no people")
	}
	return people, problems.orNil()
}

func checkPerson(p Person, kindOf func(string) string, known func(string) bool, problems *Problems) {
	kinds, ok := places[p.Role]
	if !ok {
		problems.add(p.Line, "角色 %q 不对，应为 officer、leader、county、desk、coordinator 或 volunteer",
			"the role %q is none of officer, leader, county, desk, coordinator, volunteer", p.Role)
		return
	}
	switch kind := kindOf(p.Unit); {
	case p.Role == "volunteer":
		if p.Unit != "" || len(p.Areas) != 1 {
			problems.add(p.Line, "志愿者的邀请不写单位，areas 写一个区划代码", "an invitation for volunteers has no unit, and one area")
		}
	case kind == "":
		problems.add(p.Line, "没有单位 %q，请先导入 stations", "no such unit %q; import stations first", p.Unit)
	case !slices.Contains(kinds, kind):
		problems.add(p.Line, "%s 不能在 %s（%s）", "a %s cannot work at %s, a %s", p.Role, p.Unit, kind)
	}
	if p.Name == "" {
		problems.add(p.Line, "没有写姓名或称呼", "the name is missing")
	}
	if p.Badge == "" {
		problems.add(p.Line, "没有写编号（badge）：靠它认出是同一个人", "the badge is missing: by it the same person is recognised")
	}
	var syntax *hours.SyntaxError
	if _, err := hours.Parse(p.Duty); errors.As(err, &syntax) {
		problems.add(p.Line, "duty：%[1]s", "duty: %[2]s", syntax.ZH, syntax.EN)
	}
	if p.Token != "" && !validToken(p.Token) {
		problems.add(p.Line, "邀请码只能用 8 到 64 个字母、数字、_ 或 -", "a token is 8 to 64 letters, digits, _ or -")
	}
	for _, area := range p.Areas {
		if !known(area) {
			problems.add(p.Line, "没有区划代码 %q", "no such area code %q", area)
		}
	}
}

// validToken holds what a start link may carry:
// https://core.telegram.org/bots/features#deep-linking
func validToken(token string) bool {
	if len(token) < 8 || len(token) > 64 {
		return false
	}
	return !strings.ContainsFunc(token, func(c rune) bool {
		return (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '_' && c != '-'
	})
}
