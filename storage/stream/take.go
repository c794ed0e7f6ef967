package stream

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// TakeConfig describes a consumer whose messages are settled one by one, at
// any time and in any order.
type TakeConfig struct {
	Stream  Name
	Name    string
	Filters []string
	Most    int           // unsettled messages at a time; 0: 256
	AckWait time.Duration // after a crash messages come back this late; 0: 10 s

	// Begin, when set, is told at the start how many messages an earlier run
	// left unsettled and the last sequence that was ever given out: what comes
	// beyond it is new, what comes below it comes again.
	Begin func(unsettled int, last uint64)

	Dead func(ctx context.Context, m Message, reason string) error
}

// Taken is a message that waits for its verdict. Until then the server is told
// that it is in good hands.
type Taken struct {
	Message
	taker *taker
	msg   jetstream.Msg
	once  sync.Once
}

// Take calls handle with each message in order, one at a time, until ctx ends.
// handle keeps the message and somebody settles it later; what is unsettled
// when ctx ends is given back by Take's end, after waiting for settle.
//
// The error is about the settings, as with Consume.
func (c *Client) Take(ctx context.Context, config TakeConfig, handle func(*Taken)) error {
	if config.Most == 0 {
		config.Most = 256
	}
	if config.AckWait == 0 {
		config.AckWait = 10 * time.Second
	}
	t := &taker{client: c, config: config, open: map[*Taken]struct{}{}}
	alive, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var reporting sync.WaitGroup
	reporting.Go(func() { t.report(alive) })
	err := c.pull(ctx, source{
		stream:     config.Stream,
		durable:    config.Name,
		filters:    config.Filters,
		ackWait:    config.AckWait,
		ackPending: config.Most,
		prefetch:   min(config.Most, 256),
	}, config.Begin, func(m jetstream.Msg) {
		if ctx.Err() != nil {
			_ = m.Nak()
			return
		}
		taken := &Taken{Message: c.message(m), taker: t, msg: m}
		t.mu.Lock()
		t.open[taken] = struct{}{}
		t.mu.Unlock()
		handle(taken)
	})
	cancel()
	reporting.Wait()
	return err
}

// Settle gives the message its verdict; only the first one counts. Done waits
// until the server has noted it.
func (t *Taken) Settle(ctx context.Context, v Verdict) {
	t.once.Do(func() {
		t.taker.mu.Lock()
		delete(t.taker.open, t)
		t.taker.mu.Unlock()
		config := &t.taker.config
		switch v.kind {
		case done:
			t.taker.client.confirm(ctx, t.msg, config.Name)
		case retry:
			t.taker.client.later(t.msg, t.Message, v.after)
		case drop:
			t.taker.client.bury(ctx, t.msg, t.Message, v.reason, config.Name, config.Dead)
		}
	})
}

// Return gives the message back at once, for the next one who asks: when
// whoever holds it stops.
func (t *Taken) Return() {
	t.once.Do(func() {
		t.taker.mu.Lock()
		delete(t.taker.open, t)
		t.taker.mu.Unlock()
		_ = t.msg.Nak()
	})
}

// Backlog says how many messages a consumer has not begun (waiting) and has
// begun but not settled.
func (c *Client) Backlog(ctx context.Context, of Name, consumer string) (waiting, unsettled int, err error) {
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	stored, err := c.js.Stream(ctx, c.streamName(of))
	if err != nil {
		return 0, 0, fmt.Errorf("look at stream %s: %w", of, err)
	}
	info, err := c.js.Consumer(ctx, c.streamName(of), consumer)
	if err != nil {
		return 0, 0, fmt.Errorf("look at consumer %s: %w", consumer, err)
	}
	seen := info.CachedInfo()
	waiting = int(seen.NumPending)
	// A consumer hears of a stored message a moment after its publisher does;
	// one that takes all subjects has yet to deliver up to the stream's end.
	if last := stored.CachedInfo().State.LastSeq; len(seen.Config.FilterSubjects) == 0 && seen.Config.FilterSubject == "" && last > seen.Delivered.Stream {
		waiting = max(waiting, int(last-seen.Delivered.Stream))
	}
	return waiting, seen.NumAckPending, nil
}

type taker struct {
	client *Client
	config TakeConfig

	mu   sync.Mutex
	open map[*Taken]struct{}
}

// report keeps the server from giving unsettled messages to somebody else.
func (t *taker) report(ctx context.Context) {
	for sleep(ctx, t.config.AckWait/3) {
		t.mu.Lock()
		open := make([]jetstream.Msg, 0, len(t.open))
		for taken := range t.open {
			open = append(open, taken.msg)
		}
		t.mu.Unlock()
		for _, m := range open {
			_ = m.InProgress()
		}
	}
}
