package conversation

import (
	"strconv"

	"secondbrother/storage/payload"
)

// Answers that can be changed from the summary, in the order of its lines.
func (d *Draft) changeable(p *Person) []Screen {
	if d.Record {
		list := []Screen{screenCategory}
		if d.Kind == payload.Dispute {
			list = append(list, screenParties, screenAgreement, screenAmount)
		} else {
			list = append(list, screenPeople)
		}
		return append(list, screenWhere, screenWhat)
	}
	list := []Screen{screenKind, screenCategory, screenWhat}
	if d.Moving {
		list = append(list, screenStop)
	}
	if d.hazard() {
		list = append(list, screenPremises)
	}
	list = append(list, screenWhere)
	if d.asksAgainst() {
		list = append(list, screenAgainst)
	}
	list = append(list, screenWhen, screenUrgency)
	if p.Number > 0 {
		list = append(list, screenNamed)
	}
	return list
}

func askSummary(s *step) question {
	d := s.p.Draft
	rows := [][]Button{row(s.option("summary.confirm", "confirm"))}
	var changes []Button
	for _, at := range d.changeable(&s.p) {
		changes = append(changes, s.option("change."+string(at), "change."+string(at)))
	}
	rows = append(rows, grid(changes, 3)...)
	if button, ok := s.recordButton(); ok {
		rows = append(rows, row(button))
	}
	return question{text: paragraphs(s.t("summary.title"), s.lines(d)), rows: rows}
}

// lines is the draft as its author reads it, a line for each answer.
func (s *step) lines(d *Draft) string {
	kind := s.plain("kind.name_" + string(d.Kind))
	out := s.t("summary.kind", "kind", kind, "category", s.categoryName(d.Category))
	add := func(line string) { out += "\n" + line }
	if d.Broadcast > 0 && d.Kind == payload.Assist {
		add(s.t("card.broadcast", "number", d.Broadcast))
	}
	if m := d.Settle; m != nil {
		add(s.t("summary.parties", "n", m.Parties))
		add(s.t("summary.agreement", "agreement", s.plain("outcome."+string(m.Outcome))))
		if m.Yuan > 0 {
			add(s.t("summary.amount", "yuan", thousands(m.Yuan)))
		}
	}
	if d.Helped != nil {
		add(s.t("summary.people", "n", d.Helped.People))
	}
	if p := d.premises(); d.hazard() && p != "" {
		add(s.t("summary.premises", "premises", s.premisesName(p)))
	}
	if place := s.placeText(d); place != "" {
		add(s.t("summary.place", "place", place))
	} else {
		add(s.t("summary.place", "place", s.plain("summary.unsaid")))
	}
	if d.asksAgainst() {
		add(s.t("summary.against", "who", s.againstText(d)))
	}
	if !d.Record {
		when := s.happenedText(s.language, d.Happened)
		if when == "" {
			when = s.plain("summary.unsaid")
		}
		add(s.t("summary.when", "when", when))
		add(s.t("summary.urgency", "urgency", s.plain("urgency."+string(d.Urgency))))
	}
	if len(d.Media) > 0 {
		add(s.t("summary.media", "n", len(d.Media)))
	}
	if s.p.Number > 0 && !d.Record {
		if d.Named {
			add(s.t("summary.named", "number", s.p.Number))
		} else {
			add(s.t("summary.confidential"))
		}
	}
	if text := d.text(); text != "" {
		add(s.t("summary.text", "text", brief(text, 1200)))
	}
	return out
}

func pressSummary(s *step, b pressedButton) bool {
	switch b.action {
	case "confirm":
		s.submit()
	case "record":
		return s.record()
	case "change":
		at := Screen(b.arg(0))
		for _, allowed := range s.p.Draft.changeable(&s.p) {
			if at == allowed {
				s.p.push(at)
				s.show()
				return true
			}
		}
		return false
	default:
		return false
	}
	return true
}

// thousands writes a number with a comma every three digits.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
