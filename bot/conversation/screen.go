package conversation

import (
	"slices"
	"strings"
)

// screen is one question: how it is put, and what may answer it. What a screen
// does not take goes to its flow, which keeps it or says why it cannot.
type screen struct {
	ask      func(*step) question
	press    func(*step, pressedButton) bool // false: no such answer
	text     func(*step, string)
	media    func(*step)
	position func(*step)
	skip     func(*step) // nil: must be answered
	help     string      // key of what /help says here
	last     bool        // nothing to go back to: it is answered or cancelled
}

// question is a screen as it is put now.
type question struct {
	text string
	rows [][]Button
}

// trail is that of the errand, else of the draft, else nil.
func (p *Person) trail() *[]Screen {
	switch {
	case p.Errand != nil:
		return &p.Errand.Trail
	case p.Draft != nil:
		return &p.Draft.Trail
	}
	return nil
}

// top is the question that waits for an answer.
func (p *Person) top() Screen {
	t := p.trail()
	if t == nil || len(*t) == 0 {
		return ""
	}
	return (*t)[len(*t)-1]
}

// trailKept bounds a trail whatever happens; no flow comes near it.
const trailKept = 32

// push goes forward to a question.
func (p *Person) push(to Screen) {
	t := p.trail()
	if t == nil || p.top() == to {
		return
	}
	if len(*t) >= trailKept {
		*t = slices.Delete(*t, 0, 1)
	}
	*t = append(*t, to)
}

// back goes to the question before, which is then to be answered again.
func (s *step) back() bool {
	t := s.p.trail()
	if t == nil || len(*t) < 2 || screens[s.p.top()].last {
		return false
	}
	*t = (*t)[:len(*t)-1]
	if s.p.Errand == nil {
		s.p.Draft.unmark(s.p.top())
	}
	s.show()
	return true
}

// show puts the present question, after what there is to say first. A press
// turns the message it came from into the question; anything else gets a new
// message, and the old one loses its buttons.
func (s *step) show(notices ...string) {
	s.p.Revision++
	at := s.p.top()
	if at == "" {
		s.rest(notices...)
		return
	}
	q := screens[at].ask(s)
	s.put(Reply{Text: paragraphs(append(notices, q.text)...), Buttons: append(q.rows, s.navigation(at)...)})
}

// refresh shows the present question as it now reads, without a new message
// and without making its buttons old.
func (s *step) refresh() {
	at := s.p.top()
	if at == "" {
		return
	}
	q := screens[at].ask(s)
	s.reply(Reply{Text: q.text, Buttons: append(q.rows, s.navigation(at)...), Track: trackScreen, Silent: true})
}

// put sends a reply that carries buttons of the present revision.
func (s *step) put(r Reply) {
	r.Track = trackScreen
	if s.own && s.in.MessageID != 0 {
		r.Edit = s.in.MessageID
	} else {
		r.Fresh = true
	}
	s.reply(r)
}

func (s *step) navigation(at Screen) [][]Button {
	var buttons []Button
	if t := s.p.trail(); len(*t) > 1 && !screens[at].last {
		buttons = append(buttons, s.option("button.back", "back"))
	}
	if screens[at].skip != nil {
		buttons = append(buttons, s.option("button.skip", "skip"))
	}
	buttons = append(buttons, s.option("button.help", "help"), s.option("button.cancel", "cancel"))
	return [][]Button{buttons}
}

// paragraphs joins what is not empty with a blank line between.
func paragraphs(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "\n\n")
}
