package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"secondbrother/bot/chat/intake"
	"secondbrother/bot/chat/outbound"
	"secondbrother/bot/conversation"
	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// giveUp is after how many failures, with NATS well, an update is set aside.
const giveUp = 8

// persist handles an event again and again until it is done, set aside, or
// the bot stops. It returns false when the bot stops first: then the update
// must not be confirmed.
func (b *Bot) persist(e intake.Event, raw json.RawMessage) bool {
	for failures := 0; ; {
		err := b.once(b.working, e, raw)
		if err == nil {
			return true
		}
		if errors.Is(err, errStopped) || b.working.Err() != nil {
			return false
		}
		b.measure.Retries.Inc()
		b.log.Warn("update not handled, trying again", "input", e.Input.Key, "error", err)
		if b.stream.Healthy(b.working) == nil {
			failures++
		}
		if failures >= giveUp && b.abandon(b.working, e, raw, err.Error()) == nil {
			return true
		}
		select {
		case <-b.working.Done():
			return false
		case <-time.After(stream.Backoff(failures+1) / 4):
		}
	}
}

// errStopped says that a seam stopped an update: the bot is as good as dead.
var errStopped = errors.New("stopped")

// once handles an event within its deadline. What can never be handled is set
// aside and counts as done.
func (b *Bot) once(ctx context.Context, e intake.Event, raw json.RawMessage) error {
	ctx, cancel := context.WithTimeout(ctx, b.config.Deadline)
	defer cancel()
	err := b.handle(ctx, e)
	switch {
	case errors.Is(err, errPanic):
		b.log.Error("update set aside", "input", e.Input.Key, "error", err)
		return b.abandon(ctx, e, raw, "panic")
	case errors.Is(err, stream.ErrTooLarge):
		b.log.Error("update set aside", "input", e.Input.Key, "error", err)
		return b.abandon(ctx, e, raw, "too large")
	}
	return err
}

// abandon keeps an event that cannot be handled and says so to the person.
func (b *Bot) abandon(ctx context.Context, e intake.Event, raw json.RawMessage, why string) error {
	if err := b.setAside(ctx, "update", e.Input.Key, raw, why); err != nil {
		return err
	}
	if e.Input.Type == conversation.InputDelivery || e.Input.Type == conversation.InputBlocked || e.Input.Type == conversation.InputWake || e.Migrated != 0 {
		return nil // nobody waits for an answer
	}
	return b.sorry(ctx, e, "failed")
}

// unreadable decides what an event means to a chat whose state cannot be read.
// A known without a key means that the event is answered.
func (b *Bot) unreadable(ctx context.Context, e intake.Event, k known, cause error) (known, error) {
	b.log.Error("person cannot be read", "input", e.Input.Key, "error", cause)
	in := e.Input
	switch {
	case in.Type == conversation.InputCommand && (in.Command == "start" || in.Command == "cancel"):
		// A way out there always is. What was there is kept, not destroyed.
		if err := b.setAside(ctx, "person", k.key, k.raw, cause.Error()); err != nil {
			return known{}, err
		}
		k.Person, _ = conversation.Upgrade(nil)
		return k, nil
	case in.Type == conversation.InputDelivery, in.Type == conversation.InputWake:
		return known{}, cause // it waits until the state can be read
	case in.Type == conversation.InputBlocked:
		return known{}, nil
	}
	return known{}, b.sorry(ctx, e, "unreadable")
}

// words stand in for the catalogue's trouble.failed and trouble.unreadable
// where it has none: even then somebody gets an answer that is no key.
var words = map[string]map[string]string{
	locale.Chinese: {
		"failed":     "对不起，刚才这条没有处理成功。我们已记下，会尽快查看。请换个说法再发一次，或发 /start 重新开始。遇到危险请直接拨打 110。",
		"unreadable": "对不起，之前填写的内容暂时打不开。发 /start 可以重新开始。遇到危险请直接拨打 110。",
	},
	locale.English: {
		"failed":     "Sorry, that did not go through. We have noted it and will look into it. Please send it again in other words, or send /start to begin anew. In danger call 110.",
		"unreadable": "Sorry, what you had entered cannot be opened at the moment. Send /start to begin anew. In danger call 110.",
	},
}

// sorry answers when the conversation cannot.
func (b *Bot) sorry(ctx context.Context, e intake.Event, what string) error {
	language := languageOf(conversation.Person{Client: e.Input.Client})
	text := words[language][what]
	if catalogue, key := locale.Load(), "trouble."+what; catalogue.Has(language, key) {
		text = catalogue.HTML(language, key)
	}
	reply := conversation.Reply{Text: text, Priority: payload.PriorityAnswer}
	for j, piece := range outbound.Render(e.Chat, reply, e.Query) {
		if err := b.out.Put(ctx, fmt.Sprintf("%s-%s-%d", e.Input.Key, what, j), payload.PriorityAnswer, piece); err != nil {
			return fmt.Errorf("store an apology: %w", err)
		}
	}
	return nil
}
