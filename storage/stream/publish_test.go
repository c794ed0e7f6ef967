package stream_test

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"testing"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

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
