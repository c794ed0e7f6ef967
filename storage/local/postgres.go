package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Postgres is a PostgreSQL server of one test.
type Postgres struct {
	*Server
	cluster *cluster
}

// OwnPostgres starts a PostgreSQL server for this test alone and stops it when
// the test ends. Commits survive Kill9, though not a power cut (fsync is off).
func OwnPostgres(t testing.TB) *Postgres {
	t.Helper()
	s := own(t, &postgresProgram{})
	return &Postgres{Server: s, cluster: &cluster{url: s.URL()}}
}

// Database is like the function Database, on this server.
func (p *Postgres) Database(t testing.TB, migrate Migrate, key string) string {
	t.Helper()
	return p.cluster.database(t, migrate, key)
}

var sharedPostgres = sync.OnceValues(func() (*cluster, error) {
	if url := os.Getenv("TEST_DATABASE_URL"); url != "" {
		return &cluster{url: url}, nil
	}
	s := &Server{program: &postgresProgram{}}
	if err := s.first(); err != nil {
		return nil, err
	}
	return &cluster{url: s.URL()}, nil
})

// postgresFolder finds the folder of PostgreSQL's server programs: the newest
// of Debian's, or what PATH's pg_config or postgres say.
var postgresFolder = sync.OnceValues(func() (string, error) {
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres") // the pattern is well-formed
	version := func(path string) int {
		n, _ := strconv.Atoi(strings.Split(path, "/")[4])
		return n
	}
	slices.SortFunc(debian, func(a, b string) int { return version(b) - version(a) })
	candidates := debian
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		candidates = append(candidates, filepath.Join(string(bytes.TrimSpace(out)), "postgres"))
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		candidates = append(candidates, path)
	}
	for _, path := range candidates {
		if _, err := os.Stat(path); err == nil {
			return filepath.Dir(path), nil
		}
	}
	return "", errors.New(`PostgreSQL's server programs are missing; these tests run against the real thing.
On Debian or Ubuntu: sudo apt-get install postgresql    (scripts/test does it for you)
Or name a server that tests may create databases on: TEST_DATABASE_URL=postgres://user:password@host:port/postgres`)
})

type postgresProgram struct {
	dir, bin, password string
	credential         *syscall.Credential // nil: our own user
}

// prepare makes the cluster. PostgreSQL refuses to run as root, so root hands
// it to the user postgres, or to nobody.
func (p *postgresProgram) prepare() error {
	var err error
	if p.bin, err = postgresFolder(); err != nil {
		return err
	}
	if p.dir, err = folder("postgres"); err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		if p.credential, err = unprivileged(); err != nil {
			return err
		}
	}
	p.password = token(12)
	passwordFile := filepath.Join(p.dir, "password")
	if err := os.WriteFile(passwordFile, []byte(p.password+"\n"), 0o600); err != nil {
		return fmt.Errorf("note the cluster's password: %w", err)
	}
	if p.credential != nil {
		for _, path := range []string{p.dir, passwordFile} {
			if err := os.Chown(path, int(p.credential.Uid), int(p.credential.Gid)); err != nil {
				return fmt.Errorf("hand the cluster to PostgreSQL's user: %w", err)
			}
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, "initdb"), "--pgdata", filepath.Join(p.dir, "data"),
		"--username=postgres", "--auth=scram-sha-256", "--pwfile="+passwordFile,
		"--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
	cmd.Dir, cmd.Env = p.dir, cleanEnvironment()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.credential}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make a PostgreSQL cluster in %s (TMPDIR must be a folder every user can enter): %w\n%s", p.dir, err, out)
	}
	return nil
}

func unprivileged() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if errUID == nil && errGID == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody")
}

// launch starts the server on TCP alone: a socket file's path may not be
// longer than 107 bytes, and temporary folders can be.
func (p *postgresProgram) launch(port int) (*process, error) {
	argv := []string{filepath.Join(p.bin, "postgres"), "-D", filepath.Join(p.dir, "data")}
	for _, setting := range []string{
		"port=" + strconv.Itoa(port), "listen_addresses=127.0.0.1", "unix_socket_directories=",
		"max_connections=300", "timezone=UTC", "log_timezone=UTC", "jit=off",
		// What is written is thrown away; commits still reach the operating
		// system before they are confirmed, so that kill -9 loses none.
		"fsync=off", "full_page_writes=off", "synchronous_commit=on",
		"max_wal_size=2GB", "checkpoint_timeout=30min",
	} {
		argv = append(argv, "-c", setting)
	}
	return launch(p.dir, p.credential, argv...)
}

func (p *postgresProgram) ready(ctx context.Context, port int) error {
	_, err := (&cluster{url: p.url(port)}).psql(ctx, "SELECT 1")
	return err
}

func (p *postgresProgram) url(port int) string {
	return (&url.URL{
		Scheme: "postgres", User: url.UserPassword("postgres", p.password),
		Host: "127.0.0.1:" + strconv.Itoa(port), Path: "/postgres", RawQuery: "sslmode=disable",
	}).String()
}

func (p *postgresProgram) files() string { return p.dir }

// stopSignal: SIGINT is PostgreSQL's fast shutdown (sessions are ended).
func (p *postgresProgram) stopSignal() syscall.Signal { return syscall.SIGINT }

// kill takes the backends along: each is a session of its own, and a live one
// could still commit after its postmaster is gone. The postmaster is frozen
// first, so that it starts no new ones and none becomes an orphan unseen.
func (p *postgresProgram) kill(pid int) error {
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return fmt.Errorf("freeze the postmaster: %w", err)
	}
	children, err := childrenOf(pid)
	if err != nil {
		return err
	}
	for _, child := range children {
		if err := syscall.Kill(child, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("kill a backend: %w", err)
		}
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return fmt.Errorf("kill the postmaster: %w", err)
	}
	for _, child := range children {
		awaitGone(child)
	}
	return nil
}

// childrenOf reads the process table for the direct children of pid.
func childrenOf(pid int) ([]int, error) {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(stats) == 0 {
		return nil, errors.New("list processes: /proc is not there")
	}
	var children []int
	for _, file := range stats {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended meanwhile
		}
		// "pid (name) state ppid ...": the name may hold spaces and brackets.
		fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
		if len(fields) < 2 || string(fields[1]) != strconv.Itoa(pid) {
			continue
		}
		child, err := strconv.Atoi(strings.Split(file, "/")[2])
		if err != nil {
			return nil, fmt.Errorf("list processes: %w", err)
		}
		children = append(children, child)
	}
	return children, nil
}

// awaitGone waits until the process has ended, or is a zombie whose new
// parent has not looked yet.
func awaitGone(pid int) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for limit := time.Now().Add(10 * time.Second); time.Now().Before(limit); <-tick.C {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || bytes.HasPrefix(b[bytes.LastIndexByte(b, ')')+1:], []byte(" Z")) {
			return
		}
	}
}
