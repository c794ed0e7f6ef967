package stream

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// How a lease changes hands. A holder gives up before anybody may take it:
// lost < free, with room for two clocks that run unevenly.
const (
	leaseBeat = time.Second            // between renewals, and between looks at somebody else's
	leaseLost = 4 * time.Second        // a holder that could not renew it for so long lets go
	leaseFree = 8 * time.Second        // a lease that nobody renewed for so long is free
	leaseGone = time.Second            // a holder whose connection is gone for so long is dead
	leaseCall = 500 * time.Millisecond // how long a holder has to answer
)

// Lease is held by one client at a time: of several programs that do the same,
// it says which one does it.
type Lease struct {
	client *Client
	bucket *Bucket
	name   string
	id     string

	mu   sync.Mutex
	term context.Context // nil: not held
	held chan struct{}   // closed when term is there

	revision uint64    // of somebody else's lease as seen last
	since    time.Time // that it was seen
	gone     time.Time // that its holder did not answer; zero: it did
}

// Lease makes a lease of that name; Run competes for it.
func (c *Client) Lease(name string) *Lease {
	return &Lease{client: c, bucket: c.Bucket(leases), name: name, id: rand.Text(), held: make(chan struct{})}
}

// Held waits until the lease is ours. term ends when it is lost. The error is
// ctx's.
func (l *Lease) Held(ctx context.Context) (term context.Context, err error) {
	for {
		l.mu.Lock()
		term, held := l.term, l.held
		l.mu.Unlock()
		if term != nil && term.Err() == nil {
			return term, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-held:
		}
	}
}

// Mine says whether the lease is ours now.
func (l *Lease) Mine() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.term != nil && l.term.Err() == nil
}

// Run competes for the lease and renews it until ctx ends; then it gives it
// away at once. Whoever dies without a word loses it within seconds.
func (l *Lease) Run(ctx context.Context) error {
	alive, err := l.client.conn.Subscribe(l.subject(l.id), func(m *nats.Msg) { _ = m.Respond(nil) })
	if err != nil {
		return fmt.Errorf("say that we live: %w", err)
	}
	defer func() { _ = alive.Unsubscribe() }()
	for ctx.Err() == nil {
		revision, err := l.take(ctx)
		switch {
		case err == nil:
			l.keep(ctx, revision)
		case errors.Is(err, ErrConflict):
		default:
			if ctx.Err() == nil {
				l.client.log.Warn("lease not looked at", "lease", l.name, "error", err)
			}
		}
		sleep(ctx, leaseBeat/2)
	}
	return nil
}

func (l *Lease) subject(id string) string {
	return l.client.config.Prefix + "lease." + l.name + "." + id
}

// take takes the lease when it is free; ErrConflict when it is not.
func (l *Lease) take(ctx context.Context) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	entry, err := l.bucket.Get(ctx, l.name)
	if errors.Is(err, ErrNotFound) {
		return l.bucket.Create(ctx, l.name, []byte(l.id))
	}
	if err != nil {
		return 0, err
	}
	if string(entry.Value) != l.id && !l.free(ctx, entry) {
		return 0, ErrConflict
	}
	return l.bucket.Update(ctx, l.name, []byte(l.id), entry.Revision)
}

// free says whether somebody else's lease may be taken. Only our own clock is
// asked, and only how long it ran.
func (l *Lease) free(ctx context.Context, e Entry) bool {
	now := time.Now()
	if e.Revision != l.revision {
		l.revision, l.since, l.gone = e.Revision, now, time.Time{}
	}
	if now.Sub(l.since) >= leaseFree {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, leaseCall)
	defer cancel()
	_, err := l.client.conn.RequestWithContext(ctx, l.subject(string(e.Value)), nil)
	switch {
	case !errors.Is(err, nats.ErrNoResponders):
		l.gone = time.Time{} // it lives, or is slow
	case l.gone.IsZero():
		l.gone = now
	}
	return !l.gone.IsZero() && now.Sub(l.gone) >= leaseGone
}

// keep holds the lease until ctx ends or it is lost.
func (l *Lease) keep(ctx context.Context, revision uint64) {
	term, end := context.WithCancel(ctx)
	l.mu.Lock()
	l.term = term
	close(l.held)
	l.mu.Unlock()
	l.client.log.Info("lease taken", "lease", l.name)
	drop := sync.OnceFunc(func() {
		l.mu.Lock()
		l.term, l.held = nil, make(chan struct{})
		l.mu.Unlock()
		end()
	})
	defer drop()
	for renewed := time.Now(); sleep(ctx, leaseBeat); {
		began := time.Now()
		next, err := l.renew(ctx, revision)
		switch {
		case err == nil:
			revision, renewed = next, began
		case errors.Is(err, ErrConflict):
			l.client.log.Warn("lease lost to another", "lease", l.name)
			return
		case time.Since(renewed) > leaseLost:
			l.client.log.Warn("lease lost", "lease", l.name, "error", err)
			return
		}
	}
	drop()
	// Only ours: whoever has it by now keeps it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaseBeat)
	defer cancel()
	if entry, err := l.bucket.Get(ctx, l.name); err != nil || string(entry.Value) != l.id {
		return
	}
	if err := l.bucket.Delete(ctx, l.name); err != nil {
		l.client.log.Warn("lease not given away, it ends by itself", "lease", l.name, "error", err)
	}
}

// renew is also told when an earlier renewal arrived whose answer did not.
func (l *Lease) renew(ctx context.Context, revision uint64) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, leaseBeat)
	defer cancel()
	next, err := l.bucket.Update(ctx, l.name, []byte(l.id), revision)
	if !errors.Is(err, ErrConflict) {
		return next, err
	}
	entry, err := l.bucket.Get(ctx, l.name)
	if errors.Is(err, ErrNotFound) || err == nil && string(entry.Value) != l.id {
		return 0, ErrConflict
	}
	return entry.Revision, err
}
