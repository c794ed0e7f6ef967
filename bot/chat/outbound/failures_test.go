package outbound

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/scripts/sandbox/view"
	"secondbrother/storage/payload"
)

// street is a strict server with people who have opened the bot.
type street struct {
	*post
	*story.Stage
	people []*story.Actor
}

func newStreet(t *testing.T, people int, limits botapi.Limits) *street {
	t.Helper()
	s := &street{Stage: story.New(t, botapi.Options{Limits: limits})}
	s.post = newPost(t, s.URL)
	for i := range people {
		a := s.Add(fmt.Sprint("居民", i))
		a.Opens("")
		s.people = append(s.people, a)
	}
	return s
}

func (s *street) id(i int) int64 { return s.people[i].Person.ID }

// got waits until somebody has so many messages of the bot, and returns their texts.
func (s *street) got(i, n int) []string {
	s.post.t.Helper()
	state := s.people[i].Until(fmt.Sprint(n, " messages"), func(v view.State) bool { return len(botTexts(v)) >= n })
	return botTexts(state)
}

func botTexts(v view.State) []string {
	var out []string
	for _, m := range v.Messages {
		if m.FromBot {
			out = append(out, m.Text)
		}
	}
	return out
}

// What may pass is tried again, each message arrives once and in order.
func TestFailuresThatPass(t *testing.T) {
	for name, fault := range map[string]botapi.Fault{
		"too many requests": {Kind: botapi.FaultTooManyRequests, RetryAfter: 1},
		"bad gateway":       {Kind: botapi.FaultBadGateway, Times: 2},
		"connection lost":   {Kind: botapi.FaultDrop, Times: 2},
		"slow":              {Kind: botapi.FaultDelay, Delay: botapi.Duration(300 * time.Millisecond)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStreet(t, 2, botapi.Limits{})
			fault.Method, fault.Chat = "sendMessage", s.id(0)
			s.Order(fault)
			q, stop := s.open()
			defer stop()
			s.put(q, payload.PriorityAnswer, s.id(0), "一", "二")
			s.put(q, payload.PriorityAnswer, s.id(1), "别处")
			s.got(1, 1)
			if got := s.got(0, 2); !slices.Equal(got, []string{"一", "二"}) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// Telegram has one chat wait: the others do not.
func TestOneChatIsHeldAlone(t *testing.T) {
	s := newStreet(t, 2, botapi.Limits{})
	s.Order(botapi.Fault{Kind: botapi.FaultTooManyRequests, Chat: s.id(0), Method: "sendMessage", RetryAfter: 3600})
	q, stop := s.open()
	defer stop()
	s.put(q, payload.PriorityEmergency, s.id(0), "等一小时")
	s.until("the chat is held", func() bool { return s.counted("bot_held_total") == 1 })
	s.put(q, payload.PriorityRoutine, s.id(1), "不等")
	s.got(1, 1)
	q.mu.Lock()
	held := time.Until(q.pace.chat(s.id(0)).held)
	all := time.Until(q.allHeld)
	q.mu.Unlock()
	if held < 59*time.Minute || all > 0 {
		t.Errorf("the chat waits %v, all wait %v", held, all)
	}
}

// Three chats in a row were told to wait, with no success between: it is the
// whole bot that Telegram means.
func TestManyHeldChatsHoldAll(t *testing.T) {
	s := newStreet(t, 3, botapi.Limits{})
	q, stop := s.open()
	defer stop()
	for i := range 3 {
		s.Order(botapi.Fault{Kind: botapi.FaultTooManyRequests, Chat: s.id(i), Method: "sendMessage", RetryAfter: 3600})
		s.put(q, payload.PriorityAnswer, s.id(i), "等")
	}
	s.until("all are held", func() bool {
		q.mu.Lock()
		defer q.mu.Unlock()
		return time.Until(q.allHeld) > 59*time.Minute
	})
}

// Who blocked the bot is told of, again until it is noted, and nothing waits
// behind it.
func TestUnreachable(t *testing.T) {
	s := newStreet(t, 2, botapi.Limits{})
	s.Order(botapi.Fault{Kind: botapi.FaultForbidden, Chat: s.id(0), Method: "sendMessage"})
	s.failing = 1
	// The first try to note it fails; by then Telegram says it again.
	s.Order(botapi.Fault{Kind: botapi.FaultForbidden, Chat: s.id(0), Method: "sendMessage"})
	q, stop := s.open()
	defer stop()
	s.put(q, payload.PriorityAnswer, s.id(0), "到不了", "又回来了")
	s.put(q, payload.PriorityAnswer, s.id(1), "别处")
	s.got(1, 1)
	if got := s.got(0, 1); !slices.Equal(got, []string{"又回来了"}) {
		t.Errorf("got %q", got)
	}
	if !s.told(func(p *post) bool { return slices.Equal(p.unreachable, []int64{s.id(0)}) }) {
		t.Errorf("told of %v", s.unreachable)
	}
}

// What Telegram will never take is set aside, and the chat goes on.
func TestRefused(t *testing.T) {
	s := newStreet(t, 1, botapi.Limits{})
	s.Order(botapi.Fault{Kind: botapi.FaultBadRequest, Method: "sendMessage", Description: "Bad Request: nonsense"})
	q, stop := s.open()
	defer stop()
	s.put(q, payload.PriorityAnswer, s.id(0), "坏的", "好的")
	if got := s.got(0, 1); !slices.Equal(got, []string{"好的"}) {
		t.Errorf("got %q", got)
	}
	if !s.told(func(p *post) bool { return len(p.aside) == 1 }) {
		t.Errorf("set aside: %v", s.aside)
	}
}

// A text that Telegram cannot parse goes as plain text.
func TestMarkupThatIsRefused(t *testing.T) {
	s := newStreet(t, 1, botapi.Limits{})
	q, stop := s.open()
	defer stop()
	s.put(q, payload.PriorityAnswer, s.id(0), "<b>没有结束 &lt;3")
	if got := s.got(0, 1); !slices.Equal(got, []string{"没有结束 <3"}) {
		t.Errorf("got %q", got)
	}
}

// A group that became a supergroup gets what waits for it there.
func TestMigratedGroup(t *testing.T) {
	s := newStreet(t, 1, botapi.Limits{})
	group := s.Group("古楼派出所", s.people[0])
	to, err := s.Sandbox.Migrate(t.Context(), group)
	if err != nil {
		t.Fatal(err)
	}
	q, stop := s.open()
	defer stop()
	s.put(q, payload.PriorityUrgent, group, "一", "二")
	state := s.people[0].In(to).Until("both messages", func(v view.State) bool { return len(botTexts(v)) == 2 })
	if got := botTexts(state); !slices.Equal(got, []string{"一", "二"}) {
		t.Errorf("got %q", got)
	}
	if !s.told(func(p *post) bool { return p.moved[group] == to }) {
		t.Errorf("moved: %v", s.moved)
	}
}

// One message under a name: edited in place, "not modified" is as good as
// done, an older version never comes back, a fresh one takes the buttons off
// the old.
func TestTrackedMessages(t *testing.T) {
	s := newStreet(t, 1, botapi.Limits{})
	q, stop := s.open()
	defer stop()
	n := 0
	track := func(p Piece) {
		n++
		p.Chat, p.Act, p.Track = s.id(0), Text, "case:x"
		p.Buttons = [][]Button{{{Text: "接警", Data: "c.accept.x"}}}
		if err := q.Put(t.Context(), fmt.Sprint("track-", n), payload.PriorityAnswer, p); err != nil {
			t.Fatal(err)
		}
	}
	track(Piece{Text: "第一版", Version: 1})
	track(Piece{Text: "第三版", Version: 3})
	track(Piece{Text: "第三版", Version: 3}) // not modified
	track(Piece{Text: "第二版", Version: 2}) // too late
	s.put(q, payload.PriorityAnswer, s.id(0), "到此")
	if got := s.got(0, 2); !slices.Equal(got, []string{"第三版", "到此"}) {
		t.Fatalf("got %q", got)
	}
	track(Piece{Text: "第四版", Version: 4, Fresh: true})
	s.put(q, payload.PriorityAnswer, s.id(0), "又到此")
	if got := s.got(0, 4); !slices.Equal(got, []string{"第三版", "到此", "第四版", "又到此"}) {
		t.Fatalf("got %q", got)
	}
	for _, m := range s.people[0].Chat().Messages {
		if has := len(m.Keyboard) > 0; m.FromBot && has != (m.Text == "第四版") {
			t.Errorf("%q has buttons: %v", m.Text, has)
		}
	}
	if s.counted("bot_set_aside_total") != 0 || len(s.aside) != 0 {
		t.Errorf("set aside: %v", s.aside)
	}
}

// An answer to a press that Telegram does not take any more is not tried again.
func TestOldPress(t *testing.T) {
	s := newStreet(t, 1, botapi.Limits{})
	q, stop := s.open()
	defer stop()
	if err := q.Put(t.Context(), "toast", payload.PriorityAnswer, Piece{Chat: s.id(0), Act: Toast, Query: "4711", Text: "收到"}); err != nil {
		t.Fatal(err)
	}
	s.until("it is given up", func() bool { return s.counted("bot_sent_total") == 1 })
	if len(s.aside) != 0 {
		t.Errorf("set aside: %v", s.aside)
	}
}
