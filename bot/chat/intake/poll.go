package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"secondbrother/bot/chat/seal"
	"secondbrother/bot/chat/telegram"
	"secondbrother/storage/stream"
)

const (
	pollWait = 25 * time.Second
	// floor keeps polls apart while something is being handled: Telegram
	// answers at once then, with what we know already.
	floor = 100 * time.Millisecond
	// stuck is when an update no longer holds up the others: Telegram shows
	// 100 unconfirmed updates, and it is one of them until it is confirmed.
	stuck = 2 * time.Second
	// enough updates done are worth a poll while others are being handled, when
	// Telegram has more than it shows: their places are for the next ones.
	enough = telegram.MostUpdates / 2
	// confirmLimit is for the last poll, which only confirms.
	confirmLimit = 3 * time.Second
)

// waitingKey begins the keys of updates that were confirmed to Telegram before
// they were handled, because they took too long. They are handled by this
// process, or the next one.
const waitingKey = "waiting."

// Poller asks Telegram for updates.
type Poller struct {
	API   *telegram.API
	Shelf *seal.Bucket // of what is set aside
	Log   *slog.Logger

	// Handle has an update handled, some time, and calls done then; it does
	// not wait. Without done the update comes again, after a restart.
	Handle func(raw json.RawMessage, done func())

	mu       sync.Mutex
	open     map[int64]*handling
	swept    map[int64]bool // done since the last poll began: its answer may show them again
	full     bool           // the last answer held as many as it can
	after    int64          // the last id that was confirmed; 0: none in this run
	changed  chan struct{}
	shelving sync.WaitGroup
}

// handling is an update on its way.
type handling struct {
	raw      json.RawMessage
	since    time.Time
	handled  bool
	safe     bool // handled or on the shelf: Telegram may forget it
	shelving bool
	shelved  bool
}

// Run polls until ctx ends. It may be called again after it returned; what was
// being handled then is shown again by Telegram, and recognised.
func (p *Poller) Run(ctx context.Context) error {
	p.mu.Lock()
	p.open = map[int64]*handling{}
	if p.changed == nil {
		p.changed = make(chan struct{}, 1)
	}
	p.mu.Unlock()
	if err := p.unshelve(ctx); err != nil {
		return err
	}
	wait := time.Duration(0)
	quiet := false
	for ctx.Err() == nil {
		if !p.settle(ctx, wait) {
			break
		}
		offset, idle := p.offset()
		if quiet && idle {
			// Everything is confirmed. From 0 Telegram gives what it has, also
			// ids that it began anew below ours.
			offset = 0
		}
		updates, err := p.API.Updates(ctx, offset, pollWait, Allowed)
		if err != nil {
			wait = p.failed(ctx, err, wait)
			continue
		}
		wait = 0
		quiet = len(updates) == 0
		p.take(updates)
	}
	return nil
}

// Confirm tells Telegram what was handled since the last poll. To be called
// when Run has returned and the handlers too.
func (p *Poller) Confirm(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), confirmLimit)
	defer cancel()
	p.shelving.Wait()
	offset, _ := p.offset()
	if offset == 0 {
		return
	}
	if _, err := p.API.Updates(ctx, offset, 0, Allowed); err != nil {
		p.Log.Warn("last updates not confirmed, they will come again", "error", err)
	}
}

// settle waits after a failure, then, while updates are being handled, until
// all are done, or enough, or the floor is over.
func (p *Poller) settle(ctx context.Context, wait time.Duration) bool {
	p.mu.Lock()
	busy := len(p.open) > 0
	p.mu.Unlock()
	if wait == 0 && !busy {
		return true
	}
	timer := time.NewTimer(max(wait, floor))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-timer.C:
			p.shelveStuck(ctx)
			return true
		case <-p.changed:
			p.mu.Lock()
			next := len(p.open) == 0 || p.full && len(p.swept) >= enough
			p.mu.Unlock()
			if next && wait == 0 {
				return true
			}
		}
	}
}

// offset is the lowest id that is not confirmed: what is below Telegram may
// forget. idle: there is none.
func (p *Poller) offset() (offset int64, idle bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.swept = map[int64]bool{}
	for id := range p.open {
		if offset == 0 || id < offset {
			offset = id
		}
	}
	if len(p.open) > 0 {
		return offset, false
	}
	if p.after == 0 {
		return 0, true
	}
	return p.after + 1, true
}

