package chat

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"secondbrother/bot/chat/intake"
	"secondbrother/bot/conversation"
	"secondbrother/storage/stream"
)

// wakeEvery is how often somebody looks for conversations that want to be woken.
const wakeEvery = time.Minute

// An alarm is the time at which a conversation wants to be woken, in the wakes
// bucket: the time stands in the key, so that looking costs one listing, and
// the chat sealed in the value. An alarm that nobody waits for any more does
// nothing, so that setting and clearing need no transaction.
func (b *Bot) alarmKey(chat int64, at time.Time) string {
	return fmt.Sprintf("%012d.%s", at.Unix(), b.keys.Chat("wake", chat))
}

// setAlarm is called before a person is saved: an alarm too many is harmless,
// a missing one is not.
func (b *Bot) setAlarm(ctx context.Context, chat int64, before, after time.Time) error {
	if after.IsZero() || after.Equal(before) {
		return nil
	}
	if err := b.wakes.PutJSON(ctx, b.alarmKey(chat, after), address{chat}); err != nil {
		return fmt.Errorf("set an alarm: %w", err)
	}
	return nil
}

// clearAlarm is called after a person is saved. What it leaves is harmless.
func (b *Bot) clearAlarm(ctx context.Context, chat int64, before, after time.Time) {
	if before.IsZero() || before.Equal(after) {
		return
	}
	if err := b.wakes.Delete(ctx, b.alarmKey(chat, before)); err != nil {
		b.log.Warn("alarm not cleared, it will do nothing", "error", err)
	}
}

// wake looks for alarms that are due until ctx ends. Several bots may do so:
// an alarm is one input, and one input has one effect.
func (b *Bot) wake(ctx context.Context) error {
	ticker := time.NewTicker(b.config.wakeEvery)
	defer ticker.Stop()
	for {
		if err := b.wakeDue(ctx); err != nil && ctx.Err() == nil {
			b.log.Warn("conversations not woken yet", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

func (b *Bot) wakeDue(ctx context.Context) error {
	keys, err := b.wakes.Keys(ctx)
	if err != nil {
		return fmt.Errorf("list alarms: %w", err)
	}
	now := b.config.now()
	for _, key := range keys {
		text, _, _ := strings.Cut(key, ".")
		at, err := strconv.ParseInt(text, 10, 64)
		if err == nil && at > now.Unix() {
			continue
		}
		if err := b.ring(ctx, key, now); err != nil {
			b.log.Warn("conversation not woken yet", "error", err)
		}
		if ctx.Err() != nil {
			return nil
		}
	}
	return nil
}

// ring has one alarm handled in its chat's lane, and drops it then.
func (b *Bot) ring(ctx context.Context, key string, now time.Time) error {
	var a address
	err := b.wakes.GetJSON(ctx, key, &a)
	switch {
	case errors.Is(err, stream.ErrNotFound):
		return nil // another bot was faster
	case err != nil:
		return fmt.Errorf("read an alarm: %w", err)
	}
	in := conversation.Input{Type: conversation.InputWake, Key: b.keys.Name("wake", key), At: now.UTC(), Group: a.Chat < 0}
	in.Seed = b.keys.Seed(in.Key)
	return b.inLane(ctx, a.Chat, func(ctx context.Context) error {
		if err := b.once(ctx, intake.Event{Chat: a.Chat, Input: in}, nil); err != nil {
			return err
		}
		if err := b.wakes.Delete(ctx, key); err != nil {
			return fmt.Errorf("drop an alarm: %w", err)
		}
		return nil
	})
}
