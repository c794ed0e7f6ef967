package outbound

import (
	"cmp"
	"context"
	"slices"
	"time"

	"secondbrother/storage/payload"
)

// calls that may be under way at a time, by priority: what is less urgent
// leaves room, so that slow answers to it do not keep an emergency waiting.
var slots = [4]int{100, 80, 60, 50}

// dispatch starts calls until taking ends.
func (q *Queue) dispatch(working, taking context.Context) {
	tidy := time.NewTicker(5 * time.Minute)
	defer tidy.Stop()
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		q.mu.Lock()
		ready, wait := q.next(time.Now())
		q.mu.Unlock()
		for _, w := range ready {
			q.sending.Go(func() { q.deliver(working, w) })
		}
		timer.Reset(wait)
		select {
		case <-taking.Done():
			return
		case <-q.wake:
		case <-timer.C:
		case now := <-tidy.C:
			q.mu.Lock()
			q.pace.forget(now)
			q.mu.Unlock()
		}
	}
}

// next takes out what may go now and says when to look again. Needs the lock.
func (q *Queue) next(now time.Time) (ready []*waiting, wait time.Duration) {
	wait = time.Minute
	later := func(d time.Duration) { wait = min(wait, max(d, time.Millisecond)) }
	if d := q.allHeld.Sub(now); d > 0 {
		return nil, d
	}
	q.toasts = slices.DeleteFunc(q.toasts, func(w *waiting) bool {
		if d := w.after.Sub(now); d > 0 {
			later(d)
			return false
		}
		if !q.slot(payload.PriorityAnswer) {
			return false
		}
		q.inFlight[w.priority]++
		ready = append(ready, w)
		return true
	})
	for _, p := range payload.Priorities {
		for _, w := range q.heads(p) {
			if !q.slot(p) {
				break // somebody finishes and pokes
			}
			d := w.after.Sub(now)
			if !w.unready() {
				d = max(d, q.pace.wait(now, &w.piece, p == payload.PriorityEmergency))
			}
			if d > 0 {
				later(d)
				continue
			}
			l := q.lines[w.piece.Chat]
			l.queues[p] = l.queues[p][1:]
			if p == payload.PriorityEmergency {
				l.busyEmergency = true
			} else {
				l.busy = true
			}
			if !q.pace.off && !w.unready() {
				w.flight = q.pace.take(now, &w.piece)
			}
			q.inFlight[p]++
			ready = append(ready, w)
		}
	}
	return ready, wait
}

// heads lists the first message of each chat that waits for no answer, the
// oldest first.
func (q *Queue) heads(p payload.Priority) []*waiting {
	var heads []*waiting
	for chat, l := range q.lines {
		if len(l.queues[p]) > 0 && !(p == payload.PriorityEmergency && l.busyEmergency) && !(p != payload.PriorityEmergency && (l.busy || l.busyEmergency)) {
			heads = append(heads, l.queues[p][0])
			continue
		}
		if !l.busy && !l.busyEmergency && len(l.queues[0])+len(l.queues[1])+len(l.queues[2])+len(l.queues[3]) == 0 {
			delete(q.lines, chat)
		}
	}
	slices.SortFunc(heads, func(a, b *waiting) int { return cmp.Compare(a.taken.Sequence, b.taken.Sequence) })
	return heads
}

func (q *Queue) slot(p payload.Priority) bool {
	return q.inFlight[0]+q.inFlight[1]+q.inFlight[2]+q.inFlight[3] < slots[p]
}

// free ends a call's hold on its chat; again puts the message back in front.
func (q *Queue) free(w *waiting, again bool) {
	q.mu.Lock()
	q.inFlight[w.priority]--
	if w.piece.Act == Toast {
		if again {
			q.toasts = append(q.toasts, w)
		}
	} else {
		if w.flight != nil {
			q.pace.landed(time.Now(), w.flight)
			w.flight = nil
		}
		if l := q.lines[w.piece.Chat]; l != nil {
			if w.priority == payload.PriorityEmergency {
				l.busyEmergency = false
			} else {
				l.busy = false
			}
		}
		if again {
			q.enqueue(w)
		}
	}
	q.mu.Unlock()
	if !again {
		q.Measure.Waiting.WithLabelValues(w.priority.Name()).Dec()
	}
	q.poke()
}
