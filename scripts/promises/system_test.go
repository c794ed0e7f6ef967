package promises

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/storage/local"
)

// built is the folder of our programs, once a test has asked for them.
var built string

// binaries builds our programs once for all tests, with the race detector.
var binaries = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "secondbrother-promises-")
	if err != nil {
		return "", err
	}
	built = dir
	build := exec.Command("go", "build", "-race", "-o", dir+"/",
		"secondbrother/bot", "secondbrother/worker", "secondbrother/scripts/roster")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w: %s", err, out)
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
	os.Exit(code)
}

// system is everything that runs in a city, on this machine.
type system struct {
	t        *testing.T
	stage    *story.Stage
	nats     *local.Server
	database string
	bin      string
	folder   string
	keyFile  string
	links    []link
	bot      *program
	worker   *program
}

// link is an invitation of the sample roster.
type link struct{ label, role, area, url string }

// bare is a system before anything runs: servers and an empty, migrated
// database. Its test runs beside others: most of it is waiting, since the bot
// sends a chat one message a second.
func bare(t *testing.T) *system {
	t.Helper()
	t.Parallel()
	bin, err := binaries()
	if err != nil {
		t.Fatal(err)
	}
	s := &system{
		t: t, bin: bin, folder: t.TempDir(), nats: local.OwnNATS(t),
		database: local.Database(t, nil, "empty"), stage: story.New(t, botapi.Options{}),
	}
	s.keyFile = filepath.Join(s.folder, "identity.key")
	if err := os.WriteFile(s.keyFile, []byte(strings.Repeat("0123456789abcdef", 4)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.command("worker", "migrate")
	return s
}

// start brings the system up with the sample roster.
func start(t *testing.T) *system {
	t.Helper()
	s := bare(t)
	roster, links := filepath.Join(s.folder, "roster"), filepath.Join(s.folder, "links.csv")
	s.command("roster", "--out", roster)
	s.command("worker", "import", "stations", filepath.Join(roster, "stations.csv"))
	s.command("worker", "import", "officers", filepath.Join(roster, "officers.csv"), "--links", links, "--bot-username", "SecondBrotherBot")
	s.readLinks(links)
	s.worker = s.program("worker", "serve")
	s.bot = s.program("bot")
	s.worker.start()
	s.bot.start()
	return s
}

// part is a subtest on a system that was started for several.
func (s *system) part(name string, tell func(t *testing.T)) {
	whole := s.t
	whole.Run(name, func(t *testing.T) {
		s.t, s.stage.T = t, t
		defer func() { s.t, s.stage.T = whole, whole }()
		tell(t)
	})
}

// command runs one of our programs to its end and returns what it printed.
func (s *system) command(name string, args ...string) string {
	s.t.Helper()
	out, err := s.try(name, args...)
	if err != nil {
		s.t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, out)
	}
	return out
}

func (s *system) try(name string, args ...string) (string, error) {
	return s.tryWith(nil, name, args...)
}

// tryWith is try with some of the environment changed.
func (s *system) tryWith(changed []string, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(s.t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, name), args...)
	cmd.Env = s.environment(changed...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (s *system) environment(more ...string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.folder, "LOG_LEVEL=debug", "GORACE=halt_on_error=1",
		"DATABASE_URL=" + s.database, "NATS_URL=" + s.nats.URL(), "IDENTITY_KEY_FILE=" + s.keyFile,
		"TELEGRAM_TOKEN=" + s.stage.Token, "TELEGRAM_API_URL=" + s.stage.URL,
	}, more...)
}

func (s *system) readLinks(path string) {
	s.t.Helper()
	file, err := os.Open(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		s.t.Fatalf("read the invitation links: %v", err)
	}
	for _, row := range rows[1:] {
		s.links = append(s.links, link{row[0], row[1], row[2], row[3]})
	}
}

// invited adds a person who opens the first link that matches and consents.
func (s *system) invited(name string, matches func(link) bool, options ...person.Option) *story.Actor {
	s.t.Helper()
	for i, l := range s.links {
		if matches(l) {
			if l.role != "volunteer" { // those are for many
				s.links = append(s.links[:i:i], s.links[i+1:]...)
			}
			actor := s.stage.Add(name, options...)
			actor.Opens(l.url)
			return actor
		}
	}
	s.t.Fatalf("the sample roster has no invitation for %s", name)
	return nil
}

// logs is everything our programs wrote.
func (s *system) logs() string { return s.bot.log.String() + s.worker.log.String() }

// program is one of our long-running programs.
type program struct {
	system *system
	name   string
	args   []string
	listen string
	log    *journal
	cmd    *exec.Cmd
	ended  chan struct{}
}

func (s *system) program(name string, args ...string) *program {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	p := &program{system: s, name: name, args: args, listen: listener.Addr().String(), log: &journal{}}
	if err := listener.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		p.stop()
		if s.t.Failed() {
			s.t.Logf("the last of %s's log:\n%s", name, p.log.tail(40))
		}
		if strings.Contains(p.log.String(), "DATA RACE") {
			s.t.Errorf("%s has a data race:\n%s", name, p.log.String())
		}
	})
	return p
}

// start returns when the program says it is ready.
func (p *program) start() {
	t := p.system.t
	t.Helper()
	p.cmd = exec.Command(filepath.Join(p.system.bin, p.name), p.args...)
	p.cmd.Env = p.system.environment("LISTEN=" + p.listen)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", p.name, err)
	}
	p.ended = make(chan struct{})
	go func(cmd *exec.Cmd, ended chan struct{}) {
		_ = cmd.Wait() // its log says how it ended
		close(ended)
	}(p.cmd, p.ended)
	deadline := time.After(time.Minute)
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for !p.ready() {
		select {
		case <-p.ended:
			t.Fatalf("%s ended before it was ready:\n%s", p.name, p.log.tail(40))
		case <-deadline:
			t.Fatalf("%s is not ready:\n%s", p.name, p.log.tail(40))
		case <-tick.C:
		}
	}
}

func (p *program) ready() bool {
	response, err := http.Get("http://" + p.listen + "/readyz")
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// kill9 ends the program without a chance to tidy up.
func (p *program) kill9() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// stop ends the program as an operator does.
func (p *program) stop() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(30 * time.Second):
		p.system.t.Errorf("%s does not stop", p.name)
		p.kill9()
	}
}

// journal collects a program's output.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) tail(lines int) string {
	all := strings.Split(strings.TrimSpace(j.String()), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
