package conversation

import (
	"time"

	"secondbrother/storage/payload"
)

// unfinished asks what becomes of the report being told when another begins.
func (s *step) unfinished(h Held) {
	if s.judge(h.Text, h.Kind).Urgency == payload.Emergency {
		s.callFirst(s.judge(h.Text, h.Kind).Hotline)
	}
	s.p.Errand = &Errand{Trail: []Screen{screenResume}, Held: &h}
	s.show()
}

func askResume(s *step) question {
	return question{
		text: paragraphs(s.t("resume.ask"), s.lines(s.p.draftOrNew())),
		rows: grid([]Button{s.option("resume.go_on", "go_on"), s.option("resume.anew", "anew")}, 1),
	}
}

func (p *Person) draftOrNew() *Draft {
	if p.Draft == nil {
		p.Draft = &Draft{Trail: []Screen{screenKind}}
	}
	return p.Draft
}

func pressResume(s *step, b pressedButton) bool {
	held := s.p.Errand.Held
	switch b.action {
	case "go_on":
		s.p.Errand = nil
		s.goOn(held)
	case "anew":
		s.p.Errand = nil // what it holds goes on
		s.dropDraft()
		switch {
		case held == nil:
			s.show()
		case held.Broadcast > 0:
			s.beginAnswer(held.Broadcast)
		case held.empty():
			s.begin(held.Kind)
		default:
			s.tell(*held)
		}
	default:
		return false
	}
	return true
}

// goOn goes back to the report being told. What came in between without a
// command belongs to it; what was meant as another report does not.
func (s *step) goOn(h *Held) {
	switch {
	case h == nil || h.empty():
		s.show()
	case h.Kind != "":
		s.show(s.t("resume.dropped"))
	default:
		s.in.Text, s.in.Media, s.in.MessageID, s.in.Forwarded = h.Text, h.Media, h.Message, h.Forwarded
		notice := s.attach()
		if h.Text != "" && !s.note(h.Text) {
			return
		}
		if h.Lat != 0 || h.Lon != 0 {
			s.in.Lat, s.in.Lon = h.Lat, h.Lon
			pointWhere(s)
			return
		}
		s.show(s.t("what.noted"), notice)
	}
}

// restAfter is how long a report may lie before what is said next is no longer
// taken for a part of it without asking.
const restAfter = 12 * time.Hour

// lying says whether the report being told has lain so long.
func (s *step) lying() bool {
	return s.p.Draft != nil && s.p.Errand == nil && !s.p.Seen.IsZero() && s.in.At.Sub(s.p.Seen) > restAfter
}

// file begins a report by command or menu: with the words that came along, or
// with questions.
func (s *step) file(kind payload.Kind, text string) {
	if !s.mayFile() {
		s.uninvited()
		return
	}
	h := Held{Kind: kind, Text: text, Message: s.in.MessageID}
	if s.p.Draft != nil {
		s.unfinished(h)
		return
	}
	s.p.Errand = nil
	if text == "" {
		s.begin(kind)
		return
	}
	s.tell(h)
}
