package conversation

import (
	"strconv"
	"strings"

	"secondbrother/storage/payload"
)

// invite makes a link with which volunteers of an area join.
func (s *step) invite(string) {
	s.run(Errand{Verb: payload.VerbInvite, Trail: []Screen{screenInvite}, Areas: s.scopeAreas()})
}

// scopeAreas are the parts of the coordinator's own scope, the whole first.
func (s *step) scopeAreas() []Area {
	var areas []Area
	if own, ok := s.r.area(s.p.Area); ok {
		areas = append(areas, own)
	}
	areas = append(areas, s.r.within(s.p.Area)...)
	return areas[:min(len(areas), 40)]
}

// parts are the areas within another, as many as a keyboard takes with room
// for the rest; what is not among them can be typed.
func (s *step) parts(code string) []Area {
	areas := s.r.within(code)
	return areas[:min(len(areas), 90)]
}

func (s *step) areaButtons(areas []Area) [][]Button {
	var buttons []Button
	for i, a := range areas {
		buttons = append(buttons, s.choice(a.Name, "area."+strconv.Itoa(i)))
	}
	return grid(buttons, 2)
}

func askInvite(s *step) question {
	return question{text: s.t("invite.area"), rows: s.areaButtons(s.p.Errand.Areas)}
}

func pressInvite(s *step, b pressedButton) bool {
	e := s.p.Errand
	i, ok := b.number(0)
	if b.action != "area" || !ok || i >= len(e.Areas) {
		return false
	}
	e.Area = e.Areas[i]
	s.p.push(screenUses)
	s.show()
	return true
}

// tellInvite reads an area that was typed; the worker checks the scope.
func tellInvite(s *step, text string) {
	if a, ok := s.typedArea(text); ok {
		s.p.Errand.Area = a
		s.p.push(screenUses)
		s.show()
	}
}

// typedArea finds one area, or offers several, or asks again.
func (s *step) typedArea(text string) (Area, bool) {
	found := s.r.find(first(text, placeLimit), s.p.Area)
	switch {
	case found.Area.Code != "":
		return found.Area, true
	case len(found.Candidates) > 0:
		s.p.Errand.Areas = found.Candidates[:min(len(found.Candidates), 40)]
		s.show(s.t("area.which"))
	default:
		s.show(s.t("area.unknown"))
	}
	return Area{}, false
}

func askUses(s *step) question {
	var buttons []Button
	for _, n := range []int{1, 10, 50, 200} {
		buttons = append(buttons, s.choice(s.plain("invite.times", "n", n), "uses."+strconv.Itoa(n)))
	}
	return question{text: s.t("invite.uses", "area", s.p.Errand.Area.Name), rows: grid(buttons, 2)}
}

const usesLimit = 1000

func pressUses(s *step, b pressedButton) bool {
	n, ok := b.number(0)
	if b.action != "uses" || !ok || n < 1 || n > usesLimit {
		return false
	}
	s.p.Errand.Uses = n
	s.p.push(screenHours)
	s.show()
	return true
}

func tellUses(s *step, text string) {
	n, ok := readNumber(text)
	if !ok || n < 1 || n > usesLimit {
		s.show(s.t("invite.uses_again", "n", usesLimit))
		return
	}
	s.p.Errand.Uses = int(n)
	s.p.push(screenHours)
	s.show()
}

var inviteDays = []int{1, 7, 30}

func askHours(s *step) question {
	var buttons []Button
	for _, n := range inviteDays {
		buttons = append(buttons, s.choice(s.plain("invite.days", "n", n), "days."+strconv.Itoa(n)))
	}
	return question{text: s.t("invite.expiry"), rows: [][]Button{buttons}}
}

func pressHours(s *step, b pressedButton) bool {
	n, ok := b.number(0)
	if b.action != "days" || !ok || n < 1 || n > 365 {
		return false
	}
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbInvite, Area: e.Area.Code, Uses: e.Uses, Hours: 24 * n})
	s.finish(s.t("invite.making"))
	return true
}

// invited shows the link. It works for whoever has it, so the words around it
// can be forwarded as they are.
func (s *step) invited(i *payload.InviteLink) {
	link := "https://t.me/" + s.r.Bot + "?start=" + i.Token
	text := s.t("invite.link", "area", i.Area, "n", i.Uses, "time", s.clock(i.Expires), "link", link)
	if i.For != "" {
		text = s.t("invite.staff_link", "label", i.For, "unit", i.Area, "time", s.clock(i.Expires), "link", link)
	}
	revoke := s.lasting("invite.revoke", familyInvite, "revoke", i.Token)
	if len(revoke.Data) > dataLimit || strings.Contains(i.Token, ".") {
		s.say(text)
		return
	}
	s.say(text, row(revoke))
}

