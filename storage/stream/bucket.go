package stream

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/nats-io/nats.go/jetstream"
)

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
	kv, err := b.open(ctx)
	if err != nil {
		return 0, err
	}
	revision, err = kv.Create(ctx, key, value)
	return revision, b.explain("create in", err)
}

// Update returns ErrConflict when the key's revision is another one.
func (b *Bucket) Update(ctx context.Context, key string, value []byte, revision uint64) (uint64, error) {
	kv, err := b.open(ctx)
	if err != nil {
		return 0, err
	}
	revision, err = kv.Update(ctx, key, value, revision)
	return revision, b.explain("update", err)
}

// Put writes whatever was there.
func (b *Bucket) Put(ctx context.Context, key string, value []byte) (revision uint64, err error) {
	kv, err := b.open(ctx)
	if err != nil {
		return 0, err
	}
	revision, err = kv.Put(ctx, key, value)
	return revision, b.explain("put into", err)
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
