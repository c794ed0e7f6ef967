package chat

import (
	"context"
	"errors"
	"time"

	"secondbrother/bot/chat/intake"
	"secondbrother/bot/conversation"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// deliver takes what the worker owes somebody and puts it into that chat's
// lane, so that state and order have one mechanism. Emergencies have a
// consumer of their own: nothing routine is ahead of them.
func (b *Bot) deliver(ctx context.Context, name string, filters []string) error {
	return b.stream.Take(ctx, stream.TakeConfig{
		Stream:  stream.Deliveries,
		Name:    name,
		Filters: filters,
		Most:    256,
		Dead: func(ctx context.Context, m stream.Message, reason string) error {
			// Whatever its id is: not every text is a key.
			return b.setAside(ctx, "delivery", b.keys.Name("dead delivery", m.ID, string(m.Data)), m.Data, reason)
		},
	}, func(t *stream.Taken) { b.delivered(ctx, t) })
}

func (b *Bot) delivered(ctx context.Context, t *stream.Taken) {
	d, err := stream.Decode[payload.Delivery](t.Message)
	if errors.Is(err, stream.ErrNewer) {
		t.Settle(b.working, stream.Retry(time.Minute))
		return
	}
	if err != nil {
		b.count("undecodable")
		t.Settle(b.working, stream.Drop("undecodable"))
		return
	}
	chat, err := b.whose(ctx, d.To)
	if errors.Is(err, stream.ErrNotFound) {
		b.count("unknown")
		t.Settle(b.working, stream.Drop("unknown recipient"))
		return
	}
	if err != nil {
		b.log.Warn("recipient not found yet", "id", d.ID, "error", err)
		t.Settle(b.working, stream.Retry(0))
		return
	}
	in := conversation.Input{
		Type:     conversation.InputDelivery,
		Key:      b.keys.Name("delivery", d.ID),
		At:       time.Now().UTC(),
		Group:    chat < 0,
		Admin:    b.reader.Admins[chat],
		Delivery: &d,
	}
	in.Seed = b.keys.Seed(in.Key)
	b.lanes.Go(chat, func() {
		if b.working.Err() != nil {
			t.Return()
			return
		}
		err := b.once(b.working, intake.Event{Chat: chat, Input: in}, t.Data)
		switch {
		case err == nil:
			b.count("shown")
			t.Settle(b.working, stream.Done())
		case errors.Is(err, errStopped):
		case errors.Is(err, errUnreadable):
			t.Settle(b.working, stream.Retry(5*time.Minute))
		default:
			b.log.Warn("delivery not shown yet", "id", d.ID, "try", t.Try, "error", err)
			t.Settle(b.working, stream.Retry(0))
		}
	})
}

func (b *Bot) count(result string) { b.measure.Deliveries.WithLabelValues(result).Inc() }

// unreachable tells the conversation that a chat blocked the bot: it knows
// whether the worker must hear of it.
func (b *Bot) unreachable(ctx context.Context, chat int64, id string) error {
	in := conversation.Input{
		Type:  conversation.InputBlocked,
		Key:   b.keys.Name("unreachable", id),
		At:    time.Now().UTC(),
		Group: chat < 0,
		Text:  "blocked",
	}
	in.Seed = b.keys.Seed(in.Key)
	return b.inLane(ctx, chat, func(ctx context.Context) error {
		return b.once(ctx, intake.Event{Chat: chat, Input: in}, nil)
	})
}

func (b *Bot) migrated(ctx context.Context, from, to int64) error {
	return b.inLane(ctx, from, func(ctx context.Context) error { return b.move(ctx, from, to) })
}

// inLane waits for work that has to keep its place among a chat's inputs.
func (b *Bot) inLane(ctx context.Context, chat int64, work func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, b.config.Deadline)
	defer cancel()
	ended := make(chan error, 1)
	b.lanes.Go(chat, func() {
		if err := ctx.Err(); err != nil {
			ended <- err
			return
		}
		ended <- work(ctx)
	})
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
