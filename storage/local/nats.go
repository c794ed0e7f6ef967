package local

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
)

// NATS returns the URL of the shared nats-server with JetStream on disk. It
// does not fsync every message; a test that pulls the plug takes OwnNATS.
// Names on it must begin with the test's Prefix.
func NATS(t testing.TB) string {
	t.Helper()
	url, err := sharedNATS()
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// OwnNATS starts a nats-server for this test alone, with sync_interval always
// as in production, and stops it when the test ends.
func OwnNATS(t testing.TB) *Server {
	t.Helper()
	return own(t, &natsProgram{sync: "always"})
}

var sharedNATS = sync.OnceValues(func() (string, error) {
	if url := os.Getenv("TEST_NATS_URL"); url != "" {
		return url, nil
	}
	s := &Server{program: &natsProgram{sync: `"2m"`}} // the server's default
	if err := s.first(); err != nil {
		return "", err
	}
	return s.URL(), nil
})

// startFolder is where go test put us: inside the module, which `go tool`
// needs. Tests may change the folder later.
var startFolder, _ = os.Getwd()

// natsExecutable has Go build the nats-server that go.mod pins as a tool (Go
// keeps it in its build cache) and returns its path.
var natsExecutable = sync.OnceValues(func() (string, error) {
	cmd := exec.Command("go", "tool", "-n", "nats-server")
	cmd.Dir = startFolder
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("build nats-server with `go tool -n nats-server` in %s: %w\n%s", startFolder, err, stderr.Bytes())
	}
	return string(bytes.TrimSpace(out)), nil
})

type natsProgram struct {
	sync string // sync_interval as the configuration file writes it

	dir, executable, name, password string
}

func (n *natsProgram) prepare() error {
	var err error
	if n.executable, err = natsExecutable(); err != nil {
		return err
	}
	n.name, n.password = "test-"+token(6), token(12)
	n.dir, err = folder("nats")
	return err
}

// launch writes the configuration and starts the server. The store's limit is
// far beyond the disk because streams reserve their MaxBytes, and the streams
// of many tests would together reserve more than there is.
func (n *natsProgram) launch(port int) (*process, error) {
	config := fmt.Sprintf(`server_name: %q
listen: "127.0.0.1:%d"
authorization { user: test, password: %q }
jetstream {
  store_dir: %q
  sync_interval: %s
  max_file_store: 1000TB
  max_memory_store: 4GB
}
`, n.name, port, n.password, filepath.Join(n.dir, "store"), n.sync)
	file := filepath.Join(n.dir, "nats.conf")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		return nil, fmt.Errorf("write nats-server's configuration: %w", err)
	}
	return launch(n.dir, nil, n.executable, "-c", file)
}

// ready greets the server. It opens its port only after JetStream has read
// its store; the name tells our server from another one on the port.
func (n *natsProgram) ready(ctx context.Context, port int) error {
	c, err := dialNATS(ctx, n.url(port))
	if err != nil {
		return err
	}
	defer c.close()
	if c.info.Name != n.name || !c.info.JetStream {
		return fmt.Errorf("the server on port %d is %q (JetStream: %v), not %q", port, c.info.Name, c.info.JetStream, n.name)
	}
	return nil
}

func (n *natsProgram) url(port int) string {
	return "nats://test:" + n.password + "@127.0.0.1:" + strconv.Itoa(port)
}

func (n *natsProgram) files() string { return n.dir }

func (n *natsProgram) stopSignal() syscall.Signal { return syscall.SIGTERM }

func (n *natsProgram) kill(pid int) error { return syscall.Kill(pid, syscall.SIGKILL) }
