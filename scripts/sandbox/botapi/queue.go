package botapi

import (
	"encoding/json"
	"fmt"
	"slices"

	"secondbrother/scripts/sandbox/telegram"
)

// queue holds the updates the bot has not confirmed yet, in order.
type queue struct {
	nextID  int
	pending []*update
	allowed []string // kinds the bot asked for; nil means the default
	poll    *poll    // the getUpdates call that waits, if any
	wake    chan struct{}
}

type update struct {
	id        int
	chat      int64
	body      json.RawMessage
	delivered bool // handed out by getUpdates at least once
}

// Update kinds that are sent without being asked for.
var defaultKinds = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// enqueue gives an update its id and queues it, with the faults that were
// ordered. The caller holds the lock.
func (s *Server) enqueue(c *chat, kind string, u telegram.Update) {
	q := &s.queue
	kinds := q.allowed
	if kinds == nil {
		kinds = defaultKinds
	}
	if !slices.Contains(kinds, kind) {
		return
	}
	ofChat := func(kind string) func(*Fault) bool {
		return func(f *Fault) bool { return f.Kind == kind && (f.Chat == 0 || f.Chat == c.ID) }
	}
	if s.useFault(ofChat(FaultBrokenUpdate)) != nil {
		id := q.nextID
		q.nextID++
		q.pending = append(q.pending, &update{id: id, chat: c.ID, body: json.RawMessage(fmt.Sprintf(
			`{"update_id":%d,"message":{"message_id":"seven","date":"yesterday","chat":[%d],"text":{"not":"a string"}}}`, id, c.ID))})
	}
	u.ID = q.nextID
	q.nextID++
	body, err := json.Marshal(u)
	if err != nil {
		panic(fmt.Sprintf("encode an update: %v", err)) // plain structs always encode
	}
	q.pending = append(q.pending, &update{id: u.ID, chat: c.ID, body: body})
	if s.useFault(ofChat(FaultDuplicateUpdate)) != nil {
		q.pending = append(q.pending, &update{id: u.ID, chat: c.ID, body: body})
	}
	s.wakeDelivery()
}

func (s *Server) wakeDelivery() {
	if s.queue.wake != nil {
		close(s.queue.wake)
		s.queue.wake = nil
	}
	s.hook.wake()
}

// forget drops what is before offset. A duplicate whose original was handed out
// but which was not handed out itself stays, or it would never arrive.
func (q *queue) forget(offset int) {
	delivered := map[int]bool{}
	for _, u := range q.pending {
		delivered[u.id] = delivered[u.id] || u.delivered
	}
	q.pending = slices.DeleteFunc(q.pending, func(u *update) bool {
		return u.id < offset && (u.delivered || !delivered[u.id])
	})
}

// drop forgets all updates.
func (q *queue) drop() { q.pending = nil }

// Pending counts the updates that the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue.pending)
}

func allowedUpdates(p params, current []string) ([]string, error) {
	raw := p.str("allowed_updates")
	if raw == "" {
		return current, nil
	}
	var kinds []string
	if json.Unmarshal([]byte(raw), &kinds) != nil {
		return current, badRequest("can't parse allowed_updates JSON object")
	}
	if len(kinds) == 0 {
		return nil, nil
	}
	return kinds, nil
}

// Listening says whether a bot is taking updates: one polls now, or there is a
// webhook whose last delivery worked.
func (s *Server) Listening() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook.url != "" {
		return len(s.hook.backoff) == 0
	}
	return s.queue.poll != nil
}
