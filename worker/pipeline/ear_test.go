package pipeline

import (
	"context"
	"errors"
	"sync"
	"testing"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// ear hears all deliveries, as the bot would.
type ear struct {
	mu    sync.Mutex
	heard []payload.Delivery
}

func listen(t *testing.T, client *stream.Client) *ear {
	t.Helper()
	e := &ear{}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- client.Consume(ctx, stream.ConsumerConfig{Stream: stream.Deliveries, Name: "ear"}, func(_ context.Context, m []stream.Message) []stream.Verdict {
			e.mu.Lock()
			defer e.mu.Unlock()
			for _, m := range m {
				d, err := stream.Decode[payload.Delivery](m)
				if err != nil {
					t.Errorf("a delivery cannot be read: %v", err)
				}
				e.heard = append(e.heard, d)
			}
			return make([]stream.Verdict, len(m))
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("listen: %v", err)
		}
	})
	return e
}

func (e *ear) all() []payload.Delivery {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]payload.Delivery(nil), e.heard...)
}

// since lists all but the first n of what was heard.
func (e *ear) since(n int) []payload.Delivery {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]payload.Delivery(nil), e.heard[n:]...)
}

// count says how much was heard.
func (e *ear) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.heard)
}

// to lists what somebody of that name was told, in order.
func (e *ear) to(name string) (out []payload.Delivery) {
	for _, d := range e.all() {
		if d.To == handle(name) {
			out = append(out, d)
		}
	}
	return out
}

// last is the newest of what somebody was told.
func (w *town) last(name string) payload.Delivery {
	w.t.Helper()
	all := w.ear.to(name)
	if len(all) == 0 {
		w.t.Fatalf("%s was told nothing", name)
	}
	return all[len(all)-1]
}
