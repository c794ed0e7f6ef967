package stream_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"secondbrother/storage/local"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// soon bounds what has to happen; a test that waits for it fails afterwards.
const soon = 30 * time.Second

func connect(t *testing.T, url, prefix string) *stream.Client {
	t.Helper()
	c, err := stream.Connect(t.Context(), stream.Config{URL: url, Prefix: prefix, Name: t.Name(), MaxBytes: 64 << 20},
		slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	if err := c.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

func shared(t *testing.T) *stream.Client {
	return connect(t, local.NATS(t), local.Prefix(t))
}

// collect runs a consumer until stop says that it saw enough.
func collect(t *testing.T, c *stream.Client, config stream.ConsumerConfig, handle func([]stream.Message) ([]stream.Verdict, bool)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	var enough atomic.Bool
	err := c.Consume(ctx, config, func(_ context.Context, m []stream.Message) []stream.Verdict {
		v, stop := handle(m)
		if stop {
			enough.Store(true)
			cancel()
		}
		return v
	})
	if err != nil {
		t.Fatal(err)
	}
	if !enough.Load() {
		t.Fatal("the consumer did not see what it should")
	}
}

func alike(v stream.Verdict, n int) []stream.Verdict {
	out := make([]stream.Verdict, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func report(id string) payload.Report {
	return payload.Report{V: payload.Version, ID: id, Kind: payload.Tip, Text: "路灯坏了"}
}

func owed(t *testing.T, from, to int) []stream.Owed {
	t.Helper()
	var out []stream.Owed
	for i := from; i < to; i++ {
		o, err := stream.Owe(payload.Delivery{V: payload.Version, ID: fmt.Sprintf("d%d", i), To: "somebody"}, payload.PriorityRoutine)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}

func TestConnectSaysWhenNobodyAnswers(t *testing.T) {
	_, err := stream.Connect(t.Context(), stream.Config{URL: "nats://127.0.0.1:1"}, slog.New(slog.DiscardHandler))
	if !errors.Is(err, stream.ErrUnreachable) {
		t.Fatalf("got %v", err)
	}
}

// A report is acknowledged, the server killed, and everything goes on: the
// report is there, publishing and consuming resume by themselves.
func TestServerKilled(t *testing.T) {
	server := local.OwnNATS(t)
	c := connect(t, server.URL(), "")
	for i := range 40 {
		if err := c.PublishReport(t.Context(), report(fmt.Sprint("before", i))); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*soon)
	defer cancel()
	seen := map[string]bool{}
	half := make(chan struct{})
	finished := make(chan error, 1)
	go func() {
		finished <- c.Consume(ctx, stream.ConsumerConfig{Stream: stream.Reports, Name: "w", Batch: 10, AckWait: 2 * time.Second},
			func(_ context.Context, m []stream.Message) []stream.Verdict {
				for _, m := range m {
					seen[m.ID] = true
				}
				if len(seen) == 40 {
					select {
					case <-half:
					default:
						close(half)
					}
				}
				if len(seen) == 41 {
					cancel()
				}
				return alike(stream.Done(), len(m))
			})
	}()
	<-half
	server.Kill9()
	published := make(chan error, 1)
	go func() { published <- c.PublishReport(ctx, report("after")) }()
	server.Start()
	if err := <-published; err != nil {
		t.Fatal(err)
	}
	if err := <-finished; err != nil {
		t.Fatal(err)
	}
	if len(seen) != 41 {
		t.Fatalf("saw %d of 41", len(seen))
	}
	if err := c.Healthy(t.Context()); err != nil {
		t.Fatal(err)
	}
}
