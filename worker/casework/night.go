package casework

import (
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
)

// Volunteers sleep, too: nobody is asked to mediate from NightFrom to NightTo,
// unless it is urgent.
const (
	NightFrom = 22 // o'clock in Shanghai
	NightTo   = 7
)

// askFrom is when a volunteer may be asked about c: now, or in the morning.
func askFrom(c Case, now time.Time) time.Time {
	local := now.In(hours.Shanghai)
	hour := local.Hour()
	if c.Urgency != payload.Routine || NightTo <= hour && hour < NightFrom {
		return now
	}
	day := local.Day()
	if hour >= NightFrom {
		day++
	}
	return clock(time.Date(local.Year(), local.Month(), day, NightTo, 0, 0, 0, hours.Shanghai))
}

// wake goes on with a search that waited for the morning.
func (s *step) wake() {
	s.c.Offer.From, s.seeks = time.Time{}, true
	s.log(payload.EventResumed, Event{To: s.c.Owner})
}

// wakeIfUrgent does not wait for the morning any more when it turns out that
// the case cannot.
func (s *step) wakeIfUrgent() {
	if !s.c.Offer.From.IsZero() && !askFrom(s.c, s.now).After(s.now) {
		s.c.Offer.From, s.seeks = time.Time{}, true
	}
}
