package conversation

import "secondbrother/storage/payload"

// unfinished asks what becomes of the report being told when another begins.
func (s *step) unfinished(h Held) {
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
		s.show()
	case "anew":
		s.p.Errand, s.p.Draft = nil, nil
		switch {
		case held == nil:
			s.show()
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
