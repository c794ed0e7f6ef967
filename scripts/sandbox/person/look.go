package person

import (
	"context"
	"fmt"
	"strings"
	"time"

	"secondbrother/scripts/sandbox/view"
)

// Chat returns the chat as the person sees it now.
func (p *Person) Chat(ctx context.Context) (view.State, error) {
	return p.look(ctx, 0, 0)
}

func (p *Person) look(ctx context.Context, after int64, wait time.Duration) (view.State, error) {
	path := fmt.Sprintf("/sandbox/api/persons/%d/messages?chat=%d", p.ID, p.chat)
	if wait > 0 {
		path += fmt.Sprintf("&after=%d&wait=%s", after, wait)
	}
	var s view.State
	if err := p.sandbox.get(ctx, path, &s); err != nil {
		return s, fmt.Errorf("%s: look at the chat: %w", p.Name, err)
	}
	return s, nil
}

// Mark moves the point from which WaitFor looks to now, as an own action does.
func (p *Person) Mark(ctx context.Context) error {
	s, err := p.Chat(ctx)
	if err != nil {
		return err
	}
	p.moveMark(s.Version)
	return nil
}

// Until waits until the chat satisfies a condition, looking again at every
// change. When ctx ends first, the error shows the end of the chat.
func (p *Person) Until(ctx context.Context, what string, holds func(view.State) bool) (view.State, error) {
	state, err := p.Chat(ctx)
	last := state
	for err == nil && !holds(state) {
		last = state
		state, err = p.look(ctx, state.Version, 30*time.Second)
	}
	if err != nil && ctx.Err() != nil {
		return last, fmt.Errorf("%s waited in vain for %s: %w; the chat ends with:\n%s", p.Name, what, ctx.Err(), Transcript(last, 8))
	}
	return state, err
}

// WaitFor returns the first message from the bot (or from others in a group)
// that was sent or edited since the person's last own action and matches.
func (p *Person) WaitFor(ctx context.Context, match func(view.Message) bool) (view.Message, error) {
	p.mu.Lock()
	mark := p.mark
	p.mu.Unlock()
	var found view.Message
	_, err := p.Until(ctx, "a message", func(s view.State) bool {
		for _, m := range s.Messages {
			if !m.Mine && m.Changed > mark && match(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}

// WaitForToast returns the answer to a press since the last own action that
// contains a text.
func (p *Person) WaitForToast(ctx context.Context, part string) (view.Toast, error) {
	p.mu.Lock()
	mark := p.mark
	p.mu.Unlock()
	var found view.Toast
	_, err := p.Until(ctx, fmt.Sprintf("a toast with %q", part), func(s view.State) bool {
		for _, t := range s.Toasts {
			if t.Version > mark && strings.Contains(t.Text, part) {
				found = t
				return true
			}
		}
		return false
	})
	return found, err
}

// Settled waits until the bot has confirmed every update and answered every
// press of this person, and returns the chat. Messages the bot queues for
// later may still come.
func (p *Person) Settled(ctx context.Context) (view.State, error) {
	for {
		b, err := p.sandbox.Bot(ctx)
		if err != nil {
			return view.State{}, err
		}
		s, err := p.Chat(ctx)
		if err != nil || b.Pending == 0 && len(s.Pending) == 0 {
			return s, err
		}
		select {
		case <-ctx.Done():
			return s, fmt.Errorf("%s: the bot has %d updates to confirm and %d presses to answer: %w", p.Name, b.Pending, len(s.Pending), ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Last returns the newest message of the chat that is not the person's own.
func Last(s view.State) (view.Message, bool) {
	for i := len(s.Messages) - 1; i >= 0; i-- {
		if !s.Messages[i].Mine {
			return s.Messages[i], true
		}
	}
	return view.Message{}, false
}

// LastOwn returns the person's own newest message.
func LastOwn(s view.State) (view.Message, bool) {
	for i := len(s.Messages) - 1; i >= 0; i-- {
		if s.Messages[i].Mine {
			return s.Messages[i], true
		}
	}
	return view.Message{}, false
}

// Contains matches messages with a text in them.
func Contains(part string) func(view.Message) bool {
	return func(m view.Message) bool { return strings.Contains(m.Text, part) }
}

// HasButton matches messages with a button that Press would find.
func HasButton(label string) func(view.Message) bool {
	return func(m view.Message) bool {
		_, _, err := Button(m, label)
		return err == nil
	}
}

// Button finds the button of a message whose label is the given text or, when
// there is none, the only one whose label contains it.
func Button(m view.Message, label string) (row, column int, err error) {
	found := 0
	var labels []string
	for r, buttons := range m.Keyboard {
		for c, b := range buttons {
			labels = append(labels, b.Text)
			if b.Text == label {
				return r, c, nil
			}
			if strings.Contains(b.Text, label) {
				row, column = r, c
				found++
			}
		}
	}
	if found == 1 {
		return row, column, nil
	}
	return 0, 0, fmt.Errorf("message %d has %d buttons with %q among %q", m.ID, found, label, labels)
}
