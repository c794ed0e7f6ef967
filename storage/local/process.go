package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// errExited says that a server ended before it was ready.
var errExited = errors.New("the server ended before it was ready")

// process is one running server program.
type process struct {
	cmd     *exec.Cmd
	done    chan struct{} // closed when the program has ended and been reaped
	logFile string
	pidFile string
}

// launch starts argv with dir as its working folder and dir.log as its log
// (appended to). A nil credential means our own user.
func launch(dir string, credential *syscall.Credential, argv ...string) (*process, error) {
	p := &process{done: make(chan struct{}), logFile: dir + ".log", pidFile: dir + ".pid"}
	log, err := os.OpenFile(p.logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open a server's log: %w", err)
	}
	defer log.Close()
	p.cmd = exec.Command(argv[0], argv[1:]...)
	p.cmd.Dir = dir
	p.cmd.Env = cleanEnvironment()
	p.cmd.Stdout, p.cmd.Stderr = log, log
	// A group of its own: Ctrl-C goes to the tests, not past them.
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: credential}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", argv[0], err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is in its log
		close(p.done)
	}()
	pid := strconv.Itoa(p.cmd.Process.Pid) + "\n"
	if err := os.WriteFile(p.pidFile, []byte(pid), 0o644); err != nil {
		p.end(syscall.SIGKILL)
		return nil, fmt.Errorf("note a server's pid: %w", err)
	}
	return p, nil
}

// await polls ready until it answers nil, the process ends (errExited), or
// ctx does.
func (p *process) await(ctx context.Context, ready func(context.Context) error) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-p.done:
			return fmt.Errorf("%w:\n%s", errExited, p.tail())
		case <-ctx.Done():
			return fmt.Errorf("not ready in time: %w\n%s", err, p.tail())
		case <-tick.C:
		}
	}
}

// end sends the signal and waits; a program that takes longer than 20 seconds
// is killed.
func (p *process) end(signal syscall.Signal) {
	_ = p.cmd.Process.Signal(signal) // it may have ended by itself
	select {
	case <-p.done:
	case <-time.After(20 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
	_ = os.Remove(p.pidFile)
}

// tail returns the last lines of the log.
func (p *process) tail() string {
	b, err := os.ReadFile(p.logFile)
	if err != nil {
		return err.Error()
	}
	lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
	if len(lines) > 20 {
		lines = lines[len(lines)-20:]
	}
	return string(bytes.Join(lines, []byte("\n")))
}

// cleanEnvironment is ours without what would steer PostgreSQL's programs
// elsewhere (PGHOST, PGSERVICE, ...), and with messages in English, because
// some are looked at.
func cleanEnvironment(extra ...string) []string {
	var env []string
	for _, kv := range os.Environ() {
		if strings.HasPrefix(kv, "PG") || strings.HasPrefix(kv, "LC_") || strings.HasPrefix(kv, "LANG") {
			continue
		}
		env = append(env, kv)
	}
	return append(append(env, "LC_ALL=C.UTF-8"), extra...)
}
