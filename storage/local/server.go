package local

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// startLimit bounds a start, crash recovery included, on a busy machine.
const startLimit = 60 * time.Second

// Server is a real server process of one test. Its methods may be called from
// any goroutine; what goes wrong fails the test.
type Server struct {
	t       testing.TB
	program program

	mu      sync.Mutex
	port    int
	running *process // nil while it is down
}

// program is what differs between PostgreSQL and nats-server.
type program interface {
	prepare() error                            // once, before the first start
	launch(port int) (*process, error)         // start on that port
	ready(ctx context.Context, port int) error // nil when it takes work
	files() string                             // the folder of its data
	url(port int) string                       // where clients connect
	stopSignal() syscall.Signal                // asks for a clean stop
	kill(pid int) error                        // SIGKILL, children included
}

// own prepares and starts a server for one test and stops it afterwards.
func own(t testing.TB, p program) *Server {
	t.Helper()
	s := &Server{t: t, program: p}
	if err := s.first(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// URL is where clients connect; it stays the same through restarts.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.program.url(s.port)
}

// Files is the folder that holds all the server has on disk, for tests that
// look into it.
func (s *Server) Files() string { return s.program.files() }

// Start brings a killed or stopped server back on the same port and the same
// data, and returns when it takes work. A running one is left alone.
func (s *Server) Start() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return
	}
	// What a killed PostgreSQL leaves (shared memory, a port in TIME_WAIT)
	// can refuse the first try.
	var err error
	for range 5 {
		if err = s.start(s.port); !errors.Is(err, errExited) {
			break
		}
	}
	if err != nil {
		s.t.Errorf("start again: %v", err)
	}
}

// Stop ends the server as an operator would, and waits for it.
func (s *Server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		s.running.end(s.program.stopSignal())
		s.running = nil
	}
}

// Kill9 ends the server, children included, without a chance to tidy up, and
// waits until it is gone.
func (s *Server) Kill9() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == nil {
		return
	}
	p := s.running
	if err := s.program.kill(p.cmd.Process.Pid); err != nil {
		s.t.Errorf("kill -9: %v", err)
	}
	<-p.done
	s.running = nil
}

// first prepares the server and starts it on a free port.
func (s *Server) first() error {
	if err := s.program.prepare(); err != nil {
		return err
	}
	for {
		port, err := freePort()
		if err != nil {
			return err
		}
		err = s.start(port)
		if err == nil {
			s.port = port
			return nil
		}
		// Somebody took the port between our look and the start.
		if !errors.Is(err, errExited) || !strings.Contains(err.Error(), "ddress already in use") {
			return err
		}
	}
}

func (s *Server) start(port int) error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	p, err := s.program.launch(port)
	if err != nil {
		return err
	}
	err = p.await(ctx, func(ctx context.Context) error { return s.program.ready(ctx, port) })
	if err != nil {
		p.end(syscall.SIGKILL)
		return fmt.Errorf("start a server for tests: %w", err)
	}
	s.running = p
	return nil
}
