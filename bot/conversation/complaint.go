package conversation

import "secondbrother/storage/payload"

// Who accuses the police is asked whom they mean: the report must reach neither
// that officer nor that unit. What is typed goes with the report and nowhere else.

// asksAgainst says whether the report accuses the police. In an emergency help
// comes first, whoever is near.
func (d *Draft) asksAgainst() bool {
	return d.Accuses && !d.Record && d.Urgency != payload.Emergency
}

func askAgainst(s *step) question {
	return question{text: s.t("against.ask"), rows: grid([]Button{
		s.option("against.here", "against.here"), s.option("against.unsaid", "against.unsaid"),
	}, 1)}
}

func pressAgainst(s *step, b pressedButton) bool {
	if who := b.arg(0); b.action != "against" || who != "here" && who != "unsaid" {
		return false
	}
	s.against(payload.Complaint{}, b.arg(0), 0)
	return true
}

func tellAgainst(s *step, text string) {
	if len([]rune(text)) > payload.ComplaintName {
		s.show(s.t("against.too_long", "n", payload.ComplaintName))
		return
	}
	s.against(payload.Complaint{Name: text}, "", s.in.MessageID)
}

func (s *step) against(c payload.Complaint, who string, from int) {
	d := s.p.Draft
	d.Against, d.AgainstWho, d.AgainstFrom = &c, who, from
	d.mark(screenAgainst)
	s.proceed()
}

// againstText is whom a draft complains of, as its author reads it.
func (s *step) againstText(d *Draft) string {
	switch {
	case d.Against == nil:
		return s.plain("summary.unsaid")
	case d.Against.Name != "":
		return d.Against.Name
	}
	return s.plain("against." + d.AgainstWho)
}
