package conversation

import "secondbrother/bot/locale"

// Times that a button tells; anything else is in the person's own words.
var happened = []string{"now", "today", "earlier"}

func askWhen(s *step) question {
	var buttons []Button
	for _, h := range happened {
		buttons = append(buttons, s.option("when."+h, "when."+h))
	}
	return question{text: s.t("when.ask"), rows: [][]Button{buttons}}
}

func pressWhen(s *step, b pressedButton) bool {
	for _, h := range happened {
		if b.action == "when" && b.arg(0) == h {
			s.p.Draft.Happened, s.p.Draft.HappenedFrom = h, 0
			s.p.Draft.mark(screenWhen)
			s.proceed()
			return true
		}
	}
	return false
}

func tellWhen(s *step, text string) {
	if len([]rune(text)) > 100 {
		s.show(s.t("when.too_long"))
		return
	}
	s.p.Draft.Happened, s.p.Draft.HappenedFrom = text, s.in.MessageID
	s.p.Draft.mark(screenWhen)
	s.proceed()
}

func skipWhen(s *step) {
	s.p.Draft.Happened = ""
	s.p.Draft.mark(screenWhen)
	s.proceed()
}

// happenedText is the time in words, in a language.
func (s *step) happenedText(language, h string) string {
	for _, known := range happened {
		if h == known {
			return s.r.Texts.Plain(language, "when."+h)
		}
	}
	return h
}

// happenedForOfficers is the time as it travels: in Chinese.
func (s *step) happenedForOfficers(h string) string { return s.happenedText(locale.Chinese, h) }
