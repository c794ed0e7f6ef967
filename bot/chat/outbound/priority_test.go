package outbound

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

const crowd = 10_000

// bulk stores one routine message for each of many chats.
func (p *post) bulk(q *Queue) {
	p.t.Helper()
	var putting sync.WaitGroup
	for part := range 100 {
		putting.Go(func() {
			for i := part; i < crowd; i += 100 {
				chat := int64(1000 + i)
				if err := q.Put(p.t.Context(), fmt.Sprint("bulk-", i), payload.PriorityRoutine, Piece{Chat: chat, Act: Text, Text: "通知"}); err != nil {
					p.t.Error(err)
					return
				}
			}
		})
	}
	putting.Wait()
}

// Ten thousand routine messages wait: an emergency card leaves before all of
// them but those that are on their way already, both while Telegram does not
// answer and while the overall limit is used up.
func TestEmergencyLeavesBeforeTenThousand(t *testing.T) {
	server := newCounter(t)
	p := newPost(t, server.URL)
	q, stop := p.open()
	defer stop()
	p.bulk(q)

	// Telegram answers nothing: as many calls are under way as may be.
	most := slots[payload.PriorityRoutine]
	p.until("the room for routine messages is taken", func() bool { return len(server.texts()) >= allSize })
	p.put(q, payload.PriorityEmergency, 7, "持刀")
	p.until("the emergency has left", func() bool { return slices.Contains(server.texts(), "持刀") })
	if at := slices.Index(server.texts(), "持刀"); at > most {
		t.Errorf("%d left before the emergency, %d may be under way", at, most)
	}

	// Telegram answers, and the limit is what holds the others back.
	close(server.door)
	p.until("the limit is used up", func() bool { return len(server.texts()) > 2*most })
	before := len(server.texts())
	p.put(q, payload.PriorityEmergency, 8, "起火")
	p.until("the emergency has left", func() bool { return slices.Contains(server.texts(), "起火") })
	if at := slices.Index(server.texts(), "起火"); at > before+most {
		t.Errorf("%d left between the emergency's coming and its leaving", at-before)
	}
	if n := len(server.texts()); n > crowd/2 {
		t.Errorf("only %d of %d waited", crowd-n, crowd)
	}
}

// Answers go ahead of urgent news, those of routine, and emergencies of all;
// within a chat and a priority the order stays.
func TestPrioritiesOfWhatMayGoNow(t *testing.T) {
	q := &Queue{wake: make(chan struct{}, 1), pace: pace{chats: map[int64]*chatPace{}}, lines: map[int64]*line{}, moved: map[int64]int64{}}
	sequence := uint64(0)
	wait := func(p payload.Priority, chat int64, text string) {
		sequence++
		q.enqueue(&waiting{priority: p, piece: Piece{Chat: chat, Act: Text, Text: text}, taken: &stream.Taken{Message: stream.Message{Sequence: sequence}}})
	}
	for chat := range int64(30) {
		wait(payload.PriorityRoutine, chat+100, "通知")
	}
	wait(payload.PriorityUrgent, 1, "进展")
	wait(payload.PriorityAnswer, 2, "回答一")
	wait(payload.PriorityAnswer, 2, "回答二")
	wait(payload.PriorityEmergency, 3, "警情")
	wait(payload.PriorityEmergency, 2, "警情二")
	now := time.Unix(1_800_000_000, 0)
	q.pace.all = bucket{used: allSize + reserved - 2, at: now} // two emergencies may go
	var left []string
	for range 40 {
		ready, pause := q.next(now)
		for _, w := range ready {
			left = append(left, w.piece.Text)
			q.inFlight[w.priority]--
			l := q.lines[w.piece.Chat]
			l.busy, l.busyEmergency = false, false
			q.pace.landed(now, w.flight)
		}
		now = now.Add(pause)
	}
	// The answers wait for the emergency of their chat, as little as it takes.
	want := []string{"警情", "警情二", "回答一"}
	if len(left) < 6 || !slices.Equal(left[:3], want) {
		t.Fatalf("left in this order: %q", left)
	}
	if a, b, c := slices.Index(left, "回答一"), slices.Index(left, "回答二"), slices.Index(left, "通知"); a > b || slices.Index(left, "进展") > c {
		t.Errorf("left in this order: %q", left)
	}
}

