package outbound

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"secondbrother/bot/chat/measure"
	"secondbrother/bot/chat/seal"
	"secondbrother/bot/chat/telegram"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

const purpose = "outbound" // of the seal and of the chats' names in subjects

// Config is what a queue needs.
type Config struct {
	API     *telegram.API
	Stream  *stream.Client
	Keys    *seal.Keys
	Measure *measure.Measure
	Log     *slog.Logger

	// Unreachable hears of a chat that blocked the bot or is gone; id is the
	// same when it hears of it again. The message is kept until it returns nil.
	Unreachable func(ctx context.Context, chat int64, id string) error
	// Migrated hears that a group has a new id.
	Migrated func(ctx context.Context, from, to int64) error
	// SetAside keeps what Telegram will never take.
	SetAside func(ctx context.Context, id string, raw []byte, reason string) error

	Unlimited bool // leave Telegram's limits to the server: for measuring
}

// Queue sends what was put into it, also by an earlier process.
type Queue struct {
	Config
	media, tracked *seal.Bucket

	wake    chan struct{}
	reading chan struct{} // files that are being cleaned

	mu       sync.Mutex
	pace     pace
	lines    map[int64]*line
	toasts   []*waiting
	moved    map[int64]int64 // groups that have a new id
	inFlight [4]int
	allHeld  time.Time
	refusals map[int64]bool // chats told to wait since the last success
	sent     *recent
	bare     *recent // messages known to have no buttons
	sending  sync.WaitGroup
}

// line is what waits for one chat: per priority in the stream's order.
type line struct {
	queues [4][]*waiting
	// busy: one message at a time, so that order is kept; only an emergency
	// does not wait for the answer to something less.
	busy, busyEmergency bool
}

// waiting is a piece on its way.
type waiting struct {
	taken    *stream.Taken
	piece    Piece
	priority payload.Priority
	tries    int
	flight   *flight // while it is on its way
	ready    bool    // its files are: they count as sent only from then on
	files    []shown
	left     int       // files that cannot be shown
	after    time.Time // not before
}

// New makes a queue; Run sends.
func New(c Config) *Queue {
	return &Queue{
		Config:   c,
		media:    c.Keys.Bucket(c.Stream, stream.Media),
		tracked:  c.Keys.Bucket(c.Stream, stream.Tracked),
		wake:     make(chan struct{}, 1),
		reading:  make(chan struct{}, 4),
		pace:     pace{off: c.Unlimited, chats: map[int64]*chatPace{}},
		lines:    map[int64]*line{},
		moved:    map[int64]int64{},
		refusals: map[int64]bool{},
		sent:     newRecent(20_000),
		bare:     newRecent(20_000),
	}
}

// Put stores a piece to be sent; the same id again changes nothing.
func (q *Queue) Put(ctx context.Context, id string, p payload.Priority, piece Piece) error {
	raw, err := json.Marshal(piece)
	if err != nil {
		return fmt.Errorf("encode what is to be sent: %w", err)
	}
	return q.Stream.PublishOutbound(ctx, p, q.Keys.Chat(purpose, piece.Chat), id, q.Keys.Seal(purpose, raw))
}

// in hand at a time, and how long after a crash another process gets them.
var hands = map[payload.Priority]struct {
	most    int
	ackWait time.Duration
}{
	payload.PriorityEmergency: {1000, 10 * time.Second},
	payload.PriorityAnswer:    {2000, 10 * time.Second},
	payload.PriorityUrgent:    {3000, 30 * time.Second},
	payload.PriorityRoutine:   {5000, 30 * time.Second},
}

// drainLimit is how long calls that are under way may still take at the end.
const drainLimit = 5 * time.Second

// Run sends until ctx ends. What is not sent by then is given back. It may be
// called again after it returned.
func (q *Queue) Run(ctx context.Context) error {
	working, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	taking, stop := context.WithCancel(ctx)
	defer stop()
	var takers sync.WaitGroup
	failed := make(chan error, len(payload.Priorities))
	for _, p := range payload.Priorities {
		gate := &gate{queue: q, priority: p}
		takers.Go(func() {
			defer gate.close()
			err := q.Stream.Take(taking, stream.TakeConfig{
				Stream:  stream.Outbound,
				Name:    "bot-outbound-" + p.Name(),
				Filters: []string{"outbound." + p.Name() + ".*"},
				Most:    hands[p].most,
				AckWait: hands[p].ackWait,
				Begin:   gate.begin,
			}, gate.admit)
			if err != nil {
				failed <- err
				stop()
			}
		})
	}
	q.dispatch(working, taking)
	takers.Wait()
	time.AfterFunc(drainLimit, cancel)
	q.sending.Wait()
	q.giveBack()
	select {
	case err := <-failed:
		return fmt.Errorf("take what is to be sent: %w", err)
	default:
		return nil
	}
}

// accept puts a message into its chat's line.
func (q *Queue) accept(t *stream.Taken, p payload.Priority) {
	ctx := context.Background() // settling must end also while stopping
	if q.sent.has(t.ID) {
		t.Settle(ctx, stream.Done()) // sent, only its acknowledgement was lost
		return
	}
	w := &waiting{taken: t, priority: p}
	raw, err := q.Keys.Open(purpose, t.Data)
	if err == nil {
		err = json.Unmarshal(raw, &w.piece)
	}
	if err != nil {
		q.Log.Error("outbound message unreadable", "id", t.ID, "error", err)
		q.end(w, t.Data, "unreadable")
		return
	}
	q.Measure.Waiting.WithLabelValues(p.Name()).Inc()
	q.mu.Lock()
	q.enqueue(w)
	q.mu.Unlock()
	q.poke()
}

// enqueue needs the lock. What comes again may come late: the stream's order
// decides.
func (q *Queue) enqueue(w *waiting) {
	if w.piece.Act == Toast {
		q.toasts = append(q.toasts, w)
		return
	}
	for to, ok := q.moved[w.piece.Chat]; ok; to, ok = q.moved[w.piece.Chat] {
		w.piece.Chat = to
	}
	l := q.lines[w.piece.Chat]
	if l == nil {
		l = &line{}
		q.lines[w.piece.Chat] = l
	}
	queue := &l.queues[w.priority]
	at := len(*queue)
	for at > 0 && (*queue)[at-1].taken.Sequence > w.taken.Sequence {
		at--
	}
	*queue = append(*queue, nil)
	copy((*queue)[at+1:], (*queue)[at:])
	(*queue)[at] = w
}

func (q *Queue) poke() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// giveBack lets another process have what we did not send.
func (q *Queue) giveBack() {
	q.mu.Lock()
	defer q.mu.Unlock()
	back := func(w *waiting) {
		q.Measure.Waiting.WithLabelValues(w.priority.Name()).Dec()
		w.taken.Return()
	}
	for _, w := range q.toasts {
		back(w)
	}
	for _, l := range q.lines {
		for _, queue := range l.queues {
			for _, w := range queue {
				back(w)
			}
		}
	}
	q.lines, q.toasts = map[int64]*line{}, nil
}
