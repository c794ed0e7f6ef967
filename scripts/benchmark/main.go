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
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
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
	cases   int
	years   int
	only    string
	json    bool
	plans   bool
	profile string
	dry     bool
}

// parts are what can be measured, in the order of the table.
var parts = []struct {
	name    string
	measure func(context.Context, settings, *sql.DB, jetstream.JetStream) ([]result, error)
}{
	{"worker", measureWorker},
	{"bot", measureBot},
	{"rooms", measureRooms},
	{"months", measureMonths},
}

func main() {
	var s settings
	flag.StringVar(&s.bin, "bin", "", "folder with the program worker")
	flag.IntVar(&s.reports, "reports", 20000, "reports a round, from NATS into PostgreSQL")
	flag.IntVar(&s.rate, "rate", 200, "reports a second while latency is measured")
	flag.IntVar(&s.seconds, "seconds", 15, "how long latency is measured")
	flag.IntVar(&s.chats, "chats", 500, "people who talk to the bot at once")
	flag.IntVar(&s.rounds, "rounds", 3, "rounds; the table shows their median")
	flag.IntVar(&s.cases, "cases", 10_000_000, "cases that the monthly counts are measured over (--only months)")
	flag.IntVar(&s.years, "years", 5, "years that they are spread over")
	flag.StringVar(&s.only, "only", "worker,bot,rooms", "what to measure, separated by commas")
	flag.BoolVar(&s.json, "json", false, "write JSON instead of a table")
	flag.BoolVar(&s.plans, "plans", false, "tell how the server runs each count (--only months)")
	flag.StringVar(&s.profile, "cpuprofile", "", "write a CPU profile of this process (bot and rooms run in it) to a file")
	flag.BoolVar(&s.dry, "check", false, "only say whether the arguments are right")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "benchmark: 由 scripts/bench 启动 · started by scripts/bench, with DATABASE_URL (migrated, with the sample roster) and NATS_URL\n\n"+
			"例 · example: scripts/bench --reports 50000 --rounds 5")
		flag.PrintDefaults()
	}
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, s); err != nil {
		fmt.Fprintf(os.Stderr, "\nbenchmark: %v\n", err)
		os.Exit(1)
	}
}

func known(part string) bool {
	for _, p := range parts {
		if p.name == part {
			return true
		}
	}
	return false
}

// check says which argument is not right.
func (s settings) check() error {
	for name, n := range map[string]int{"reports": s.reports, "rate": s.rate, "seconds": s.seconds, "chats": s.chats, "rounds": s.rounds, "cases": s.cases, "years": s.years} {
		if n < 1 {
			return fmt.Errorf("--%s 要一个大于零的数 · --%s wants a number above zero", name, name)
		}
	}
	for _, name := range strings.Split(s.only, ",") {
		if !known(name) {
			return fmt.Errorf("--only 只认 worker、bot、rooms、months · --only knows worker, bot, rooms and months, not %q", name)
		}
	}
	if flag.NArg() > 0 {
		return fmt.Errorf("多余的参数 · superfluous: %q", flag.Args())
	}
	return nil
}

func run(ctx context.Context, s settings) error {
	if err := s.check(); err != nil || s.dry {
		return err
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
	if s.profile != "" {
		end, err := profile(s.profile)
		if err != nil {
			return err
		}
		defer end()
	}
	var rows []result
	for _, p := range parts {
		if !slices.Contains(strings.Split(s.only, ","), p.name) {
			continue
		}
		got, err := p.measure(ctx, s, db, js)
		if err != nil {
			return fmt.Errorf("measure %s: %w", p.name, err)
		}
		rows = append(rows, got...)
	}
	if s.json {
		return writeJSON(os.Stdout, rows)
	}
	return writeTable(os.Stdout, rows)
}

func profile(path string) (end func(), err error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("write a profile: %w", err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, fmt.Errorf("write a profile: %w", err)
	}
	return func() {
		pprof.StopCPUProfile()
		_ = file.Close()
	}, nil
}

// bar shows how far one part is, on standard error: a line that is written
// over on a terminal, else one line at the end.
func bar(what string, total int) func(done int) {
	terminal := false
	if info, err := os.Stderr.Stat(); err == nil {
		terminal = info.Mode()&os.ModeCharDevice != 0
	}
	var mu sync.Mutex
	var last time.Time
	full := false
	return func(done int) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case full:
			return
		case done >= total && terminal:
			fmt.Fprintf(os.Stderr, "\r\033[K%-52s %d\n", what, total)
		case done >= total:
			fmt.Fprintf(os.Stderr, "%-52s %d\n", what, total)
		case terminal && time.Since(last) >= 200*time.Millisecond:
			last = time.Now()
			fmt.Fprintf(os.Stderr, "\r\033[K%-52s %d/%d", what, done, total)
		}
		full = done >= total
	}
}

// tell says how a round went.
func tell(format string, args ...any) { fmt.Fprintf(os.Stderr, "  "+format+"\n", args...) }
