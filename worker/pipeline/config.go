package pipeline

import (
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"time"

	"secondbrother/storage/stream"
	"secondbrother/worker/classify"
)

// Config is all a worker needs to know.
type Config struct {
	DatabaseURL string
	NATS        stream.Config
	Listen      string // health and metrics; empty: no listener
	Page        string // address of the counts' web page, such as 127.0.0.1:8082; empty: none
	PageURL     string // how coordinators reach it, such as https://counts.example; empty: http:// and Page
	Rules       string // file with the routing rules, read again when it changes; empty: the embedded ones
	Log         *slog.Logger
	Sorter      *classify.Sorter // nil: the embedded one

	Batch   int              // reports in one transaction; 0: 200
	Workers int              // transactions at a time; 0: 2
	Clock   func() time.Time // nil: time.Now
	Random  io.Reader        // invitation tokens; nil: crypto/rand
	Every   time.Duration    // how often deadlines and the outbox are looked at; 0: 1 s

	// seam is told how far a batch or an action has come; an error stops it
	// there, as if the process had ended.
	seam func(at string) error
}

// Errors of Start that a caller explains to people.
var (
	ErrDatabase = errors.New("the database cannot be used")
	ErrListen   = errors.New("cannot listen")
	ErrRules    = errors.New("the routing rules cannot be used")
)

func (c *Config) fill() {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Sorter == nil {
		c.Sorter = classify.Embedded()
	}
	if c.Batch == 0 {
		c.Batch = 200
	}
	if c.Workers == 0 {
		c.Workers = 2
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.PageURL == "" && c.Page != "" {
		c.PageURL = "http://" + c.Page
	}
	if c.Every == 0 {
		c.Every = time.Second
	}
	if c.seam == nil {
		c.seam = func(string) error { return nil }
	}
}
