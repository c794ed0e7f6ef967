package outbound

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"secondbrother/bot/chat/measure"
	"secondbrother/bot/chat/seal"
	"secondbrother/bot/chat/telegram"
	"secondbrother/storage/local"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"

	"github.com/prometheus/client_golang/prometheus"
)

const patience = 30 * time.Second

// post is a queue with its NATS, and what it told its owner.
type post struct {
	t       *testing.T
	config  stream.Config
	server  string
	metrics *prometheus.Registry

	mu          sync.Mutex
	unreachable []int64
	failing     int // times that unreachable fails first
	aside       []string
	moved       map[int64]int64
}

func newPost(t *testing.T, server string) *post {
	t.Helper()
	return &post{t: t, server: server, moved: map[int64]int64{},
		config: stream.Config{URL: local.NATS(t), Prefix: local.Prefix(t), MaxBytes: 256 << 20}}
}

// open makes a queue; its stop ends Run and waits.
func (p *post) open() (q *Queue, stop func()) {
	p.t.Helper()
	client, err := stream.Connect(p.t.Context(), p.config, slog.New(slog.DiscardHandler))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := client.Setup(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	keys, err := seal.Read(strings.NewReader(strings.Repeat("0123456789abcdef", 4)))
	if err != nil {
		p.t.Fatal(err)
	}
	p.metrics = prometheus.NewRegistry()
	q = New(Config{
		API: telegram.New(p.server, "1000000:sandbox-token"), Stream: client, Keys: keys,
		Measure: measure.New(p.metrics), Log: slog.New(slog.DiscardHandler),
		Unreachable: func(_ context.Context, chat int64, _ string) error {
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.failing > 0 {
				p.failing--
				return io.ErrUnexpectedEOF
			}
			p.unreachable = append(p.unreachable, chat)
			return nil
		},
		Migrated: func(_ context.Context, from, to int64) error {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.moved[from] = to
			return nil
		},
		SetAside: func(_ context.Context, id string, _ []byte, _ string) error {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.aside = append(p.aside, id)
			return nil
		},
	})
	ctx, cancel := context.WithCancel(p.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			p.t.Error(err)
		}
		client.Close()
	})
	p.t.Cleanup(stop)
	return q, stop
}

// told looks at what the owner heard.
func (p *post) told(look func(*post) bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return look(p)
}

// put stores texts for a chat, in order.
func (p *post) put(q *Queue, priority payload.Priority, chat int64, texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		id := fmt.Sprintf("%d-%d-%s", priority, chat, text)
		if err := q.Put(p.t.Context(), id, priority, Piece{Chat: chat, Act: Text, Text: text}); err != nil {
			p.t.Fatal(err)
		}
	}
}

func (p *post) counted(name string) float64 {
	p.t.Helper()
	families, err := p.metrics.Gather()
	if err != nil {
		p.t.Fatal(err)
	}
	sum := 0.0
	for _, f := range families {
		if f.GetName() == name {
			for _, m := range f.GetMetric() {
				sum += m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	return sum
}

func (p *post) until(what string, holds func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("waited in vain for: %s", what)
		}
	}
}

// counter is a Telegram that takes everything, in the order it arrives, as
// soon as its door is open.
type counter struct {
	*httptest.Server
	door chan struct{}

	mu      sync.Mutex
	arrived []string
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{door: make(chan struct{})}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Text string `json:"text"`
		}
		_ = json.NewDecoder(r.Body).Decode(&in)
		c.mu.Lock()
		c.arrived = append(c.arrived, in.Text)
		n := len(c.arrived)
		c.mu.Unlock()
		select {
		case <-c.door:
			_, _ = fmt.Fprintf(w, `{"ok":true,"result":{"message_id":%d,"chat":{"id":1,"type":"private"},"date":1}}`, n)
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(func() {
		c.CloseClientConnections()
		c.Close()
	})
	return c
}

func (c *counter) texts() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.arrived...)
}
