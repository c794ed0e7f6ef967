package stream

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Name names a stream.
type Name string

const (
	Reports    Name = "REPORTS"    // report.submitted.<kind>: bot → worker
	Actions    Name = "ACTIONS"    // action.<verb>: bot → worker
	Deliveries Name = "DELIVERIES" // delivery.<priority>.<recipient>: worker → bot
	Outbound   Name = "OUTBOUND"   // outbound.<priority>.<chat token>: bot → bot
)

// Bucket names.
const (
	People   = "people"    // the bot's state of each chat, sealed
	Handles  = "handles"   // handle → chat, sealed
	Media    = "media"     // media id → Telegram's file, sealed
	Tracked  = "tracked"   // messages that are edited later, sealed
	Wakes    = "wakes"     // when a conversation is to be woken, sealed
	SetAside = "set_aside" // what could not be read or sent, sealed
	leases   = "leases"    // who does what only one may do
)

const day = 24 * time.Hour

// plan is what Setup makes of a stream.
type plan struct {
	name     Name
	subjects string
	age      time.Duration
	// duplicates is the window in which a message id is recognised. It covers
	// the longest publish retry; beyond it PostgreSQL's unique keys do. For
	// OUTBOUND no table stands behind, and there are few: 30 a second.
	duplicates time.Duration
}

var plans = []plan{
	{Reports, "report.submitted.*", 14 * day, 10 * time.Minute},
	{Actions, "action.*", 14 * day, 10 * time.Minute},
	{Deliveries, "delivery.*.*", 14 * day, 10 * time.Minute},
	{Outbound, "outbound.*.*", 7 * day, 2 * time.Hour},
}

// lifetimes of the buckets' entries; 0: until deleted.
var lifetimes = map[string]time.Duration{
	People:  0,
	Handles: 0,
	// Longer than any case is open and kept; from then on no file can be found.
	Media:    3 * 365 * day,
	Tracked:  180 * day,
	Wakes:    0,
	SetAside: 30 * day,
	leases:   0,
}

// Setup creates or updates every stream and bucket. Both bot and worker call
// it when they start; calling it again changes nothing.
func (c *Client) Setup(ctx context.Context) error {
	for _, p := range plans {
		_, err := c.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
			Name:      c.streamName(p.name),
			Subjects:  []string{c.config.Prefix + p.subjects},
			Storage:   jetstream.FileStorage,
			Retention: jetstream.LimitsPolicy,
			// Refusing is loud and loses nothing: the publisher keeps what it has.
			Discard:            jetstream.DiscardNew,
			MaxAge:             p.age,
			MaxBytes:           c.config.MaxBytes,
			Duplicates:         p.duplicates,
			AllowAtomicPublish: true,
			AllowDirect:        true,
		})
		if err != nil {
			return fmt.Errorf("set up stream %s: %w", p.name, err)
		}
	}
	// A bucket is a stream as the library lays it out, which has no setting for
	// batches.
	for name, ttl := range lifetimes {
		_, err := c.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
			Name:               c.bucketStream(name),
			Subjects:           []string{c.bucketSubject(name, ">")},
			Storage:            jetstream.FileStorage,
			MaxMsgsPerSubject:  1,
			MaxAge:             ttl,
			MaxBytes:           -1,
			Duplicates:         2 * time.Minute,
			Discard:            jetstream.DiscardNew,
			DenyDelete:         true,
			AllowRollup:        true,
			AllowDirect:        true,
			AllowAtomicPublish: true,
		})
		if err != nil {
			return fmt.Errorf("set up bucket %s: %w", name, err)
		}
	}
	return nil
}

func (c *Client) streamName(name Name) string { return c.config.Prefix + string(name) }

// Names of a bucket's stream and subjects
// (https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-8.md).
func (c *Client) bucketStream(name string) string { return "KV_" + c.config.Prefix + name }

func (c *Client) bucketSubject(name, key string) string {
	return "$KV." + c.config.Prefix + name + "." + key
}
