package conversation

import (
	"time"
	"unicode/utf8"

	"secondbrother/storage/payload"
)

func askAdd(s *step) question {
	e := s.p.Errand
	if e.Sent == 0 {
		return question{text: s.t("add.ask", "case", e.Case.String())}
	}
	return question{text: s.t("add.more", "n", e.Sent), rows: [][]Button{row(s.option("add.done", "done"))}}
}

func pressAdd(s *step, b pressedButton) bool {
	if b.action != "done" || s.p.Errand.Sent == 0 {
		return false
	}
	s.finish(s.t("add.finished", "case", s.p.Errand.Case.String()))
	return true
}

func tellAdd(s *step, text string) {
	if !s.tooLong(text) {
		s.addition(text, nil)
	}
}

func showAdd(s *step) {
	if utf8.RuneCountInString(s.in.Text) > wordsLimit {
		s.tooLong(s.in.Text)
		return
	}
	s.addition(s.in.Text, s.in.Media)
}

// addsTooMuch refuses more additions than somebody can mean within an hour:
// each of them rings at an officer's.
func (s *step) addsTooMuch() bool {
	t := &s.p.Added
	if s.in.At.Sub(t.Since) >= time.Hour || s.in.At.Before(t.Since) {
		*t = Tally{Since: s.in.At}
	}
	if s.r.Adds > 0 && t.N >= s.r.Adds {
		return true
	}
	t.N++
	return false
}

func (s *step) addition(text string, media []payload.Media) {
	e := s.p.Errand
	if s.addsTooMuch() {
		s.show(s.t("limit.adds", "n", s.r.Adds))
		return
	}
	s.act(payload.Action{Verb: payload.VerbAdd, Actor: e.Handle, Case: e.Case, Text: text, Media: media})
	s.follow(Follow{Verb: payload.VerbAdd, Case: e.Case, Handle: e.Handle})
	e.Sent++
	s.show()
}
