package conversation

import "secondbrother/storage/payload"

// askWords asks for the text of a question to the reporter or of a note.
func askWords(s *step) question {
	e := s.p.Errand
	key := "words.note"
	if e.Verb == payload.VerbAsk {
		key = "words.ask"
	}
	return question{text: s.t(key, "case", e.Case.String())}
}

func tellWords(s *step, text string) {
	if !s.tooLong(text) {
		s.words(text, nil)
	}
}

func showWords(s *step) {
	if s.p.Errand.Verb == payload.VerbAsk {
		s.show(s.t("words.no_files"))
		return
	}
	if !s.tooLong(s.in.Text) {
		s.words(s.in.Text, s.in.Media)
	}
}

func (s *step) words(text string, media []payload.Media) {
	e := s.p.Errand
	s.act(payload.Action{Verb: e.Verb, Case: e.Case, Version: e.Version, Text: text, Media: media})
	if e.Verb == payload.VerbNote {
		s.follow(Follow{Verb: e.Verb, Case: e.Case, Handle: s.p.Handle, Version: e.Version})
		s.finish(s.t("words.noted", "case", e.Case.String()))
		return
	}
	s.finish(s.t("words.asked", "case", e.Case.String()))
}
