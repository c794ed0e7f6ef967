package conversation

import (
	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

const contactLimit = 100 // characters

// askContact asks how the officer may reach the reporter. Giving it is the
// reporter's choice, for this one report, and cannot be taken back.
func askContact(s *step) question {
	return question{text: s.t("contact.ask", "case", s.p.Errand.Case.String()), rows: [][]Button{row(s.option("contact.phone", "phone"))}}
}

func pressContact(s *step, b pressedButton) bool {
	if b.action != "phone" {
		return false
	}
	s.p.Keyboard = true
	label := s.plain("contact.send_phone")
	s.reply(Reply{Text: s.t("contact.how_phone"), Keyboard: &Keyboard{Rows: [][]string{{label}}, Contact: label}})
	return true
}

func tellContact(s *step, text string) {
	if len([]rune(text)) > contactLimit {
		s.show(s.t("contact.too_long", "n", contactLimit))
		return
	}
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbAdd, Actor: e.Handle, Case: e.Case,
		Text: s.r.Texts.Plain(locale.Chinese, "contact.words", "text", text)})
	s.finish(s.t("contact.sent", "case", e.Case.String()))
}
