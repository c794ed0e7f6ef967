package stream_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"secondbrother/storage/stream"
)

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