// pressedInvitation has a link work no more.
func (s *step) pressedInvitation(b pressedButton) bool {
	if b.action != "revoke" || b.arg(0) == "" || len(b.args) != 1 || s.p.Role != payload.RoleCoordinator {
		return false
	}
	s.act(payload.Action{Verb: payload.VerbRevoke, Token: b.arg(0)})
	s.toast = s.plain("toast.received")
	s.reply(Reply{Strip: s.in.MessageID})
	return true
}

// Sorting what the machine would not decide: kind, category, place.

func askSortKind(s *step) question {
	q := askKind(s)
	q.text = s.t("sort.kind", "case", s.p.Errand.Case.String())
	return q
}

func pressSortKind(s *step, b pressedButton) bool {
	kind := payload.Kind(b.action)
	if !kind.Valid() {
		return false
	}
	s.p.Errand.Kind = kind
	s.p.push(screenSort)
	s.show()
	return true
}

func askSort(s *step) question {
	var buttons []Button
	for _, c := range s.r.ofKind(s.p.Errand.Kind) {
		buttons = append(buttons, s.choice(s.categoryName(c.Code), "category."+c.Code))
	}
	return question{text: s.t("sort.category"), rows: grid(buttons, 2)}
}

func pressSort(s *step, b pressedButton) bool {
	e := s.p.Errand
	c, ok := s.r.category(b.code(0))
	if b.action != "category" || !ok || c.Kind != e.Kind {
		return false
	}
	e.Category = c.Code
	if e.Verb == payload.VerbCorrect {
		s.correct(payload.Action{Category: c.Code}, s.categoryName(c.Code))
		return true
	}
	s.sortPlace()
	return true
}

func skipSort(s *step) {
	if s.p.Errand.Verb == payload.VerbCorrect {
		s.back()
		return
	}
	s.p.Errand.Category = ""
	s.sortPlace()
}

func (s *step) sortPlace() {
	e := s.p.Errand
	e.Area, e.Areas = Area{}, s.parts(s.p.Area)
	if len(e.Areas) == 0 {
		e.Areas = s.parts("")
	}
	s.p.push(screenSortPlace)
	s.show()
}

// askSortPlace goes down from county to township to village; any level that a
// station can be found for may stand.
func askSortPlace(s *step) question {
	e := s.p.Errand
	if e.Area.Code == "" {
		return question{text: s.t("sort.place"), rows: s.areaButtons(e.Areas)}
	}
	rows := [][]Button{row(s.option("sort.here", "here"))}
	return question{text: s.t("sort.deeper", "area", e.Area.Name), rows: append(rows, s.areaButtons(e.Areas)...)}
}

func pressSortPlace(s *step, b pressedButton) bool {
	e := s.p.Errand
	if b.action == "here" && e.Area.Code != "" {
		s.sort()
		return true
	}
	i, ok := b.number(0)
	if b.action != "area" || !ok || i >= len(e.Areas) {
		return false
	}
	s.sortArea(e.Areas[i])
	return true
}

func (s *step) sortArea(a Area) {
	e := s.p.Errand
	e.Area, e.Areas = a, s.parts(a.Code)
	if len(e.Areas) == 0 {
		s.sort()
		return
	}
	s.show()
}

func tellSortPlace(s *step, text string) {
	if a, ok := s.typedArea(text); ok {
		s.sortArea(a)
	}
}

func skipSortPlace(s *step) {
	if s.p.Errand.Verb == payload.VerbCorrect {
		s.back()
		return
	}
	s.p.Errand.Area = Area{}
	s.sort()
}

func (s *step) sort() {
	e := s.p.Errand
	if e.Verb == payload.VerbCorrect {
		s.correct(payload.Action{Area: e.Area.Code}, e.Area.Name)
		return
	}
	if e.Category == "" && e.Area.Code == "" {
		s.show(s.t("sort.nothing"))
		return
	}
	s.act(payload.Action{Verb: payload.VerbSort, Case: e.Case, Version: e.Version, Category: e.Category, Area: e.Area.Code})
	s.finish(joined("\n", s.t("sort.sent", "case", e.Case.String()), strings.TrimSpace(s.sortedWords(e))))
}

func (s *step) sortedWords(e *Errand) string {
	var category string
	if e.Category != "" {
		category = s.categoryName(e.Category)
	}
	return s.t("sort.words", "words", joined(" · ", category, e.Area.Name))
}
