package stream_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"secondbrother/storage/local"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// soon bounds what has to happen; a test that waits for it fails afterwards.
const soon = 30 * time.Second

func connect(t *testing.T, url, prefix string) *stream.Client {
	t.Helper()
	c, err := stream.Connect(t.Context(), stream.Config{URL: url, Prefix: prefix, Name: t.Name(), MaxBytes: 64 << 20},
		slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	if err := c.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

func shared(t *testing.T) *stream.Client {
	return connect(t, local.NATS(t), local.Prefix(t))
}

// collect runs a consumer until stop says that it saw enough.
func collect(t *testing.T, c *stream.Client, config stream.ConsumerConfig, handle func([]stream.Message) ([]stream.Verdict, bool)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	var enough atomic.Bool
	err := c.Consume(ctx, config, func(_ context.Context, m []stream.Message) []stream.Verdict {
		v, stop := handle(m)
		if stop {
			enough.Store(true)
			cancel()
		}
		return v
	})
	if err != nil {
		t.Fatal(err)
	}
	if !enough.Load() {
		t.Fatal("the consumer did not see what it should")
	}
}

func alike(v stream.Verdict, n int) []stream.Verdict {
	out := make([]stream.Verdict, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func report(id string) payload.Report {
	return payload.Report{V: payload.Version, ID: id, Kind: payload.Tip, Text: "路灯坏了"}
}

func owed(t *testing.T, from, to int) []stream.Owed {
	t.Helper()
	var out []stream.Owed
	for i := from; i < to; i++ {
		o, err := stream.Owe(payload.Delivery{V: payload.Version, ID: fmt.Sprintf("d%d", i), To: "somebody"}, payload.PriorityRoutine)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}

func TestConnectSaysWhenNobodyAnswers(t *testing.T) {
	_, err := stream.Connect(t.Context(), stream.Config{URL: "nats://127.0.0.1:1"}, slog.New(slog.DiscardHandler))
	if !errors.Is(err, stream.ErrUnreachable) {
		t.Fatalf("got %v", err)
	}
}

func TestPublishedTwiceIsStoredOnce(t *testing.T) {
	c := shared(t)
	for range 3 {
		if err := c.PublishReport(t.Context(), report("one")); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.PublishReport(t.Context(), report("two")); err != nil {
		t.Fatal(err)
	}
	var ids []string
	collect(t, c, stream.ConsumerConfig{Stream: stream.Reports, Name: "w", Filters: []string{"report.submitted.tip"}},
		func(m []stream.Message) ([]stream.Verdict, bool) {
			for _, m := range m {
				r, err := stream.Decode[payload.Report](m)
				if err != nil || r.Text != "路灯坏了" || m.Subject != "report.submitted.tip" {
					t.Errorf("got %+v from %s, %v", r, m.Subject, err)
				}
				ids = append(ids, m.ID)
			}
			return alike(stream.Done(), len(m)), len(ids) >= 2
		})
	if fmt.Sprint(ids) != "[one two]" {
		t.Fatalf("stored %v", ids)
	}
}

// Enough for atomic batches, which one known id refuses as a whole.
func TestBatchesWithKnownIDsAreStoredInFull(t *testing.T) {
	c := shared(t)
	if errs := c.PublishDeliveries(t.Context(), owed(t, 100, 160)); errs != nil {
		t.Fatal(errs)
	}
	if errs := c.PublishDeliveries(t.Context(), append(owed(t, 0, 700), owed(t, 0, 10)...)); errs != nil {
		t.Fatal(errs)
	}
	seen := map[string]int{}
	collect(t, c, stream.ConsumerConfig{Stream: stream.Deliveries, Name: "b"}, func(m []stream.Message) ([]stream.Verdict, bool) {
		for _, m := range m {
			seen[m.ID]++
		}
		return alike(stream.Done(), len(m)), len(seen) == 700
	})
	for id, n := range seen {
		if n != 1 {
			t.Fatalf("%s is stored %d times", id, n)
		}
	}
}

func TestManyPublishersAtOnce(t *testing.T) {
	c := shared(t)
	var group sync.WaitGroup
	for i := range 300 {
		group.Go(func() {
			if err := c.PublishReport(t.Context(), report(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	seen := map[string]bool{}
	collect(t, c, stream.ConsumerConfig{Stream: stream.Reports, Name: "w", Workers: 1}, func(m []stream.Message) ([]stream.Verdict, bool) {
		for _, m := range m {
			seen[m.ID] = true
		}
		return alike(stream.Done(), len(m)), len(seen) == 300
	})
}

func TestTooLargeIsSaidAndHoldsNobodyUp(t *testing.T) {
	c := shared(t)
	big := owed(t, 0, 2)
	big[0].Body = bytes.Repeat([]byte("x"), 2<<20)
	errs := c.PublishDeliveries(t.Context(), big)
	if len(errs) != 2 || !errors.Is(errs[0], stream.ErrTooLarge) || errs[1] != nil {
		t.Fatalf("got %v", errs)
	}
}

// One message brings the handler down: the others of its batch go through,
// and it ends as a dead letter.
func TestPoisonIsFoundAndBuried(t *testing.T) {
	c := shared(t)
	if errs := c.PublishDeliveries(t.Context(), owed(t, 0, 30)); errs != nil {
		t.Fatal(errs)
	}
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	good := map[string]bool{}
	var buried []string
	err := c.Consume(ctx, stream.ConsumerConfig{
		Stream: stream.Deliveries, Name: "b",
		Dead: func(_ context.Context, m stream.Message, reason string) error {
			buried = append(buried, m.ID+" "+reason)
			if len(buried) < 2 {
				return errors.New("not kept") // then it must come again
			}
			cancel()
			return nil
		},
	}, func(_ context.Context, m []stream.Message) []stream.Verdict {
		for _, m := range m {
			if m.ID == "d7" {
				panic("poison")
			}
		}
		for _, m := range m {
			good[m.ID] = true
		}
		return alike(stream.Done(), len(m))
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(good) != 29 || fmt.Sprint(buried) != "[d7 panic d7 panic]" {
		t.Fatalf("handled %d, buried %v", len(good), buried)
	}
}

func TestVerdicts(t *testing.T) {
	c := shared(t)
	if errs := c.PublishDeliveries(t.Context(), owed(t, 0, 3)); errs != nil {
		t.Fatal(errs)
	}
	var buried []string
	tries := map[string]int{}
	collect(t, c, stream.ConsumerConfig{
		Stream: stream.Deliveries, Name: "b",
		Dead: func(_ context.Context, m stream.Message, reason string) error {
			buried = append(buried, m.ID+" "+reason)
			return nil
		},
	}, func(m []stream.Message) ([]stream.Verdict, bool) {
		verdicts := make([]stream.Verdict, len(m))
		for i, m := range m {
			tries[m.ID]++
			if tries[m.ID] != m.Try {
				t.Errorf("%s: try %d, seen %d times", m.ID, m.Try, tries[m.ID])
			}
			switch {
			case m.ID == "d1" && m.Try < 3:
				verdicts[i] = stream.Retry(20 * time.Millisecond)
			case m.ID == "d2":
				verdicts[i] = stream.Drop("unknown")
			}
		}
		return verdicts, tries["d1"] == 3
	})
	if tries["d0"] != 1 || tries["d2"] != 1 || fmt.Sprint(buried) != "[d2 unknown]" {
		t.Fatalf("tries %v, buried %v", tries, buried)
	}
}

// A consumer that stops gives back what it did not settle, and the next one
// is told that it comes again.
func TestTakenAndGivenBack(t *testing.T) {
	c := shared(t)
	if errs := c.PublishDeliveries(t.Context(), owed(t, 0, 5)); errs != nil {
		t.Fatal(errs)
	}
	var held []*stream.Taken
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	config := stream.TakeConfig{Stream: stream.Deliveries, Name: "b"}
	err := c.Take(ctx, config, func(m *stream.Taken) {
		if held = append(held, m); len(held) == 5 {
			cancel()
		}
	})
	if err != nil || len(held) != 5 {
		t.Fatalf("took %d: %v", len(held), err)
	}
	held[2].Settle(t.Context(), stream.Done())
	held[2].Settle(t.Context(), stream.Retry(time.Hour)) // only the first one counts
	for _, m := range held {
		m.Return()
	}

	var again []string
	ctx, cancel = context.WithTimeout(t.Context(), soon)
	unsettled := -1
	config.Begin = func(n int, last uint64) {
		unsettled = n
		if last != 5 {
			t.Errorf("last sequence %d", last)
		}
	}
	err = c.Take(ctx, config, func(m *stream.Taken) {
		m.Settle(t.Context(), stream.Done())
		if again = append(again, m.ID); len(again) == 4 {
			cancel()
		}
	})
	slices.Sort(again) // what comes again keeps no order
	if err != nil || fmt.Sprint(again) != "[d0 d1 d3 d4]" || unsettled != 4 {
		t.Fatalf("got %v again, unsettled %d: %v", again, unsettled, err)
	}
}

// What is held longer than AckWait is not given to anybody else.
func TestHeldMessagesStayHeld(t *testing.T) {
	c := shared(t)
	if errs := c.PublishDeliveries(t.Context(), owed(t, 0, 1)); errs != nil {
		t.Fatal(errs)
	}
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	tries := 0
	err := c.Take(ctx, stream.TakeConfig{Stream: stream.Deliveries, Name: "b", AckWait: 300 * time.Millisecond}, func(m *stream.Taken) {
		tries++
		time.AfterFunc(2*time.Second, func() {
			m.Settle(context.Background(), stream.Done())
			cancel()
		})
	})
	if err != nil || tries != 1 {
		t.Fatalf("delivered %d times: %v", tries, err)
	}
}

func TestBucket(t *testing.T) {
	c := shared(t)
	ctx := t.Context()
	b := c.Bucket(stream.People)
	if _, err := b.Get(ctx, "k"); !errors.Is(err, stream.ErrNotFound) {
		t.Fatalf("get: %v", err)
	}
	revision, err := b.Create(ctx, "k", []byte("1"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Create(ctx, "k", []byte("x")); !errors.Is(err, stream.ErrConflict) {
		t.Fatalf("create again: %v", err)
	}
	if _, err := b.Update(ctx, "k", []byte("2"), revision); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Update(ctx, "k", []byte("3"), revision); !errors.Is(err, stream.ErrConflict) {
		t.Fatalf("stale update: %v", err)
	}
	if e, err := b.Get(ctx, "k"); err != nil || string(e.Value) != "2" {
		t.Fatalf("get: %q, %v", e.Value, err)
	}
	if keys, err := b.Keys(ctx); err != nil || fmt.Sprint(keys) != "[k]" {
		t.Fatalf("keys %v, %v", keys, err)
	}
	if err := b.Delete(ctx, "k"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Get(ctx, "k"); !errors.Is(err, stream.ErrNotFound) {
		t.Fatalf("get deleted: %v", err)
	}
	if _, err := b.Create(ctx, "k", []byte("again")); err != nil {
		t.Fatal(err)
	}
	if err := b.Delete(ctx, "never"); err != nil {
		t.Fatal(err)
	}
}

// Writers who come together share a batch; each still gets its own revision
// and its own refusal.
func TestManyWriteABucketAtOnce(t *testing.T) {
	c := shared(t)
	ctx := t.Context()
	b := c.Bucket(stream.People)
	const n = 200
	key := func(i int) string { return "k" + strconv.Itoa(i) }
	stale, err := b.Put(ctx, key(0), []byte("first"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Put(ctx, key(0), []byte("second")); err != nil {
		t.Fatal(err)
	}
	together := func(write func(i int) (uint64, error)) (revisions [n]uint64, errs [n]error) {
		var writers sync.WaitGroup
		for i := range n {
			writers.Go(func() { revisions[i], errs[i] = write(i) })
		}
		writers.Wait()
		return revisions, errs
	}
	for _, turn := range []struct {
		write   func(i int) (uint64, error)
		refused int // key that is refused
	}{
		{func(i int) (uint64, error) { return b.Create(ctx, key(i), []byte("created")) }, 0},
		{func(i int) (uint64, error) { return b.Put(ctx, key(i), []byte("put")) }, -1},
	} {
		revisions, errs := together(turn.write)
		for i := range n {
			if refused := errors.Is(errs[i], stream.ErrConflict); refused != (i == turn.refused) || !refused && errs[i] != nil {
				t.Fatalf("key %d: %v", i, errs[i])
			}
		}
		if turn.refused == 0 {
			revisions[0] = stale
		}
		_, errs = together(func(i int) (uint64, error) { return b.Update(ctx, key(i), []byte("updated"), revisions[i]) })
		for i := range n {
			if refused := errors.Is(errs[i], stream.ErrConflict); refused != (i == turn.refused) || !refused && errs[i] != nil {
				t.Errorf("update of key %d at revision %d: %v", i, revisions[i], errs[i])
			}
		}
	}
	if e, err := b.Get(ctx, key(7)); err != nil || string(e.Value) != "updated" {
		t.Errorf("%q, %v", e.Value, err)
	}
	if _, err := b.Put(ctx, "two words", nil); err == nil {
		t.Error("a key with a blank was taken")
	}
}

func TestAskAndServe(t *testing.T) {
	c := shared(t)
	if _, err := c.Ask(t.Context(), payload.Question{Query: payload.QueryStatus}); !errors.Is(err, stream.ErrNoAnswer) {
		t.Fatalf("nobody serves: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- c.Serve(ctx, map[payload.Query]stream.Answer{
			payload.QueryStatus: func(_ context.Context, q payload.Question) (payload.Reply, error) {
				return payload.Reply{Status: &payload.StatusReply{Case: q.Case}}, nil
			},
			payload.QueryCases: func(context.Context, payload.Question) (payload.Reply, error) { panic("secret") },
			payload.QueryCase: func(context.Context, payload.Question) (payload.Reply, error) {
				return payload.Reply{}, errors.New("secret")
			},
		}, nil)
	}()
	deadline, stop := context.WithTimeout(t.Context(), soon)
	defer stop()
	var reply payload.Reply
	var err error
	for reply, err = c.Ask(deadline, payload.Question{Query: payload.QueryStatus, Case: "X"}); errors.Is(err, stream.ErrNoAnswer) && deadline.Err() == nil; {
		reply, err = c.Ask(deadline, payload.Question{Query: payload.QueryStatus, Case: "X"})
	}
	if err != nil || reply.Status == nil || reply.Status.Case != "X" {
		t.Fatalf("got %+v, %v", reply, err)
	}
	for _, q := range []payload.Query{payload.QueryCases, payload.QueryCase} {
		if _, err := c.Ask(deadline, payload.Question{Query: q}); !errors.Is(err, stream.ErrNoAnswer) || deadline.Err() != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	cancel()
	if err := <-served; err != nil {
		t.Fatal(err)
	}
}

// A report is acknowledged, the server killed, and everything goes on: the
// report is there, publishing and consuming resume by themselves.
func TestServerKilled(t *testing.T) {
	server := local.OwnNATS(t)
	c := connect(t, server.URL(), "")
	for i := range 40 {
		if err := c.PublishReport(t.Context(), report(fmt.Sprint("before", i))); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*soon)
	defer cancel()
	seen := map[string]bool{}
	half := make(chan struct{})
	finished := make(chan error, 1)
	go func() {
		finished <- c.Consume(ctx, stream.ConsumerConfig{Stream: stream.Reports, Name: "w", Batch: 10, AckWait: 2 * time.Second},
			func(_ context.Context, m []stream.Message) []stream.Verdict {
				for _, m := range m {
					seen[m.ID] = true
				}
				if len(seen) == 40 {
					select {
					case <-half:
					default:
						close(half)
					}
				}
				if len(seen) == 41 {
					cancel()
				}
				return alike(stream.Done(), len(m))
			})
	}()
	<-half
	server.Kill9()
	published := make(chan error, 1)
	go func() { published <- c.PublishReport(ctx, report("after")) }()
	server.Start()
	if err := <-published; err != nil {
		t.Fatal(err)
	}
	if err := <-finished; err != nil {
		t.Fatal(err)
	}
	if len(seen) != 41 {
		t.Fatalf("saw %d of 41", len(seen))
	}
	if err := c.Healthy(t.Context()); err != nil {
		t.Fatal(err)
	}
}
