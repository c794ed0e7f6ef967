package botapi

import (
	"context"
	"encoding/json"
	"time"
)

// poll is a getUpdates call that waits; ended by another call or by setWebhook.
type poll struct {
	ended chan error
}

func (s *Server) getUpdates(ctx context.Context, p params) (any, error) {
	offset, err := p.integer("offset")
	if err != nil {
		return nil, err
	}
	limit, err := p.integer("limit")
	if err != nil {
		return nil, err
	}
	timeout, err := p.integer("timeout")
	if err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 100 {
		limit = 100
	}
	timeout = min(max(timeout, 0), 50)

	s.mu.Lock()
	if s.hook.url != "" {
		s.mu.Unlock()
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if s.queue.allowed, err = allowedUpdates(p, s.queue.allowed); err != nil {
		s.mu.Unlock()
		return nil, err
	}
	me := &poll{ended: make(chan error, 1)}
	if s.queue.poll != nil {
		s.queue.poll.ended <- conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
	}
	s.queue.poll = me
	s.queue.seek(offset)
	s.edits++
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		if s.queue.poll == me {
			s.queue.poll = nil
		}
		s.mu.Unlock()
	}()
	return s.await(ctx, me, limit, time.Duration(timeout)*time.Second)
}

// seek confirms up to offset; a negative one keeps only the last updates.
func (q *queue) seek(offset int) {
	if offset >= 0 {
		q.forget(offset)
		return
	}
	if keep := -offset; len(q.pending) > keep {
		q.pending = q.pending[len(q.pending)-keep:]
	}
}

func (s *Server) await(ctx context.Context, me *poll, limit int, timeout time.Duration) (any, error) {
	deadline := time.NewTimer(timeout)
	defer deadline.Stop()
	for {
		s.mu.Lock()
		batch := s.queue.take(limit)
		if s.queue.wake == nil {
			s.queue.wake = make(chan struct{})
		}
		wake := s.queue.wake
		s.mu.Unlock()
		if len(batch) > 0 || timeout == 0 {
			select {
			case err := <-me.ended:
				return nil, err
			default:
				return batch, nil
			}
		}
		select {
		case err := <-me.ended:
			return nil, err
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-deadline.C:
			return batch, nil
		case <-wake:
		}
	}
}

// take hands out the first updates.
func (q *queue) take(limit int) []json.RawMessage {
	batch := []json.RawMessage{}
	for _, u := range q.pending {
		if len(batch) == limit {
			break
		}
		u.delivered = true
		batch = append(batch, u.body)
	}
	return batch
}
