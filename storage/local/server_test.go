package local

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestPostgresKeepsCommitsThroughKill9(t *testing.T) {
	server := OwnPostgres(t)
	url := server.Database(t, nil, "")
	run(t, url, "CREATE TABLE tips (id int PRIMARY KEY)", "INSERT INTO tips VALUES (1)")
	before := server.URL()

	server.Kill9()
	if _, err := on(url).psql(t.Context(), "SELECT 1"); err == nil {
		t.Fatal("the killed server still answers")
	}
	server.Start()
	if got := run(t, url, "SELECT count(*) FROM tips"); got != "1" {
		t.Errorf("%s rows after the kill, want 1", got)
	}
	server.Stop()
	server.Start()
	if got := run(t, url, "SELECT count(*) FROM tips"); got != "1" {
		t.Errorf("%s rows after the stop, want 1", got)
	}
	if after := server.URL(); after != before {
		t.Errorf("the URL went from %s to %s", before, after)
	}
}

func TestKill9TakesPostgresBackendsAlong(t *testing.T) {
	server := OwnPostgres(t)
	children, err := childrenOf(server.running.cmd.Process.Pid)
	if err != nil || len(children) == 0 {
		t.Fatalf("children of the postmaster: %v, %v", children, err)
	}
	server.Kill9()
	for _, child := range children {
		if b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(child), "cmdline")); err == nil && len(b) > 0 {
			t.Errorf("process %d outlived the postmaster: %q", child, b)
		}
	}
}

func TestNATSKeepsAcknowledgedMessagesThroughKill9(t *testing.T) {
	server := OwnNATS(t)
	ask := func(subject, body string, answer any) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		c, err := dialNATS(ctx, server.URL())
		if err != nil {
			t.Fatal(err)
		}
		defer c.close()
		if err := c.request(subject, body, answer); err != nil {
			t.Fatal(err)
		}
	}
	ask("$JS.API.STREAM.CREATE.TIPS", `{"name":"TIPS","subjects":["tips"],"storage":"file","retention":"limits"}`, nil)
	var ack struct{ Seq int }
	ask("tips", "one", &ack)
	if ack.Seq != 1 {
		t.Fatalf("the first message got sequence %d", ack.Seq)
	}
	for _, restart := range []func(){server.Kill9, server.Stop} {
		restart()
		if c, err := dialNATS(t.Context(), server.URL()); err == nil {
			c.close()
			t.Fatal("the server that is down still answers")
		}
		server.Start()
		var info struct{ State struct{ Messages int } }
		ask("$JS.API.STREAM.INFO.TIPS", "", &info)
		if info.State.Messages != 1 {
			t.Errorf("%d messages after the restart, want 1", info.State.Messages)
		}
	}
}

func TestPrefixDeletesItsStreamsAndNoOthers(t *testing.T) {
	server := NATS(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c, err := dialNATS(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	create := func(name string) {
		t.Helper()
		if err := c.request("$JS.API.STREAM.CREATE."+name, `{"name":"`+name+`","subjects":["`+name+`.>"]}`, nil); err != nil {
			t.Fatal(err)
		}
	}
	keep := Prefix(t)
	create(keep + "REPORTS")
	var drop string
	t.Run("inner", func(t *testing.T) {
		drop = Prefix(t)
		create(drop + "REPORTS")
		create("KV_" + drop + "state")
	})
	var page struct{ Streams []string }
	if err := c.request("$JS.API.STREAM.NAMES", "", &page); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(page.Streams, " ")
	if strings.Contains(all, drop) || !strings.Contains(all, keep) {
		t.Errorf("streams left: %s; want those of %s and none of %s", all, keep, drop)
	}
}

// TestServersEndWithTheirTestBinary kills a test binary (this one, started
// again) and waits for its servers and its folder to go.
func TestServersEndWithTheirTestBinary(t *testing.T) {
	if os.Getenv("LOCAL_VICTIM") != "" {
		t.Setenv("TEST_DATABASE_URL", "")
		t.Setenv("TEST_NATS_URL", "")
		Database(t, nil, "")
		NATS(t)
		base, err := workspace()
		if err != nil {
			t.Fatal(err)
		}
		_, _ = os.Stdout.WriteString("READY " + base + "\n")
		select {} // until killed
	}
	victim := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServersEndWithTheirTestBinary$")
	victim.Env = append(os.Environ(), "LOCAL_VICTIM=1")
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	var base string
	lines := bufio.NewScanner(out)
	for base == "" && lines.Scan() {
		base, _ = strings.CutPrefix(lines.Text(), "READY ")
		if base == lines.Text() {
			base = ""
		}
	}
	if base == "" {
		t.Fatalf("the victim did not start: %v", victim.Wait())
	}
	pids, err := filepath.Glob(filepath.Join(base, "*.pid"))
	if err != nil || len(pids) != 2 {
		t.Fatalf("pid files of PostgreSQL and nats-server: %v, %v", pids, err)
	}
	var servers []string
	for _, file := range pids {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		servers = append(servers, strings.TrimSpace(string(b)))
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait() // "signal: killed", as wanted

	limit := time.After(30 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(base); os.IsNotExist(err) {
			break
		}
		select {
		case <-limit:
			t.Fatalf("%s is still there", base)
		case <-tick.C:
		}
	}
	for _, pid := range servers {
		if b, err := os.ReadFile(filepath.Join("/proc", pid, "cmdline")); err == nil && strings.Contains(string(b), base) {
			t.Errorf("server %s outlived its test binary", pid)
		}
	}
}
