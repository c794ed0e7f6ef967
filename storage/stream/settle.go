package stream

import (
	"context"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// confirm acknowledges and waits until the server has noted it. Losing that
// answer is no harm: the message comes again and is recognised.
func (c *Client) confirm(ctx context.Context, m jetstream.Msg, consumer string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), requestLimit)
	defer cancel()
	if err := m.DoubleAck(ctx); err != nil {
		c.log.Warn("acknowledgement not confirmed", "consumer", consumer, "error", err)
	}
}

// later has the message come back: never at once, which would only spin.
func (c *Client) later(m jetstream.Msg, message Message, after time.Duration) {
	if after <= 0 {
		after = Backoff(message.Try)
	}
	_ = m.NakWithDelay(after) // lost: it comes back after AckWait
}

// bury drops a message once dead has taken note of it.
func (c *Client) bury(ctx context.Context, m jetstream.Msg, message Message, reason, consumer string, dead func(context.Context, Message, string) error) {
	if dead != nil {
		if err := dead(ctx, message, reason); err != nil {
			c.log.Error("dead letter not kept", "consumer", consumer, "id", message.ID, "error", err)
			c.later(m, message, 0)
			return
		}
	}
	c.log.Warn("message dropped", "consumer", consumer, "id", message.ID, "reason", reason)
	_ = m.TermWithReason(reason)
}
