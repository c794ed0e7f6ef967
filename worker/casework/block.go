package casework

import "secondbrother/storage/payload"

// block has whoever reported the case stopped from reporting more. Only the
// bot can tell who that is, and it keeps that to itself; here it is a handle
// that this one case has.
func (s *step) block(payload.Action) bool {
	return s.bar(payload.EventBlocked, payload.ReasonBarred)
}

func (s *step) unblock(payload.Action) bool {
	return s.bar(payload.EventUnblocked, payload.ReasonUnbarred)
}

func (s *step) bar(what payload.Event, reason payload.Reason) bool {
	if s.c.Reporter == "" {
		return false // forgotten: nobody can be told
	}
	s.log(what, Event{})
	s.notes = append(s.notes, Notice{Topic: payload.TopicBarred, Priority: payload.PriorityUrgent, Reason: reason})
	s.acknowledge(reason)
	return true
}
