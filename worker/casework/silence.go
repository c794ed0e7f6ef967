package casework

import (
	"time"

	"secondbrother/storage/payload"
)

// answerWithin is how long a question waits for its answer; after that the
// officer may go on.
const answerWithin = 72 * time.Hour

// silentAt is when a question that is open has waited long enough; zero: none is.
func (c Case) silentAt() time.Time {
	if c.AskedAt.IsZero() {
		return time.Time{}
	}
	return c.AskedAt.Add(answerWithin)
}

// unanswered ends a question that nobody answered and tells who has the case.
// What the reporter says later is an addition, which reaches the officer too.
func (s *step) unanswered() {
	s.c.AskedAt, s.c.AskedBy = time.Time{}, 0
	s.log(payload.EventUnanswered, Event{})
	if s.c.State == payload.StateAccepted && s.c.Owner.Person != 0 {
		s.notes = append(s.notes, Notice{Person: s.c.Owner.Person, Topic: payload.TopicUnanswered, Priority: payload.PriorityRoutine})
	}
}
