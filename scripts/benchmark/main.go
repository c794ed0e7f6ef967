// Command benchmark measures the worker's way from NATS into PostgreSQL and
// the bot's way from an update to its confirmation, each beside its ceiling:
// the same load through the bare libraries. scripts/bench starts it.
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	_ "github.com/lib/pq"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// settings are what the command line sets.
type settings struct {
	bin     string // folder of the programs that are measured
	reports int
	rate    int
	seconds int
	chats   int
	rounds  int
}

func main() {
	var s settings
	flag.StringVar(&s.bin, "bin", "", "folder with the programs bot and worker")
	flag.IntVar(&s.reports, "reports", 20000, "reports a round, from NATS into PostgreSQL")
	flag.IntVar(&s.rate, "rate", 200, "reports a second while latency is measured")
	flag.IntVar(&s.seconds, "seconds", 15, "how long latency is measured")
	flag.IntVar(&s.chats, "chats", 500, "chats that talk to the bot at once; each sends 8 updates a round")
	flag.IntVar(&s.rounds, "rounds", 3, "rounds; the table shows their median")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "benchmark: 由 scripts/bench 启动 · started by scripts/bench, with DATABASE_URL (empty, migrated) and NATS_URL\n\n"+
			"例 · example: scripts/bench --reports 50000 --rounds 5")
		flag.PrintDefaults()
	}
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, s); err != nil {
		fmt.Fprintf(os.Stderr, "benchmark: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	if s.bin == "" || s.reports < 1 || s.rate < 1 || s.seconds < 1 || s.chats < 1 || s.rounds < 1 || flag.NArg() > 0 {
		flag.Usage()
		return fmt.Errorf("参数不对 · the arguments are not right")
	}
	db, err := sql.Open("postgres", withBinary(os.Getenv("DATABASE_URL")))
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { _ = db.Close() }()
	conn, err := nats.Connect(os.Getenv("NATS_URL"), nats.MaxReconnects(-1))
	if err != nil {
		return fmt.Errorf("connect to NATS: %w", err)
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		return fmt.Errorf("open JetStream: %w", err)
	}
	rows, err := measureWorker(ctx, s, db, js)
	if err != nil {
		return fmt.Errorf("measure the worker: %w", err)
	}
	return writeTable(os.Stdout, rows)
}

// bar shows how far one part is, on standard error.
func bar(what string, total int) func(done int) {
	last := time.Time{}
	return func(done int) {
		if done < total && time.Since(last) < 200*time.Millisecond {
			return
		}
		last = time.Now()
		fmt.Fprintf(os.Stderr, "\r\033[K%-44s %d/%d", what, min(done, total), total)
		if done >= total {
			fmt.Fprintln(os.Stderr)
		}
	}
}
