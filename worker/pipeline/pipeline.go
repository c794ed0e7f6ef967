package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"secondbrother/storage/records"
	"secondbrother/storage/stream"
	"secondbrother/worker/place"
)

// All workers share these consumers.
const (
	reportsConsumer = "worker-reports"
	actionsConsumer = "worker-actions"
)

// Pipeline is a running worker.
type Pipeline struct {
	config  Config
	log     *slog.Logger
	db      *records.Records
	stream  *stream.Client
	rosters *rosters
	rules   *rulesFile
	ids     *caseIDs
	outbox  *outbox
	measure *measure
	server  *server // nil without Listen
	page    *server // nil without Page

	taking  context.Context // consumers', loops' and the query service's
	close   context.CancelFunc
	running sync.WaitGroup
	failed  chan error
}

// Start returns when the worker takes reports, actions and questions; Close
// ends it. The database must have been migrated.
func Start(ctx context.Context, config Config) (*Pipeline, error) {
	config.fill()
	p := &Pipeline{config: config, log: config.Log, failed: make(chan error, 8), measure: newMeasure()}
	var err error
	if p.db, err = records.Open(ctx, config.DatabaseURL); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDatabase, err)
	}
	if err = p.start(ctx); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

func (p *Pipeline) start(ctx context.Context) (err error) {
	if err := p.db.Ping(ctx); err != nil {
		return fmt.Errorf("%w: %w", ErrDatabase, err)
	}
	if p.stream, err = stream.Connect(ctx, p.config.NATS, p.log); err != nil {
		return err
	}
	if err := p.stream.Setup(ctx); err != nil {
		return err
	}
	// Both tables take a moment to load: before the first report, not with it.
	p.config.Sorter.Classify("", "")
	place.Official()
	p.rosters = &rosters{db: p.db, log: p.log, sorter: p.config.Sorter}
	p.rules = &rulesFile{path: p.config.Rules}
	if rules, _, err := p.rules.read(); err != nil {
		return err
	} else {
		p.rosters.govern(rules)
	}
	if _, err := p.rosters.current(ctx); err != nil {
		return err
	}
	p.ids = &caseIDs{db: p.db}
	p.outbox = newOutbox(p.db, p.stream, p.measure, p.log)
	p.taking, p.close = context.WithCancel(context.WithoutCancel(ctx))
	if p.config.Listen != "" {
		if p.server, err = p.listen(); err != nil {
			return err
		}
	}
	if p.config.Page != "" {
		if p.page, err = p.openPage(); err != nil {
			return err
		}
	}
	serving := make(chan struct{})
	p.run(func() error { return p.consume(stream.Reports, reportsConsumer, p.config.Workers, p.reports) })
	p.run(func() error { return p.consume(stream.Actions, actionsConsumer, 1, p.actions) })
	p.run(func() error { return p.stream.Serve(p.taking, p.answers(), func() { close(serving) }) })
	p.run(func() error { return p.outbox.run(p.taking, p.config.Every) })
	p.run(func() error { return p.deadlines(p.taking) })
	p.run(func() error { return p.monthlies(p.taking) })
	select {
	case <-serving:
		return nil
	case err := <-p.failed:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settleWait is how long after a worker's death its messages go to the next
// one: somebody may be waiting for an officer.
const settleWait = 10 * time.Second

func (p *Pipeline) consume(from stream.Name, name string, workers int, handle func(context.Context, []stream.Message) []stream.Verdict) error {
	return p.stream.Consume(p.taking, stream.ConsumerConfig{
		Stream: from, Name: name, Batch: p.config.Batch, Workers: workers,
		AckWait: settleWait,
		Dead:    func(ctx context.Context, m stream.Message, reason string) error { return p.bury(ctx, from, m, reason) },
	}, handle)
}

// run has a part until Close; a part that fails ends the worker.
func (p *Pipeline) run(part func() error) {
	p.running.Go(func() {
		if err := part(); err != nil {
			p.note(err)
		}
	})
}

func (p *Pipeline) note(err error) {
	select {
	case p.failed <- err:
	default:
	}
}

// Wait returns nil when ctx ends, or why the worker cannot go on.
func (p *Pipeline) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-p.failed:
		return err
	}
}

// Close stops taking, finishes what was begun and lets go.
func (p *Pipeline) Close() {
	if p.close != nil {
		p.close()
		p.server.stop()
		p.page.stop()
		p.running.Wait()
	}
	if p.stream != nil {
		p.stream.Close()
	}
	if err := p.db.Close(); err != nil {
		p.log.Warn("database not closed cleanly", "error", err)
	}
}

// now is the time, as everything that is kept has it.
func (p *Pipeline) now() time.Time { return p.config.Clock().UTC().Truncate(time.Microsecond) }
