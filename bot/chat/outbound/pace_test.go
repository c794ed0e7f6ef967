package outbound

import (
	"bytes"
	"container/heap"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"

	"pgregory.net/rapid"
)

// world is a queue and a strict server that share a clock which only the test
// moves: minutes of sending pass in no time.
type world struct {
	t      *rapid.T
	api    *botapi.Server
	now    time.Time
	q      *Queue
	coming happenings
	order  int
	sent   map[int64][]int
}

// happening is what comes at a time: a call reaches the server, or its answer
// reaches us.
type happening struct {
	at      time.Time
	order   int
	call    *waiting // nil: the answer
	answers *waiting
}

type happenings []happening

func (h happenings) Len() int { return len(h) }
func (h happenings) Less(i, j int) bool {
	return h[i].at.Before(h[j].at) || h[i].at.Equal(h[j].at) && h[i].order < h[j].order
}
func (h happenings) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *happenings) Push(x any)   { *h = append(*h, x.(happening)) }
func (h *happenings) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func (w *world) at(after time.Duration, h happening) {
	w.order++
	h.at, h.order = w.now.Add(after), w.order
	heap.Push(&w.coming, h)
}

// reaches has the server take a call; it must never say that there are too many.
func (w *world) reaches(p *Piece) {
	body, err := json.Marshal(map[string]any{"chat_id": p.Chat, "text": p.Text})
	if err != nil {
		w.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/bot1000000:sandbox-token/sendMessage", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	w.api.ServeHTTP(answer, r)
	if answer.Code != http.StatusOK {
		w.t.Fatalf("after %v: %d %s", w.now.Sub(beginning), answer.Code, answer.Body)
	}
}

var beginning = time.Unix(1_800_000_000, 0)

// TestNoTooManyRequests sends what may come by at any time, with any latency,
// to a server that counts as strictly as it may.
func TestNoTooManyRequests(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{t: t, now: beginning, sent: map[int64][]int{}}
		w.api = botapi.New(botapi.Options{Now: func() time.Time { return w.now }, Seed: 1})
		defer w.api.Close()
		w.q = &Queue{wake: make(chan struct{}, 1), pace: pace{chats: map[int64]*chatPace{}}, lines: map[int64]*line{}, moved: map[int64]int64{}}
		var chats []int64
		for i := range rapid.IntRange(1, 40).Draw(t, "people") {
			p, err := w.api.AddPerson("居民", "", "zh-hans")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.api.Start(p.ID, ""); err != nil {
				t.Fatal(err)
			}
			chats = append(chats, p.ID)
			if i < 2 {
				group, err := w.api.CreateGroup("群", []int64{p.ID})
				if err != nil {
					t.Fatal(err)
				}
				chats = append(chats, group)
			}
		}
		total := rapid.IntRange(1, 200).Draw(t, "messages")
		latency := func(what string) time.Duration {
			return time.Duration(rapid.IntRange(0, 400).Draw(t, what)) * time.Millisecond
		}
		left := total
		for i := 0; left > 0; {
			// Some messages come in bursts.
			for range rapid.IntRange(0, 20).Draw(t, "burst") {
				if i == total {
					break
				}
				p := rapid.SampledFrom(payload.Priorities).Draw(t, "priority")
				chat := rapid.SampledFrom(chats).Draw(t, "chat")
				i++
				w.q.enqueue(&waiting{priority: p, piece: Piece{Chat: chat, Act: Text, Text: "x"}, taken: &stream.Taken{Message: stream.Message{Sequence: uint64(i)}}})
			}
			ready, pause := w.q.next(w.now)
			for _, r := range ready {
				w.at(latency("there"), happening{call: r})
			}
			next := w.now.Add(pause)
			if len(w.coming) > 0 && w.coming[0].at.Before(next) {
				next = w.coming[0].at
			}
			w.now = next
			for len(w.coming) > 0 && !w.coming[0].at.After(w.now) {
				h := heap.Pop(&w.coming).(happening)
				if h.call != nil {
					w.reaches(&h.call.piece)
					w.sent[h.call.piece.Chat] = append(w.sent[h.call.piece.Chat], int(h.call.taken.Sequence)*10+int(h.call.priority))
					w.at(latency("back"), happening{answers: h.call})
					continue
				}
				left--
				p := h.answers
				w.q.inFlight[p.priority]--
				w.q.pace.landed(w.now, p.flight)
				if l := w.q.lines[p.piece.Chat]; l != nil {
					if p.priority == payload.PriorityEmergency {
						l.busyEmergency = false
					} else {
						l.busy = false
					}
				}
			}
		}
		// Within a chat and a priority nothing overtakes.
		for chat, all := range w.sent {
			for p := range 4 {
				mine := slices.DeleteFunc(slices.Clone(all), func(n int) bool { return n%10 != p })
				if !slices.IsSorted(mine) {
					t.Fatalf("chat %d got %v", chat, mine)
				}
			}
		}
	})
}
