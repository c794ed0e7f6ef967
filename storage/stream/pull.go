package stream

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// source is a durable pull consumer as Consume and Take use it.
type source struct {
	stream     Name
	durable    string
	filters    []string
	ackWait    time.Duration
	ackPending int
	prefetch   int
}

// started is told once per (re)connection what the consumer had on its hands.
type started func(pending int, delivered uint64)

// pull hands every message to deliver, one after another, until ctx ends. A
// consumer or stream that somebody deleted is made anew.
func (c *Client) pull(ctx context.Context, s source, begin started, deliver func(jetstream.Msg)) error {
	wait := 100 * time.Millisecond
	for first := true; ctx.Err() == nil; first = false {
		consumer, err := c.consumer(ctx, s)
		if err != nil && ctx.Err() != nil {
			return nil
		}
		if err != nil {
			if first && !errors.Is(err, context.DeadlineExceeded) && c.conn.IsConnected() {
				return err // a mistake in the settings shows at the start
			}
			c.log.Warn("consumer not ready", "consumer", s.durable, "error", err)
			if !sleep(ctx, wait) {
				return nil
			}
			wait = min(2*wait, 5*time.Second)
			continue
		}
		wait = 100 * time.Millisecond
		if begin != nil {
			info := consumer.CachedInfo()
			begin(info.NumAckPending, info.Delivered.Stream)
		}
		lost := make(chan error, 1)
		running, err := consumer.Consume(deliver,
			jetstream.PullMaxMessages(s.prefetch),
			jetstream.PullExpiry(30*time.Second),
			jetstream.PullHeartbeat(5*time.Second),
			jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) {
				if errors.Is(err, jetstream.ErrNoHeartbeat) || errors.Is(err, jetstream.ErrConsumerDeleted) ||
					errors.Is(err, jetstream.ErrConsumerNotFound) || errors.Is(err, jetstream.ErrBadRequest) ||
					errors.Is(err, nats.ErrNoResponders) {
					select {
					case lost <- err:
					default:
					}
				}
			}))
		if err != nil {
			lost <- err
		}
		select {
		case <-ctx.Done():
		case err := <-lost:
			c.log.Warn("consumer lost", "consumer", s.durable, "error", err)
		}
		if running != nil {
			// What is in the library's buffer still goes to deliver, which
			// gives it back: it need not wait for AckWait.
			running.Drain()
			select {
			case <-running.Closed():
			case <-time.After(requestLimit): // no connection to drain over
			}
		}
	}
	return nil
}

func (c *Client) consumer(ctx context.Context, s source) (jetstream.Consumer, error) {
	config := jetstream.ConsumerConfig{
		Durable:       s.durable,
		AckPolicy:     jetstream.AckExplicitPolicy,
		AckWait:       s.ackWait,
		MaxDeliver:    -1,
		MaxAckPending: s.ackPending,
	}
	for _, f := range s.filters {
		config.FilterSubjects = append(config.FilterSubjects, c.config.Prefix+f)
	}
	ask, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	consumer, err := c.js.CreateOrUpdateConsumer(ask, c.streamName(s.stream), config)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		if err := c.Setup(ask); err != nil {
			return nil, err
		}
		consumer, err = c.js.CreateOrUpdateConsumer(ask, c.streamName(s.stream), config)
	}
	if err != nil {
		return nil, fmt.Errorf("set up consumer %s: %w", s.durable, err)
	}
	return consumer, nil
}

// sleep says whether the whole time passed.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
