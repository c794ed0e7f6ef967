package stream_test

import (
	"context"
	"errors"
	"testing"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

func TestAskAndServe(t *testing.T) {
	c := shared(t)
	if _, err := c.Ask(t.Context(), payload.Question{Query: payload.QueryStatus}); !errors.Is(err, stream.ErrNoAnswer) {
		t.Fatalf("nobody serves: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- c.Serve(ctx, map[payload.Query]stream.Answer{
			payload.QueryStatus: func(_ context.Context, q payload.Question) (payload.Reply, error) {
				return payload.Reply{Status: &payload.StatusReply{Case: q.Case}}, nil
			},
			payload.QueryCases: func(context.Context, payload.Question) (payload.Reply, error) { panic("secret") },
			payload.QueryCase: func(context.Context, payload.Question) (payload.Reply, error) {
				return payload.Reply{}, errors.New("secret")
			},
		}, nil)
	}()
	deadline, stop := context.WithTimeout(t.Context(), soon)
	defer stop()
	var reply payload.Reply
	var err error
	for reply, err = c.Ask(deadline, payload.Question{Query: payload.QueryStatus, Case: "X"}); errors.Is(err, stream.ErrNoAnswer) && deadline.Err() == nil; {
		reply, err = c.Ask(deadline, payload.Question{Query: payload.QueryStatus, Case: "X"})
	}
	if err != nil || reply.Status == nil || reply.Status.Case != "X" {
		t.Fatalf("got %+v, %v", reply, err)
	}
	for _, q := range []payload.Query{payload.QueryCases, payload.QueryCase} {
		if _, err := c.Ask(deadline, payload.Question{Query: q}); !errors.Is(err, stream.ErrNoAnswer) || deadline.Err() != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	cancel()
	if err := <-served; err != nil {
		t.Fatal(err)
	}
}
