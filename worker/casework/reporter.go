package casework

import (
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// answer relays an answer. Without an open question it is an addition: nothing
// that a reporter says is lost.
func (s *step) answer(act payload.Action) bool {
	if s.c.AskedAt.IsZero() {
		return s.add(act)
	}
	s.c.AskedAt, s.c.AskedBy = time.Time{}, 0
	return s.relay(payload.EventAnswered, act)
}

func (s *step) add(act payload.Action) bool { return s.relay(payload.EventAdded, act) }

func (s *step) relay(what payload.Event, act payload.Action) bool {
	if !says(act) {
		return false
	}
	s.tell(what, act)
	s.acknowledge(payload.ReasonAdded)
	return true
}

// tell logs what a reporter says and passes it on to who has the case.
func (s *step) tell(what payload.Event, act payload.Action) {
	s.log(what, Event{Text: act.Text, Media: act.Media})
	to := s.c.Holders
	if s.c.State == payload.StateAccepted {
		to = []int64{s.c.Owner.Person}
	}
	for _, person := range to {
		s.notes = append(s.notes, Notice{
			Person: person, Topic: payload.TopicTold, Priority: min(payload.PriorityOf(s.c.Urgency), payload.PriorityUrgent),
			Text: act.Text, Media: act.Media,
		})
	}
}

func (s *step) withdraw(act payload.Action) bool {
	s.decide()
	s.finish(payload.StateWithdrawn, payload.OutcomeWithdrawn)
	s.log(payload.EventWithdrawn, Event{Text: act.Text, Outcome: payload.OutcomeWithdrawn})
	s.turn(payload.EventWithdrawn, payload.Turn{Outcome: payload.OutcomeWithdrawn})
	return true
}

func (s *step) rate(act payload.Action) bool {
	if act.Stars < 1 || act.Stars > 5 {
		return false
	}
	s.c.Stars, s.c.Satisfied = act.Stars, act.Settled
	s.log(payload.EventRated, Event{Text: act.Text, Stars: act.Stars, Satisfied: act.Settled})
	s.acknowledge(payload.ReasonRated)
	return true
}

// reopen begins the reporter's clock anew and routes the case as if it were
// new; who closed it hears of it too, while on duty.
func (s *step) reopen(act payload.Action) bool {
	closer, undone := s.c.Owner, Event{Text: act.Text, Outcome: s.c.Outcome, Mediation: s.c.Mediation, Help: s.c.Help, From: s.c.Owner}
	s.c.State, s.c.ReopenedAt = payload.StateRouted, s.now
	s.c.Outcome, s.c.Mediation, s.c.Help, s.c.ClosedAt, s.c.Recorded = "", nil, nil, time.Time{}, false
	s.c.Stars, s.c.Satisfied = 0, false
	d := route.Decide(s.org, s.c.facts(), s.now)
	s.c.AcceptBy, s.c.CloseBy, s.c.OverdueAt = d.AcceptBy, d.CloseBy, d.CloseBy
	s.assign(d)
	if p, ok := s.org.Person(closer.Person); ok && p.OnDuty && p.Available() && inScope(s.c, Staff("", p.ID, s.org)) {
		s.hold(p.ID)
	}
	undone.To, undone.Level, undone.Rule = s.c.Owner, d.Level, d.Rule
	s.log(payload.EventReopened, undone)
	s.turn(payload.EventReopened, payload.Turn{Station: s.place(), Deadline: s.c.AcceptBy})
	return true
}