// What one process did not send the next one does, each once and in order.
func TestTheNextProcessGoesOn(t *testing.T) {
	server := newCounter(t)
	close(server.door)
	p := newPost(t, server.URL)
	q, stop := p.open()
	var want []string
	for i := range 8 {
		want = append(want, fmt.Sprint("第", i))
	}
	p.put(q, payload.PriorityRoutine, 5, want...)
	p.until("some are sent", func() bool { return len(server.texts()) >= 2 })
	stop()
	if n := p.counted("bot_waiting"); n != 0 {
		t.Errorf("%v still count as waiting", n)
	}
	sent := len(server.texts())
	if sent == len(want) {
		t.Fatal("all were sent at once, against the chat's limit")
	}
	_, stop = p.open()
	defer stop()
	p.until("all are sent", func() bool { return len(server.texts()) >= len(want) })
	if got := server.texts(); !slices.Equal(got, want) {
		t.Errorf("sent %q", got)
	}
}

// The same id again is one message.
func TestPutTwiceIsSentOnce(t *testing.T) {
	server := newCounter(t)
	close(server.door)
	p := newPost(t, server.URL)
	q, stop := p.open()
	defer stop()
	for range 3 {
		p.put(q, payload.PriorityAnswer, 5, "一次")
	}
	p.put(q, payload.PriorityAnswer, 5, "后面的")
	p.until("the next one is sent", func() bool { return slices.Contains(server.texts(), "后面的") })
	if got := strings.Join(server.texts(), " "); got != "一次 后面的" {
		t.Errorf("sent %q", got)
	}
}

// While Telegram answers nothing and the room for all others is taken, there
// is some left for emergencies, at once.
func TestRoomForEmergencies(t *testing.T) {
	q := &Queue{wake: make(chan struct{}, 1), pace: pace{chats: map[int64]*chatPace{}}, lines: map[int64]*line{}, moved: map[int64]int64{}}
	sequence := uint64(0)
	wait := func(p payload.Priority, n int) {
		for range n {
			sequence++
			q.enqueue(&waiting{priority: p, piece: Piece{Chat: int64(sequence), Act: Text, Text: "x"}, taken: &stream.Taken{Message: stream.Message{Sequence: sequence}}})
		}
	}
	now := time.Unix(1_800_000_000, 0)
	wait(payload.PriorityRoutine, crowd)
	if ready, _ := q.next(now); len(ready) != allSize {
		t.Fatalf("%d leave at once", len(ready))
	}
	wait(payload.PriorityEmergency, reserved+1)
	ready, pause := q.next(now)
	if len(ready) != reserved || ready[0].priority != payload.PriorityEmergency {
		t.Fatalf("%d emergencies leave at once", len(ready))
	}
	if pause > time.Second {
		t.Errorf("the next one waits %v", pause)
	}
	// No answer comes: what was sent does not take its room for ever.
	now = now.Add(flightMost)
	if ready, _ := q.next(now); len(ready) != 0 {
		t.Errorf("%d leave before their time", len(ready))
	}
	now = now.Add(pause)
	if ready, _ := q.next(now); len(ready) == 0 || ready[0].priority != payload.PriorityEmergency {
		t.Error("the emergency still waits")
	}
}

// Files are fetched and cleaned before they count as sent, or they would leave
// long after the limits were asked.
func TestFilesAreReadyBeforeTheyCount(t *testing.T) {
	q := &Queue{wake: make(chan struct{}, 1), pace: pace{chats: map[int64]*chatPace{}}, lines: map[int64]*line{}, moved: map[int64]int64{}}
	now := time.Unix(1_800_000_000, 0)
	q.pace.all = bucket{used: allSize, at: now} // nothing may be sent
	w := &waiting{priority: payload.PriorityUrgent, piece: Piece{Chat: 5, Act: Single, Media: media(payload.MediaPhoto)}, taken: &stream.Taken{}}
	q.enqueue(w)
	ready, _ := q.next(now)
	if len(ready) != 1 || w.flight != nil || q.pace.all.flying != 0 {
		t.Fatalf("%d ready, flight %v", len(ready), w.flight)
	}
	if again, _ := q.next(now); len(again) != 0 {
		t.Fatal("fetched twice")
	}
	w.ready = true
	q.lines[5].busy = false
	q.inFlight[w.priority]--
	q.enqueue(w)
	ready, pause := q.next(now)
	if len(ready) != 0 || pause <= 0 {
		t.Fatal("sent against the limit")
	}
	if ready, _ = q.next(now.Add(pause)); len(ready) != 1 || w.flight == nil {
		t.Fatal("not sent when there is room")
	}
}
