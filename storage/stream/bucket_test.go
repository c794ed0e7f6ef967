package stream_test

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"secondbrother/storage/stream"
)

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
