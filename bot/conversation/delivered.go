package conversation

import (
	"slices"
	"time"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

// delivered turns what the worker sends into words. It never asks a question
// of the present revision unless nothing is being asked, so that it cannot get
// between a person and the question they are looking at.
func (s *step) delivered() {
	d := s.in.Delivery
	if d == nil || s.in.Group && !forGroups(d) {
		return
	}
	switch d.Topic {
	case payload.TopicJoined:
		s.joined(d)
	case payload.TopicCard:
		if d.Card != nil {
			s.card(d.Card)
		}
	case payload.TopicProgress:
		if d.Turn != nil {
			s.progress(d)
		}
	case payload.TopicQuestion:
		s.questioned(d)
	case payload.TopicTold:
		s.told(d)
	case payload.TopicRefused:
		s.refused(d)
	case payload.TopicDone:
		s.done(d)
	case payload.TopicInvitation:
		if d.Invitation != nil {
			s.invited(d.Invitation)
		}
	case payload.TopicBroadcast:
		if d.Broadcast != nil {
			s.asked(d)
		}
	case payload.TopicLead:
		if d.Lead != nil {
			s.lead(d)
		}
	case payload.TopicUnanswered:
		s.unheard(d)
	case payload.TopicOffer:
		s.offered(d)
	case payload.TopicMediating:
		s.mediating(d)
	case payload.TopicMediation:
		s.mediationNews(d)
	case payload.TopicHandover:
		if d.Handover != nil {
			s.handover(d.Handover)
		}
	case payload.TopicBarred:
		s.barred(d)
	case payload.TopicMonthly:
		if m := d.Monthly; m != nil {
			s.say(s.t("monthly.due", "month", m.Month))
			s.counted(payload.Question{Query: payload.QueryMonthly, Month: m.Month, Scope: viewTotal}, m)
			s.counted(payload.Question{Query: payload.QueryMonthly, Month: m.Month, Scope: viewFile}, m)
		}
	case payload.TopicAlarm:
		s.say(s.t("alarm.text", "n", d.Count))
	}
}

// refused says why an action did not take effect.
func (s *step) refused(d *payload.Delivery) {
	switch d.Reason {
	case payload.ReasonTaken:
		s.say(s.t("refused.taken", "case", d.Case.String(), "who", d.Who))
	case payload.ReasonInvitation, payload.ReasonStaffToken:
		text := s.t("refused." + string(d.Reason))
		if s.p.Role == payload.RoleNobody {
			text = paragraphs(text, s.t("start.hotlines"))
		}
		s.say(text)
	case payload.ReasonRole, payload.ReasonTooOften:
		s.say(s.t("refused." + string(d.Reason)))
	case payload.ReasonStale, payload.ReasonNotYours, payload.ReasonOver, payload.ReasonUnknown, payload.ReasonInvalid, payload.ReasonTooLate, payload.ReasonLapsed:
		if d.Reason == payload.ReasonLapsed {
			s.p.dropMediation(d.Case)
		}
		s.say(joined("\n", s.t("refused."+string(d.Reason)), s.caseLine(d.Case)))
	default:
		s.say(joined("\n", s.t("refused.other"), s.caseLine(d.Case)))
	}
}

func (s *step) caseLine(r payload.Receipt) string {
	if r == "" {
		return ""
	}
	return s.t("case.number", "case", r.String())
}

// done says that an action took effect where nothing else shows it.
func (s *step) done(d *payload.Delivery) {
	switch d.Reason {
	case payload.ReasonRoster:
		s.say(s.t("done.roster", "label", d.Who, "change", s.changeName(d.Change)))
	case payload.ReasonBroadcast:
		s.say(s.t("done.broadcast", "n", d.Count))
	case payload.ReasonGroupOn, payload.ReasonGroupOff:
		s.groupSet(d)
	case payload.ReasonDutyOn, payload.ReasonDutyOff:
		s.p.OnDuty = d.Reason == payload.ReasonDutyOn
		s.say(s.t("done." + string(d.Reason)))
	case payload.ReasonWilling, payload.ReasonUnwilling:
		s.p.Willing = d.Reason == payload.ReasonWilling
		s.say(s.t("done." + string(d.Reason)))
	case payload.ReasonAsked, payload.ReasonAdded, payload.ReasonRevoked, payload.ReasonRecalled, payload.ReasonRated, payload.ReasonBarred, payload.ReasonUnbarred:
		s.reply(Reply{Text: joined("\n", s.t("done."+string(d.Reason)), s.caseLine(d.Case)), Silent: true})
	default:
		s.reply(Reply{Text: joined("\n", s.t("done.other"), s.caseLine(d.Case)), Silent: true})
	}
}

// progress tells a reporter what happened to the own report.
func (s *step) progress(d *payload.Delivery) {
	turn := d.Turn
	at := slices.IndexFunc(s.p.Receipts, func(r OwnReceipt) bool { return r.Receipt == d.Case })
	receipt := d.Case.String()
	station := turn.Station
	if station == "" {
		station = s.plain("progress.police")
	}
	switch turn.What {
	case payload.EventRouted, payload.EventTriaged, payload.EventAccepted, payload.EventTransferred,
		payload.EventReopened, payload.EventRecorded, payload.EventWithdrawn, payload.EventAgreed, payload.EventEscalated, payload.EventReminded:
		text := s.t("progress."+string(turn.What), "receipt", receipt, "station", station)
		if !turn.Deadline.IsZero() {
			text += s.t("progress.deadline", "time", s.clock(turn.Deadline))
		}
		if at >= 0 {
			s.p.Receipts[at].stands(stateAfter(turn.What, s.p.Receipts[at].State), s.in.At)
		}
		if turn.What == payload.EventWithdrawn {
			s.over(d.Case)
		}
		s.reply(Reply{Text: text, Silent: turn.What == payload.EventRouted})
	case payload.EventClosed:
		text := s.t("progress.closed", "receipt", receipt, "station", station, "outcome", s.outcomeName(turn.Outcome))
		if turn.Text != "" {
			text += s.t("progress.words", "text", brief(turn.Text, wordsLimit))
		}
		var rows [][]Button
		if at >= 0 {
			s.p.Receipts[at].stands(payload.StateClosed, s.in.At)
			text = paragraphs(text, s.t("rate.ask"))
			rows = append(rows, row(
				s.lasting("rate.settled", familyOwn, "settled", string(d.Case), "y"),
				s.lasting("rate.not_settled", familyOwn, "settled", string(d.Case), "n"),
			))
		}
		s.over(d.Case)
		s.say(text, rows...)
	default:
		s.say(s.t("progress.other", "receipt", receipt))
	}
}

// stands notes how a report stands since at.
func (o *OwnReceipt) stands(state payload.State, at time.Time) {
	o.State, o.Ended = state, time.Time{}
	if state == payload.StateClosed || state == payload.StateWithdrawn {
		o.Ended = at
	}
}

// stateAfter is how a report stands after what its reporter was told.
func stateAfter(what payload.Event, before payload.State) payload.State {
	switch what {
	case payload.EventTriaged:
		return payload.StateTriage
	case payload.EventRouted, payload.EventReopened, payload.EventTransferred:
		return payload.StateRouted
	case payload.EventAccepted:
		return payload.StateAccepted
	case payload.EventWithdrawn:
		return payload.StateWithdrawn
	case payload.EventRecorded:
		return payload.StateClosed
	}
	return before
}

func (s *step) outcomeName(o payload.Outcome) string {
	key := "outcome." + string(o)
	if !s.r.Texts.Has(locale.Chinese, key) {
		return s.plain("outcome.other")
	}
	return s.plain(key)
}
