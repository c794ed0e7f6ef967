package outbound

import (
	"sync"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// gate keeps new messages back at the start until those that an earlier
// process left unsent are here again, or a chat would get them in the wrong
// order. After a crash they come when their AckWait is over. Emergencies do
// not wait.
type gate struct {
	queue    *Queue
	priority payload.Priority

	mu      sync.Mutex
	begun   bool
	last    uint64 // what is beyond is new
	missing int
	kept    []*stream.Taken
	timer   *time.Timer
	closed  bool
}

func (g *gate) begin(unsettled int, last uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.begun || g.priority == payload.PriorityEmergency || unsettled == 0 {
		g.begun = true // a reconnection: what is unsettled is in our hands
		return
	}
	g.begun, g.last, g.missing = true, last, unsettled
	g.timer = time.AfterFunc(hands[g.priority].ackWait+time.Second, g.open)
}

func (g *gate) admit(t *stream.Taken) {
	g.mu.Lock()
	if g.missing > 0 && t.Sequence > g.last {
		g.kept = append(g.kept, t)
		g.mu.Unlock()
		return
	}
	opens := false
	if g.missing > 0 {
		g.missing--
		opens = g.missing == 0
	}
	g.mu.Unlock()
	g.queue.accept(t, g.priority)
	if opens {
		g.open()
	}
}

func (g *gate) open() {
	g.mu.Lock()
	g.missing = 0
	kept := g.kept
	g.kept = nil
	closed := g.closed
	g.mu.Unlock()
	for _, t := range kept {
		if closed {
			t.Return()
			continue
		}
		g.queue.accept(t, g.priority)
	}
}

func (g *gate) close() {
	g.mu.Lock()
	g.closed = true
	if g.timer != nil {
		g.timer.Stop()
	}
	g.mu.Unlock()
	g.open()
}
