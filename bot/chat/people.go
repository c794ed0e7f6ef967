package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"secondbrother/bot/chat/intake"
	"secondbrother/bot/chat/seal"
	"secondbrother/bot/conversation"
	"secondbrother/storage/stream"
)

// known is a person as stored: what to write back where.
type known struct {
	conversation.Person
	key      string // of the newest identity key
	oldKey   string // where it was found, when that is another one
	revision uint64 // of key; 0: to be created
	raw      []byte // as found, when it could not be read
}

// errUnreadable says that a chat's state is of a newer schema, sealed with a
// key we have not got, or damaged. The known that comes with it can still be
// overwritten.
var errUnreadable = errors.New("state cannot be read")

// load finds what is remembered of a chat; a new person when there is nothing.
func (b *Bot) load(ctx context.Context, chat int64) (known, error) {
	names := b.keys.ChatNames("people", chat)
	k := known{key: names[0]}
	for _, name := range names {
		raw, revision, err := b.people.Get(ctx, name)
		if errors.Is(err, stream.ErrNotFound) {
			continue
		}
		if name == k.key {
			k.revision = revision
		} else {
			k.oldKey = name
		}
		if err == nil {
			k.Person, err = conversation.Upgrade(raw)
		} else if !errors.Is(err, seal.ErrOpen) {
			return k, fmt.Errorf("load a person: %w", err)
		}
		if err != nil {
			k.raw = raw
			return k, fmt.Errorf("%w: %w", errUnreadable, err)
		}
		return k, nil
	}
	k.Person, _ = conversation.Upgrade(nil) // nothing to read, nothing to fail
	return k, nil
}

// introduce says who of a group wrote or pressed. A person's private chat has
// the id of the account.
func (b *Bot) introduce(ctx context.Context, e *intake.Event) error {
	if !e.Input.Group || e.From == 0 {
		return nil
	}
	k, err := b.load(ctx, e.From)
	switch {
	case errors.Is(err, errUnreadable), err == nil && k.Handle == "":
		return nil // nobody we know now
	case err != nil:
		return err
	}
	e.Input.By = &conversation.Member{Handle: k.Handle, Role: k.Role, Unit: k.Unit}
	return nil
}

// save writes a person back; stream.ErrConflict when somebody was faster.
func (b *Bot) save(ctx context.Context, k known, p conversation.Person) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode a person: %w", err)
	}
	if err := b.people.Write(ctx, k.key, raw, k.revision); err != nil {
		return fmt.Errorf("save a person: %w", err)
	}
	if k.oldKey != "" {
		if err := b.people.Delete(ctx, k.oldKey); err != nil {
			b.log.Warn("person still under an old key", "error", err)
		}
	}
	return nil
}

// address is where a handle leads. It stands sealed in the handles bucket.
type address struct {
	Chat int64 `json:"chat"`
}

func (b *Bot) keep(ctx context.Context, handle string, chat int64) error {
	if err := b.handles.PutJSON(ctx, handle, address{chat}); err != nil {
		return fmt.Errorf("keep a handle: %w", err)
	}
	return nil
}

// whose finds the chat of a handle; stream.ErrNotFound when nobody has it.
func (b *Bot) whose(ctx context.Context, handle string) (int64, error) {
	var a address
	if err := b.handles.GetJSON(ctx, handle, &a); err != nil {
		return 0, fmt.Errorf("look up a handle: %w", err)
	}
	return b.present(ctx, a.Chat)
}

// movedPrefix begins the names under which the handles bucket keeps the new
// ids of groups that became supergroups.
const movedPrefix = "moved-"

// present is the id a chat has now. Only groups ever change theirs.
func (b *Bot) present(ctx context.Context, chat int64) (int64, error) {
	if chat >= 0 {
		return chat, nil
	}
	for range 3 { // a group moves once; never round in circles
		var a address
		err := errors.New("no name")
		for _, name := range b.keys.ChatNames("moved", chat) {
			if err = b.handles.GetJSON(ctx, movedPrefix+name, &a); !errors.Is(err, stream.ErrNotFound) {
				break
			}
		}
		if errors.Is(err, stream.ErrNotFound) {
			return chat, nil
		}
		if err != nil {
			return 0, fmt.Errorf("look up a group: %w", err)
		}
		chat = a.Chat
	}
	return chat, nil
}

// move takes what is remembered of a group to its new id. Doing it again
// changes nothing.
func (b *Bot) move(ctx context.Context, from, to int64) error {
	old, err := b.load(ctx, from)
	if err != nil && !errors.Is(err, errUnreadable) {
		return err
	}
	if err == nil && (old.revision != 0 || old.oldKey != "") {
		there, err := b.load(ctx, to)
		if err != nil && !errors.Is(err, errUnreadable) {
			return err
		}
		if there.revision == 0 && there.oldKey == "" {
			if err := b.save(ctx, there, old.Person); err != nil && !errors.Is(err, stream.ErrConflict) {
				return err
			}
		}
	}
	if err := b.handles.PutJSON(ctx, movedPrefix+b.keys.Chat("moved", from), address{to}); err != nil {
		return fmt.Errorf("note a group's new id: %w", err)
	}
	for _, name := range b.keys.ChatNames("people", from) {
		if err := b.people.Delete(ctx, name); err != nil {
			return fmt.Errorf("drop a group's old id: %w", err)
		}
	}
	return nil
}
