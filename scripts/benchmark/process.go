package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// program is one of the measured programs, run as an operator runs it.
type program struct {
	cmd    *exec.Cmd
	ended  chan error // closed then
	once   sync.Once
	listen string
}

// freeAddress is one that nobody listens on.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a port: %w", err)
	}
	if err := listener.Close(); err != nil {
		return "", fmt.Errorf("find a port: %w", err)
	}
	return listener.Addr().String(), nil
}

// launch starts a program and returns when it says it is ready.
func launch(ctx context.Context, bin, name string, args, environment []string) (*program, error) {
	listen, err := freeAddress()
	if err != nil {
		return nil, err
	}
	p := &program{listen: listen, ended: make(chan error, 1)}
	p.cmd = exec.CommandContext(ctx, filepath.Join(bin, name), args...)
	p.cmd.Env = append(append(os.Environ(), "LOG_LEVEL=warn", "LISTEN="+p.listen), environment...)
	p.cmd.Stdout, p.cmd.Stderr = os.Stderr, os.Stderr
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		p.ended <- p.cmd.Wait()
		close(p.ended)
	}()
	for !p.ready() {
		select {
		case err := <-p.ended:
			return nil, fmt.Errorf("%s ended before it was ready: %w", name, err)
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return p, nil
}

func (p *program) ready() bool {
	response, err := http.Get("http://" + p.listen + "/readyz")
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode == http.StatusOK
}

// end stops the program as an operator does, waits for it and returns the
// CPU time it took; calling it again is harmless.
func (p *program) end() time.Duration {
	p.once.Do(func() {
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
		<-p.ended
	})
	return p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
}

// cpu is the CPU time of this process.
func cpu() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // cannot fail for oneself
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
