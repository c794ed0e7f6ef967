package conversation

import (
	"slices"

	"secondbrother/storage/payload"
)

// questioned relays an officer's question. It waits among the pending ones
// until it is answered, each under its own case.
func (s *step) questioned(d *payload.Delivery) {
	p := &s.p
	if i := slices.IndexFunc(p.Pending, func(q Pending) bool { return q.Case == d.Case }); i >= 0 {
		p.Pending[i] = Pending{ID: d.ID, Case: d.Case, Text: brief(d.Text, 200)}
	} else {
		p.Pending = append(p.Pending, Pending{ID: d.ID, Case: d.Case, Text: brief(d.Text, 200)})
	}
	if n := len(p.Pending) - pendingKept; n > 0 {
		p.Pending = slices.Delete(p.Pending, 0, n)
	}
	var rows [][]Button
	if _, ok := p.ownReceipt(d.Case); ok {
		rows = append(rows, row(s.lasting("button.answer", familyOwn, "answer", string(d.Case))))
	}
	s.say(s.t("question.text", "case", d.Case.String(), "text", brief(d.Text, wordsLimit)), rows...)
}

func (s *step) dropPending(r payload.Receipt) {
	s.p.Pending = slices.DeleteFunc(s.p.Pending, func(q Pending) bool { return q.Case == r })
}

// over forgets what waits for words about a case that takes none any more:
// what the reporter says next is about something else.
func (s *step) over(r payload.Receipt) {
	s.dropPending(r)
	e := s.p.Errand
	if e == nil || e.Case != r {
		return
	}
	switch e.Trail[0] {
	case screenAnswer, screenAdd, screenContact, screenWithdraw:
		s.p.Errand = nil
		s.p.Revision++
	}
}

// answerPressed begins an answer, or sends what was said already and waited
// for this decision.
func (s *step) answerPressed(e Errand) {
	e.Verb, e.Trail = payload.VerbAnswer, []Screen{screenAnswer}
	if now := s.p.Errand; now != nil && now.Trail[0] == screenBelongs && now.Held != nil {
		held := *now.Held
		s.p.Errand = &e
		s.answer(held.Text, held.Media)
		return
	}
	s.run(e)
}

func askAnswer(s *step) question {
	e := s.p.Errand
	text := s.t("answer.ask", "case", e.Case.String())
	if i := slices.IndexFunc(s.p.Pending, func(q Pending) bool { return q.Case == e.Case }); i >= 0 {
		text = s.t("answer.to", "case", e.Case.String(), "text", s.p.Pending[i].Text)
	}
	return question{text: text}
}

func tellAnswer(s *step, text string) {
	if !s.tooLong(text) {
		s.answer(text, nil)
	}
}

func showAnswer(s *step) {
	if !s.tooLong(s.in.Text) {
		s.answer(s.in.Text, s.in.Media)
	}
}

func (s *step) answer(text string, media []payload.Media) {
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbAnswer, Actor: e.Handle, Case: e.Case, Text: text, Media: media})
	s.follow(Follow{Verb: payload.VerbAnswer, Case: e.Case, Handle: e.Handle})
	s.dropPending(e.Case)
	s.finish(s.t("answer.sent", "case", e.Case.String()))
}

// belongs asks what a message belongs to while officers wait for answers:
// nothing is sent to one of them by guess.
func (s *step) belongs(h Held) {
	if j := s.judge(h.Text, ""); j.Urgency == payload.Emergency {
		s.callFirst(j.Hotline)
	}
	s.p.Errand = &Errand{Trail: []Screen{screenBelongs}, Held: &h}
	s.show()
}

func askBelongs(s *step) question {
	var buttons []Button
	for _, q := range s.p.Pending {
		buttons = append(buttons, s.choice(s.plain("belongs.answer", "text", brief(q.Text, 20), "case", q.Case.String()), "answer."+string(q.Case)))
	}
	buttons = append(buttons, s.option("belongs.new", "new"))
	return question{text: s.t("belongs.ask", "text", brief(s.p.Errand.Held.Text, 200)), rows: grid(buttons, 1)}
}

func pressBelongs(s *step, b pressedButton) bool {
	held := s.p.Errand.Held
	if held == nil {
		return false
	}
	switch b.action {
	case "answer":
		receipt, ok := b.receipt(0)
		own, mine := s.p.ownReceipt(receipt)
		if !ok || !mine {
			return false
		}
		if len([]rune(held.Text)) > wordsLimit {
			held.Text = ""
			s.p.Errand = &Errand{Trail: []Screen{screenAnswer}, Verb: payload.VerbAnswer, Case: receipt, Handle: own.Handle}
			s.show(s.t("errand.too_long", "n", wordsLimit))
			return true
		}
		s.p.Errand = &Errand{Trail: []Screen{screenAnswer}, Verb: payload.VerbAnswer, Case: receipt, Handle: own.Handle}
		s.answer(held.Text, held.Media)
	case "new":
		s.p.Errand = nil
		s.tell(*held)
	default:
		return false
	}
	return true
}

// holdMore puts what is said while the decision waits after what was said before.
func holdMore(s *step, text string) {
	h := s.p.Errand.Held
	if h == nil {
		h = &Held{}
		s.p.Errand.Held = h
	}
	if room := s.r.MaxText - len([]rune(h.Text)); len([]rune(text)) < room {
		h.Text = joined("\n", h.Text, text)
		s.show(s.t("belongs.more"))
		return
	}
	s.show(s.t("what.full", "n", s.r.MaxText))
}

// more keeps further files, up to a limit.
func (h *Held) more(media []payload.Media, limit int) {
	if room := limit - len(h.Media); room > 0 {
		h.Media = append(h.Media, media[:min(room, len(media))]...)
	}
}

func holdMedia(s *step) {
	h := s.p.Errand.Held
	if h == nil {
		h = &Held{}
		s.p.Errand.Held = h
	}
	h.more(s.in.Media, s.r.MaxMedia)
	if s.in.Text != "" {
		holdMore(s, s.in.Text)
		return
	}
	s.show(s.t("belongs.more"))
}
