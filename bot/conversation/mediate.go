package conversation

import (
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
)

// Mediation is a dispute that the person is asked to mediate, or mediates. It
// is forgotten when that ends.
type Mediation struct {
	Case     payload.Receipt `json:"case"`
	Category string          `json:"category"`
	Area     string          `json:"area,omitempty"` // names
	Words    string          `json:"words"`          // the officer's
	Until    time.Time       `json:"until,omitzero"` // asked, to be taken by then; zero: mediates
	Reported bool            `json:"reported,omitempty"`
}

// mediationsKept bounds them whatever happens: the worker asks about one case
// at a time.
const mediationsKept = 4

// mediationOf finds what the person has to do with a case as a mediator.
func (p *Person) mediationOf(r payload.Receipt) *Mediation {
	i := slices.IndexFunc(p.Mediations, func(m Mediation) bool { return m.Case == r })
	if i < 0 {
		return nil
	}
	return &p.Mediations[i]
}

func (p *Person) dropMediation(r payload.Receipt) {
	p.Mediations = slices.DeleteFunc(p.Mediations, func(m Mediation) bool { return m.Case == r })
}

// keepMediation notes a mediation as it now stands.
func (p *Person) keepMediation(m Mediation) {
	p.dropMediation(m.Case)
	if n := len(p.Mediations) + 1 - mediationsKept; n > 0 {
		p.Mediations = slices.Delete(p.Mediations, 0, n)
	}
	p.Mediations = append(p.Mediations, m)
}

// mediate says whether the volunteer may be asked, and what they mediate now.
func (s *step) mediate(text string) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "on", "开", "愿意":
		s.askNear()
	case "off", "关", "不愿意":
		s.unwilling()
	default:
		s.mediations()
	}
}

// askNear asks where a volunteer would mediate: invitations are often for a
// whole county.
func (s *step) askNear() {
	s.run(Errand{Verb: payload.VerbWilling, Trail: []Screen{screenNear}, Areas: s.scopeAreas()})
}

func askNear(s *step) question {
	return question{text: s.t("mediate.where"), rows: s.areaButtons(s.p.Errand.Areas)}
}

func pressNear(s *step, b pressedButton) bool {
	i, ok := b.number(0)
	if b.action != "area" || !ok || i >= len(s.p.Errand.Areas) {
		return false
	}
	s.near(s.p.Errand.Areas[i])
	return true
}

func tellNear(s *step, text string) {
	if a, ok := s.typedArea(text); ok {
		s.near(a)
	}
}

func (s *step) near(a Area) {
	s.p.Near = a.Name
	s.act(payload.Action{Verb: payload.VerbWilling, On: true, Area: a.Code})
	s.finish(s.t("mediate.setting"))
}

func (s *step) unwilling() {
	s.act(payload.Action{Verb: payload.VerbWilling})
	if s.in.Type == InputButton {
		s.toast = s.plain("toast.received")
		s.reply(Reply{Strip: s.in.MessageID})
		return
	}
	s.say(s.t("mediate.setting"))
}

func (s *step) mediations() {
	text, toggle := s.t("mediate.is_off"), s.lasting("mediate.on", familyMediate, "on")
	if s.p.Willing {
		text, toggle = s.t("mediate.is_on", "area", s.p.Near), s.lasting("mediate.off", familyMediate, "off")
	}
	var rows [][]Button
	for _, m := range s.p.Mediations {
		if !m.Until.IsZero() && !s.in.At.Before(m.Until) {
			continue // whether it was taken in time is for the worker to say
		}
		text = paragraphs(text, s.mediationText("mediate.line", m))
		rows = append(rows, s.mediationButtons(m))
	}
	s.say(text, append(rows, row(toggle))...)
}

// mediationText is what a volunteer is told of a case.
func (s *step) mediationText(key string, m Mediation) string {
	return s.t(key, "case", m.Case.String(), "category", s.categoryName(m.Category), "area", m.Area, "words", brief(m.Words, wordsLimit))
}

// mediationButtons are what can be done about it now.
func (s *step) mediationButtons(m Mediation) []Button {
	number := string(m.Case)
	if !m.Until.IsZero() {
		return row(s.lasting("mediate.agree", familyMediate, "agree", number), s.lasting("mediate.decline", familyMediate, "decline", number))
	}
	key := "mediate.report"
	if m.Reported {
		key = "mediate.report_again"
	}
	return row(s.lasting(key, familyMediate, "report", number), s.lasting("mediate.give_up", familyMediate, "decline", number))
}

// pressedMediate takes a volunteer's press. Whether the case is still theirs is
// for the worker to say.
func (s *step) pressedMediate(b pressedButton) bool {
	if s.p.Role != payload.RoleVolunteer {
		return false
	}
	switch b.action {
	case "on":
		s.askNear()
		return true
	case "off":
		s.unwilling()
		return true
	}
	receipt, ok := b.receipt(0)
	m := s.p.mediationOf(receipt)
	if !ok || m == nil || s.p.reported(receipt) {
		return false
	}
	asked := !m.Until.IsZero()
	switch {
	case b.action == "agree" && asked:
		s.act(payload.Action{Verb: payload.VerbAgree, Case: receipt})
		s.toast = s.plain("toast.received")
		s.reply(Reply{Strip: s.in.MessageID})
	case b.action == "decline" && asked:
		s.act(payload.Action{Verb: payload.VerbDecline, Case: receipt})
		s.p.dropMediation(receipt)
		s.reply(Reply{Text: s.t("mediate.declined"), Edit: s.in.MessageID})
	case b.action == "decline":
		s.run(Errand{Verb: payload.VerbDecline, Case: receipt, Trail: []Screen{screenGiveUp}})
	case b.action == "report" && !asked:
		s.run(Errand{Verb: payload.VerbReport, Case: receipt, Kind: payload.Dispute, Trail: []Screen{screenOutcome}})
	default:
		return false
	}
	return true
}

// reported says whether the person reported one of these cases.
func (p *Person) reported(cases ...payload.Receipt) bool {
	return slices.ContainsFunc(cases, func(r payload.Receipt) bool {
		_, own := p.ownReceipt(r)
		return own
	})
}

func askGiveUp(s *step) question {
	return question{text: s.t("mediate.ask_give_up", "case", s.p.Errand.Case.String()), rows: [][]Button{row(s.option("mediate.give_up", "yes"))}}
}

func pressGiveUp(s *step, b pressedButton) bool {
	if b.action != "yes" {
		return false
	}
	tellGiveUp(s, "")
	return true
}

func tellGiveUp(s *step, text string) {
	if s.tooLong(text) {
		return
	}
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbDecline, Case: e.Case, Text: text})
	s.p.dropMediation(e.Case)
	s.finish(s.t("mediate.gave_up", "case", e.Case.String()))
}

// leaveMediations takes the person out of what others wait for, before
// everything is forgotten.
func (s *step) leaveMediations() {
	for _, m := range s.p.Mediations {
		s.act(payload.Action{Verb: payload.VerbDecline, Case: m.Case})
	}
	if s.p.Willing {
		s.act(payload.Action{Verb: payload.VerbWilling})
	}
}
