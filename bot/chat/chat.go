package chat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"secondbrother/bot/chat/intake"
	"secondbrother/bot/chat/measure"
	"secondbrother/bot/chat/outbound"
	"secondbrother/bot/chat/seal"
	"secondbrother/bot/chat/telegram"
	"secondbrother/bot/conversation"
	"secondbrother/storage/stream"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Bot is a running bot.
type Bot struct {
	config  Config
	log     *slog.Logger
	api     *telegram.API
	stream  *stream.Client
	keys    *seal.Keys
	measure *measure.Measure
	metrics *prometheus.Registry
	rules   conversation.Rules
	reader  *intake.Reader
	lanes   *intake.Lanes
	out     *outbound.Queue
	poller  *intake.Poller // nil with a webhook
	server  *server        // nil without LISTEN

	people, handles, media, wakes, shelf *seal.Bucket

	working context.Context // handlers': ends after those that feed them
	halt    context.CancelFunc
	taking  context.Context // intake's and consumers'
	close   context.CancelFunc
	running sync.WaitGroup // intake and consumers
	sending sync.WaitGroup
	endSend context.CancelFunc
	lease   *stream.Lease
	leasing sync.WaitGroup
	yield   context.CancelFunc
	failed  chan error
}

// Errors of Start that a caller explains to people.
var (
	ErrToken    = errors.New("telegram does not know this token")
	ErrTelegram = errors.New("telegram cannot be reached")
)

// drainLimit is how long handlers may take when the bot stops.
const drainLimit = 10 * time.Second

// Wait returns nil when ctx ends, or why the bot cannot go on.
func (b *Bot) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-b.failed:
		return err
	}
}

// Start returns when the bot takes updates, or stands by to take them when
// another one with the same token stops; Close ends it.
func Start(ctx context.Context, config Config) (*Bot, error) {
	config.fill()
	if err := config.check(); err != nil {
		return nil, err
	}
	b := &Bot{config: config, log: config.Log, failed: make(chan error, 8), metrics: prometheus.NewRegistry()}
	b.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	b.measure = measure.New(b.metrics)
	var err error
	if b.keys, err = seal.Load(config.IdentityKey); err != nil {
		return nil, err
	}
	b.api = telegram.New(config.APIURL, config.Token)
	me, err := b.api.Me(ctx)
	if err != nil {
		if telegram.FateOf(err) == telegram.FateToken {
			return nil, fmt.Errorf("%w: %w", ErrToken, err)
		}
		return nil, fmt.Errorf("%w: %w", ErrTelegram, err)
	}
	if b.stream, err = stream.Connect(ctx, config.NATS, b.log); err != nil {
		return nil, err
	}
	if err := b.start(ctx, me.Username); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

func (b *Bot) start(ctx context.Context, username string) error {
	lasting := context.WithoutCancel(ctx)
	b.working, b.halt = context.WithCancel(lasting)
	b.taking, b.close = context.WithCancel(lasting)
	if err := b.stream.Setup(ctx); err != nil {
		return err
	}
	b.people = b.keys.Bucket(b.stream, stream.People)
	b.handles = b.keys.Bucket(b.stream, stream.Handles)
	b.media = b.keys.Bucket(b.stream, stream.Media)
	b.wakes = b.keys.Bucket(b.stream, stream.Wakes)
	b.shelf = b.keys.Bucket(b.stream, stream.SetAside)
	b.rules = conversation.NewRules()
	b.rules.Bot, b.rules.OpenIntake, b.rules.Keep = username, b.config.OpenIntake, b.config.Keep
	admins := map[int64]bool{}
	for _, id := range b.config.Admins {
		admins[id] = true
	}
	b.reader = &intake.Reader{Keys: b.keys, Bot: username, Admins: admins}
	b.lanes = intake.NewLanes(b.config.Parallel)
	b.out = outbound.New(outbound.Config{
		API: b.api, Stream: b.stream, Keys: b.keys, Measure: b.measure, Log: b.log,
		Unreachable: b.unreachable,
		Migrated:    b.migrated,
		Unlimited:   b.config.Unlimited,
		SetAside: func(ctx context.Context, id string, raw []byte, reason string) error {
			return b.setAside(ctx, "outbound", id, raw, reason)
		},
	})
	// A menu is not worth failing for: the commands work without.
	if err := b.showMenus(ctx); err != nil {
		b.log.Warn("commands menu not set", "error", err)
	}
	sending, endSend := context.WithCancel(lasting)
	b.endSend = endSend
	leasing, yield := context.WithCancel(lasting)
	b.lease, b.yield = b.stream.Lease("bot"), yield
	if err := b.listen(ctx); err != nil {
		return err
	}
	b.leasing.Go(func() { b.note(b.lease.Run(leasing)) })
	b.sending.Go(func() { b.note(b.whileMine(sending, b.out.Run)) })
	b.running.Go(func() { b.note(b.whileMine(b.taking, b.serveTurn)) })
	return nil
}

// listen begins to take updates, and to answer who asks how the bot is.
func (b *Bot) listen(ctx context.Context) error {
	hook := b.config.WebhookURL != ""
	if b.config.Listen != "" {
		var err error
		if b.server, err = b.serve(hook); err != nil {
			return err
		}
	}
	if hook {
		params := map[string]any{
			"url": b.config.WebhookURL, "secret_token": b.config.WebhookSecret,
			"allowed_updates": intake.Allowed, "max_connections": min(100, b.config.Parallel),
		}
		if err := b.api.Call(ctx, "setWebhook", params, nil); err != nil {
			return fmt.Errorf("set the webhook: %w", err)
		}
		return nil
	}
	if err := b.api.Call(ctx, "deleteWebhook", map[string]any{"drop_pending_updates": false}, nil); err != nil {
		return fmt.Errorf("leave the webhook: %w", err)
	}
	b.poller = &intake.Poller{API: b.api, Shelf: b.shelf, Log: b.log, Handle: b.polled}
	return nil
}

// note ends the bot when one of its parts cannot go on.
func (b *Bot) note(err error) {
	if err == nil {
		return
	}
	select {
	case b.failed <- err:
	default:
	}
}

// Close stops taking, finishes what was begun, confirms it and lets go.
func (b *Bot) Close() {
	if b.close != nil {
		b.close()
		b.server.stop()
		b.running.Wait()
		timer := time.AfterFunc(drainLimit, b.halt)
		b.lanes.Wait()
		timer.Stop()
		if b.poller != nil && b.lease != nil && b.lease.Mine() {
			b.poller.Confirm(b.taking)
		}
		if b.endSend != nil {
			b.endSend()
		}
		b.sending.Wait()
		b.lanes.Wait() // what sending found out
		b.halt()
		if b.yield != nil {
			b.yield()
		}
		b.leasing.Wait()
	}
	b.stream.Close()
}
