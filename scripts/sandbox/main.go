// Command sandbox is a strict local stand-in for Telegram: the Bot API for the
// bot, and a web chat in which one person plays all the people it talks to.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/loopback"
	"secondbrother/scripts/sandbox/page"
)

const usage = `sandbox: a strict local Telegram for trying the bot, with a web chat

Usage: go run ./scripts/sandbox [flags]

Example:
  go run ./scripts/sandbox --listen 127.0.0.1:8081
  TELEGRAM_API_URL=http://127.0.0.1:8081 TELEGRAM_TOKEN=1000000:sandbox-token go run ./bot
  then open http://127.0.0.1:8081/ in a browser

Flags:
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "sandbox:", err)
			os.Exit(1)
		}
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	flags.SetOutput(stderr)
	listen := flags.String("listen", "127.0.0.1:8081", "`address` to listen on; loopback only")
	token := flags.String("token", "1000000:sandbox-token", "the bot's `token`")
	username := flags.String("bot-username", "SecondBrotherBot", "the bot's `name` in links")
	invitations := flags.String("invitations", "", "CSV `file` (label,role,area,link) of invitation links to offer on the page")
	state := flags.String("state", "", "`folder` to keep people and chats in across restarts")
	unlimited := flags.Bool("no-limits", false, "do not enforce Telegram's rate limits")
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown argument %q; see --help", flags.Arg(0))
	}
	if err := loopback.CheckListen(*listen); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	api := botapi.New(botapi.Options{Token: *token, BotUsername: *username, Limits: botapi.Limits{Off: *unlimited}, Log: log})
	defer api.Close()
	if *state != "" {
		if err := api.Remember(*state); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return fmt.Errorf("%w (is another sandbox running? choose a port with --listen 127.0.0.1:PORT)", err)
	}
	return serve(ctx, listener, page.Handler(api, page.Options{Invitations: *invitations, Log: log}), stdout)
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler, stdout io.Writer) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx }} // ends long polls and event streams
	fmt.Fprintf(stdout, "Sandbox page:  http://%s/\nBot API:       TELEGRAM_API_URL=http://%s\n", listener.Addr(), listener.Addr())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return server.Close()
	}
	return nil
}
