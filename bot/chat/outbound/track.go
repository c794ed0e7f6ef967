package outbound

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"secondbrother/bot/chat/seal"
	"secondbrother/bot/chat/telegram"
	"secondbrother/storage/stream"

	"github.com/go-telegram/bot"
)

// record is the message that is shown under a name in a chat.
type record struct {
	Message int    `json:"message"`
	Version int    `json:"version,omitempty"`
	By      string `json:"by,omitempty"` // id of the piece that sent or edited it last
}

// lookUp finds a tracked message, also under the names of older keys. What
// cannot be read counts as not there: then a new message is sent.
func (q *Queue) lookUp(ctx context.Context, chat int64, name string) (record, error) {
	for _, prefix := range q.Keys.ChatNames("tracked", chat) {
		raw, _, err := q.tracked.Get(ctx, prefix+"."+q.Keys.Name("track", name))
		switch {
		case errors.Is(err, stream.ErrNotFound), errors.Is(err, seal.ErrOpen):
			continue
		case err != nil:
			return record{}, fmt.Errorf("find a tracked message: %w", err)
		}
		var known record
		if err := json.Unmarshal(raw, &known); err == nil {
			return known, nil
		}
	}
	return record{}, nil
}

func (q *Queue) remember(ctx context.Context, p *Piece, r record) error {
	if p.Track == "" {
		return nil
	}
	key := q.Keys.Chat("tracked", p.Chat) + "." + q.Keys.Name("track", p.Track)
	if err := q.tracked.PutJSON(ctx, key, r); err != nil {
		return fmt.Errorf("track a message: %w", err)
	}
	return nil
}

// drop deletes a tracked message. One that is gone already, or was never sent,
// is as good as deleted.
func (q *Queue) drop(ctx context.Context, p *Piece) error {
	known, err := q.lookUp(ctx, p.Chat, p.Track)
	if err != nil || known.Message == 0 {
		return err
	}
	err = q.API.Call(ctx, "deleteMessage", bot.DeleteMessageParams{ChatID: p.Chat, MessageID: known.Message}, nil)
	if telegram.FateOf(err) == telegram.FateGone {
		return nil
	}
	return err
}

// Forget drops what is tracked for a chat.
func (q *Queue) Forget(ctx context.Context, chat int64) error {
	keys, err := q.tracked.Keys(ctx)
	if err != nil {
		return fmt.Errorf("find what is tracked: %w", err)
	}
	for _, prefix := range q.Keys.ChatNames("tracked", chat) {
		for _, key := range keys {
			if !strings.HasPrefix(key, prefix+".") {
				continue
			}
			if err := q.tracked.Delete(ctx, key); err != nil {
				return fmt.Errorf("forget what is tracked: %w", err)
			}
		}
	}
	return nil
}
