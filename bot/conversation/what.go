package conversation

import "time"

func askWhat(s *step) question {
	d := s.p.Draft
	key := "what.ask"
	switch {
	case len(d.Notes) > 0 && len(d.Media) > 0:
		key = "what.both"
	case len(d.Notes) > 0:
		key = "what.more"
	case len(d.Media) > 0:
		key = "what.media"
	}
	q := question{text: s.t(key, "media", len(d.Media), "text", brief(d.text(), 600), "limit", s.r.MaxText)}
	if key != "what.ask" {
		q.rows = append(q.rows, row(s.option("what.done", "done"), s.option("what.rewrite", "rewrite")))
	}
	if button, ok := s.recordButton(); ok {
		q.rows = append(q.rows, row(button))
	}
	return q
}

func pressWhat(s *step, b pressedButton) bool {
	d := s.p.Draft
	told := len(d.Notes) > 0 || len(d.Media) > 0
	switch {
	case b.action == "done" && told:
		d.mark(screenWhat)
		s.proceed()
	case b.action == "rewrite" && told:
		s.discard(d.Media)
		d.Notes, d.Media, d.Voice, d.Accuses = nil, nil, false, false
		d.unmark(screenWhat)
		s.show(s.t("what.cleared"))
	case b.action == "record":
		return s.record()
	default:
		return false
	}
	return true
}

func tellWhat(s *step, text string) {
	if !s.note(text) || s.toldNow(text) {
		return
	}
	s.p.Draft.mark(screenWhat)
	s.proceed()
}

// showWhat takes a photo, a voice note or a file; a caption tells what happened.
func showWhat(s *step) {
	notice := s.attach()
	if s.in.Text != "" {
		if !s.note(s.in.Text) {
			return
		}
		s.p.Draft.mark(screenWhat)
		s.proceed(notice)
		return
	}
	s.show(notice)
}

// askLong says that a text is too long and loses nothing of it by itself.
func askLong(s *step) question {
	return question{
		text: s.t("long.ask", "limit", s.r.MaxText, "room", len([]rune(s.p.Draft.Long))),
		rows: grid([]Button{s.option("long.keep", "keep"), s.option("long.shorten", "shorten")}, 1),
	}
}

func pressLong(s *step, b pressedButton) bool {
	d := s.p.Draft
	switch b.action {
	case "keep":
		text := d.Long
		s.leaveLong()
		if !s.note(text) {
			return true
		}
		d.mark(screenWhat)
		s.proceed()
	case "shorten":
		s.leaveLong()
		if s.p.top() != screenWhat {
			s.p.push(screenWhat)
		}
		s.show(s.t("long.shortened"))
	default:
		return false
	}
	return true
}

// splitWithin is how soon the parts follow each other that a client cuts a
// text into which is longer than one message. Telegram's times are in seconds.
const splitWithin = 2 * time.Second

// tellLong takes the shortened text in place of the long one. What comes within
// the same moment is not shortened: it is the long one's further parts, which
// fit no more than the first did.
func tellLong(s *step, text string) {
	if s.in.At.Sub(s.p.Draft.LongAt) < splitWithin {
		s.show()
		return
	}
	s.leaveLong()
	tellWhat(s, text)
}

func (s *step) leaveLong() {
	d := s.p.Draft
	d.Long, d.LongAt = "", time.Time{}
	d.Trail = d.Trail[:len(d.Trail)-1]
	if len(d.Trail) == 0 {
		d.Trail = append(d.Trail, screenWhat)
	}
}
