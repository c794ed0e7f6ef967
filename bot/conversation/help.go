package conversation

import "secondbrother/storage/payload"

// help answers for the question that is being asked, else in general.
func (s *step) help() {
	at := s.p.top()
	if at != "" {
		text := paragraphs(s.t(screens[at].help), s.t("help.way_out"))
		s.show(text)
		return
	}
	switch {
	case !s.mayFile():
		s.uninvited()
	case s.p.Role == "coordinator":
		s.rest(s.t("help.coordinator"))
	case s.p.Role.Staff():
		s.rest(s.t("help.staff"))
	default:
		s.rest(s.t("help.volunteer"))
	}
}

func (s *step) privacy() { s.say(s.t("privacy.text", "days", int(s.r.Keep.Hours()/24))) }

func (s *step) chooseLanguage() {
	s.say(s.t("language.ask"), row(
		Button{Text: "简体中文", Data: familyLanguage + ".zh-CN"},
		Button{Text: "English", Data: familyLanguage + ".en"},
	))
}

func (s *step) choseLanguage(language string) bool {
	if language != "zh-CN" && language != "en" {
		return false
	}
	s.p.Language, s.language = language, language
	s.reply(Reply{Text: s.t("language.chosen"), Edit: s.in.MessageID})
	if s.p.top() != "" {
		s.show()
	}
	return true
}

// forget asks before everything kept for the chat is erased.
func (s *step) forget() {
	if s.held() {
		return
	}
	s.p.Errand = &Errand{Trail: []Screen{screenForget}}
	s.show()
}

func askForget(s *step) question {
	text := s.t("forget.ask")
	if s.p.Barred {
		text = paragraphs(text, s.t("forget.barred"))
	}
	return question{text: text, rows: [][]Button{row(s.option("forget.yes", "yes"))}}
}

// pressForget erases the person: what is left is the language, so that the
// next answer is understood, and the keys of what was handled, so that nothing
// happens twice.
func pressForget(s *step, b pressedButton) bool {
	if b.action != "yes" {
		return false
	}
	var handles []string
	if s.p.Handle != "" {
		handles = append(handles, s.p.Handle)
	}
	for _, r := range s.p.Receipts {
		if r.Handle != s.p.Handle {
			handles = append(handles, r.Handle)
		}
	}
	s.leaveMediations()
	if s.p.Role.Staff() {
		s.act(payload.Action{Verb: payload.VerbUnreachable}) // cards must go to somebody else
	}
	s.dropDraft()
	s.dropHeld()
	s.dropShelf()
	s.close(s.t("forget.done"))
	s.effects = append(s.effects, Effect{Forget: handles}, Effect{Wipe: true})
	s.p = Person{Schema: Schema, Language: s.p.Language, Client: s.p.Client, Handled: s.p.Handled, Revision: s.p.Revision + 1, Keyboard: s.p.Keyboard,
		Barred: s.p.Barred} // or /forget would lift it
	return true
}
