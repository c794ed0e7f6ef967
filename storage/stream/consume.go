package stream

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// drainLimit is how long handlers may go on after the context ended.
const drainLimit = 10 * time.Second

// maxPanics is how often a message may bring a handler down before it is
// dropped.
const maxPanics = 4

// ConsumerConfig describes a consumer that takes messages in batches.
type ConsumerConfig struct {
	Stream  Name
	Name    string        // durable: instances of one name share the messages
	Filters []string      // subjects without the prefix; none: all of the stream
	Batch   int           // messages a handler gets at most; 0: 200
	Workers int           // handlers at a time; 0: 1
	AckWait time.Duration // after a crash messages come back this late; 0: 30 s
	MaxWait time.Duration // how long a batch waits for company; 0: takes what is there

	// Dead hears of every message that is dropped, before it is. An error
	// means that it could not be kept: the message comes back later.
	Dead func(ctx context.Context, m Message, reason string) error
}

// Consume calls handle with batches until ctx ends, then lets running handlers
// finish and returns. handle returns one verdict per message. Its context
// outlives ctx by at most 10 s. A handler that panics gets its messages again
// one by one; the one that does it 4 times is dropped.
//
// The error is about the settings (no such filter, no connection at the start).
func (c *Client) Consume(ctx context.Context, config ConsumerConfig, handle func(context.Context, []Message) []Verdict) error {
	if config.Batch == 0 {
		config.Batch = 200
	}
	if config.Workers == 0 {
		config.Workers = 1
	}
	if config.AckWait == 0 {
		config.AckWait = 30 * time.Second
	}
	prefetch := 2 * config.Batch * config.Workers
	b := &batcher{
		client: c,
		config: config,
		handle: handle,
		in:     make(chan arrival, prefetch),
		ended:  make(chan struct{}),
	}
	working, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(drainLimit, cancel) })
	defer stop()

	var workers sync.WaitGroup
	for range config.Workers {
		workers.Go(func() { b.work(working) })
	}
	err := c.pull(ctx, source{
		stream:   config.Stream,
		durable:  config.Name,
		filters:  config.Filters,
		ackWait:  config.AckWait,
		prefetch: prefetch,
		// Messages that wait for their retry count too: they must not keep
		// new ones out.
		ackPending: max(10_000, 10*prefetch),
	}, nil, func(m jetstream.Msg) {
		if ctx.Err() != nil {
			_ = m.Nak()
			return
		}
		select {
		case b.in <- arrival{m, time.Now()}:
		case <-ctx.Done():
			_ = m.Nak()
		}
	})
	close(b.ended)
	workers.Wait()
	return err
}

// arrival is a message and when it came: its AckWait runs from then.
type arrival struct {
	msg jetstream.Msg
	at  time.Time
}

type batcher struct {
	client *Client
	config ConsumerConfig
	handle func(context.Context, []Message) []Verdict
	in     chan arrival
	ended  chan struct{} // closed when nothing more goes into in
	// gathering: one worker fills its batch before the next one begins, or
	// each would get a share of it.
	gathering sync.Mutex
}

func (b *batcher) work(ctx context.Context) {
	for {
		batch, open := b.gather()
		if len(batch) > 0 {
			b.process(ctx, batch)
		}
		if !open {
			return
		}
	}
}

// gather returns the next batch; open is false when no more will come.
func (b *batcher) gather() (batch []jetstream.Msg, open bool) {
	b.gathering.Lock()
	defer b.gathering.Unlock()
	select {
	case first := <-b.in:
		batch = b.keep(batch, first)
	case <-b.ended:
		batch = b.rest(batch)
		return batch, len(batch) > 0
	}
	batch = b.rest(batch)
	if b.config.MaxWait <= 0 {
		return batch, true
	}
	late := time.NewTimer(b.config.MaxWait)
	defer late.Stop()
	for len(batch) < b.config.Batch {
		select {
		case a := <-b.in:
			batch = b.keep(batch, a)
		case <-late.C:
			return batch, true
		case <-b.ended:
			return b.rest(batch), true
		}
	}
	return batch, true
}

// rest adds what is there already.
func (b *batcher) rest(batch []jetstream.Msg) []jetstream.Msg {
	for len(batch) < b.config.Batch {
		select {
		case a := <-b.in:
			batch = b.keep(batch, a)
		default:
			return batch
		}
	}
	return batch
}

// keep leaves out what waited here so long that the server gives it to
// somebody else: our late acknowledgement would settle theirs.
func (b *batcher) keep(batch []jetstream.Msg, a arrival) []jetstream.Msg {
	if time.Since(a.at) >= b.config.AckWait {
		return batch
	}
	return append(batch, a.msg)
}

// process handles a batch and settles it. While the handler works the server
// is told, so that slow is not taken for dead.
func (b *batcher) process(ctx context.Context, batch []jetstream.Msg) {
	alive := time.NewTicker(b.config.AckWait / 3)
	finished := make(chan struct{})
	var reporting sync.WaitGroup
	reporting.Go(func() {
		for {
			select {
			case <-alive.C:
				for _, m := range batch {
					_ = m.InProgress()
				}
			case <-finished:
				return
			}
		}
	})
	messages := make([]Message, len(batch))
	for i, m := range batch {
		messages[i] = b.client.message(m)
	}
	verdicts := b.judge(ctx, messages)
	alive.Stop()
	close(finished)
	reporting.Wait()
	b.settle(ctx, batch, messages, verdicts)
}

// judge asks the handler; after a panic message by message, to find the one.
func (b *batcher) judge(ctx context.Context, messages []Message) []Verdict {
	verdicts, err := b.try(ctx, messages)
	if err == nil {
		return verdicts
	}
	b.client.log.Error("handler failed", "consumer", b.config.Name, "messages", len(messages), "error", err)
	if len(messages) > 1 {
		verdicts = verdicts[:0]
		for _, m := range messages {
			verdicts = append(verdicts, b.judge(ctx, []Message{m})...)
		}
		return verdicts
	}
	if messages[0].Try >= maxPanics {
		return []Verdict{Drop("panic")}
	}
	return []Verdict{Retry(Backoff(messages[0].Try))}
}

var errPanic = errors.New("the handler panicked")

func (b *batcher) try(ctx context.Context, messages []Message) (verdicts []Verdict, err error) {
	defer func() {
		if p := recover(); p != nil {
			// The value may hold what the message said: only where, not what.
			err = fmt.Errorf("%w: %T at\n%s", errPanic, p, debug.Stack())
		}
	}()
	verdicts = b.handle(ctx, messages)
	if len(verdicts) != len(messages) {
		return nil, fmt.Errorf("%d verdicts for %d messages", len(verdicts), len(messages))
	}
	return verdicts, nil
}

func (b *batcher) settle(ctx context.Context, batch []jetstream.Msg, messages []Message, verdicts []Verdict) {
	last := -1
	for i, v := range verdicts {
		if v.kind == done {
			last = i
		}
	}
	for i, m := range batch {
		switch verdicts[i].kind {
		case done:
			// The server takes acknowledgements in order: one answer at the
			// end of the batch confirms all before it.
			if i != last {
				_ = m.Ack()
				continue
			}
			b.client.confirm(ctx, m, b.config.Name)
		case retry:
			b.client.later(m, messages[i], verdicts[i].after)
		case drop:
			b.client.bury(ctx, m, messages[i], verdicts[i].reason, b.config.Name, b.config.Dead)
		}
	}
}
