package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"
)

// kept says what the bot stored in one stream.
type kept struct {
	stream string
	last   uint64 // sequence
	bytes  int    // a message, as the stream counts it
}

// state says that newer messages take the place of older ones: a key-value bucket.
func (k kept) state() bool { return strings.HasPrefix(k.stream, "KV_") }

// written looks at all the bot's streams.
func written(ctx context.Context, js jetstream.JetStream) (map[string]kept, error) {
	out := map[string]kept{}
	list := js.ListStreams(ctx)
	for info := range list.Info() {
		name := info.Config.Name
		if !strings.HasPrefix(strings.TrimPrefix(name, "KV_"), botPrefix) {
			continue
		}
		k := kept{stream: name, last: info.State.LastSeq}
		if info.State.Msgs > 0 {
			k.bytes = int(info.State.Bytes / info.State.Msgs)
		}
		out[name] = k
	}
	if err := list.Err(); err != nil {
		return nil, fmt.Errorf("look at the bot's streams: %w", err)
	}
	return out, nil
}

// load is what a round made the bot do, an update.
type load struct {
	updates  int
	messages float64
	states   float64
	calls    float64
	bytes    int // a message
	size     int // a state
	body     int // a call
}

// since is what the bot stored between two looks.
func since(before, after map[string]kept, updates int) load {
	var messages, bytes, states, size float64
	for name, k := range after {
		n := float64(k.last - before[name].last)
		if k.state() {
			states += n
			size += n * float64(k.bytes)
		} else {
			messages += n
			bytes += n * float64(k.bytes)
		}
	}
	u := float64(updates)
	return load{
		updates: updates, messages: messages / u, states: states / u,
		bytes: int(bytes / max(1, messages)), size: int(size / max(1, states)),
	}
}

const (
	bareMessages = "BAREOUT"
	bareStates   = "BARESTATE"
	// atOnce is how many updates the bot handles at a time (bot/chat.Config).
	atOnce = 128
)

// inBulk stores as many messages and states as the bot did through the bare
// library, in large batches, reads the messages again and, at the same time,
// makes as many calls over HTTP; it returns updates a second.
func (l load) inBulk(ctx context.Context, js jetstream.JetStream) (float64, error) {
	return l.bare(ctx, js, func(group *errgroup.Group, ctx context.Context) {
		group.Go(func() error { return store(ctx, js, bareMessages, l.bytes, l.total(l.messages)) })
		group.Go(func() error { return store(ctx, js, bareStates, l.size, l.total(l.states)) })
		group.Go(func() error { return callBare(ctx, l.body, l.total(l.calls)) })
	})
}

// oneByOne stores them as they come: for each update its messages, then its
// states, each with an fsync of its own; many updates at a time.
func (l load) oneByOne(ctx context.Context, js jetstream.JetStream) (float64, error) {
	body, state := []byte(strings.Repeat("x", max(1, l.bytes))), []byte(strings.Repeat("x", max(1, l.size)))
	var last atomic.Int64
	return l.bare(ctx, js, func(group *errgroup.Group, ctx context.Context) {
		for range atOnce {
			group.Go(func() error {
				for {
					n := last.Add(1)
					if n > int64(l.updates) {
						return nil
					}
					chat := "." + strconv.FormatInt(n%atOnce, 10)
					if err := publish(ctx, js, bareMessages+chat, body, share(l.messages, n)); err != nil {
						return err
					}
					if err := publish(ctx, js, bareStates+chat, state, share(l.states, n)); err != nil {
						return err
					}
				}
			})
		}
	})
}

// bare times what write does beside a reader of the messages.
func (l load) bare(ctx context.Context, js jetstream.JetStream, write func(*errgroup.Group, context.Context)) (float64, error) {
	for name, each := range map[string]int64{bareMessages: -1, bareStates: 1} {
		if _, err := js.CreateStream(ctx, jetstream.StreamConfig{
			Name: name, Subjects: []string{name + ".*"}, Storage: jetstream.FileStorage, MaxMsgsPerSubject: each, AllowAtomicPublish: true,
		}); err != nil {
			return 0, fmt.Errorf("create a bare stream: %w", err)
		}
	}
	began := time.Now()
	group, inner := errgroup.WithContext(ctx)
	group.Go(func() error { return read(inner, js, bareMessages, l.total(l.messages)) })
	write(group, inner)
	if err := group.Wait(); err != nil {
		return 0, err
	}
	took := time.Since(began)
	for _, name := range []string{bareMessages, bareStates} {
		if err := js.DeleteStream(ctx, name); err != nil {
			return 0, fmt.Errorf("delete a bare stream: %w", err)
		}
	}
	return float64(l.updates) / took.Seconds(), nil
}

func (l load) total(each float64) int { return int(math.Round(each * float64(l.updates))) }

// store publishes n messages of so many bytes, batch after batch.
func store(ctx context.Context, js jetstream.JetStream, stream string, bytes, n int) error {
	body := []byte(strings.Repeat("x", max(1, bytes)))
	all := make([]*nats.Msg, n)
	for i := range all {
		all[i] = nats.NewMsg(stream + "." + strconv.Itoa(i%batch))
		all[i].Data = body
	}
	return fill(ctx, js, all, fillBatch)
}

// share is the n-th of whole numbers that come to each on the average.
func share(each float64, n int64) int {
	return int(math.Round(each*float64(n))) - int(math.Round(each*float64(n-1)))
}

// publish stores n messages and waits until all are on disk.
func publish(ctx context.Context, js jetstream.JetStream, subject string, body []byte, n int) error {
	futures := make([]jetstream.PubAckFuture, n)
	for i := range futures {
		future, err := js.PublishAsync(subject, body)
		if err != nil {
			return fmt.Errorf("publish to a bare stream: %w", err)
		}
		futures[i] = future
	}
	for _, future := range futures {
		select {
		case <-future.Ok():
		case err := <-future.Err():
			return fmt.Errorf("publish to a bare stream: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// read consumes and acknowledges n messages.
func read(ctx context.Context, js jetstream.JetStream, stream string, n int) error {
	consumer, err := js.CreateConsumer(ctx, stream, jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy, MaxAckPending: 5000})
	if err != nil {
		return fmt.Errorf("create the bare consumer: %w", err)
	}
	all := make(chan struct{})
	var done atomic.Int64
	reading, err := consumer.Consume(func(m jetstream.Msg) {
		_ = m.Ack()
		if done.Add(1) == int64(n) {
			close(all)
		}
	})
	if err != nil {
		return fmt.Errorf("read the bare stream: %w", err)
	}
	defer reading.Stop()
	select {
	case <-all:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// callBare makes n calls with bodies of so many bytes to a server in this
// process, as many at a time as the bot makes.
func callBare(ctx context.Context, bytes, n int) error {
	if n == 0 {
		return nil
	}
	const at = 40
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{"ok":true,"result":true}`)
	}))
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: at}}
	defer client.CloseIdleConnections()
	body := strings.Repeat("x", max(1, bytes))
	group, ctx := errgroup.WithContext(ctx)
	for i := range at {
		group.Go(func() error {
			for range n/at + min(1, max(0, n%at-i)) {
				request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader(body))
				if err != nil {
					return fmt.Errorf("call the bare server: %w", err)
				}
				response, err := client.Do(request)
				if err != nil {
					return fmt.Errorf("call the bare server: %w", err)
				}
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
			}
			return nil
		})
	}
	return group.Wait()
}
