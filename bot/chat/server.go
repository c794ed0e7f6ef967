package chat

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"secondbrother/bot/chat/intake"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// server answers on LISTEN.
type server struct {
	http    *http.Server
	address net.Addr
}

// ErrListen says that LISTEN cannot be used.
var ErrListen = errors.New("cannot listen")

func (b *Bot) serve(hook bool) (*server, error) {
	listener, err := net.Listen("tcp", b.config.Listen)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrListen, err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := b.stream.Healthy(r.Context()); err != nil {
			http.Error(w, "NATS is not reachable", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(b.metrics, promhttp.HandlerOpts{}))
	if hook {
		path := "/"
		if u, err := url.Parse(b.config.WebhookURL); err == nil && u.Path != "" {
			path = u.Path
		}
		mux.Handle(path, &intake.Webhook{Secret: b.config.WebhookSecret, Deadline: b.config.Deadline, Handle: b.called})
	}
	s := &server{address: listener.Addr(), http: &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      b.config.Deadline + 30*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}}
	b.running.Go(func() {
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			b.note(fmt.Errorf("serve: %w", err))
		}
	})
	return s, nil
}

// stop lets calls that are being answered end.
func (s *server) stop() {
	if s == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), drainLimit)
	defer cancel()
	_ = s.http.Shutdown(ctx)
}
