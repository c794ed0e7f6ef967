// Package intake takes updates from Telegram, by polling or by webhook, and
// confirms each only after it was handled.
package intake

import "sync"

// Lanes run work in order per chat and in parallel across chats.
type Lanes struct {
	slots chan struct{}

	mu    sync.Mutex
	lanes map[int64][]func()
	work  sync.WaitGroup
}

// NewLanes makes lanes that do at most parallel things at a time.
func NewLanes(parallel int) *Lanes {
	return &Lanes{slots: make(chan struct{}, parallel), lanes: map[int64][]func(){}}
}

// Go has work done after everything that was put into the chat's lane before.
// It does not wait.
func (l *Lanes) Go(chat int64, work func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, running := l.lanes[chat]
	l.lanes[chat] = append(queue, work)
	if !running {
		l.work.Go(func() { l.run(chat) })
	}
}

// Wait returns when all lanes are empty.
func (l *Lanes) Wait() { l.work.Wait() }

func (l *Lanes) run(chat int64) {
	for {
		l.mu.Lock()
		queue := l.lanes[chat]
		if len(queue) == 0 {
			delete(l.lanes, chat)
			l.mu.Unlock()
			return
		}
		work := queue[0]
		queue[0] = nil
		l.lanes[chat] = queue[1:]
		l.mu.Unlock()
		// A slot for each piece of work: a long queue gives way in between.
		l.slots <- struct{}{}
		work()
		<-l.slots
	}
}
