package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestFlags(t *testing.T) {
	for args, want := range map[string]string{
		"--listen 0.0.0.0:8081":     "loopback only",
		"--listen :8081":            "loopback only",
		"--listen 192.168.1.2:8081": "loopback only",
		"--listen 8081":             "missing port",
		"--listen 127.0.0.1:1x":     "listen",
		"now":                       `unknown argument "now"`,
		"--tokn x":                  "not defined",
	} {
		err := run(t.Context(), strings.Fields(args), io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", args, err, want)
		}
	}
	var help strings.Builder
	if err := run(t.Context(), []string{"--help"}, io.Discard, &help); !errors.Is(err, flag.ErrHelp) || !strings.Contains(help.String(), "Example:") {
		t.Errorf("--help: %v, %s", err, help.String())
	}
}

func TestRunsAndStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- run(ctx, []string{"--listen", "127.0.0.1:0"}, in, io.Discard) }()
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	address := strings.TrimSpace(strings.TrimPrefix(first, "Sandbox page:"))
	resp, err := http.Get(address + "healthz")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("healthz: %v, %v", resp, err)
	}
	resp.Body.Close()
	stream, err := http.Get(address + "sandbox/api/events")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	cancel() // an open stream must not hold it up
	if err := <-done; err != nil {
		t.Errorf("stopped with %v", err)
	}
}
