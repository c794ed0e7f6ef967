package conversation

import "secondbrother/storage/payload"

// danger marks the report as an emergency and gives the number to call, as a
// message of its own that goes ahead of everything.
func (s *step) danger(hotline string) {
	d := s.p.Draft
	d.Urgency = payload.Emergency
	d.mark(screenDanger, screenUrgency)
	s.callFirst(hotline)
}

// callFirst gives the number to call. What comes after it is a new message, so
// that the last thing on the phone is the next question.
func (s *step) callFirst(hotline string) {
	switch hotline {
	case "110", "119", "120", "122":
	default:
		hotline = "110"
	}
	s.own = false
	s.replies = append(s.replies, Reply{Text: s.t("danger.call", "number", hotline), Priority: payload.PriorityEmergency})
}

func askDanger(s *step) question {
	rows := [][]Button{row(s.option("danger.yes", "yes"), s.option("danger.no", "no"))}
	switch s.p.Draft.Kind {
	case payload.Dispute:
		rows = append(rows, row(s.option("record.settled", "record")))
	case payload.Assist:
		rows = append(rows, row(s.option("record.helped", "record")))
	}
	return question{text: s.t("danger.ask"), rows: rows}
}

func pressDanger(s *step, b pressedButton) bool {
	d := s.p.Draft
	switch b.action {
	case "yes":
		s.danger("")
		s.proceed()
	case "no":
		d.mark(screenDanger)
		if d.Urgency == payload.Emergency {
			d.Urgency = ""
			d.unmark(screenUrgency)
		}
		s.proceed()
	case "record":
		return s.record()
	default:
		return false
	}
	return true
}
