package conversation

import (
	"regexp"
	"time"

	"secondbrother/storage/payload"
)

// Views of a month's counts.
const (
	viewTotal = "total"
	viewRows  = "rows"
	viewTypes = "types"
	viewOpen  = "open"  // the totals, each to be opened
	viewKinds = "kinds" // the dispute types, each to be opened
	viewFile  = "file"
	viewShare = "public" // the file without small cells, which may leave the office
	viewPage  = "page"
)

var monthForm = regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`)

// monthly asks for the counts of a month; without one, of the last full month.
func (s *step) monthly(text string) {
	month := text
	if month == "" {
		month = s.monthBefore(s.in.At)
	}
	if !monthForm.MatchString(month) {
		s.say(s.t("monthly.unreadable", "month", s.monthBefore(s.in.At)))
		return
	}
	if month > s.in.At.In(s.zone()).Format("2006-01") {
		s.say(s.t("monthly.future", "month", month))
		return
	}
	s.ask(payload.Question{Query: payload.QueryMonthly, Month: month, Scope: viewTotal})
	s.wait("monthly", true)
}

// monthBefore is the month before the one that t lies in, Asia/Shanghai.
func (s *step) monthBefore(t time.Time) string {
	t = t.In(s.zone())
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, s.zone()).AddDate(0, -1, 0).Format("2006-01")
}

// monthsFrom gives the month n months away from a month such as 2026-10.
func monthsFrom(month string, n int) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return t.AddDate(0, n, 0).Format("2006-01")
}

// pressedMonth: q.month.<month>.<view>[.<area>]
func (s *step) pressedMonth(b pressedButton) bool {
	month, view, area := b.arg(0), b.arg(1), b.arg(2)
	switch view {
	case viewPage:
		s.ask(payload.Question{Query: payload.QueryPage})
		s.toast = s.plain("toast.received")
		return true
	case viewTotal, viewRows, viewTypes, viewOpen, viewKinds, viewFile, viewShare:
	default:
		return false
	}
	if !monthForm.MatchString(month) || len(area) > 20 {
		return false
	}
	s.ask(payload.Question{Query: payload.QueryMonthly, Month: month, Area: area, Scope: view})
	s.wait("monthly", false)
	return true
}

// counted shows a month's counts, or sends them as a file.
func (s *step) counted(q payload.Question, m *payload.MonthlyReply) {
	if q.Scope == viewFile || q.Scope == viewShare {
		if len(m.File) == 0 {
			s.say(s.t("monthly.no_file"))
			return
		}
		s.reply(Reply{Text: s.t("monthly."+q.Scope, "area", m.Area, "month", m.Month), File: &File{Name: m.Name, Data: m.File}})
		return
	}
	var table string
	switch q.Scope {
	case viewRows:
		table = s.rowsTable(m)
	case viewTypes, viewKinds:
		table = s.typesTable(m)
	default:
		table = s.totalTable(m)
	}
	note := "monthly.note"
	switch q.Scope {
	case viewOpen, viewKinds:
		note = "monthly.note_open"
	case viewTypes:
		note = "monthly.note_types"
	}
	text := s.t("monthly.head", "area", m.Area, "month", m.Month) + "\n<pre>" + table + "</pre>" + "\n" + s.t(note)
	s.reply(Reply{Text: text, Buttons: s.monthButtons(q, m), Track: "monthly"})
}

func (s *step) monthButtons(q payload.Question, m *payload.MonthlyReply) [][]Button {
	to := func(key, month, view, area string) Button {
		parts := []string{familyQuery, "month", month, view}
		if area != "" {
			parts = append(parts, area)
		}
		return s.lasting(key, parts...)
	}
	switch q.Scope {
	case viewOpen:
		return append(s.numberButtons(q, m), row(to("monthly.back", m.Month, viewTotal, q.Area)))
	case viewKinds:
		return append(s.typeButtons(q, m), row(to("monthly.back", m.Month, viewTypes, q.Area)))
	}
	turn := row(to("monthly.before", monthsFrom(m.Month, -1), q.Scope, q.Area))
	if now := s.in.At.In(s.zone()).Format("2006-01"); m.Month < now {
		turn = append(turn, to("monthly.now", now, q.Scope, q.Area))
	}
	views := row()
	for _, v := range []string{viewTotal, viewRows, viewTypes} {
		if v != q.Scope {
			views = append(views, to("monthly.view_"+v, m.Month, v, q.Area))
		}
	}
	open := to("monthly.view_open", m.Month, viewOpen, q.Area)
	if q.Scope == viewTypes {
		open = to("monthly.view_open", m.Month, viewKinds, q.Area)
	}
	files := row(to("monthly.view_file", m.Month, viewFile, q.Area))
	if m.Public {
		files = append(files, to("monthly.view_public", m.Month, viewShare, q.Area))
	}
	rows := [][]Button{turn, views, row(open), append(files, to("monthly.view_page", m.Month, viewPage, ""))}
	if q.Scope == viewRows {
		var areas []Button
		for _, r := range m.Rows {
			if len(r.Code) > 0 && len(r.Code) <= 20 && r.Code != q.Area && r.Name != "" {
				areas = append(areas, Button{Text: brief(r.Name, 12), Data: familyQuery + ".month." + m.Month + "." + viewRows + "." + r.Code})
			}
		}
		if q.Area == "" {
			rows = append(rows, grid(areas[:min(len(areas), 12)], 3)...)
		} else {
			rows = append(rows, row(to("monthly.whole", m.Month, viewRows, "")))
		}
	}
	return rows
}
