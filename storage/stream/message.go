package stream

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"secondbrother/storage/payload"

	"github.com/nats-io/nats.go/jetstream"
)

// Message is one message of a stream.
type Message struct {
	ID       string // as it was published
	Subject  string // without the prefix
	Data     []byte
	Sequence uint64 // place in the stream
	Try      int    // 1 at the first delivery
	At       time.Time
}

// ErrNewer says that a payload is of a newer version than this program knows:
// keep it for a program that does.
var ErrNewer = errors.New("payload of a newer version")

// Decode reads a payload.
func Decode[T payload.Report | payload.Action | payload.Delivery](m Message) (T, error) {
	var value T
	var envelope struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(m.Data, &envelope); err != nil {
		return value, fmt.Errorf("decode payload: %w", err)
	}
	if envelope.V > payload.Version {
		return value, fmt.Errorf("%w: %d", ErrNewer, envelope.V)
	}
	if err := json.Unmarshal(m.Data, &value); err != nil {
		return value, fmt.Errorf("decode payload: %w", err)
	}
	return value, nil
}

func (c *Client) message(m jetstream.Msg) Message {
	out := Message{
		ID:      m.Headers().Get(jetstream.MsgIDHeader),
		Subject: strings.TrimPrefix(m.Subject(), c.config.Prefix),
		Data:    m.Data(),
	}
	if meta, err := m.Metadata(); err == nil {
		out.Sequence, out.Try, out.At = meta.Sequence.Stream, int(meta.NumDelivered), meta.Timestamp
	}
	return out
}
