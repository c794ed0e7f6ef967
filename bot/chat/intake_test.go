package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"secondbrother/bot/conversation"
	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/view"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// answers lists what the bot said to somebody, in the order it arrived.
func answers(s view.State) []string {
	var out []string
	for _, m := range s.Messages {
		if m.FromBot {
			out = append(out, m.Text)
		}
	}
	return out
}

func TestAnswersAndStops(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = echo
	b := s.enter()
	wang := s.Add("王师傅")
	wang.Opens("")
	wang.Sees("1: /start")
	wang.Says("路灯坏了")
	wang.Sees("2: 路灯坏了")
	wang.Says("你好 /cancel@SecondBrotherBot 再见")
	wang.Sees("3: /cancel 再见")
	b.Close()
	s.WaitPending(0)
	s.config.Step = echo
	s.enter()
	wang.Says("还在吗")
	wang.Sees("4: 还在吗") // the state outlives the process
}

// The process ends at each seam of handling an update; the next one brings the
// update to the same end, once.
func TestKilledAtEverySeam(t *testing.T) {
	for _, seam := range seams {
		t.Run(seam, func(t *testing.T) {
			s := newScene(t, botapi.Options{})
			wang := s.Add("王师傅")
			s.config.Step = reporting
			reached := make(chan struct{})
			var once sync.Once
			s.config.seam = func(at string) error {
				if at != seam {
					return nil
				}
				once.Do(func() { close(reached) })
				return errStopped
			}
			first := s.enter()
			wang.Opens("")
			<-reached
			s.allSent()
			s.kill(first)
			s.config.seam = nil
			s.enter()
			s.WaitPending(0)
			wang.Sees("1: /start")
			wang.Says("路灯坏了")
			wang.Sees("2: 路灯坏了")
			if got := answers(wang.Chat()); len(got) != 2 {
				t.Errorf("the person sees %q", got)
			}
			if reports := s.stored(stream.Reports, 2); len(reports) != 2 {
				t.Errorf("%d reports are stored", len(reports))
			}
		})
	}
}

func TestUpdatesThatComeTwice(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = reporting
	s.enter()
	wang := s.Add("王师傅")
	s.Order(botapi.Fault{Kind: botapi.FaultDuplicateUpdate, Times: 3})
	wang.Opens("")
	wang.Says("路灯坏了")
	wang.Sees("2: 路灯坏了")
	wang.Says("修好了")
	wang.Sees("3: 修好了")
	s.WaitPending(0)
	if got := answers(wang.Chat()); len(got) != 3 {
		t.Errorf("the person sees %q", got)
	}
	if reports := s.stored(stream.Reports, 3); len(reports) != 3 {
		t.Errorf("%d reports are stored", len(reports))
	}
}

func TestUndecodableUpdateBlocksNobody(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = echo
	b := s.enter()
	wang := s.Add("王师傅")
	s.Order(botapi.Fault{Kind: botapi.FaultBrokenUpdate, Times: 2})
	wang.Opens("")
	wang.Sees("1: /start")
	wang.Says("路灯坏了")
	wang.Sees("2: 路灯坏了")
	s.WaitPending(0)
	keys, err := b.shelf.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept := slices.DeleteFunc(keys, func(k string) bool { return !strings.HasPrefix(k, "undecodable.") })
	if len(kept) != 2 {
		t.Fatalf("set aside: %v", kept)
	}
	var a aside
	if err := b.shelf.GetJSON(t.Context(), kept[0], &a); err != nil || !json.Valid(a.Raw) {
		t.Fatalf("kept %q: %v", a.Raw, err)
	}
}

