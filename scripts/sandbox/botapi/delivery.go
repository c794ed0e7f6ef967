package botapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// webhook is where updates are posted. One update of a chat is under way at a
// time, in order; another chat's never waits for it.
type webhook struct {
	url, secret string
	connections int
	errorDate   int64
	errorText   string

	cancel   context.CancelFunc
	wakes    chan struct{} // buffered: one wake-up is enough
	inflight map[int64]bool
	retryAt  map[int64]time.Time // real time: waits are real
	backoff  map[int64]time.Duration
	running  *sync.WaitGroup
}

func (h *webhook) wake() {
	if h.wakes == nil {
		return
	}
	select {
	case h.wakes <- struct{}{}:
	default:
	}
}

// stop ends deliveries; call what it returns without the lock to wait for them.
func (h *webhook) stop() func() {
	if h.cancel == nil {
		return func() {}
	}
	h.cancel()
	return h.running.Wait
}

func (s *Server) startHook(link, secret string, connections int) {
	if s.hook.cancel != nil {
		s.hook.cancel()
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.hook = webhook{url: link, secret: secret, connections: connections, cancel: cancel,
		wakes: make(chan struct{}, 1), inflight: map[int64]bool{}, retryAt: map[int64]time.Time{},
		backoff: map[int64]time.Duration{}, running: &sync.WaitGroup{}}
	s.hook.running.Add(1)
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	go s.deliverLoop(ctx, s.hook.wakes, s.hook.running, client)
	s.hook.wake()
}

func (s *Server) deliverLoop(ctx context.Context, wakes chan struct{}, running *sync.WaitGroup, client *http.Client) {
	defer running.Done()
	defer client.CloseIdleConnections()
	for {
		s.mu.Lock()
		var ready []*update
		var next time.Duration
		if ctx.Err() == nil {
			ready, next = s.ready(time.Now())
		}
		url, secret := s.hook.url, s.hook.secret
		s.mu.Unlock()
		for _, u := range ready {
			running.Add(1)
			go func() {
				defer running.Done()
				err := deliver(ctx, client, url, secret, u)
				s.delivered(ctx, u, err)
			}()
		}
		var timer <-chan time.Time
		if next > 0 {
			timer = time.After(next)
		}
		select {
		case <-ctx.Done():
			return
		case <-wakes:
		case <-timer:
		}
	}
}

// ready picks the first update of every chat that is neither under way nor
// waiting for a retry, and says how long until the next retry.
func (s *Server) ready(now time.Time) (ready []*update, next time.Duration) {
	h := &s.hook
	seen := map[int64]bool{}
	for _, u := range s.queue.pending {
		if seen[u.chat] || len(h.inflight) >= h.connections {
			continue
		}
		seen[u.chat] = true
		if h.inflight[u.chat] {
			continue
		}
		if wait := h.retryAt[u.chat].Sub(now); wait > 0 {
			if next == 0 || wait < next {
				next = wait
			}
			continue
		}
		h.inflight[u.chat] = true
		ready = append(ready, u)
	}
	return ready, next
}

func deliver(ctx context.Context, client *http.Client, url, secret string, u *update) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(u.body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("connection failed: %w", err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20)); err != nil {
		return fmt.Errorf("connection failed: %w", err)
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("wrong response from the webhook: %s", resp.Status)
	}
	return nil
}

// delivered takes a confirmed update out of the queue, or plans the next try.
func (s *Server) delivered(ctx context.Context, u *update, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return // the webhook was replaced meanwhile; its successor sends it again
	}
	h := &s.hook
	delete(h.inflight, u.chat)
	if err != nil {
		wait := min(max(h.backoff[u.chat]*2, s.opts.RetryMin), s.opts.RetryMax)
		h.backoff[u.chat], h.retryAt[u.chat] = wait, time.Now().Add(wait)
		text := err.Error()
		h.errorDate, h.errorText = s.now().Unix(), strings.ToUpper(text[:1])+text[1:]
	} else {
		s.edits++
		delete(h.backoff, u.chat)
		delete(h.retryAt, u.chat)
		s.queue.pending = slices.DeleteFunc(s.queue.pending, func(o *update) bool { return o == u })
	}
	h.wake()
}
