package casework

import (
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
)

// TakeWithin is how long a volunteer who is asked to mediate has to take it,
// before the next one is asked.
const TakeWithin = 15 * time.Minute

// Offer is how a volunteer is sought for a dispute that an officer has
// accepted, and how far that volunteer is. Zero: nobody is wanted.
type Offer struct {
	Words    string    // what the officer tells volunteers
	From     time.Time // nobody is asked before, for it is night; zero: at once. Never together with To or Mediator
	To       int64     // who is asked now; never together with Mediator
	Until    time.Time // To may take it until then
	Before   []int64   // who was asked and does not mediate, in that order: nobody is asked twice
	Mediator int64     // who mediates
	Reported *payload.Reported
}

// mediationVerbs are the verbs about a volunteer's mediation, in the order of
// buttons.
var mediationVerbs = []payload.Verb{
	payload.VerbConfirm, payload.VerbRedo, payload.VerbOffer, payload.VerbRecall,
	payload.VerbAgree, payload.VerbReport, payload.VerbDecline,
}

// refuseVolunteer says why an actor who is not what a volunteer's verb needs
// may not do it.
func refuseVolunteer(c Case, a Actor, is relation) *Refusal {
	switch {
	case is&(asked|mediator) != 0:
		return &Refusal{Reason: payload.ReasonStale} // pressed twice
	case a.Person != 0 && slices.Contains(c.Offer.Before, a.Person):
		return &Refusal{Reason: payload.ReasonLapsed}
	}
	return &Refusal{Reason: payload.ReasonUnknown}
}

// forVolunteers says whether a volunteer may be sent to a case: never to where
// there is violence or danger.
func forVolunteers(c Case) bool {
	return c.Kind == payload.Dispute && c.Urgency != payload.Emergency
}

// refuseOffer says what stands against verb in how the mediation stands.
func refuseOffer(c Case, verb payload.Verb) *Refusal {
	o, ok := c.Offer, true
	switch verb {
	case payload.VerbOffer:
		ok = forVolunteers(c) && o.To == 0 && o.Mediator == 0 && o.From.IsZero()
	case payload.VerbRecall:
		ok = o.To != 0 || o.Mediator != 0 || !o.From.IsZero()
	case payload.VerbConfirm, payload.VerbRedo:
		ok = o.Reported != nil
	}
	if !ok {
		return &Refusal{Reason: payload.ReasonInvalid}
	}
	return nil
}

func (s *step) offer(act payload.Action) bool {
	words := strings.TrimSpace(act.Text)
	if words == "" {
		return false
	}
	s.c.Offer.Words, s.seeks = words, true
	s.log(payload.EventOffered, Event{Text: words})
	return true
}

func (s *step) agree(payload.Action) bool {
	s.c.Offer.Mediator, s.c.Offer.To, s.c.Offer.Until = s.by.Person, 0, time.Time{}
	s.log(payload.EventAgreed, Event{})
	s.volunteer(s.by.Person, Notice{Topic: payload.TopicMediating})
	s.officer(payload.ReasonAgreed)
	s.turn(payload.EventAgreed, payload.Turn{Station: s.place()})
	return true
}

// decline is of who was asked, or of who mediates and cannot go on: then the
// officer decides whether somebody else is sought.
func (s *step) decline(act payload.Action) bool {
	if s.c.Offer.Mediator == 0 {
		s.role, s.by = payload.RoleNobody, Actor{} // nobody keeps a tally of who declines
		s.next()
		s.log(payload.EventDeclined, Event{})
		return true
	}
	s.passed(s.c.Offer.Mediator)
	s.c.Offer.Words, s.c.Offer.Mediator, s.c.Offer.Reported = "", 0, nil
	s.log(payload.EventGaveUp, Event{Text: act.Text})
	s.officer(payload.ReasonGaveUp)
	return true
}

// lapse is an offer that nobody answered in time.
func (s *step) lapse() {
	s.volunteer(s.c.Offer.To, Notice{Topic: payload.TopicMediation, Reason: payload.ReasonLapsed})
	s.next()
	s.log(payload.EventLapsed, Event{})
}

// next has somebody else asked in place of who is asked now.
func (s *step) next() {
	s.passed(s.c.Offer.To)
	s.c.Offer.To, s.c.Offer.Until = 0, time.Time{}
	s.seeks = true
}

func (s *step) passed(person int64) {
	s.c.Offer.Before = append(slices.Clip(slices.Clone(s.c.Offer.Before)), person)
}

// report takes down how the mediation ended. Until the officer confirms it, it
// may be put right by reporting again.
func (s *step) report(act payload.Action) bool {
	if act.Mediation == nil || !slices.Contains(payload.MediatorOutcomes(), act.Outcome) {
		return false
	}
	m, ok := mediation(act.Mediation, act.Outcome, payload.MediatorVolunteer)
	if !ok || m.Mediator != payload.MediatorVolunteer {
		return false
	}
	if m.Source == "" {
		m.Source = "police" // who asked for it
	}
	s.c.Offer.Reported = &payload.Reported{Mediation: m, Text: strings.TrimSpace(act.Text)}
	s.log(payload.EventMediated, Event{Text: act.Text})
	s.volunteer(s.by.Person, Notice{Topic: payload.TopicMediation, Reason: payload.ReasonReported})
	s.officer(payload.ReasonMediated)
	return true
}

// confirm closes the case with what the volunteer reported.
func (s *step) confirm(act payload.Action) bool {
	done := s.c.Offer
	s.c.Offer = Offer{}
	s.volunteer(done.Mediator, Notice{Topic: payload.TopicMediation, Reason: payload.ReasonConfirmed})
	m := done.Reported.Mediation
	return s.close(payload.Action{Outcome: m.Outcome, Mediation: &m, Text: act.Text})
}

func (s *step) redo(act payload.Action) bool {
	if strings.TrimSpace(act.Text) == "" {
		return false
	}
	s.c.Offer.Reported = nil
	s.log(payload.EventSentBack, Event{Text: act.Text})
	s.volunteer(s.c.Offer.Mediator, Notice{Topic: payload.TopicMediating, Reason: payload.ReasonSentBack, Text: act.Text})
	return true
}

func (s *step) recall(payload.Action) bool {
	s.callOff()
	s.log(payload.EventRecalled, Event{})
	return true
}

// callOff ends the search or the mediation and tells the volunteer. Who was
// asked already is not asked again.
func (s *step) callOff() {
	o := s.c.Offer
	for _, person := range []int64{o.To, o.Mediator} {
		if person != 0 {
			s.volunteer(person, Notice{Topic: payload.TopicMediation, Reason: payload.ReasonCalledOff})
			s.passed(person)
		}
	}
	s.c.Offer = Offer{Before: s.c.Offer.Before}
}

// volunteer tells one.
func (s *step) volunteer(person int64, n Notice) {
	n.Volunteer, n.Priority = person, payload.PriorityUrgent
	s.notes = append(s.notes, n)
}

// officer tells whoever has the case how a mediation goes on.
func (s *step) officer(reason payload.Reason) {
	s.notes = append(s.notes, Notice{Person: s.c.Owner.Person, Topic: payload.TopicMediation, Priority: payload.PriorityUrgent, Reason: reason})
}
