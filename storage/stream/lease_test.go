package stream

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"secondbrother/storage/local"
)

// holders start programs that compete for one lease.
type holder struct {
	client *Client
	lease  *Lease
	stop   context.CancelFunc
	ended  chan error
}

func compete(t *testing.T, config Config) *holder {
	t.Helper()
	client, err := Connect(t.Context(), config, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sync.OnceFunc(client.Close))
	if err := client.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	h := &holder{client: client, lease: client.Lease("test"), stop: stop, ended: make(chan error, 1)}
	go func() { h.ended <- h.lease.Run(ctx) }()
	t.Cleanup(stop)
	return h
}

func (h *holder) holds(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	term, err := h.lease.Held(ctx)
	if err != nil {
		t.Fatal("the lease is not taken")
	}
	return term
}

func TestLeaseIsHeldByOne(t *testing.T) {
	config := Config{URL: local.NATS(t), Prefix: local.Prefix(t), MaxBytes: 16 << 20}
	one := compete(t, config)
	term := one.holds(t)
	two := compete(t, config)
	// Longer than it takes to be found dead: it is renewed and answers.
	ctx, cancel := context.WithTimeout(t.Context(), 2*leaseGone)
	defer cancel()
	if _, err := two.lease.Held(ctx); !errors.Is(err, context.DeadlineExceeded) || two.lease.Mine() {
		t.Fatal("two hold one lease")
	}
	one.stop()
	if err := <-one.ended; err != nil {
		t.Fatal(err)
	}
	if term.Err() == nil || one.lease.Mine() {
		t.Error("the term goes on after its end")
	}
	two.holds(t)
}

func TestLeaseOfTheDeadIsTaken(t *testing.T) {
	config := Config{URL: local.NATS(t), Prefix: local.Prefix(t), MaxBytes: 16 << 20}
	one := compete(t, config)
	one.holds(t)
	two := compete(t, config)
	one.client.conn.Close() // as when the process is killed
	two.holds(t)
	// The dead one finds out by itself that it has lost.
	select {
	case <-one.holdsNot():
	case <-time.After(30 * time.Second):
		t.Fatal("the dead one believes it holds the lease")
	}
}

func (h *holder) holdsNot() <-chan struct{} {
	h.lease.mu.Lock()
	defer h.lease.mu.Unlock()
	if h.lease.term == nil {
		done := make(chan struct{})
		close(done)
		return done
	}
	return h.lease.term.Done()
}

func TestLeaseTakenByForceIsLost(t *testing.T) {
	config := Config{URL: local.NATS(t), Prefix: local.Prefix(t), MaxBytes: 16 << 20}
	one := compete(t, config)
	term := one.holds(t)
	if _, err := one.lease.bucket.Put(t.Context(), "test", []byte("somebody")); err != nil {
		t.Fatal(err)
	}
	select {
	case <-term.Done():
	case <-time.After(30 * time.Second):
		t.Fatal("two hold one lease")
	}
}
