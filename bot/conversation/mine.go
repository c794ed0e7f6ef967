package conversation

import (
	"strconv"
	"strings"
)

const minePage = 5

// mine lists the own reports, the newest first.
func (s *step) mine(page int) {
	text, rows := s.mineText(page)
	s.say(text, rows...)
}

func (s *step) pressedMine(b pressedButton) bool {
	page, err := strconv.Atoi(b.action)
	if err != nil || page < 0 {
		return false
	}
	text, rows := s.mineText(page)
	s.reply(Reply{Text: text, Buttons: rows, Edit: s.in.MessageID})
	return true
}

func (s *step) mineText(page int) (string, [][]Button) {
	total := len(s.p.Receipts)
	if total == 0 {
		if !s.mayFile() {
			return s.t("start.uninvited"), nil
		}
		return s.t("mine.none"), s.beginButtons()
	}
	page = min(page, (total-1)/minePage)
	var rows [][]Button
	lines := []string{s.t("mine.list", "n", total)}
	for i := total - 1 - page*minePage; i >= 0 && i > total-1-(page+1)*minePage; i-- {
		o := s.p.Receipts[i]
		n := strconv.Itoa(total - i)
		kind, state := s.plain("kind.name_"+string(o.Kind)), s.plain("state."+string(o.State))
		lines = append(lines, s.t("mine.line", "n", n, "kind", kind, "time", s.clock(o.At), "state", state, "receipt", o.Receipt.String()))
		text := s.plain("mine.button", "n", n, "kind", kind, "state", state)
		rows = append(rows, row(Button{Text: text, Data: familyOwn + ".status." + string(o.Receipt)}))
	}
	rows = append(rows, s.pager(page, (page+1)*minePage < total, familyMine)...)
	return strings.Join(lines, "\n"), rows
}

// pager is the row that turns pages; prefix is what stands before the page.
func (s *step) pager(page int, more bool, prefix string) [][]Button {
	var buttons []Button
	if page > 0 {
		buttons = append(buttons, s.lasting("button.previous", prefix, strconv.Itoa(page-1)))
	}
	if more {
		buttons = append(buttons, s.lasting("button.next", prefix, strconv.Itoa(page+1)))
	}
	if len(buttons) == 0 {
		return nil
	}
	return [][]Button{buttons}
}
