package conversation

import (
	"strings"

	"secondbrother/storage/payload"
)

func trackMediation(r payload.Receipt) string { return "mediation:" + string(r) }

// offered asks a volunteer to mediate. Who reported the dispute, or the same
// event, is not asked and does not answer: after a quarter of an hour the
// worker asks the next one, and cannot tell a reporter from somebody who did
// not look.
func (s *step) offered(d *payload.Delivery) {
	o := d.Offer
	if o == nil || s.p.Role != payload.RoleVolunteer || s.p.reported(d.Case) || s.p.reported(o.Same...) || !s.in.At.Before(o.Until) {
		return
	}
	m := mediationFrom(d)
	m.Until = o.Until
	s.p.keepMediation(m)
	text := paragraphs(s.mediationText("mediate.offer", m), s.t("mediate.until", "time", s.clock(o.Until)))
	s.reply(Reply{Text: text, Buttons: [][]Button{s.mediationButtons(m)}, Track: trackMediation(d.Case), Fresh: true, Protect: true})
}

func mediationFrom(d *payload.Delivery) Mediation {
	return Mediation{Case: d.Case, Category: d.Offer.Category, Area: brief(strings.Join(d.Offer.Area, ""), placeLimit), Words: first(clean(d.Offer.Words), wordsLimit)}
}

// mediating gives a volunteer who has agreed all there is to know, or says what
// is missing in the report.
func (s *step) mediating(d *payload.Delivery) {
	if d.Offer == nil || s.p.Role != payload.RoleVolunteer {
		return
	}
	m := mediationFrom(d)
	s.p.keepMediation(m)
	text := s.mediationText("mediate.details", m)
	if d.Offer.Place != "" {
		text += "\n" + s.t("mediate.place", "place", brief(clean(d.Offer.Place), placeLimit))
	}
	if d.Offer.Station != "" {
		text += "\n" + s.t("mediate.station", "station", d.Offer.Station)
	}
	text = paragraphs(text, s.t("mediate.how"))
	if d.Reason == payload.ReasonSentBack {
		text = s.t("mediate.sent_back", "case", d.Case.String(), "text", brief(d.Text, wordsLimit))
	}
	s.reply(Reply{Text: text, Buttons: [][]Button{s.mediationButtons(m)}, Track: trackMediation(d.Case), Fresh: true, Protect: true})
}

// mediation says how a mediation goes on, to the volunteer or the officer.
func (s *step) mediationNews(d *payload.Delivery) {
	number := d.Case.String()
	switch d.Reason {
	case payload.ReasonLapsed, payload.ReasonCalledOff, payload.ReasonConfirmed:
		if s.p.mediationOf(d.Case) == nil {
			return // it was never shown
		}
		s.p.dropMediation(d.Case)
		lapsed := d.Reason == payload.ReasonLapsed
		s.reply(Reply{Text: s.t("mediation."+string(d.Reason), "case", number), Track: trackMediation(d.Case), Fresh: !lapsed, Silent: lapsed})
	case payload.ReasonReported:
		m := s.p.mediationOf(d.Case)
		if m == nil {
			return
		}
		m.Reported = true
		s.reply(Reply{Text: s.t("mediation.reported", "case", number), Buttons: [][]Button{s.mediationButtons(*m)}, Track: trackMediation(d.Case), Fresh: true, Silent: true})
	case payload.ReasonAgreed, payload.ReasonNobody, payload.ReasonGaveUp, payload.ReasonMediated, payload.ReasonMorning:
		s.say(s.t("mediation."+string(d.Reason), "case", number), row(s.lasting("button.card", familyCard, "card", string(d.Case), "0")))
	}
}