// One chat whose handling hangs, more updates from others than Telegram shows
// at a time, and order within every chat.
func TestOrderWithinAndIndependenceAcrossChats(t *testing.T) {
	s := newScene(t, botapi.Options{})
	hang := make(chan struct{})
	s.config.Deadline = time.Minute
	s.config.Step = func(p conversation.Person, in conversation.Input, r conversation.Rules) conversation.Result {
		if in.Text == "卡住" {
			<-hang
		}
		return echo(p, in, r)
	}
	s.enter()
	stuck := s.Add("老赵")
	stuck.Opens("")
	stuck.Sees("1: /start")
	stuck.Says("卡住")
	stuck.Says("后面的")

	const people, each = 10, 15
	var talking sync.WaitGroup
	for i := range people {
		p, err := s.Sandbox.Add(t.Context(), fmt.Sprint("居民", i))
		if err != nil {
			t.Fatal(err)
		}
		talking.Go(func() {
			for n := range each {
				if err := p.Say(t.Context(), fmt.Sprint("第", n, "句")); err != nil {
					t.Error(err)
				}
			}
			last := fmt.Sprintf("%d: 第%d句", each, each-1)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			state, err := p.Until(ctx, last, func(v view.State) bool { return slices.Contains(answers(v), last) })
			if err != nil {
				t.Error(err)
				return
			}
			var want []string
			for n := range each {
				want = append(want, fmt.Sprintf("%d: 第%d句", n+1, n))
			}
			if got := answers(state); !slices.Equal(got, want) {
				t.Errorf("in this order: %q", got)
			}
		})
	}
	talking.Wait()
	if got := answers(stuck.Chat()); len(got) != 1 {
		t.Fatalf("the stuck chat got %q", got)
	}
	close(hang)
	stuck.Sees("3: 后面的")
	if got := answers(stuck.Chat()); !slices.Equal(got, []string{"1: /start", "2: 卡住", "3: 后面的"}) {
		t.Fatalf("the stuck chat got %q", got)
	}
}

// An update that takes long is confirmed to Telegram because we keep it
// ourselves; when the process ends meanwhile the next one handles it.
func TestSlowUpdateSurvivesOnTheShelf(t *testing.T) {
	s := newScene(t, botapi.Options{})
	var hang atomic.Bool
	hang.Store(true)
	stop := make(chan struct{})
	s.config.Step = func(p conversation.Person, in conversation.Input, r conversation.Rules) conversation.Result {
		if hang.Load() {
			<-stop
		}
		return echo(p, in, r)
	}
	s.config.seam = func(string) error {
		if hang.Load() {
			return errStopped
		}
		return nil
	}
	b := s.enter()
	wang := s.Add("王师傅")
	wang.Opens("")
	s.WaitPending(0) // though nobody has handled it
	close(stop)
	s.kill(b)
	hang.Store(false)
	b = s.enter()
	wang.Sees("1: /start")
	s.until("the shelf is empty", func() bool {
		keys, err := b.shelf.Keys(t.Context())
		return err == nil && len(keys) == 0
	})
}

func TestPanicIsSetAsideAndAnswered(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = func(p conversation.Person, in conversation.Input, r conversation.Rules) conversation.Result {
		if in.Text == "坏" {
			panic("坏")
		}
		return echo(p, in, r)
	}
	b := s.enter()
	wang := s.Add("王师傅")
	wang.Opens("")
	wang.Says("坏")
	wang.Sees("110", "/start")
	wang.Says("好")
	wang.Sees("2: 好")
	s.WaitPending(0)
	keys, err := b.shelf.Keys(t.Context())
	if err != nil || len(keys) != 1 || !strings.HasPrefix(keys[0], "update.") {
		t.Fatalf("set aside %v: %v", keys, err)
	}
	if strings.Contains(s.logs.String(), "坏") {
		t.Error("what was said stands in the log")
	}
}

// A chat whose state cannot be read: others get a kind answer, /start and
// /cancel get through, and what was there is kept.
func TestUnreadableStateHasAWayOut(t *testing.T) {
	for name, damage := range map[string]func(b *Bot, key string) error{
		"damaged": func(b *Bot, key string) error {
			_, err := b.stream.Bucket(stream.People).Put(context.Background(), key, []byte("damaged"))
			return err
		},
		"newer": func(b *Bot, key string) error {
			return b.people.PutJSON(context.Background(), key, map[string]any{"schema": conversation.Schema + 1})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, botapi.Options{})
			s.config.Step = echo
			b := s.enter()
			wang := s.Add("王师傅")
			wang.Opens("")
			wang.Sees("1: /start")
			wang.Says("第二句")
			wang.Sees("2: 第二句")
			keys, err := b.people.Keys(t.Context())
			if err != nil || len(keys) != 1 {
				t.Fatalf("people %v: %v", keys, err)
			}
			if err := damage(b, keys[0]); err != nil {
				t.Fatal(err)
			}
			wang.Says("在吗")
			wang.Sees("/start", "110")
			wang.Says("/cancel")
			wang.Sees("1: /cancel")
			wang.Says("在吗")
			wang.Sees("2: 在吗")
			aside, err := b.shelf.Keys(t.Context())
			if err != nil || !slices.ContainsFunc(aside, func(k string) bool { return strings.HasPrefix(k, "person.") }) {
				t.Fatalf("set aside %v: %v", aside, err)
			}
		})
	}
}

