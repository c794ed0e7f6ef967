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

// Decode reads a payload. What cannot be read may be of a newer shape: its
// version is then looked for by itself, so that it waits and is not buried.
func Decode[T payload.Report | payload.Action | payload.Delivery](m Message) (T, error) {
	var value, none T
	broken := json.Unmarshal(m.Data, &value)
	version := versionOf(&value)
	if broken != nil {
		var envelope struct {
			V int `json:"v"`
		}
		if err := json.Unmarshal(m.Data, &envelope); err != nil {
			return none, fmt.Errorf("decode payload: %w", err)
		}
		version = envelope.V
	}
	if version > payload.Version {
		return none, fmt.Errorf("%w: %d", ErrNewer, version)
	}
	if broken != nil {
		return value, fmt.Errorf("decode payload: %w", broken)
	}
	return value, nil
}

// versionOf reads the field that every payload has; a type parameter's fields
// cannot be named.
func versionOf(value any) int {
	switch value := value.(type) {
	case *payload.Report:
		return value.V
	case *payload.Action:
		return value.V
	case *payload.Delivery:
		return value.V
	}
	panic(fmt.Sprintf("%T is no payload", value)) // Decode takes no other
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
