package chat

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"secondbrother/bot/conversation"
	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/storage/local"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// patience bounds what a test waits for.
const patience = 30 * time.Second

// scene is a sandbox, a NATS prefix, and the bots that play in it one after
// another.
type scene struct {
	*story.Stage
	t      *testing.T
	config Config
	logs   *logs
	client *stream.Client // the test's own, as the worker would have one
	filed  int            // reports so far
}

// logs keeps what the bot logs.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

const (
	keyOne = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	keyTwo = "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"
)

func newScene(t *testing.T, options botapi.Options) *scene {
	t.Helper()
	s := &scene{t: t, Stage: story.New(t, options), logs: &logs{}}
	s.config = Config{
		Token:       s.Token,
		APIURL:      s.URL,
		NATS:        stream.Config{URL: local.NATS(t), Prefix: local.Prefix(t), MaxBytes: 64 << 20, Name: t.Name()},
		IdentityKey: filepath.Join(t.TempDir(), "identity.key"),
		Unlimited:   options.Limits == botapi.Limits{}, // then the server has none either
		Log:         slog.New(slog.NewTextHandler(s.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	s.keys(keyOne)
	var err error
	if s.client, err = stream.Connect(t.Context(), s.config.NATS, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.client.Close)
	if err := s.client.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the bot's log:\n%s", s.logs)
		}
	})
	return s
}

func (s *scene) keys(keys ...string) {
	s.t.Helper()
	if err := os.WriteFile(s.config.IdentityKey, []byte(strings.Join(keys, "\n")+"\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// enter starts a bot, which leaves with the test.
func (s *scene) enter() *Bot {
	s.t.Helper()
	b, err := Start(s.t.Context(), s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(sync.OnceFunc(b.Close))
	return b
}

// kill ends a bot as kill -9 would, as far as one process can: nothing is
// finished, confirmed or given back.
func kill(b *Bot) {
	b.halt()
	b.close()
	b.endSend()
	b.stream.Close()
	b.running.Wait()
	b.sending.Wait()
	b.lanes.Wait()
	b.yield() // its connection is gone: it can give nothing away
	b.leasing.Wait()
}

// kill also lets go of the dead bot's lease, which would end by itself a
// second later: that is for TestTheOtherBotTakesOver.
func (s *scene) kill(b *Bot) {
	s.t.Helper()
	kill(b)
	if err := s.client.Bucket("leases").Delete(s.t.Context(), "bot"); err != nil {
		s.t.Fatal(err)
	}
}

// stored reads all there is in a stream, in its order.
func (s *scene) stored(name stream.Name, atLeast int) []stream.Message {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	var all []stream.Message
	consumer := fmt.Sprintf("test-%d", time.Now().UnixNano())
	// What comes late would be missed: look a little longer than needed.
	err := s.client.Consume(ctx, stream.ConsumerConfig{Stream: name, Name: consumer, Batch: 500, MaxWait: 200 * time.Millisecond},
		func(_ context.Context, m []stream.Message) []stream.Verdict {
			if all = append(all, m...); len(all) >= atLeast {
				cancel()
			}
			return make([]stream.Verdict, len(m))
		})
	if err != nil {
		s.t.Fatal(err)
	}
	if len(all) < atLeast {
		s.t.Fatalf("%s holds %d messages, not %d", name, len(all), atLeast)
	}
	return all
}

// allSent waits until Telegram has everything and that is noted. A bot that
// ends between Telegram's answer and the note of it sends that one again:
// Telegram has no way to ask.
func (s *scene) allSent() {
	s.t.Helper()
	for _, p := range payload.Priorities {
		s.until("everything is sent", func() bool {
			waiting, unsettled, err := s.client.Backlog(s.t.Context(), stream.Outbound, "bot-outbound-"+p.Name())
			return err == nil && waiting == 0 && unsettled == 0
		})
	}
}

// lastHandle is the handle of whoever acted last.
func (s *scene) lastHandle() string {
	s.t.Helper()
	all := s.stored(stream.Actions, 1)
	a, err := stream.Decode[payload.Action](all[len(all)-1])
	if err != nil {
		s.t.Fatal(err)
	}
	return a.Actor
}

// delivers sends a delivery as the worker would.
func (s *scene) delivers(to string, d payload.Delivery) {
	s.t.Helper()
	d.V, d.To, d.At = payload.Version, to, time.Now()
	if d.ID == "" {
		d.ID = payload.NewID([16]byte([]byte(rand.Text())))
	}
	owed, err := stream.Owe(d, payload.PriorityAnswer)
	if err != nil {
		s.t.Fatal(err)
	}
	if errs := s.client.PublishDeliveries(s.t.Context(), []stream.Owed{owed}); errs != nil {
		s.t.Fatal(errs)
	}
}

// until waits for a condition.
func (s *scene) until(what string, holds func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("waited in vain for: %s", what)
		}
	}
}

// echo answers with what it heard, and counts how often in the person's name.
func echo(p conversation.Person, in conversation.Input, _ conversation.Rules) conversation.Result {
	p.Schema = conversation.Schema
	p.Handled = append(p.Handled, in.Key)
	p.Revision++
	said := in.Text
	switch in.Type {
	case conversation.InputCommand:
		said = "/" + in.Command + " " + in.Text
	case conversation.InputDelivery:
		said = in.Delivery.Text
	case conversation.InputBlocked:
		p.Blocked = in.Text == "blocked"
		return conversation.Result{Person: p}
	}
	return conversation.Result{Person: p, Replies: []conversation.Reply{{
		Text: fmt.Sprintf("%d: %s", p.Revision, said), Priority: payload.PriorityAnswer,
	}}}
}

// reporting is echo with a handle and a report.
func reporting(p conversation.Person, in conversation.Input, r conversation.Rules) conversation.Result {
	result := echo(p, in, r)
	handle := payload.NewID([16]byte(in.Seed[:16]))
	result.Effects = []conversation.Effect{
		{Keep: handle},
		{Report: &payload.Report{V: 1, ID: payload.NewID([16]byte(in.Seed[16:])), Kind: payload.Tip, Text: in.Text, Reporter: handle}},
	}
	return result
}
