package conversation

import (
	"slices"
	"strconv"
	"strings"

	"secondbrother/storage/payload"
)

// duty goes on or off duty, or asks which.
func (s *step) duty(text string) {
	switch strings.ToLower(text) {
	case "on", "上班", "上岗":
		s.setDuty(true)
	case "off", "下班", "下岗":
		s.setDuty(false)
	default:
		key := "duty.is_off"
		if s.p.OnDuty {
			key = "duty.is_on"
		}
		s.say(s.t(key), row(s.lasting("duty.on", familyDuty, "on"), s.lasting("duty.off", familyDuty, "off")))
	}
}

func (s *step) setDuty(on bool) {
	s.act(payload.Action{Verb: payload.VerbDuty, On: on})
	if s.in.Type == InputButton {
		s.toast = s.plain("toast.received")
		s.reply(Reply{Strip: s.in.MessageID})
		return
	}
	s.say(s.t("duty.setting"))
}

func (s *step) pressedDuty(action string) bool {
	if !s.p.Role.Staff() || action != "on" && action != "off" {
		return false
	}
	s.setDuty(action == "on")
	return true
}

var scopes = []string{"mine", "station", "overdue"}

// cases asks for open cases; fresh when the list gets a message of its own
// instead of taking the place of the one before.
func (s *step) cases(scope string, page int, fresh bool) {
	s.ask(payload.Question{Query: payload.QueryCases, Scope: scope, Page: page})
	s.wait("cases", fresh)
}

func (s *step) triage(page int, fresh bool) {
	s.ask(payload.Question{Query: payload.QueryTriage, Page: page})
	s.wait("triage", fresh)
}

// wait answers at once that an answer is coming, in the message that it will
// take the place of.
func (s *step) wait(track string, fresh bool) {
	if s.in.Type == InputButton {
		s.toast = s.plain("toast.received")
	}
	if fresh {
		s.reply(Reply{Text: s.t("query.wait"), Track: track, Fresh: true})
	}
}

// pressedQuery turns a page or asks another list. A list is edited in place
// when the press came from it, which the page's arrows and the scopes do.
func (s *step) pressedQuery(b pressedButton) bool {
	if !s.p.Role.Staff() {
		return false
	}
	coordinator := s.p.Role == payload.RoleCoordinator
	switch b.action {
	case "cases":
		page, ok := b.number(1)
		if !ok || !s.mayScope(b.arg(0)) {
			return false
		}
		s.cases(b.arg(0), page, b.arg(2) == "")
	case "triage":
		page, ok := b.number(0)
		if !ok || !coordinator {
			return false
		}
		s.triage(page, b.arg(1) == "")
	case "roster":
		page, ok := b.number(0)
		if !ok || !coordinator {
			return false
		}
		s.roster("", page, b.arg(1) == "")
	case "case":
		receipt, ok := b.receipt(0)
		if !ok {
			return false
		}
		s.caseCard(receipt, "card")
	case "month":
		return coordinator && s.pressedMonth(b)
	case "behind":
		return coordinator && s.pressedBehind(b)
	default:
		return false
	}
	return true
}

// scopePeople asks who has how much in hand; it is for those above officers.
const scopePeople = "people"

func (s *step) mayScope(scope string) bool {
	if scope == scopePeople {
		return s.p.Role == payload.RoleLeader || s.p.Role == payload.RoleCounty || s.p.Role == payload.RoleCoordinator
	}
	return slices.Contains(scopes, scope)
}

// listed shows a page of cases, of triage or of one's own.
func (s *step) listed(q payload.Question, r *payload.CasesReply) {
	track, head := "cases", s.plain("cases.title_"+q.Scope)
	if q.Query == payload.QueryTriage {
		track, head = "triage", s.plain("triage.title")
	} else if !slices.Contains(scopes, q.Scope) {
		head = s.plain("cases.title_mine")
	}
	lines := []string{s.t("cases.head", "title", head, "n", r.Total)}
	var rows [][]Button
	for i, c := range r.Lines[:min(len(r.Lines), 10)] {
		n := strconv.Itoa(r.Page*payload.PageSize + i + 1)
		key := "cases.line"
		if c.Overdue {
			key = "cases.line_overdue"
		}
		owner := c.Owner
		if owner == "" {
			owner = s.plain("state." + string(c.State))
		}
		lines = append(lines, s.t(key, "n", n, "urgency", s.plain("urgency."+string(c.Urgency)), "category", s.categoryName(c.Category),
			"place", brief(c.Place, 40), "time", s.clock(c.At), "owner", owner))
		rows = append(rows, row(Button{Text: n + " · " + brief(s.categoryName(c.Category)+" · "+c.Place, 30), Data: familyQuery + ".case." + string(c.Case)}))
	}
	if len(r.Lines) == 0 {
		lines = append(lines, s.t("cases.none"))
	}
	prefix := familyQuery + ".triage"
	if track == "cases" {
		prefix = familyQuery + ".cases." + q.Scope
	}
	rows = append(rows, s.turner(r.Page, r.More, prefix)...)
	if track == "cases" {
		rows = append(rows, s.otherScopes(q.Scope))
	}
	s.reply(Reply{Text: strings.Join(lines, "\n"), Buttons: rows, Track: track, Protect: true})
}

// otherScopes leads from one list of cases to the others.
func (s *step) otherScopes(present string) []Button {
	var others []Button
	for _, scope := range append(slices.Clone(scopes), scopePeople) {
		if scope != present && s.mayScope(scope) {
			others = append(others, s.lasting("cases.scope_"+scope, familyQuery, "cases", scope, "0", "e"))
		}
	}
	return others
}

// loads shows who has how much in hand.
func (s *step) loads(r *payload.LoadsReply) {
	lines := []string{s.t("cases.head_people", "n", r.Total)}
	for _, l := range r.Lines {
		key := "cases.load"
		if l.Overdue > 0 {
			key = "cases.load_overdue"
		}
		light := "⚪️"
		if l.OnDuty {
			light = "🟢"
		}
		lines = append(lines, s.t(key, "light", light, "label", brief(l.Label, 30), "unit", brief(l.Unit, 30), "n", l.Open, "late", l.Overdue))
	}
	if len(r.Lines) == 0 {
		lines = append(lines, s.t("cases.none"))
	}
	rows := append(s.turner(r.Page, r.More, familyQuery+".cases."+scopePeople), s.otherScopes(scopePeople))
	s.reply(Reply{Text: strings.Join(lines, "\n"), Buttons: rows, Track: "cases", Protect: true})
}

// turner is a pager whose pages replace the list they are pressed on.
func (s *step) turner(page int, more bool, prefix string) [][]Button {
	rows := s.pager(page, more, prefix)
	for _, r := range rows {
		for i := range r {
			r[i].Data += ".e"
		}
	}
	return rows
}
