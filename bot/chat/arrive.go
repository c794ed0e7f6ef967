package chat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"secondbrother/bot/chat/intake"
	"secondbrother/storage/stream"
)

// polled takes an update that Telegram keeps until done is called.
func (b *Bot) polled(raw json.RawMessage, done func()) {
	arrived := time.Now()
	e, kind, ok := b.read(raw)
	switch kind {
	case "undecodable":
		go func() {
			for try := 1; ; try++ {
				if err := b.undecodable(b.working, raw); err == nil {
					done()
					return
				}
				select {
				case <-b.working.Done():
					return
				case <-time.After(stream.Backoff(try)):
				}
			}
		}()
		return
	}
	if !ok {
		b.measure.Updates.WithLabelValues(kind).Inc()
		done()
		return
	}
	b.lanes.Go(e.Chat, func() {
		if b.working.Err() != nil || !b.persist(e, raw) {
			return // not confirmed: it comes again
		}
		b.confirmed(kind, arrived)
		done()
	})
}

// called takes an update of the webhook, which waits for the outcome.
func (b *Bot) called(ctx context.Context, raw json.RawMessage, done func(error)) {
	arrived := time.Now()
	e, kind, ok := b.read(raw)
	switch {
	case kind == "undecodable":
		done(b.undecodable(ctx, raw))
		return
	case !ok:
		b.measure.Updates.WithLabelValues(kind).Inc()
		done(nil)
		return
	}
	b.lanes.Go(e.Chat, func() {
		err := ctx.Err()
		if err == nil {
			err = b.once(ctx, e, raw)
		}
		if err != nil {
			b.measure.Retries.Inc()
			b.log.Warn("update not handled, telegram sends it again", "input", e.Input.Key, "error", err)
		} else {
			b.confirmed(kind, arrived)
		}
		done(err)
	})
}

func (b *Bot) confirmed(kind string, arrived time.Time) {
	b.measure.Updates.WithLabelValues(kind).Inc()
	b.measure.Handling.Observe(time.Since(arrived).Seconds())
}

// read decodes an update; ok is false when nobody is to answer it.
func (b *Bot) read(raw json.RawMessage) (e intake.Event, kind string, ok bool) {
	u, err := intake.Decode(raw)
	if err != nil {
		return e, "undecodable", false
	}
	if e, ok = b.reader.Read(u, time.Now()); !ok {
		return e, "ignored", false
	}
	if e.Migrated != 0 {
		return e, "migrated", true
	}
	return e, string(e.Input.Type), true
}

// undecodable keeps an update nobody can read, so that it blocks nobody.
func (b *Bot) undecodable(ctx context.Context, raw json.RawMessage) error {
	ctx, cancel := context.WithTimeout(ctx, b.config.Deadline)
	defer cancel()
	sum := sha256.Sum256(raw)
	if err := b.setAside(ctx, "undecodable", hex.EncodeToString(sum[:16]), raw, "undecodable"); err != nil {
		b.log.Warn("undecodable update not kept yet", "error", err)
		return err
	}
	b.log.Error("undecodable update set aside", "bytes", len(raw))
	b.measure.Updates.WithLabelValues("undecodable").Inc()
	return nil
}
