package seal

import (
	"context"
	"encoding/json"
	"fmt"

	"secondbrother/storage/stream"
)

// Bucket is a key-value bucket whose values are sealed. A value opens only
// under the key it was written to.
type Bucket struct {
	keys *Keys
	kv   *stream.Bucket
	name string
}

// Bucket puts the keys before one of NATS's buckets.
func (k *Keys) Bucket(client *stream.Client, name string) *Bucket {
	return &Bucket{keys: k, kv: client.Bucket(name), name: name}
}

// Get returns the value and its revision; stream.ErrNotFound, or ErrOpen when
// the value is not ours or damaged: then it comes as it is, with its revision.
func (b *Bucket) Get(ctx context.Context, key string) (value []byte, revision uint64, err error) {
	entry, err := b.kv.Get(ctx, key)
	if err != nil {
		return nil, 0, err
	}
	value, err = b.keys.Open(b.purpose(key), entry.Value)
	if err != nil {
		return entry.Value, entry.Revision, fmt.Errorf("%s: %w", b.name, err)
	}
	return value, entry.Revision, nil
}

// Write creates the value at revision 0 and otherwise updates it;
// stream.ErrConflict when somebody was faster.
func (b *Bucket) Write(ctx context.Context, key string, value []byte, revision uint64) error {
	sealed := b.keys.Seal(b.purpose(key), value)
	var err error
	if revision == 0 {
		_, err = b.kv.Create(ctx, key, sealed)
	} else {
		_, err = b.kv.Update(ctx, key, sealed, revision)
	}
	return err
}

// Put writes whatever was there.
func (b *Bucket) Put(ctx context.Context, key string, value []byte) error {
	_, err := b.kv.Put(ctx, key, b.keys.Seal(b.purpose(key), value))
	return err
}

// Delete removes a key; one that is not there is no error.
func (b *Bucket) Delete(ctx context.Context, key string) error { return b.kv.Delete(ctx, key) }

// Keys lists all keys, in no order.
func (b *Bucket) Keys(ctx context.Context) ([]string, error) { return b.kv.Keys(ctx) }

// PutJSON writes a value as JSON.
func (b *Bucket) PutJSON(ctx context.Context, key string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode for %s: %w", b.name, err)
	}
	return b.Put(ctx, key, raw)
}

// GetJSON reads what PutJSON wrote.
func (b *Bucket) GetJSON(ctx context.Context, key string, value any) error {
	raw, _, err := b.Get(ctx, key)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, value); err != nil {
		return fmt.Errorf("decode from %s: %w", b.name, err)
	}
	return nil
}

func (b *Bucket) purpose(key string) string { return b.name + "/" + key }
