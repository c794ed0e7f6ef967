package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"secondbrother/bot/chat"
	"secondbrother/scripts/benchmark/phones"
	"secondbrother/storage/stream"
)

// botPrefix keeps the bot's half apart from the worker's.
const botPrefix = "bench_"

// measureBot has many people file a report each, step by step, and the bot
// answer them: every update fetched, decoded, stepped through, its effects and
// replies stored, its state saved, confirmed, and the replies sent.
func measureBot(ctx context.Context, s settings, _ *sql.DB, js jetstream.JetStream) ([]result, error) {
	w, err := newWriter(2)
	if err != nil {
		return nil, err
	}
	var rows []result
	for _, hook := range []bool{false, true} {
		got, err := measureIntake(ctx, s, js, w, hook)
		if err != nil {
			return nil, err
		}
		rows = append(rows, got...)
	}
	return rows, nil
}

// running is a bot in this process and the people it talks to.
type running struct {
	exchange *phones.Exchange
	server   *http.Server
	bot      *chat.Bot
	folder   string
	next     int64 // chat: everybody is new each time
}

func startBot(ctx context.Context, hook bool) (*running, error) {
	r := &running{exchange: phones.NewExchange(), next: 1}
	debug.SetGCPercent(400) // as bot/main.go has it
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the bot: %w", err)
	}
	r.server = &http.Server{Handler: r.exchange, ReadHeaderTimeout: time.Minute}
	go func() { _ = r.server.Serve(listener) }() // ends with close
	if r.folder, err = os.MkdirTemp("", "secondbrother-bench-"); err != nil {
		return nil, fmt.Errorf("keep a key: %w", err)
	}
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails
	config := chat.Config{
		Token: "1000000:bench", APIURL: "http://" + listener.Addr().String(), OpenIntake: true, Unlimited: true,
		IdentityKey: filepath.Join(r.folder, "identity.key"),
		NATS:        stream.Config{URL: os.Getenv("NATS_URL"), Prefix: botPrefix, Name: "bench"},
		Log:         slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	if err := os.WriteFile(config.IdentityKey, []byte(hex.EncodeToString(key[:])+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("keep a key: %w", err)
	}
	if hook {
		if config.Listen, err = freeAddress(); err != nil {
			return nil, err
		}
		config.WebhookURL, config.WebhookSecret = "http://"+config.Listen+"/hook", "bench"
	}
	if r.bot, err = chat.Start(ctx, config); err != nil {
		r.close()
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	return r, nil
}

func (r *running) close() {
	if r.bot != nil {
		r.bot.Close()
	}
	_ = r.server.Close()
	_ = os.RemoveAll(r.folder)
}

// talk has n people file a report each; it returns updates a second.
func (r *running) talk(ctx context.Context, w *writer, n int, show func(int)) (rate float64, updates int, err error) {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = w.texts[w.random.IntN(len(w.texts))]
	}
	first := r.next
	r.next += int64(n)
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		for watching.Err() == nil {
			show(min(n-1, n-r.exchange.Left()))
			time.Sleep(100 * time.Millisecond)
		}
	}()
	limit, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	began := time.Now()
	updates, err = r.exchange.Begin(limit, first, texts)
	if err != nil {
		return 0, 0, fmt.Errorf("%d of %d people have no receipt: %w", r.exchange.Left(), n, err)
	}
	took := time.Since(began)
	stop()
	show(n)
	return float64(updates) / took.Seconds(), updates, nil
}

// round has everybody file a report once, and says what that made the bot do.
func (r *running) round(ctx context.Context, s settings, js jetstream.JetStream, w *writer, what string) (float64, load, error) {
	before, err := written(ctx, js)
	if err != nil {
		return 0, load{}, err
	}
	calls, bytes := r.exchange.Calls()
	rate, updates, err := r.talk(ctx, w, s.chats, bar(what, s.chats))
	if err != nil {
		return 0, load{}, err
	}
	after, err := written(ctx, js)
	if err != nil {
		return 0, load{}, err
	}
	l := since(before, after, updates)
	callsAfter, bytesAfter := r.exchange.Calls()
	l.calls = float64(callsAfter-calls) / float64(updates)
	l.body = int((bytesAfter - bytes) / max(1, callsAfter-calls))
	return rate, l, nil
}

func measureIntake(ctx context.Context, s settings, js jetstream.JetStream, w *writer, hook bool) ([]result, error) {
	way := "polling"
	if hook {
		way = "webhook"
	}
	r, err := startBot(ctx, hook)
	if err != nil {
		return nil, err
	}
	defer r.close()
	var ours, bulk, live, times []float64
	var load load
	for round := range s.rounds {
		var rate float64
		before := cpu()
		if rate, load, err = r.round(ctx, s, js, w, fmt.Sprintf("bot by %s, round %d of %d: people", way, round+1, s.rounds)); err != nil {
			return nil, err
		}
		times = append(times, micros(cpu()-before)/float64(load.updates))
		all, err := load.inBulk(ctx, js)
		if err != nil {
			return nil, fmt.Errorf("store in bulk: %w", err)
		}
		each, err := load.oneByOne(ctx, js)
		if err != nil {
			return nil, fmt.Errorf("store one by one: %w", err)
		}
		tell("%.0f updates/s; bare in bulk %.0f/s, one by one %.0f/s", rate, all, each)
		ours, bulk, live = append(ours, rate), append(bulk, all), append(live, each)
	}
	rate := result{Unit: "/s", Ours: median(ours)}
	first, second := rate.against(median(bulk)), rate.against(median(live))
	first.What, second.What = "updates by "+way+", beside JetStream in bulk", "updates by "+way+", beside JetStream one by one"
	first.Note = fmt.Sprintf("%d people; an update stores %.1f messages and %.1f states and makes %.1f calls; bare: batches of %d in no order, and the calls",
		s.chats, load.messages, load.states, load.calls, fillBatch)
	second.Note = fmt.Sprintf("bare: an fsync each, %d updates at a time, no calls", atOnce)
	rows := []result{first, second, {
		What: "CPU time an update, the bot's, by " + way, Unit: "µs", Ours: median(times), Note: "with that of the people and their Bot API",
	}}
	late, err := measureAnswers(ctx, r, w, way)
	return append(rows, late...), err
}

// measureAnswers times answers while few people talk.
func measureAnswers(ctx context.Context, r *running, w *writer, way string) ([]result, error) {
	const few, times = 10, 10
	var mu sync.Mutex
	var took []float64
	r.exchange.Time(func(d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		took = append(took, micros(d)/1000)
	})
	show := bar("answers by "+way+": rounds", times)
	for i := range times {
		if _, _, err := r.talk(ctx, w, few, func(int) {}); err != nil {
			return nil, err
		}
		show(i + 1)
	}
	slices.Sort(took)
	note := fmt.Sprintf("%d people at a time, sent → answer at the Bot API", few)
	return []result{
		{What: "answer by " + way + ", p50", Unit: "ms", Ours: percentile(took, .50), Note: note},
		{What: "answer by " + way + ", p99", Unit: "ms", Ours: percentile(took, .99), Note: note},
	}, nil
}
