package casework

import (
	"cmp"
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Volunteer is somebody who may be asked to mediate: willing, reachable, and
// not busy with another case.
type Volunteer struct {
	Person  int64
	Area    string    // official code, 6, 9 or 12 digits
	AskedAt time.Time // the last time; zero: never
}

// Seek completes a change that Seeks: it asks the nearest of those who are
// free, tells the officer that nobody is left, or waits for the morning. It belongs to the same
// transaction, so that no case is kept that waits for nobody.
func Seek(ch Change, free []Volunteer, org *route.Org, now time.Time) Change {
	s := &step{before: ch.Cards, c: ch.Case, role: payload.RoleNobody, org: org.At(now).Without(ch.Case.Against), now: clock(now),
		events: slices.Clip(ch.Events), notes: slices.Clip(ch.Notices)}
	v, found := nearest(ch.Case, free, org)
	switch from := askFrom(s.c, s.now); {
	case !found:
		s.c.Offer.Words = ""
		s.log(payload.EventUnmet, Event{To: s.c.Owner})
		s.officer(payload.ReasonNobody)
	case from.After(s.now):
		s.c.Offer.From = from
		s.log(payload.EventDeferred, Event{To: s.c.Owner})
		s.officer(payload.ReasonMorning)
	default:
		s.c.Offer.To, s.c.Offer.Until = v.Person, s.now.Add(TakeWithin)
		s.volunteer(v.Person, Notice{Topic: payload.TopicOffer})
	}
	out := s.done()
	out.Left = ch.Left
	return out
}

// How near a volunteer lives to a case.
const (
	sameVillage = iota
	sameTownship
	sameCounty
	tooFar
)

// nearest chooses whom to ask: the same village, then township, then county;
// among them who was not asked for longest.
func nearest(c Case, free []Volunteer, org *route.Org) (Volunteer, bool) {
	left := slices.DeleteFunc(slices.Clone(free), func(v Volunteer) bool {
		return slices.Contains(c.Offer.Before, v.Person) || distance(c, v, org) == tooFar
	})
	if len(left) == 0 {
		return Volunteer{}, false
	}
	return slices.MinFunc(left, func(a, b Volunteer) int {
		return cmp.Or(cmp.Compare(distance(c, a, org), distance(c, b, org)), a.AskedAt.Compare(b.AskedAt), cmp.Compare(a.Person, b.Person))
	}), true
}

func distance(c Case, v Volunteer, org *route.Org) int {
	township, village := townshipAndVillage(v.Area)
	switch {
	case village != "" && village == c.Village:
		return sameVillage
	case township != "" && township == c.Township:
		return sameTownship
	case c.County != "" && org.CountyFor(v.Area) == c.County:
		return sameCounty
	}
	return tooFar
}