// take hands on what is new. Ids that are done stay known as long as a lower
// one is not: Telegram shows them again until then.
func (p *Poller) take(updates []json.RawMessage) {
	p.mu.Lock()
	p.full = len(updates) == telegram.MostUpdates
	p.mu.Unlock()
	for _, raw := range updates {
		id, err := ID(raw)
		if err != nil {
			// Without an id it cannot be confirmed; whatever comes behind it can.
			p.Log.Error("update without id", "bytes", len(raw))
			continue
		}
		p.mu.Lock()
		if p.open[id] != nil || p.swept[id] {
			p.mu.Unlock()
			continue
		}
		h := &handling{raw: raw, since: time.Now()}
		p.open[id] = h
		p.mu.Unlock()
		p.Handle(raw, func() { p.done(id, h) })
	}
}

func (p *Poller) done(id int64, h *handling) {
	p.mu.Lock()
	h.handled, h.safe = true, true
	shelved := h.shelved
	p.sweep()
	p.mu.Unlock()
	if shelved {
		p.unkeep(shelfKey(id))
	}
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

// sweep drops what is safe from the bottom up. Needs the lock.
func (p *Poller) sweep() {
	ids := make([]int64, 0, len(p.open))
	for id := range p.open {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if !p.open[id].safe {
			return
		}
		delete(p.open, id)
		p.swept[id] = true
		p.after = id
	}
}

// shelveStuck keeps updates ourselves that take long, so that Telegram goes on.
func (p *Poller) shelveStuck(ctx context.Context) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, h := range p.open {
		if h.safe || h.shelving || time.Since(h.since) < stuck {
			continue
		}
		h.shelving = true
		p.shelving.Go(func() { p.shelve(ctx, id, h) })
	}
}

func (p *Poller) shelve(ctx context.Context, id int64, h *handling) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := p.Shelf.Put(ctx, shelfKey(id), h.raw)
	p.mu.Lock()
	h.shelving = false
	if err == nil { // else NATS is down: Telegram keeps it
		h.shelved, h.safe = true, true
		p.sweep()
	}
	handled := h.handled
	p.mu.Unlock()
	if err == nil && handled {
		p.unkeep(shelfKey(id))
	}
}

func shelfKey(id int64) string { return fmt.Sprintf("%s%020d", waitingKey, id) }

func (p *Poller) unkeep(key string) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := p.Shelf.Delete(ctx, key); err != nil {
		p.Log.Warn("handled update still on the shelf, it will be handled again", "error", err)
	}
}

// unshelve hands on what an earlier process left, the oldest first.
func (p *Poller) unshelve(ctx context.Context) error {
	keys, err := p.Shelf.Keys(ctx)
	if err != nil {
		return fmt.Errorf("look for updates that wait: %w", err)
	}
	keys = slices.DeleteFunc(keys, func(k string) bool { return !strings.HasPrefix(k, waitingKey) })
	slices.SortFunc(keys, cmp.Compare)
	for _, key := range keys {
		raw, _, err := p.Shelf.Get(ctx, key)
		if errors.Is(err, stream.ErrNotFound) {
			continue
		}
		if err != nil {
			p.Log.Error("update on the shelf cannot be read", "error", err)
			continue
		}
		p.Handle(raw, func() { p.unkeep(key) })
	}
	return nil
}

// failed logs and says how long to wait before the next poll.
func (p *Poller) failed(ctx context.Context, err error, last time.Duration) time.Duration {
	if ctx.Err() != nil {
		return 0
	}
	next := min(max(2*last, 500*time.Millisecond), 15*time.Second)
	switch telegram.FateOf(err) {
	case telegram.FateConflict:
		p.Log.Error("another program takes this bot's updates", "error", err)
		next = max(next, 3*time.Second)
	case telegram.FateToken:
		p.Log.Error("telegram does not know this bot any more", "error", err)
		next = 15 * time.Second
	case telegram.FateTooMany:
		var failure *telegram.Error
		if errors.As(err, &failure) {
			next = max(next, failure.RetryAfter)
		}
	default:
		p.Log.Warn("poll failed", "error", err)
	}
	return next
}
