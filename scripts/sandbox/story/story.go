// Package story lets tests tell what people do and see in the sandbox without
// an error check after every step: whatever fails ends the test with what the
// person had on the screen.
package story

import (
	"cmp"
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/page"
	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/view"
)

// Patience is how long a person waits for something to appear.
const Patience = 45 * time.Second

// Stage is a sandbox of one test.
type Stage struct {
	T       testing.TB
	URL     string         // for TELEGRAM_API_URL and the page
	Token   string         // for TELEGRAM_TOKEN
	API     *botapi.Server // nil when the sandbox runs elsewhere
	Sandbox *person.Sandbox
	Patient time.Duration // how long people wait here; 0: Patience
}

// New starts a sandbox inside the test process and ends it with the test.
// Rate limits are off unless opts sets them: a story is told faster than
// people type. opts.Limits = botapi.Limits{PerSecond: 30} turns them on.
func New(t testing.TB, opts botapi.Options) *Stage {
	t.Helper()
	if opts.Token == "" {
		opts.Token = "1000000:sandbox-token"
	}
	if opts.Limits == (botapi.Limits{}) {
		opts.Limits.Off = true
	}
	if opts.RetryMin == 0 {
		opts.RetryMin, opts.RetryMax = 20*time.Millisecond, time.Second
	}
	api := botapi.New(opts)
	server := httptest.NewServer(page.Handler(api, page.Options{}))
	t.Cleanup(func() {
		server.CloseClientConnections() // long polls and event streams do not end by themselves
		server.Close()
		api.Close()
	})
	return &Stage{T: t, URL: server.URL, Token: opts.Token, API: api, Sandbox: person.Dial(server.URL)}
}

func (s *Stage) context() (context.Context, context.CancelFunc) {
	return context.WithTimeout(s.T.Context(), cmp.Or(s.Patient, Patience))
}

func (s *Stage) must(do func(context.Context) error) {
	s.T.Helper()
	ctx, cancel := s.context()
	defer cancel()
	if err := do(ctx); err != nil {
		s.T.Fatal(err)
	}
}

// Order makes something go wrong.
func (s *Stage) Order(f botapi.Fault) {
	s.T.Helper()
	s.must(func(ctx context.Context) error { return s.Sandbox.Order(ctx, f) })
}

// Add lets somebody new onto the stage.
func (s *Stage) Add(name string, options ...person.Option) *Actor {
	s.T.Helper()
	a := &Actor{stage: s}
	s.must(func(ctx context.Context) (err error) {
		a.Person, err = s.Sandbox.Add(ctx, name, options...)
		return err
	})
	return a
}

// Group makes a group with the bot and returns its chat id.
func (s *Stage) Group(title string, members ...*Actor) int64 {
	s.T.Helper()
	var people []*person.Person
	for _, m := range members {
		people = append(people, m.Person)
	}
	var id int64
	s.must(func(ctx context.Context) (err error) {
		id, err = s.Sandbox.Group(ctx, title, people...)
		return err
	})
	return id
}

// Pending says how many updates the bot has not confirmed.
func (s *Stage) Pending() (n int) {
	s.T.Helper()
	s.must(func(ctx context.Context) error {
		b, err := s.Sandbox.Bot(ctx)
		n = b.Pending
		return err
	})
	return n
}

// WaitPending waits until the bot has exactly so many updates to confirm.
func (s *Stage) WaitPending(n int) {
	s.T.Helper()
	s.must(func(ctx context.Context) error {
		for {
			b, err := s.Sandbox.Bot(ctx)
			if err != nil || b.Pending == n {
				return err
			}
			select {
			case <-ctx.Done():
				s.T.Fatalf("the bot has %d updates to confirm, want %d", b.Pending, n)
			case <-time.After(10 * time.Millisecond):
			}
		}
	})
}

// Transcript is the whole chat of an actor as text.
func (a *Actor) Transcript() string { return person.Transcript(a.Chat(), 0) }

// LastMessage is the newest message that is not the actor's own.
func (a *Actor) LastMessage() view.Message {
	a.stage.T.Helper()
	m, ok := person.Last(a.Chat())
	if !ok {
		a.stage.T.Fatalf("%s has received nothing", a.Person.Name)
	}
	return m
}
