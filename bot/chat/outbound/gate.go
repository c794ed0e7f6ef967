package outbound

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// quiet is how long nothing comes back before what came back so far is sent.
const quiet = 500 * time.Millisecond

// gate keeps messages back at the start until those that an earlier process
// left unsent are here again, or a chat would get them in the wrong order.
// What was given back comes at once, but in any order; after a crash it comes
// when its AckWait is over. Emergencies do not wait.
type gate struct {
	queue    *Queue
	priority payload.Priority

	mu      sync.Mutex
	begun   bool
	last    uint64 // what is beyond is new
	missing int
	back    []*stream.Taken // came again
	fresh   []*stream.Taken // new
	timer   *time.Timer
	rest    *time.Timer
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
	if g.missing == 0 {
		g.mu.Unlock()
		g.queue.accept(t, g.priority)
		return
	}
	if t.Sequence > g.last {
		g.fresh = append(g.fresh, t)
		g.mu.Unlock()
		return
	}
	g.back = append(g.back, t)
	if g.missing--; g.missing > 0 {
		if g.rest == nil {
			g.rest = time.AfterFunc(quiet, g.rested)
		} else {
			g.rest.Reset(quiet)
		}
		g.mu.Unlock()
		return
	}
	g.mu.Unlock()
	g.open()
}

// rested lets in what came back; the rest may be long in coming.
func (g *gate) rested() {
	g.mu.Lock()
	back, closed := g.back, g.closed
	g.back = nil
	g.mu.Unlock()
	g.letIn(back, closed)
}

// open lets everything in.
func (g *gate) open() {
	g.mu.Lock()
	g.missing = 0
	all, closed := append(g.back, g.fresh...), g.closed
	g.back, g.fresh = nil, nil
	g.mu.Unlock()
	g.letIn(all, closed)
}

func (g *gate) letIn(all []*stream.Taken, closed bool) {
	slices.SortFunc(all, func(a, b *stream.Taken) int { return cmp.Compare(a.Sequence, b.Sequence) })
	for _, t := range all {
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
	if g.rest != nil {
		g.rest.Stop()
	}
	g.mu.Unlock()
	g.open()
}
