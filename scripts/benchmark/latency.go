package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"secondbrother/storage/payload"
)

// measureLatency sends reports at a steady rate to a running worker, and
// notes how long each takes until its first delivery is in the stream: stored,
// sorted, routed, committed and published.
func measureLatency(ctx context.Context, s settings, js jetstream.JetStream, w *writer) ([]result, error) {
	p, err := launch(ctx, s.bin, "worker", []string{"serve"}, nil)
	if err != nil {
		return nil, err
	}
	defer p.end()
	n := s.rate * s.seconds
	clock := &stopwatch{sent: make(map[payload.Receipt]time.Time, n), all: make(chan struct{}), n: n}
	consumer, err := js.OrderedConsumer(ctx, "DELIVERIES", jetstream.OrderedConsumerConfig{DeliverPolicy: jetstream.DeliverNewPolicy})
	if err != nil {
		return nil, fmt.Errorf("watch the deliveries: %w", err)
	}
	watching, err := consumer.Consume(clock.delivered)
	if err != nil {
		return nil, fmt.Errorf("watch the deliveries: %w", err)
	}
	defer watching.Stop()
	show := bar(fmt.Sprintf("latency at %d a second", s.rate), n)
	tick := time.NewTicker(time.Second / time.Duration(s.rate))
	defer tick.Stop()
	for i := range n {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
		r := w.report()
		body, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("encode a report: %w", err)
		}
		clock.start(r.Receipt)
		if _, err := js.PublishAsync("report.submitted."+string(r.Kind), body, jetstream.WithMsgID(r.ID)); err != nil {
			return nil, fmt.Errorf("publish a report: %w", err)
		}
		show(i + 1)
	}
	select {
	case <-clock.all:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(30 * time.Second):
		return nil, fmt.Errorf("%d of %d reports have no delivery after 30 s", clock.missing(), n)
	}
	slices.Sort(clock.took)
	note := fmt.Sprintf("at %d reports a second, sent → delivery in the stream", s.rate)
	return []result{
		{What: "report to delivery, p50", Unit: "ms", Ours: percentile(clock.took, .50), Note: note},
		{What: "report to delivery, p99", Unit: "ms", Ours: percentile(clock.took, .99), Note: note},
	}, nil
}

// stopwatch times each report until its first delivery.
type stopwatch struct {
	mu   sync.Mutex
	sent map[payload.Receipt]time.Time
	took []float64 // ms
	n    int
	all  chan struct{}
}

func (s *stopwatch) start(r payload.Receipt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent[r] = time.Now()
}

func (s *stopwatch) delivered(m jetstream.Msg) {
	now := time.Now()
	var d payload.Delivery
	if err := json.Unmarshal(m.Data(), &d); err != nil {
		return // not one of Ours: its report will be missing
	}
	receipt := d.Case
	if receipt == "" && d.Card != nil {
		receipt = d.Card.Case
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	began, waiting := s.sent[receipt]
	if !waiting {
		return
	}
	delete(s.sent, receipt)
	s.took = append(s.took, float64(now.Sub(began).Microseconds())/1000)
	if len(s.took) == s.n {
		close(s.all)
	}
}

func (s *stopwatch) missing() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}
