package chat

import (
	"context"
	"sync"
)

// Of several bots with one token only the holder of the lease polls, takes
// deliveries, wakes conversations and sends: Telegram lets only one poll, its
// limits are for all together, and order within a chat wants one sender. The
// others stand by, and serve the webhook.

// whileMine runs work whenever this bot holds the lease, until ctx ends or
// work fails. The context that work gets ends when the lease is lost.
func (b *Bot) whileMine(ctx context.Context, work func(context.Context) error) error {
	for {
		term, err := b.lease.Held(ctx)
		if err != nil {
			return nil
		}
		turn, cancel := context.WithCancel(ctx)
		stop := context.AfterFunc(term, cancel)
		err = work(turn)
		stop()
		cancel()
		if err != nil || ctx.Err() != nil {
			return err
		}
	}
}

// serveTurn takes updates and deliveries until ctx ends.
func (b *Bot) serveTurn(ctx context.Context) error {
	parts := []func(context.Context) error{
		func(ctx context.Context) error {
			return b.deliver(ctx, "bot-emergencies", []string{"delivery.emergency.*"})
		},
		func(ctx context.Context) error {
			return b.deliver(ctx, "bot-deliveries", []string{"delivery.answer.*", "delivery.urgent.*", "delivery.routine.*"})
		},
		b.wake,
	}
	if b.poller != nil {
		parts = append(parts, b.poller.Run)
	}
	ctx, stop := context.WithCancelCause(ctx)
	var running sync.WaitGroup
	for _, part := range parts {
		running.Go(func() {
			if err := part(ctx); err != nil {
				stop(err) // the others too
			}
		})
	}
	running.Wait()
	defer stop(nil)
	if cause := context.Cause(ctx); ctx.Err() != nil && cause != context.Canceled {
		return cause
	}
	return nil
}
