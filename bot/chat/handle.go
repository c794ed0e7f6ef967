package chat

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"secondbrother/bot/chat/intake"
	"secondbrother/bot/chat/outbound"
	"secondbrother/bot/conversation"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"

	"golang.org/x/sync/errgroup"
)

const (
	askLimit  = 5 * time.Second
	askAgain  = 200 * time.Millisecond
	asksAtAll = 4 // answers that lead to further questions end somewhere
	conflicts = 5 // times that another instance may be faster
)

// errPanic says that a step panicked.
var errPanic = errors.New("the conversation panicked")

// handle takes one event to its end: effects published, replies stored, state
// saved. It may be called again with the same event at any time: everything
// has the same ids then.
func (b *Bot) handle(ctx context.Context, e intake.Event) error {
	if e.Migrated != 0 {
		return b.move(ctx, e.Chat, e.Migrated)
	}
	for _, f := range e.Files {
		if err := b.media.PutJSON(ctx, f.ID, outbound.Kept{FileID: f.FileID, Type: f.Type, Bytes: f.Bytes}); err != nil {
			return fmt.Errorf("keep a file: %w", err)
		}
	}
	for range conflicts {
		err := b.attempt(ctx, e)
		if !errors.Is(err, stream.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("save a person: %w", stream.ErrConflict)
}

// attempt is handle without a conflict.
func (b *Bot) attempt(ctx context.Context, e intake.Event) error {
	k, err := b.load(ctx, e.Chat)
	if errors.Is(err, errUnreadable) {
		k, err = b.unreadable(ctx, e, k, err)
		if err != nil || k.key == "" {
			return err
		}
	}
	if err != nil {
		return err
	}
	before := k.Person
	if slices.Contains(before.Handled, e.Input.Key) {
		return nil
	}
	if err := b.introduce(ctx, &e); err != nil {
		return err
	}
	after, err := b.take(ctx, e, before)
	if err != nil {
		return err
	}
	if menuOf(before) != menuOf(after) && !e.Input.Group {
		if err := b.showMenu(ctx, e, after); err != nil {
			return err
		}
	}
	if err := b.config.seam("published"); err != nil {
		return err
	}
	if err := b.setAlarm(ctx, e.Chat, before.Wake, after.Wake); err != nil {
		return err
	}
	if err := b.config.seam("alarm"); err != nil {
		return err
	}
	if err := b.save(ctx, k, after); err != nil {
		return err
	}
	b.clearAlarm(ctx, e.Chat, before.Wake, after.Wake)
	return b.config.seam("saved")
}

// take steps through an input and the answers to what the steps ask, and
// publishes what they lead to, in order.
func (b *Bot) take(ctx context.Context, e intake.Event, p conversation.Person) (conversation.Person, error) {
	inputs := []conversation.Input{e.Input}
	query := e.Query
	for n := 0; len(inputs) > 0 && n <= asksAtAll; n++ {
		in := inputs[0]
		inputs = inputs[1:]
		result, err := b.step(p, in)
		if err != nil {
			return p, err
		}
		p = result.Person
		questions, err := b.effects(ctx, e.Chat, result.Effects)
		if err != nil {
			return p, err
		}
		if err := b.config.seam("effects"); err != nil {
			return p, err
		}
		if err := b.replies(ctx, e.Chat, in.Key, query, result.Replies); err != nil {
			return p, err
		}
		query = "" // answered
		for i, q := range questions {
			inputs = append(inputs, b.ask(ctx, in, i, q))
		}
	}
	return p, nil
}

// step calls the conversation, which is pure and total, and still survives it.
func (b *Bot) step(p conversation.Person, in conversation.Input) (result conversation.Result, err error) {
	defer func() {
		if v := recover(); v != nil {
			b.measure.Panics.Inc()
			// The value may hold what somebody said: only its type is shown.
			err = fmt.Errorf("%w: %T at\n%s", errPanic, v, debug.Stack())
		}
	}()
	return b.config.Step(p, in, b.rules), nil
}

// effects does everything but asking, and returns the questions.
func (b *Bot) effects(ctx context.Context, chat int64, effects []conversation.Effect) (questions []payload.Question, err error) {
	for _, effect := range effects {
		switch {
		case effect.Report != nil:
			err = b.stream.PublishReport(ctx, *effect.Report)
		case effect.Action != nil:
			err = b.stream.PublishAction(ctx, *effect.Action)
		case effect.Ask != nil:
			questions = append(questions, *effect.Ask)
		case effect.Keep != "":
			err = b.keep(ctx, effect.Keep, chat)
		case len(effect.Forget) > 0:
			for _, handle := range effect.Forget {
				if err = b.handles.Delete(ctx, handle); err != nil {
					break
				}
			}
		case len(effect.Drop) > 0:
			for _, id := range effect.Drop {
				if err = b.media.Delete(ctx, id); err != nil {
					break
				}
			}
		case effect.Wipe:
			err = b.out.Forget(ctx, chat)
		}
		if err != nil {
			return nil, fmt.Errorf("do what a step leads to: %w", err)
		}
		if err := b.config.seam("effect"); err != nil {
			return nil, err
		}
	}
	return questions, nil
}

// replies stores what is owed to the person. A reply's place gives its id.
func (b *Bot) replies(ctx context.Context, chat int64, key, query string, replies []conversation.Reply) error {
	var toast errgroup.Group // its place among the messages does not matter: it need not be waited for
	err := func() error {
		for i, reply := range replies {
			for j, piece := range outbound.Render(chat, reply, query) {
				id := key + "-" + strconv.Itoa(i) + "-" + strconv.Itoa(j)
				if piece.Act == outbound.Toast {
					// A person waits with a finger on the glass.
					toast.Go(func() error { return b.out.Put(ctx, id, payload.PriorityAnswer, piece) })
				} else if err := b.out.Put(ctx, id, reply.Priority, piece); err != nil {
					return err
				}
			}
			query = ""
			if err := b.config.seam("reply"); err != nil {
				return err
			}
		}
		return nil
	}()
	if err := errors.Join(err, toast.Wait()); err != nil {
		return fmt.Errorf("store a reply: %w", err)
	}
	return nil
}

// ask asks the worker and makes an input of the answer, or of its silence.
func (b *Bot) ask(ctx context.Context, in conversation.Input, i int, q payload.Question) conversation.Input {
	asking, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	answer := in
	answer.Type = conversation.InputReply
	answer.Key = b.keys.Name("answer", in.Key, strconv.Itoa(i))
	answer.Seed = b.keys.Seed(answer.Key)
	answer.Question = q
	answer.Text, answer.Command, answer.Button, answer.Media, answer.Delivery = "", "", "", nil, nil
	reply, err := b.stream.Ask(asking, q)
	// A worker that starts again is back within seconds.
	for errors.Is(err, stream.ErrNobody) && asking.Err() == nil {
		select {
		case <-asking.Done():
		case <-time.After(askAgain):
			reply, err = b.stream.Ask(asking, q)
		}
	}
	if err != nil {
		b.log.Warn("question not answered", "query", string(q.Query), "error", err)
		return answer
	}
	answer.Reply = &reply
	return answer
}
