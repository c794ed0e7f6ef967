package phones

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Exchange is the Bot API between the people and one bot, for any token.
type Exchange struct {
	calls, bodies atomic.Int64

	mu        sync.Mutex
	next      int64 // update id
	pending   []queued
	confirmed int
	arrived   chan struct{} // closed when there is something to fetch
	hook      *hook         // nil: the bot polls
	chats     map[int64]*chat
	open      int           // chats without a receipt
	over      chan struct{} // closed when all have one, and all is confirmed
	took      func(time.Duration)
}

// chat is one person's chat with the bot.
type chat struct {
	person *Person
	number int // of the last message
	acted  time.Time
}

type queued struct {
	id, chat int64
	raw      json.RawMessage
}

// NewExchange is one without people.
func NewExchange() *Exchange {
	return &Exchange{next: 1, arrived: make(chan struct{}), chats: map[int64]*chat{}, took: func(time.Duration) {}}
}

// Begin lets people start to talk, from chat id first on, all at once. It
// returns how many updates were confirmed when every one has a receipt.
func (x *Exchange) Begin(ctx context.Context, first int64, texts []string) (updates int, err error) {
	x.mu.Lock()
	over := make(chan struct{})
	x.over, x.open, x.confirmed = over, len(texts), 0
	x.chats = make(map[int64]*chat, len(texts))
	for i, text := range texts {
		c := &chat{person: NewPerson(text)}
		x.chats[first+int64(i)] = c
		x.act(first+int64(i), c, c.person.First(), message{})
	}
	x.mu.Unlock()
	select {
	case <-over:
		x.mu.Lock()
		defer x.mu.Unlock()
		return x.confirmed, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// Calls says how many calls there were, in both directions, and how many bytes
// of bodies they brought.
func (x *Exchange) Calls() (calls, bytes int64) { return x.calls.Load(), x.bodies.Load() }

// Time has took hear of every answer: how long after what the person did it
// was to be shown. took must not call the exchange.
func (x *Exchange) Time(took func(time.Duration)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.took = took
}

// Left says how many people wait for a receipt.
func (x *Exchange) Left() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.open
}

// act needs the lock.
func (x *Exchange) act(id int64, c *chat, a Act, on message) {
	c.number++
	c.acted = time.Now()
	q := queued{id: x.next, chat: id, raw: encode(x.next, id, c.number, a, on)}
	x.next++
	if x.hook != nil {
		x.hook.push(q)
		return
	}
	x.pending = append(x.pending, q)
	close(x.arrived)
	x.arrived = make(chan struct{})
}

// settled needs the lock: it ends Begin when nothing is left.
func (x *Exchange) settled() {
	if x.over == nil || x.open > 0 || len(x.pending) > 0 || x.hook != nil && x.hook.busy > 0 {
		return
	}
	close(x.over)
	x.over = nil
}

func (x *Exchange) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in call
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, &in)
	}
	if err != nil {
		http.Error(w, `{"ok":false,"error_code":400,"description":"not JSON"}`, http.StatusBadRequest)
		return
	}
	x.calls.Add(1)
	x.bodies.Add(int64(len(body)))
	var result any = true
	switch method := path.Base(r.URL.Path); method {
	case "getMe":
		result = json.RawMessage(`{"id":1000000,"is_bot":true,"first_name":"聊城二哥","username":"SecondBrotherBot"}`)
	case "getUpdates":
		result = x.updates(r.Context(), in)
	case "setWebhook":
		x.setHook(in)
	case "sendMessage", "editMessageText":
		result = x.shown(in, method == "editMessageText")
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result}) // the bot is gone otherwise
}

// call is what any method may be called with, as far as it matters here.
type call struct {
	Offset      int64           `json:"offset"`
	Timeout     int             `json:"timeout"`
	URL         string          `json:"url"`
	Secret      string          `json:"secret_token"`
	Connections int             `json:"max_connections"`
	Chat        int64           `json:"chat_id"`
	Message     int             `json:"message_id"`
	Text        string          `json:"text"`
	Keys        json.RawMessage `json:"reply_markup"`
}

// updates is getUpdates: at most 100 at a time, as Telegram has it.
func (x *Exchange) updates(ctx context.Context, in call) []json.RawMessage {
	timer := time.NewTimer(time.Duration(in.Timeout) * time.Second)
	defer timer.Stop()
	for {
		x.mu.Lock()
		for len(x.pending) > 0 && x.pending[0].id < in.Offset {
			x.pending = x.pending[1:]
			x.confirmed++
		}
		x.settled()
		out := []json.RawMessage{}
		for _, q := range x.pending[:min(100, len(x.pending))] {
			out = append(out, q.raw)
		}
		arrived := x.arrived
		x.mu.Unlock()
		if len(out) > 0 || in.Timeout == 0 {
			return out
		}
		select {
		case <-arrived:
		case <-timer.C:
			return out
		case <-ctx.Done():
			return out
		}
	}
}

// shown takes a message to its person, who may act at once.
func (x *Exchange) shown(in call, edited bool) any {
	var keys struct {
		Rows [][]Button `json:"inline_keyboard"`
	}
	_ = json.Unmarshal(in.Keys, &keys) // no keyboard, or one of another sort
	x.mu.Lock()
	defer x.mu.Unlock()
	c := x.chats[in.Chat]
	if c == nil {
		return true // of an earlier round
	}
	m := message{ID: in.Message, Date: time.Now().Unix(), Text: in.Text, Keys: in.Keys}
	if !edited {
		c.number++
		m.ID = c.number
	}
	before := c.person.Done
	act, acts := c.person.Shown(in.Text, keys.Rows)
	if acts || c.person.Done != before {
		x.took(time.Since(c.acted))
	}
	switch {
	case acts:
		x.act(in.Chat, c, act, m)
	case c.person.Done && !before:
		x.open--
		x.settled()
	}
	return json.RawMessage(`{"message_id":` + strconv.Itoa(m.ID) + `,"date":` + strconv.FormatInt(m.Date, 10) +
		`,"chat":{"id":` + strconv.FormatInt(in.Chat, 10) + `,"type":"private"}}`)
}
