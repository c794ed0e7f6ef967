package casework

import (
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Apply does what act asks for, when the actor may. The error is always a
// *Refusal, and the case stays as it is. Join, duty, invite, willing,
// unreachable and reachable are no acts on a case.
func Apply(c Case, a Actor, act payload.Action, org *route.Org, now time.Time) (Change, error) {
	if r := refuse(c, a, act.Verb, act.Version, org, now); r != nil {
		return Change{}, r
	}
	role := a.Role
	if anyState[act.Verb] == reporter {
		role = payload.RoleVolunteer
	}
	s := begin(c, a, role, org, now)
	if !readable(act.Text) || !deeds[act.Verb](s, act) {
		return Change{}, &Refusal{Reason: payload.ReasonInvalid}
	}
	return s.done(), nil
}

// deeds does each verb; false when something needed is missing or out of range.
var deeds map[payload.Verb]func(*step, payload.Action) bool

func init() {
	deeds = map[payload.Verb]func(*step, payload.Action) bool{
		payload.VerbAccept:   (*step).accept,
		payload.VerbAsk:      (*step).ask,
		payload.VerbNote:     (*step).note,
		payload.VerbTransfer: (*step).transfer,
		payload.VerbClose:    (*step).close,
		payload.VerbSort:     (*step).sort,
		payload.VerbTake:     (*step).take,
		payload.VerbReturn:   (*step).giveBack,
		payload.VerbCorrect:  (*step).correct,
		payload.VerbLink:     (*step).link,
		payload.VerbUnlink:   (*step).unlink,
		payload.VerbGrade:    (*step).grade,
		payload.VerbBlock:    (*step).block,
		payload.VerbUnblock:  (*step).unblock,
		payload.VerbAnswer:   (*step).answer,
		payload.VerbAdd:      (*step).add,
		payload.VerbWithdraw: (*step).withdraw,
		payload.VerbOffer:    (*step).offer,
		payload.VerbRecall:   (*step).recall,
		payload.VerbConfirm:  (*step).confirm,
		payload.VerbRedo:     (*step).redo,
		payload.VerbAgree:    (*step).agree,
		payload.VerbDecline:  (*step).decline,
		payload.VerbReport:   (*step).report,
		payload.VerbRate:     (*step).rate,
		payload.VerbReopen:   (*step).reopen,
	}
}

func (s *step) accept(payload.Action) bool {
	from, kept := s.c.Owner, s.kept()
	s.c.HandedBy = route.Owner{}
	s.decide()
	s.disarmAccept()
	s.c.State, s.c.AcceptedAt = payload.StateAccepted, s.now
	s.c.Owner = route.Owner{Person: s.by.Person, Unit: s.by.Unit}
	s.c.Level = route.LevelOf(s.by.Role)
	s.hold(s.by.Person)
	s.log(payload.EventAccepted, Event{Deadline: kept, From: from, To: s.c.Owner, Level: s.c.Level})
	s.turn(payload.EventAccepted, payload.Turn{Station: s.place(), Deadline: s.c.CloseBy})
	return true
}

// kept says in the log whether the case is accepted by the deadline that it
// has by its category, urgency and grade, so that the counts need no terms.
func (s *step) kept() string {
	switch {
	case s.c.AcceptBy.IsZero():
		return ""
	case s.now.After(s.c.AcceptBy):
		return "missed"
	}
	return "kept"
}

func (s *step) ask(act payload.Action) bool {
	if strings.TrimSpace(act.Text) == "" {
		return false
	}
	s.c.AskedAt, s.c.AskedBy = s.now, s.by.Person
	s.log(payload.EventAsked, Event{Text: act.Text})
	s.notes = append(s.notes, Notice{Topic: payload.TopicQuestion, Priority: payload.PriorityAnswer, Text: act.Text})
	s.acknowledge(payload.ReasonAsked)
	return true
}

func (s *step) note(act payload.Action) bool {
	if !says(act) {
		return false
	}
	s.log(payload.EventNoted, Event{Text: act.Text, Media: act.Media})
	return true
}

func (s *step) close(act payload.Action) bool {
	m, h, ok := conclude(s.c.Kind, act)
	if !ok || act.Grade != "" && !s.setGrade(act) {
		return false
	}
	s.finish(payload.StateClosed, act.Outcome)
	s.c.Mediation, s.c.Help, s.c.Recorded = m, h, false
	s.log(payload.EventClosed, Event{Text: act.Text, Outcome: act.Outcome, Mediation: m, Help: h})
	s.turn(payload.EventClosed, payload.Turn{Station: s.place(), Outcome: act.Outcome, Text: act.Text})
	return true
}
