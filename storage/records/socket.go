package records

import (
	"context"
	"database/sql/driver"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
)

// connector makes lib/pq's connections over sockets of ours: every read and
// write has a deadline, and a connection whose socket has failed once leaves
// the pool. lib/pq 1.12.3 does not see to the second: when the server answers
// with an error and then drops the line, it reports the error, forgets the
// line, and every later statement on that connection fails.
type connector struct {
	cfg   pq.Config
	limit time.Duration
}

func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	// A pq.Connector of its own, so that we know which socket became the connection.
	one, err := pq.NewConnectorConfig(c.cfg.Clone())
	if err != nil {
		return nil, fmt.Errorf("configure a connection: %w", err)
	}
	d := &dialer{limit: c.limit}
	one.Dialer(d)
	conn, err := one.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := conn.(pqConn)
	if !ok {
		_ = conn.Close()
		return nil, fmt.Errorf("lib/pq's %T lacks an interface this package relies on", conn)
	}
	return &watched{pqConn: full, socket: d.latest.Load()}, nil
}

func (c *connector) Driver() driver.Driver { return &pq.Driver{} }

// pqConn is what database/sql makes use of in lib/pq's connections.
type pqConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// watched is a connection that is good only while its socket is.
type watched struct {
	pqConn
	socket *socket
}

func (w *watched) IsValid() bool { return !w.socket.broken.Load() && w.pqConn.IsValid() }

func (w *watched) ResetSession(ctx context.Context) error {
	if w.socket.broken.Load() {
		return driver.ErrBadConn
	}
	return w.pqConn.ResetSession(ctx)
}

// dialer serves one connection (and, later, its requests to cancel).
type dialer struct {
	limit  time.Duration
	latest atomic.Pointer[socket]
}

func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	var plain net.Dialer
	conn, err := plain.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	s := &socket{Conn: conn, limit: d.limit}
	d.latest.Store(s)
	return s, nil
}

func (d *dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialTimeout(network, address, d.limit)
}

func (d *dialer) DialTimeout(network, address string, limit time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// socket gives every read and write a deadline and remembers a failure.
type socket struct {
	net.Conn
	limit  time.Duration
	until  atomic.Int64 // deadline set from above (for the handshake), Unix nanoseconds; 0: none
	broken atomic.Bool
}

func (s *socket) Read(b []byte) (int, error) {
	if err := s.Conn.SetReadDeadline(s.deadline()); err != nil {
		return 0, s.failed(err)
	}
	n, err := s.Conn.Read(b)
	return n, s.failed(err)
}

func (s *socket) Write(b []byte) (int, error) {
	if err := s.Conn.SetWriteDeadline(s.deadline()); err != nil {
		return 0, s.failed(err)
	}
	n, err := s.Conn.Write(b)
	return n, s.failed(err)
}

// SetDeadline is what lib/pq bounds the handshake with; it must not undo ours.
func (s *socket) SetDeadline(at time.Time) error {
	if at.IsZero() {
		s.until.Store(0)
		return nil
	}
	s.until.Store(at.UnixNano())
	return s.Conn.SetDeadline(at)
}

func (s *socket) deadline() time.Time {
	own := time.Now().Add(s.limit)
	if until := s.until.Load(); until != 0 && until < own.UnixNano() {
		return time.Unix(0, until)
	}
	return own
}

func (s *socket) failed(err error) error {
	if err != nil {
		s.broken.Store(true)
	}
	return err
}
