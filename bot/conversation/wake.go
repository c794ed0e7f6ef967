package conversation

import (
	"slices"
	"time"

	"secondbrother/storage/payload"
)

// How long something half told may lie, when the rules do not say otherwise.
const (
	RemindAfter = 24 * time.Hour
	// nudgeAfter is for emergencies: who runs to help forgets the last button.
	nudgeAfter  = 3 * time.Minute
	expireAfter = 7 * 24 * time.Hour
	// Keep is what worker purge keeps texts for, too.
	Keep = 180 * 24 * time.Hour
	// keepOpen is for reports whose end the bot was never told of.
	keepOpen = 3
)

// unfinishedBusiness says whether something half told lies with the person.
func (p *Person) unfinishedBusiness() bool {
	return p.Draft != nil || p.Errand != nil && p.Errand.Held != nil && !p.Errand.Held.empty()
}

// emergency says whether what lies half told is a danger to somebody.
func (p *Person) emergency() bool { return p.Draft != nil && p.Draft.Urgency == payload.Emergency }

// due is when the conversation wants to be woken without an input; zero: not
// at all.
func (p *Person) due(r *Rules) time.Time {
	due := p.dueTalk(r)
	for _, o := range p.Receipts {
		if end := o.outlived(r); !end.IsZero() && (due.IsZero() || end.Before(due)) {
			due = end
		}
	}
	return due
}

// outlived is when a report is old enough that nobody must know any more whose
// it was; zero: never.
func (o OwnReceipt) outlived(r *Rules) time.Time {
	switch {
	case r.Keep <= 0:
		return time.Time{}
	case o.Ended.IsZero():
		return o.At.Add(keepOpen * r.Keep)
	}
	return o.Ended.Add(r.Keep)
}

// outlive forgets whose the reports are that have come to that age.
func (s *step) outlive() {
	p := &s.p
	var handles []string
	p.Receipts = slices.DeleteFunc(p.Receipts, func(o OwnReceipt) bool {
		end := o.outlived(s.r)
		if end.IsZero() || end.After(s.in.At) {
			return false
		}
		if o.Handle != p.Handle {
			handles = append(handles, o.Handle)
		}
		s.dropPending(o.Receipt)
		return true
	})
	if len(handles) > 0 {
		s.effects = append(s.effects, Effect{Forget: handles})
	}
}

// dueTalk is due for what lies half told. A reminder comes a day after the last word, and the end some days
// after it, but never less than a day after the reminder.
func (p *Person) dueTalk(r *Rules) time.Time {
	switch {
	case r.RemindAfter <= 0 || p.Seen.IsZero():
		return time.Time{}
	case p.unfinishedBusiness() && p.Reminded.IsZero() && !p.Blocked:
		if p.emergency() {
			return p.Seen.Add(r.NudgeAfter)
		}
		return p.Seen.Add(r.RemindAfter)
	case p.unfinishedBusiness():
		end := p.Seen.Add(r.ExpireAfter)
		if kind := p.Reminded.Add(r.RemindAfter); !p.Reminded.IsZero() && kind.After(end) {
			return kind
		}
		return end
	case p.Shelf != nil:
		return p.Seen.Add(r.RemindAfter)
	}
	return time.Time{}
}

// woken reminds of what lies half told, or ends it. The caller wakes at
// Person.Wake or later; too early, or for what is over, it does nothing.
func (s *step) woken() {
	p := &s.p
	p.Wake = time.Time{}
	s.outlive()
	due := p.dueTalk(s.r)
	switch {
	case due.IsZero() || s.in.At.Before(due):
	case !p.unfinishedBusiness():
		s.dropShelf()
	case p.Reminded.IsZero() && !p.Blocked:
		p.Reminded = s.in.At
		if p.emergency() {
			s.show(s.t("wake.emergency"))
			return
		}
		s.show(s.t("wake.remind", "days", int((s.r.ExpireAfter-s.r.RemindAfter).Hours()/24)))
	default:
		s.expire()
	}
	for i := range s.replies {
		s.replies[i].Priority = payload.PriorityRoutine // nobody waits for it
	}
}

// expire ends what nobody went on with, and says so without a sound.
func (s *step) expire() {
	p := &s.p
	s.dropDraft()
	s.dropHeld()
	s.dropShelf()
	p.Reminded = time.Time{}
	p.Revision++
	if p.Blocked {
		return
	}
	s.close(s.t("wake.expired", "days", int(s.r.ExpireAfter.Hours()/24)))
	for i := range s.replies {
		s.replies[i].Silent = true
	}
}
