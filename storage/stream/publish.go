package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"secondbrother/storage/payload"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// ErrTooLarge says that a message is larger than the server takes. Trying
// again does not help.
var ErrTooLarge = errors.New("message larger than NATS takes")

// PublishReport returns nil once the report is stored on disk, also when it
// was stored before. It tries until the context ends.
func (c *Client) PublishReport(ctx context.Context, r payload.Report) error {
	return c.publishJSON(ctx, Reports, "report.submitted."+string(r.Kind), r.ID, r)
}

// PublishAction is like PublishReport.
func (c *Client) PublishAction(ctx context.Context, a payload.Action) error {
	return c.publishJSON(ctx, Actions, "action."+string(a.Verb), a.ID, a)
}

// PublishOutbound is like PublishReport, for one message to Telegram. chat is
// a keyed hash of the chat and body is sealed: this package cannot read them.
func (c *Client) PublishOutbound(ctx context.Context, p payload.Priority, chat, id string, body []byte) error {
	return c.publish(ctx, Outbound, "outbound."+p.Name()+"."+chat, id, body)
}

// Owed is a delivery as an outbox keeps it: ready to be sent.
type Owed struct {
	ID       string
	To       string // handle
	Priority payload.Priority
	Body     []byte // JSON of payload.Delivery
}

// Owe makes a delivery ready to be sent.
func Owe(d payload.Delivery, p payload.Priority) (Owed, error) {
	body, err := json.Marshal(d)
	if err != nil {
		return Owed{}, fmt.Errorf("encode delivery: %w", err)
	}
	return Owed{ID: d.ID, To: d.To, Priority: p, Body: body}, nil
}

// PublishDeliveries returns nil when all are stored, now or before. Otherwise
// it returns one entry per delivery, nil where that one is stored; publishing
// the same ones again is harmless. It tries until the context ends.
func (c *Client) PublishDeliveries(ctx context.Context, owed []Owed) []error {
	waiting := make([]*pending, len(owed))
	for i, o := range owed {
		waiting[i] = c.enqueue(Deliveries, "delivery."+o.Priority.Name()+"."+o.To, o.ID, o.Body)
	}
	c.gatherers[Deliveries].poke()
	errs := make([]error, len(owed))
	failed := false
	for i, p := range waiting {
		errs[i] = c.await(ctx, Deliveries, p)
		failed = failed || errs[i] != nil
	}
	if !failed {
		return nil
	}
	return errs
}

func (c *Client) publishJSON(ctx context.Context, to Name, subject, id string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode for %s: %w", to, err)
	}
	return c.publish(ctx, to, subject, id, body)
}

func (c *Client) publish(ctx context.Context, to Name, subject, id string, body []byte) error {
	p := c.enqueue(to, subject, id, body)
	c.gatherers[to].poke()
	return c.await(ctx, to, p)
}

func (c *Client) enqueue(to Name, subject, id string, body []byte) *pending {
	m := nats.NewMsg(c.config.Prefix + subject)
	m.Header.Set(jetstream.MsgIDHeader, id)
	m.Data = body
	return c.gatherers[to].enqueue(m)
}

// await waits for p and hands it in again, with the same id, while that may help.
func (c *Client) await(ctx context.Context, to Name, p *pending) error {
	wait := 50 * time.Millisecond
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("publish to %s: %w", to, ctx.Err())
		case err := <-p.done:
			if err == nil {
				return nil
			}
			err = fmt.Errorf("publish to %s: %w", to, err)
			if final(err) {
				return err
			}
			select {
			case <-ctx.Done():
				return err
			case <-time.After(wait):
			}
			wait = min(2*wait, 2*time.Second)
			c.gatherers[to].add(p)
			c.gatherers[to].poke()
		}
	}
}

// final says whether trying again cannot help.
func final(err error) bool {
	return errors.Is(err, ErrTooLarge) || errors.Is(err, nats.ErrMaxPayload) || errors.Is(err, nats.ErrBadSubject) ||
		errors.Is(err, jetstream.ErrStreamMessageExceedsMaximum) || errors.Is(err, nats.ErrConnectionClosed) || errors.Is(err, errClosing)
}
