package pipeline

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
)

const (
	// grace is how old something owed must be before the relay takes it for
	// left behind: until then whoever owes it is publishing it.
	grace = 5 * time.Second
	// relayed is how many deliveries the relay publishes in one transaction.
	relayed = 500
	// publishLimit bounds how long a batch waits for the stream; what is not
	// published then is left to the relay.
	publishLimit = 10 * time.Second
)

// outbox publishes what is owed. The database is the truth: what is committed
// there and not marked will be published, by whoever runs next.
type outbox struct {
	db      *records.Records
	stream  *stream.Client
	measure *measure
	log     *slog.Logger
	fates   chan []records.Fate
}

func newOutbox(db *records.Records, s *stream.Client, m *measure, log *slog.Logger) *outbox {
	return &outbox{db: db, stream: s, measure: m, log: log, fates: make(chan []records.Fate, 64)}
}

// publish sends what was just committed and hands its fate on to be marked.
func (o *outbox) publish(ctx context.Context, owed []records.Delivery) {
	if len(owed) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, publishLimit)
	defer cancel()
	fates := o.send(ctx, owed)
	select {
	case o.fates <- fates:
	case <-ctx.Done(): // the relay publishes them once more, under the same ids
	}
}

// send publishes and says what became of each; nothing is said of what is
// still owed.
func (o *outbox) send(ctx context.Context, owed []records.Delivery) []records.Fate {
	ready := make([]stream.Owed, len(owed))
	for i, d := range owed {
		ready[i] = stream.Owed{ID: d.ID, To: d.To, Priority: payload.Priority(d.Priority), Body: d.Body}
	}
	errs := o.stream.PublishDeliveries(ctx, ready)
	fates := make([]records.Fate, 0, len(owed))
	failed := 0
	for i, d := range owed {
		switch {
		case errs == nil || errs[i] == nil:
			fates = append(fates, records.Fate{ID: d.ID})
			o.measure.published.WithLabelValues(d.Topic).Inc()
		case errors.Is(errs[i], stream.ErrTooLarge):
			o.log.Error("delivery too large", "id", d.ID, "bytes", len(d.Body))
			fates = append(fates, records.Fate{ID: d.ID, Failure: "too_large"})
		default:
			failed++
		}
	}
	if failed > 0 {
		o.log.Warn("deliveries not published yet", "count", failed)
	}
	return fates
}

// run marks what was published and relays what an earlier run left, until ctx
// ends.
func (o *outbox) run(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case fates := <-o.fates:
			o.mark(ctx, o.gather(fates))
		case <-tick.C:
			for o.relay(ctx) == relayed {
			}
		}
	}
}

// gather adds what else is waiting to be marked.
func (o *outbox) gather(fates []records.Fate) []records.Fate {
	for len(fates) < 5000 {
		select {
		case more := <-o.fates:
			fates = append(fates, more...)
		default:
			return fates
		}
	}
	return fates
}

func (o *outbox) mark(ctx context.Context, fates []records.Fate) {
	if err := o.db.Settle(ctx, fates); err != nil && ctx.Err() == nil {
		o.log.Warn("published deliveries not marked", "count", len(fates), "error", err)
	}
}

// relay publishes a portion of what is owed since long, emergencies first, and
// returns how many it took.
func (o *outbox) relay(ctx context.Context) (taken int) {
	err := o.db.In(ctx, func(tx *records.Tx) error {
		owed, err := tx.LockOwed(ctx, time.Now().Add(-grace), relayed)
		if err != nil || len(owed) == 0 {
			return err
		}
		sending, cancel := context.WithTimeout(ctx, publishLimit)
		defer cancel()
		fates := o.send(sending, owed)
		if len(fates) == len(owed) {
			taken = len(owed)
		}
		o.measure.relayed.Add(float64(len(fates)))
		return tx.Settle(ctx, fates)
	})
	if err != nil && ctx.Err() == nil {
		o.log.Warn("relay", "error", err)
	}
	return taken
}
