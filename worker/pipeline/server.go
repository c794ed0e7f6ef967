package pipeline

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// server answers on Listen.
type server struct{ http *http.Server }

// stopLimit is how long calls that are being answered may take at the end.
const stopLimit = 5 * time.Second

func (p *Pipeline) listen() (*server, error) {
	listener, err := net.Listen("tcp", p.config.Listen)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrListen, err)
	}
	metrics := promhttp.HandlerFor(p.measure.registry, promhttp.HandlerOpts{})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := p.ready(r.Context()); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		p.look(r.Context())
		metrics.ServeHTTP(w, r)
	})
	return p.serve(listener, mux), nil
}

// serve answers until stop.
func (p *Pipeline) serve(listener net.Listener, handler http.Handler) *server {
	s := &server{&http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}}
	p.running.Go(func() {
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			p.note(fmt.Errorf("serve: %w", err))
		}
	})
	return s
}

// ready says what the worker cannot do without.
func (p *Pipeline) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if err := p.stream.Healthy(ctx); err != nil {
		return errors.New("NATS is not reachable")
	}
	if err := p.db.Ping(ctx); err != nil {
		return errors.New("the database is not reachable")
	}
	return nil
}

// look sets the gauges, which cost a query each, when somebody asks.
func (p *Pipeline) look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if count, oldest, err := p.db.Owed(ctx); err == nil {
		p.measure.owed.Set(float64(count))
		p.measure.oldest.Set(oldest.Seconds())
	}
	if letters, err := p.db.DeadLetters(ctx); err == nil {
		p.measure.letters.Set(float64(letters))
	}
}

func (s *server) stop() {
	if s == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopLimit)
	defer cancel()
	_ = s.http.Shutdown(ctx)
}
