package outbound

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"secondbrother/bot/chat/telegram"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// toastLife is how long Telegram takes an answer to a press; a later one
// would be refused anyway.
const toastLife = 60 * time.Second

// deliver makes one call and decides what its end means.
func (q *Queue) deliver(ctx context.Context, w *waiting) {
	var err error
	if w.unready() {
		// Fetching and cleaning takes its time, and is no sending yet.
		if w.files, w.left, err = q.files(ctx, &w.piece); err == nil {
			w.ready = true
			q.again(w, 0)
			return
		}
	} else if err = q.send(ctx, w); err == nil {
		q.done(w, "sent")
		return
	}
	fate := telegram.FateOf(err)
	switch fate {
	case telegram.FateUnchanged, telegram.FateTooOld:
		q.done(w, "unneeded")
	case telegram.FateGone:
		if w.piece.Act == Strip {
			q.done(w, "unneeded")
			return
		}
		q.refused(w, err)
	case telegram.FateTooMany:
		q.held(w, err)
	case telegram.FateUnreachable:
		q.unreachable(ctx, w)
	case telegram.FateMigrated:
		q.migrated(ctx, w, err)
	case telegram.FateToken, telegram.FateConflict:
		// Nothing works until somebody mends the settings: nobody else is
		// tried either.
		q.Log.Error("telegram refuses this bot", "error", err)
		q.mu.Lock()
		q.allHeld = time.Now().Add(30 * time.Second)
		q.mu.Unlock()
		q.again(w, 0)
	case telegram.FateRefused:
		q.refused(w, err)
	default:
		var failure *telegram.Error
		if errors.As(err, &failure) && fate == telegram.FateUnknown && ctx.Err() == nil && !telegram.NeverSent(err) {
			q.Measure.Ambiguous.Inc()
		}
		w.tries++
		q.Log.Warn("sending failed", "id", w.taken.ID, "priority", w.priority.Name(), "try", w.tries, "error", err)
		if w.piece.Act == Toast && time.Since(w.taken.At) > toastLife {
			q.done(w, "unneeded")
			return
		}
		q.again(w, backoff(w.tries, w.priority))
	}
}

// backoff is half a second, doubled each time, at most half a minute; an
// emergency waits 4 s at most.
func backoff(tries int, p payload.Priority) time.Duration {
	most := 30 * time.Second
	if p == payload.PriorityEmergency {
		most = 4 * time.Second
	}
	return min(most, 250*time.Millisecond<<min(tries, 10))
}

func (q *Queue) done(w *waiting, result string) {
	q.Measure.Sent.WithLabelValues(w.priority.Name(), result).Inc()
	q.sent.add(w.taken.ID)
	if w.piece.Act != Toast {
		q.mu.Lock()
		clear(q.refusals)
		q.mu.Unlock()
	}
	// The chat goes on at once; the acknowledgement has its own time.
	q.free(w, false)
	w.taken.Settle(context.Background(), stream.Done())
}

func (q *Queue) again(w *waiting, after time.Duration) {
	w.after = time.Now().Add(after)
	q.free(w, true)
}

// globalRefusals: Telegram does not say whether it wants one chat or the whole
// bot to wait. We take it for the chat alone until this many chats in a row
// were told to, with no success between.
const globalRefusals = 3

func (q *Queue) held(w *waiting, err error) {
	var failure *telegram.Error
	wait := time.Second
	if errors.As(err, &failure) && failure.RetryAfter > 0 {
		wait = failure.RetryAfter
	}
	q.Measure.Held.Inc()
	until := time.Now().Add(wait + 50*time.Millisecond)
	q.mu.Lock()
	q.pace.hold(w.piece.Chat, until)
	if w.piece.Act != Toast {
		q.refusals[w.piece.Chat] = true
	}
	if len(q.refusals) >= globalRefusals && until.After(q.allHeld) {
		q.allHeld = until
	}
	q.mu.Unlock()
	q.again(w, wait)
}

func (q *Queue) unreachable(ctx context.Context, w *waiting) {
	if err := q.Unreachable(ctx, w.piece.Chat, w.taken.ID); err != nil {
		q.Log.Warn("unreachable chat not noted", "id", w.taken.ID, "error", err)
		w.tries++
		q.again(w, backoff(w.tries, w.priority))
		return
	}
	q.done(w, "unreachable")
}

// migrated sends everything that waits for a group to where the group is now.
func (q *Queue) migrated(ctx context.Context, w *waiting, err error) {
	var failure *telegram.Error
	if !errors.As(err, &failure) || failure.MigrateTo == w.piece.Chat {
		q.refused(w, err)
		return
	}
	from, to := w.piece.Chat, failure.MigrateTo
	if err := q.Migrated(ctx, from, to); err != nil {
		q.Log.Warn("group's new id not noted", "id", w.taken.ID, "error", err)
		w.tries++
		q.again(w, backoff(w.tries, w.priority))
		return
	}
	q.mu.Lock()
	delete(q.moved, to) // never in a circle
	q.moved[from] = to
	var all []*waiting
	if l := q.lines[from]; l != nil {
		for p := range l.queues {
			all = append(all, l.queues[p]...)
			l.queues[p] = nil
		}
	}
	for _, other := range all {
		q.enqueue(other)
	}
	q.mu.Unlock()
	q.again(w, 0)
}

// refused keeps what Telegram will never take, and goes on.
func (q *Queue) refused(w *waiting, err error) {
	q.Log.Error("telegram refused a message", "id", w.taken.ID, "act", string(w.piece.Act), "error", err)
	raw, encodeErr := json.Marshal(w.piece)
	if encodeErr != nil {
		raw = w.taken.Data
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if keepErr := q.SetAside(ctx, w.taken.ID, raw, err.Error()); keepErr != nil {
		q.Log.Error("refused message not kept", "id", w.taken.ID, "error", keepErr)
		w.tries++
		q.again(w, backoff(w.tries, w.priority))
		return
	}
	q.done(w, "refused")
}

// end is refused for what never got into a line.
func (q *Queue) end(w *waiting, raw []byte, reason string) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := q.SetAside(ctx, w.taken.ID, raw, reason); err != nil {
		w.taken.Settle(ctx, stream.Retry(0))
		return
	}
	q.Measure.Sent.WithLabelValues(w.priority.Name(), "refused").Inc()
	w.taken.Settle(ctx, stream.Drop(reason))
}
