// Package stream is the one place that speaks NATS: the streams between bot
// and worker, the bot's key-value buckets, and the worker's query service.
//
// Nothing personal may stand in a subject, a message id or a key: the callers
// pass handles, random ids and keyed hashes only.
package stream

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	connectLimit = 5 * time.Second
	requestLimit = 5 * time.Second // one request to JetStream without a deadline of its own
)

// Config says where NATS is.
type Config struct {
	URL   string // one or several, comma-separated; empty: nats://127.0.0.1:4222
	Creds string // path of a credentials file; empty: none
	Name  string // of the connection, as the server's monitoring shows it

	// Prefix stands before the names of streams and buckets and before
	// subjects, so that tests share a server. Letters, digits, underscore.
	Prefix string

	// MaxBytes is how much each stream may hold; NATS reserves it at once and
	// refuses new messages beyond it. 0: 4 GiB.
	MaxBytes int64
}

// Client is one connection. Its methods may be called from any goroutine.
type Client struct {
	conn   *nats.Conn
	js     jetstream.JetStream
	config Config
	log    *slog.Logger

	gatherers map[Name]*gatherer
	buckets   map[string]*gatherer
	closing   context.CancelFunc
	working   sync.WaitGroup
}

// ErrUnreachable says that no NATS server answered at the first try.
var ErrUnreachable = errors.New("NATS cannot be reached")

// Connect dials once and says clearly when that fails; a connection that was
// made is then kept up for ever.
func Connect(ctx context.Context, config Config, log *slog.Logger) (*Client, error) {
	if config.URL == "" {
		config.URL = nats.DefaultURL
	}
	if config.MaxBytes == 0 {
		config.MaxBytes = 4 << 30
	}
	options := []nats.Option{
		nats.Name(config.Name),
		nats.Timeout(connectLimit),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.ReconnectJitter(250*time.Millisecond, time.Second),
		nats.PingInterval(10 * time.Second),
		nats.MaxPingsOutstanding(2),
		// A late acknowledgement may settle somebody else's redelivery, and a
		// late publish comes after its caller gave up: nothing is kept back
		// while the connection is down.
		nats.ReconnectBufSize(-1),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Warn("nats disconnected", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { log.Info("nats reconnected") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			log.Warn("nats", "error", err)
		}),
	}
	if config.Creds != "" {
		options = append(options, nats.UserCredentials(config.Creds))
	}
	conn, err := dial(ctx, config.URL, options)
	if err != nil {
		return nil, err
	}
	js, err := jetstream.New(conn, jetstream.WithDefaultTimeout(requestLimit), jetstream.WithPublishAsyncTimeout(requestLimit))
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("open JetStream: %w", err)
	}
	working, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &Client{conn: conn, js: js, config: config, log: log, closing: cancel,
		gatherers: map[Name]*gatherer{}, buckets: map[string]*gatherer{}}
	gather := func() *gatherer {
		g := &gatherer{client: c, wake: make(chan struct{}, 1)}
		c.working.Go(func() { g.run(working) })
		return g
	}
	for _, p := range plans {
		c.gatherers[p.name] = gather()
	}
	for name := range lifetimes {
		c.buckets[name] = gather()
	}
	return c, nil
}

// dial gives up with the context, which the library's own dial does not know.
func dial(ctx context.Context, url string, options []nats.Option) (*nats.Conn, error) {
	type outcome struct {
		conn *nats.Conn
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		conn, err := nats.Connect(url, options...)
		done <- outcome{conn, err}
	}()
	select {
	case got := <-done:
		if got.err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreachable, got.err)
		}
		return got.conn, nil
	case <-ctx.Done():
		go func() {
			if got := <-done; got.conn != nil {
				got.conn.Close()
			}
		}()
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, ctx.Err())
	}
}

// Close ends the connection. Consumers and services must have returned.
func (c *Client) Close() {
	c.closing()
	c.working.Wait()
	c.conn.Close()
}

// Healthy asks JetStream for a sign of life.
func (c *Client) Healthy(ctx context.Context) error {
	if !c.conn.IsConnected() {
		return fmt.Errorf("NATS is %s", c.conn.Status())
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if _, err := c.js.AccountInfo(ctx); err != nil {
		return fmt.Errorf("ask JetStream: %w", err)
	}
	return nil
}
