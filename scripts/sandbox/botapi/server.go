// Package botapi is a strict local stand-in for the Telegram Bot API server.
//
// It keeps everything in memory under one lock. Bots talk to ServeHTTP; the
// people on the other side of their chats act through the methods of Server
// (AddPerson, Say, Press, …), which package page puts on the web.
//
// Where the real server is lenient or undocumented the sandbox is strict:
// unknown parameters are refused by name, so are MarkdownV2 and file URLs.
package botapi

import (
	"log/slog"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"secondbrother/scripts/sandbox/telegram"
)

// Options configure a Server; the zero value of every field is usable.
type Options struct {
	Token       string           // default 1000000:sandbox-token
	BotUsername string           // default SecondBrotherBot
	BotName     string           // default 聊城二哥
	Now         func() time.Time // default time.Now; moves dates, rate limits and the age of button presses
	Limits      Limits           // default Telegram's
	Seed        uint64           // of ids; 0 takes a random one
	RetryMin    time.Duration    // first wait before a webhook is tried again, default 500 ms, doubling
	RetryMax    time.Duration    // longest such wait, default 30 s
	PressExpiry time.Duration    // how long a button press can be answered, default 60 s
	Log         *slog.Logger
}

// Server is the sandbox. Use New.
type Server struct {
	opts Options
	log  *slog.Logger

	mu        sync.Mutex
	rand      *rand.Rand
	bot       telegram.User
	people    []int64 // in order of joining
	chats     map[int64]*chat
	files     map[string]*file
	presses   map[string]*press
	profile   profile
	queue     queue
	hook      webhook
	limits    limiter
	faults    []*Fault
	faultID   int
	version   int64
	changed   chan struct{} // closed and replaced at every change
	albums    int
	fileCount int

	edits      int64  // counts all that Remember has to keep
	stopSaving func() // set by Remember
}

// New starts an empty sandbox. Close stops its deliveries.
func New(opts Options) *Server {
	if opts.Token == "" {
		opts.Token = "1000000:sandbox-token"
	}
	if opts.BotUsername == "" {
		opts.BotUsername = "SecondBrotherBot"
	}
	if opts.BotName == "" {
		opts.BotName = "聊城二哥"
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.RetryMin == 0 {
		opts.RetryMin = 500 * time.Millisecond
	}
	if opts.RetryMax == 0 {
		opts.RetryMax = 30 * time.Second
	}
	if opts.PressExpiry == 0 {
		opts.PressExpiry = time.Minute
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Seed == 0 {
		opts.Seed = rand.Uint64()
	}
	number, _, _ := strings.Cut(opts.Token, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		id = 1_000_000
	}
	s := &Server{
		opts: opts, log: opts.Log,
		rand:    rand.New(rand.NewPCG(opts.Seed, 1)),
		bot:     telegram.User{ID: id, IsBot: true, FirstName: opts.BotName, Username: opts.BotUsername},
		chats:   map[int64]*chat{},
		files:   map[string]*file{},
		presses: map[string]*press{},
		changed: make(chan struct{}),
		limits:  newLimiter(opts.Limits),
	}
	s.queue.nextID = 100_000_000 + s.rand.IntN(800_000_000)
	return s
}

// Close stops webhook deliveries, waits for those under way and saves what
// Remember keeps.
func (s *Server) Close() {
	defer func() {
		if s.stopSaving != nil {
			s.stopSaving()
			s.stopSaving = nil
		}
	}()
	s.mu.Lock()
	stop := s.hook.stop()
	s.mu.Unlock()
	stop()
}

// Bot is the bot's own account.
func (s *Server) Bot() telegram.User { return s.bot }

// touch marks a chat as changed and wakes everybody who waits; the caller
// holds the lock.
func (s *Server) touch(c *chat) int64 {
	s.version++
	s.edits++
	if c != nil {
		c.Version = s.version
	}
	close(s.changed)
	s.changed = make(chan struct{})
	return s.version
}

func (s *Server) now() time.Time { return s.opts.Now() }

func (s *Server) token(length int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	b := make([]byte, length)
	for i := range b {
		b[i] = letters[s.rand.IntN(len(letters))]
	}
	return string(b)
}
