package stream

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// keyForm is what NATS takes as a key of a bucket.
var keyForm = regexp.MustCompile(`^[-/_=A-Za-z0-9]+(\.[-/_=A-Za-z0-9]+)*$`)

// Errors of Bucket, to be asked for with errors.Is.
var (
	ErrNotFound = errors.New("no such key")
	ErrConflict = errors.New("somebody else wrote this key")
)

// Bucket is a key-value bucket on disk. A write that returns nil is fsynced.
// Keys hold letters, digits, "-", "_", "=", "/" and "." only.
type Bucket struct {
	client *Client
	name   string

	mu sync.Mutex
	kv jetstream.KeyValue
}

// Entry is a key's value; Revision goes into the next Update.
type Entry struct {
	Key      string
	Value    []byte
	Revision uint64
}

// Bucket returns one of the buckets that Setup makes.
func (c *Client) Bucket(name string) *Bucket { return &Bucket{client: c, name: name} }

// Get returns ErrNotFound for a key that is not there or was deleted.
func (b *Bucket) Get(ctx context.Context, key string) (Entry, error) {
	kv, err := b.open(ctx)
	if err != nil {
		return Entry{}, err
	}
	entry, err := kv.Get(ctx, key)
	if err != nil {
		return Entry{}, b.explain("get from", err)
	}
	return Entry{Key: key, Value: entry.Value(), Revision: entry.Revision()}, nil
}

// Create returns ErrConflict when the key is there.
func (b *Bucket) Create(ctx context.Context, key string, value []byte) (revision uint64, err error) {
	revision, err = b.write(ctx, key, value, "0")
	if !errors.Is(err, ErrConflict) {
		return revision, err
	}
	// The library knows what to do about a key that was deleted.
	kv, err := b.open(ctx)
	if err != nil {
		return 0, err
	}
	revision, err = kv.Create(ctx, key, value)
	return revision, b.explain("create in", err)
}

// Update returns ErrConflict when the key's revision is another one.
func (b *Bucket) Update(ctx context.Context, key string, value []byte, revision uint64) (uint64, error) {
	return b.write(ctx, key, value, strconv.FormatUint(revision, 10))
}

// Put writes whatever was there.
func (b *Bucket) Put(ctx context.Context, key string, value []byte) (revision uint64, err error) {
	return b.write(ctx, key, value, "")
}

// write stores a value together with those that others write at this time,
// which the library's own methods cannot. expected is the key's revision, empty
// for any. A lost answer is an error: the caller finds out by reading.
func (b *Bucket) write(ctx context.Context, key string, value []byte, expected string) (revision uint64, err error) {
	if !keyForm.MatchString(key) {
		return 0, b.explain("write to", jetstream.ErrInvalidKey)
	}
	m := nats.NewMsg(b.client.bucketSubject(b.name, key))
	m.Data = value
	if expected != "" {
		m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, expected)
	}
	writes := b.client.buckets[b.name]
	p := writes.enqueue(m)
	writes.poke()
	select {
	case err := <-p.done:
		return p.sequence, b.explain("write to", err)
	case <-ctx.Done():
		return 0, b.explain("write to", ctx.Err())
	}
}

// Delete removes the key and its value; a key that is not there is no error.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	kv, err := b.open(ctx)
	if err != nil {
		return err
	}
	return b.explain("delete from", kv.Purge(ctx, key))
}

// Keys returns all keys, in no order.
func (b *Bucket) Keys(ctx context.Context) ([]string, error) {
	kv, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := kv.Keys(ctx)
	if errors.Is(err, jetstream.ErrNoKeysFound) {
		return nil, nil
	}
	return keys, b.explain("list", err)
}

func (b *Bucket) open(ctx context.Context) (jetstream.KeyValue, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.kv == nil {
		kv, err := b.client.js.KeyValue(ctx, b.client.config.Prefix+b.name)
		if err != nil {
			return nil, b.explain("open", err)
		}
		b.kv = kv
	}
	return b.kv, nil
}

func (b *Bucket) explain(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jetstream.ErrKeyNotFound), errors.Is(err, jetstream.ErrKeyDeleted):
		err = ErrNotFound
	case errors.Is(err, jetstream.ErrKeyExists), errors.Is(err, jetstream.ErrKeyRevisionMismatch), wrongSequence(err):
		err = ErrConflict
	}
	return fmt.Errorf("%s bucket %s: %w", what, b.name, err)
}

// wrongSequence is what the server itself says to a stale revision.
func wrongSequence(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence
}
