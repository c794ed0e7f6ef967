package conversation

import "secondbrother/storage/payload"

func askUrgency(s *step) question {
	d := s.p.Draft
	var buttons []Button
	for _, u := range []payload.Urgency{payload.Emergency, payload.Urgent, payload.Routine} {
		text := s.plain("urgency.choose_" + string(u))
		if u == d.Urgency {
			text = "✓ " + text
		}
		buttons = append(buttons, s.choice(text, "urgency."+string(u)))
	}
	return question{text: s.t("urgency.ask"), rows: grid(buttons, 1)}
}

func pressUrgency(s *step, b pressedButton) bool {
	u := payload.Urgency(b.arg(0))
	if b.action != "urgency" || !u.Valid() {
		return false
	}
	d := s.p.Draft
	if u == payload.Emergency && d.Urgency != payload.Emergency {
		s.danger("")
	}
	d.Urgency = u
	d.mark(screenUrgency)
	s.proceed()
	return true
}

// askNamed asks whether the volunteer number is shown. Confidential comes
// first and is what stands when nothing is chosen.
func askNamed(s *step) question {
	return question{text: s.t("named.ask", "number", s.p.Number), rows: grid([]Button{
		s.option("named.confidential", "confidential"),
		s.choice(s.plain("named.show", "number", s.p.Number), "named"),
	}, 1)}
}

func pressNamed(s *step, b pressedButton) bool {
	if b.action != "confidential" && b.action != "named" {
		return false
	}
	s.p.Draft.Named = b.action == "named" && s.p.Number > 0
	s.p.Draft.mark(screenNamed)
	s.proceed()
	return true
}
