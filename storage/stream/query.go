package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"secondbrother/storage/payload"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"
)

var (
	// ErrNoAnswer says that nobody answered a question in time.
	ErrNoAnswer = errors.New("no answer from the worker")
	// ErrNobody says, with ErrNoAnswer, that no worker was there to be asked:
	// a moment later one may be.
	ErrNobody = errors.New("no worker is there")
)

const (
	answerLimit   = 10 * time.Second
	answersAtOnce = 16
)

// Answer answers one question.
type Answer func(context.Context, payload.Question) (payload.Reply, error)

// Serve answers questions until ctx ends; several instances share them. ready,
// unless nil, is called once questions come through. An Answer's error is
// logged and the asker is told that there is no answer.
func (c *Client) Serve(ctx context.Context, answers map[payload.Query]Answer, ready func()) error {
	service, err := micro.AddService(c.conn, micro.Config{
		Name:        c.config.Prefix + "secondbrother-queries",
		Version:     "1.0.0",
		Description: "answers what the bot asks about cases and counts",
	})
	if err != nil {
		return fmt.Errorf("start the query service: %w", err)
	}
	slots := make(chan struct{}, answersAtOnce)
	var running sync.WaitGroup
	working, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	for query, answer := range answers {
		err := service.AddEndpoint(string(query), micro.HandlerFunc(func(r micro.Request) {
			slots <- struct{}{}
			running.Go(func() {
				defer func() { <-slots }()
				c.answer(working, r, query, answer)
			})
		}), micro.WithEndpointSubject(c.querySubject(query)))
		if err != nil {
			_ = service.Stop()
			return fmt.Errorf("serve query %s: %w", query, err)
		}
	}
	// The subscriptions must be at the server before anybody is told that we serve.
	if err := c.conn.FlushTimeout(requestLimit); err != nil {
		_ = service.Stop()
		return fmt.Errorf("start the query service: %w", err)
	}
	if ready != nil {
		ready()
	}
	<-ctx.Done()
	err = service.Stop()
	running.Wait()
	if err != nil && !errors.Is(err, nats.ErrConnectionClosed) {
		return fmt.Errorf("stop the query service: %w", err)
	}
	return nil
}

func (c *Client) querySubject(q payload.Query) string { return c.config.Prefix + "query." + string(q) }

func (c *Client) answer(ctx context.Context, r micro.Request, query payload.Query, answer Answer) {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	body, err := func() (body []byte, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("%w: %T at\n%s", errPanic, p, debug.Stack())
			}
		}()
		var q payload.Question
		if err := json.Unmarshal(r.Data(), &q); err != nil {
			return nil, fmt.Errorf("decode question: %w", err)
		}
		if q.V > payload.Version {
			return nil, fmt.Errorf("%w: %d", ErrNewer, q.V)
		}
		reply, err := answer(ctx, q)
		if err != nil {
			return nil, err
		}
		reply.V = payload.Version
		if body, err = json.Marshal(reply); err != nil {
			return nil, fmt.Errorf("encode reply: %w", err)
		}
		if int64(len(body)) > c.conn.MaxPayload() {
			return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(body))
		}
		return body, nil
	}()
	if err != nil {
		c.log.Error("query failed", "query", string(query), "error", err)
		err = r.Error("500", "no answer", nil)
	} else {
		err = r.Respond(body)
	}
	if err != nil {
		c.log.Warn("reply not sent", "query", string(query), "error", err)
	}
}

// Ask asks the worker. ErrNoAnswer: nobody serves, it failed, or ctx ended first.
func (c *Client) Ask(ctx context.Context, q payload.Question) (payload.Reply, error) {
	q.V = payload.Version
	body, err := json.Marshal(q)
	if err != nil {
		return payload.Reply{}, fmt.Errorf("encode question: %w", err)
	}
	m, err := c.conn.RequestWithContext(ctx, c.querySubject(q.Query), body)
	if errors.Is(err, nats.ErrNoResponders) {
		return payload.Reply{}, fmt.Errorf("%w: %w", ErrNoAnswer, ErrNobody)
	}
	if err != nil {
		return payload.Reply{}, fmt.Errorf("%w: %w", ErrNoAnswer, err)
	}
	if code := m.Header.Get(micro.ErrorCodeHeader); code != "" {
		return payload.Reply{}, fmt.Errorf("%w: error %s", ErrNoAnswer, code)
	}
	var reply payload.Reply
	if err := json.Unmarshal(m.Data, &reply); err != nil {
		return payload.Reply{}, fmt.Errorf("decode reply: %w", err)
	}
	if reply.V > payload.Version {
		return payload.Reply{}, fmt.Errorf("%w: %d", ErrNewer, reply.V)
	}
	return reply, nil
}
