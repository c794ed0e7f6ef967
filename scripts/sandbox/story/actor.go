package story

import (
	"context"
	"strings"

	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/view"
)

// Actor is a person on a stage. The methods of Person that return errors are
// reached through the field.
type Actor struct {
	Person *person.Person
	stage  *Stage
	seen   view.Message // what Sees found last; Press without a message uses it
}

// In returns the same actor in a group.
func (a *Actor) In(group int64) *Actor {
	return &Actor{Person: a.Person.In(group), stage: a.stage}
}

// Says sends a text.
func (a *Actor) Says(text string) {
	a.stage.T.Helper()
	a.stage.must(func(ctx context.Context) error { return a.Person.Say(ctx, text) })
}

// Opens follows an invitation link or a bare token; "" is a plain start.
func (a *Actor) Opens(link string) {
	a.stage.T.Helper()
	a.stage.must(func(ctx context.Context) error { return a.Person.Start(ctx, link) })
}

// Shares sends a WGS-84 position.
func (a *Actor) Shares(latitude, longitude float64) {
	a.stage.T.Helper()
	a.stage.must(func(ctx context.Context) error { return a.Person.SendLocation(ctx, latitude, longitude) })
}

// Photographs sends a sample picture.
func (a *Actor) Photographs(caption string) {
	a.stage.T.Helper()
	a.stage.must(func(ctx context.Context) error { return a.Person.SendPhoto(ctx, nil, caption) })
}

// Speaks sends a voice note of so many seconds.
func (a *Actor) Speaks(seconds int) {
	a.stage.T.Helper()
	a.stage.must(func(ctx context.Context) error { return a.Person.SendVoice(ctx, seconds) })
}

// Does runs one of the other actions of Person.
func (a *Actor) Does(do func(ctx context.Context, p *person.Person) error) {
	a.stage.T.Helper()
	a.stage.must(func(ctx context.Context) error { return do(ctx, a.Person) })
}

// Sees waits for a message since the actor's last own action that contains all
// the parts, and returns it.
func (a *Actor) Sees(parts ...string) view.Message {
	a.stage.T.Helper()
	return a.SeesWhere(strings.Join(parts, " … "), func(m view.Message) bool {
		for _, part := range parts {
			if !strings.Contains(m.Text, part) {
				return false
			}
		}
		return true
	})
}

// seesButton waits for a message with a button.
func (a *Actor) seesButton(label string) view.Message {
	a.stage.T.Helper()
	return a.SeesWhere("a button "+label, person.HasButton(label))
}

// SeesWhere waits for a message that matches; what names it in the failure.
func (a *Actor) SeesWhere(what string, match func(view.Message) bool) view.Message {
	a.stage.T.Helper()
	ctx, cancel := a.stage.context()
	defer cancel()
	m, err := a.Person.WaitFor(ctx, match)
	if err != nil {
		a.stage.T.Fatalf("%s does not see %q: %v", a.Person.Name, what, err)
	}
	a.seen = m
	return m
}

// SeesToast waits for the answer to the last press.
func (a *Actor) SeesToast(part string) view.Toast {
	a.stage.T.Helper()
	ctx, cancel := a.stage.context()
	defer cancel()
	t, err := a.Person.WaitForToast(ctx, part)
	if err != nil {
		a.stage.T.Fatal(err)
	}
	return t
}

// Presses waits until a message since the last own action has the button, and
// taps it. It prefers the message that Sees found last, as it looks now.
func (a *Actor) Presses(label string) {
	a.stage.T.Helper()
	has := person.HasButton(label)
	for _, m := range a.Chat().Messages {
		if m.ID == a.seen.ID && has(m) {
			a.PressesOn(m, label)
			return
		}
	}
	a.PressesOn(a.seesButton(label), label)
}

// PressesOn taps a button of the message given, however old it is.
func (a *Actor) PressesOn(m view.Message, label string) {
	a.stage.T.Helper()
	a.stage.must(func(ctx context.Context) error { return a.Person.Press(ctx, m, label) })
}

// Forges sends callback data of the actor's choice.
func (a *Actor) Forges(messageID int, data string) {
	a.stage.T.Helper()
	a.stage.must(func(ctx context.Context) error { return a.Person.PressData(ctx, messageID, data) })
}

// Chat is the chat as the actor sees it now.
func (a *Actor) Chat() view.State {
	a.stage.T.Helper()
	var s view.State
	a.stage.must(func(ctx context.Context) (err error) {
		s, err = a.Person.Chat(ctx)
		return err
	})
	return s
}

// Until waits until the chat satisfies a condition.
func (a *Actor) Until(what string, holds func(view.State) bool) view.State {
	a.stage.T.Helper()
	var s view.State
	a.stage.must(func(ctx context.Context) (err error) {
		s, err = a.Person.Until(ctx, what, holds)
		return err
	})
	return s
}