// The worker is asked within the handling of an input, and its silence is an
// answer too.
func TestAsking(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = func(p conversation.Person, in conversation.Input, r conversation.Rules) conversation.Result {
		result := echo(p, in, r)
		switch {
		case in.Type == conversation.InputReply && in.Reply == nil:
			result.Replies[0].Text = fmt.Sprint(result.Person.Revision, ": 没有回音 ", in.Question.Month)
		case in.Type == conversation.InputReply:
			result.Replies[0].Text = fmt.Sprint(result.Person.Revision, ": 共 ", in.Reply.Cases.Total, " 件")
		case in.Command == "cases":
			result.Effects = []conversation.Effect{{Ask: &payload.Question{Query: payload.QueryCases, Month: "2026-10"}}}
		}
		return result
	}
	s.enter()
	wang := s.Add("王师傅")
	wang.Says("/cases")
	wang.Sees("2: 没有回音 2026-10")

	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- s.client.Serve(ctx, map[payload.Query]stream.Answer{
			payload.QueryCases: func(context.Context, payload.Question) (payload.Reply, error) {
				return payload.Reply{Cases: &payload.CasesReply{Total: 7}}, nil
			},
		}, nil)
	}()
	s.until("the service is there", func() bool {
		_, err := s.client.Ask(t.Context(), payload.Question{Query: payload.QueryCases})
		return err == nil
	})
	wang.Says("/cases")
	wang.Sees("4: 共 7 件")
	cancel()
	if err := <-served; err != nil {
		t.Fatal(err)
	}
}

func TestFilesAreKeptByIDs(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = func(p conversation.Person, in conversation.Input, r conversation.Rules) conversation.Result {
		result := echo(p, in, r)
		if in.Type == conversation.InputMedia {
			result.Replies[0].Text = fmt.Sprintf("%s %v", in.Text, in.TooBig)
			result.Replies[0].Media = in.Media
		}
		return result
	}
	s.enter()
	wang := s.Add("王师傅")
	wang.Photographs("路口")
	m := wang.SeesWhere("the photo comes back", func(m view.Message) bool { return m.FromBot && m.Photo != nil })
	if m.Text != "路口 false" {
		t.Errorf("caption %q", m.Text)
	}
	wang.Speaks(3)
	wang.SeesWhere("the voice note comes back", func(m view.Message) bool { return m.FromBot && m.Voice != nil })
	wang.Does(func(ctx context.Context, p *person.Person) error {
		return p.SendDocumentOfSize(ctx, "大.zip", 30<<20)
	})
	wang.Sees("true")
}

// Settings that cannot work are said at the start.
func TestStartSaysWhatIsWrong(t *testing.T) {
	s := newScene(t, botapi.Options{})
	for name, tt := range map[string]struct {
		change func(*Config)
		want   error
	}{
		"token of nobody":  {func(c *Config) { c.Token = "1:nobody" }, ErrToken},
		"no token":         {func(c *Config) { c.Token = "" }, ErrConfig},
		"no telegram":      {func(c *Config) { c.APIURL = "http://127.0.0.1:1" }, ErrTelegram},
		"no nats":          {func(c *Config) { c.NATS.URL = "nats://127.0.0.1:1" }, stream.ErrUnreachable},
		"no secret":        {func(c *Config) { c.WebhookURL, c.Listen = "https://example.org/", "127.0.0.1:0" }, ErrConfig},
		"listener is used": {func(c *Config) { c.Listen = strings.TrimPrefix(s.URL, "http://") }, ErrListen},
	} {
		t.Run(name, func(t *testing.T) {
			c := s.config
			tt.change(&c)
			b, err := Start(t.Context(), c)
			if err == nil {
				b.Close()
			}
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v", err)
			}
			if strings.Contains(err.Error(), c.Token) && c.Token != "" {
				t.Fatalf("the error holds the token: %v", err)
			}
		})
	}
}
