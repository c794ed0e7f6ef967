package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"secondbrother/storage/records"
	"secondbrother/storage/stream"
	"secondbrother/worker/pipeline"
)

const serveHelp = `收上报、派单、办理、催办、统计，一直运行到收到停止信号。
Takes reports and actions, routes, keeps deadlines and answers questions until it is told to stop.

环境变量 Environment:
  DATABASE_URL         PostgreSQL，先运行 worker migrate; run worker migrate first
  NATS_URL, NATS_CREDS 消息服务 the NATS server (nats://127.0.0.1:4222), its credentials file
  MODEL_FILE           worker train 训练的分类器，空着用自带的; a classifier of worker train, empty for the built-in one
  LISTEN               健康检查和指标 health and metrics, as in 127.0.0.1:8081
  LOG_LEVEL            debug, info (default), warn, error`

func serveCommand() *cobra.Command {
	var rules, page, pageURL string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "持续运行 · run until told to stop",
		Long:  serveHelp,
		Example: `  DATABASE_URL=postgres://user@127.0.0.1/secondbrother NATS_URL=nats://127.0.0.1:4222 \
  LISTEN=127.0.0.1:8081 worker serve`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			url, err := databaseURL()
			if err != nil {
				return err
			}
			log, err := logger(os.Getenv("LOG_LEVEL"))
			if err != nil {
				return err
			}
			if os.Getenv("GOGC") == "" {
				// Lexicon and gazetteer are most of the heap, and every collection
				// marks them again: rarer ones take a quarter off a report's CPU
				// time (123 → 93 µs) for 70 MB more.
				debug.SetGCPercent(400)
			}
			sorter, err := readSorter(os.Getenv("MODEL_FILE"))
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			p, err := pipeline.Start(ctx, pipeline.Config{
				DatabaseURL: url,
				NATS:        stream.Config{URL: os.Getenv("NATS_URL"), Creds: os.Getenv("NATS_CREDS"), Name: "worker"},
				Listen:      os.Getenv("LISTEN"),
				Rules:       rules,
				Page:        page,
				PageURL:     pageURL,
				Sorter:      sorter,
				Log:         log,
			})
			if err != nil {
				if ctx.Err() != nil && errors.Is(err, context.Canceled) {
					return nil // stopped before it was ready
				}
				return explain(err)
			}
			log.Info("worker is ready")
			err = p.Wait(ctx)
			log.Info("worker stops")
			p.Close()
			return err
		},
	}
	cmd.Flags().StringVar(&page, "page", "", "统计网页的监听地址，如 127.0.0.1:8082；不写就不开 · address of the counts' web page; without it there is none")
	cmd.Flags().StringVar(&pageURL, "page-url", "", "协调员怎么打开它，如 https://counts.example · how coordinators reach it")
	cmd.Flags().StringVar(&rules, "rules", "", "派单规则文件，改了马上生效；不写就用自带的 · file with the routing rules, read again when it changes; else the embedded ones")
	return cmd
}

func logger(level string) (*slog.Logger, error) {
	at := slog.LevelInfo
	if level != "" {
		if err := at.UnmarshalText([]byte(level)); err != nil {
			return nil, errors.New("LOG_LEVEL 只能是 debug、info、warn、error · LOG_LEVEL is debug, info, warn or error")
		}
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: at})), nil
}

// explain says what to do, in both languages, and then what exactly went wrong.
func explain(err error) error {
	for _, known := range []struct {
		err  error
		text string
	}{
		{records.ErrSchema, "请先运行 worker migrate · run worker migrate first"},
		{pipeline.ErrDatabase, "连不上数据库，请检查 DATABASE_URL 和数据库是否在运行 · the database of DATABASE_URL cannot be reached"},
		{stream.ErrUnreachable, "连不上 NATS，请检查它是否在运行，以及 NATS_URL 和 NATS_CREDS · NATS cannot be reached: check that it runs, NATS_URL and NATS_CREDS"},
		{pipeline.ErrRules, "派单规则文件不能用 · the file of the routing rules cannot be used"},
		{pipeline.ErrListen, "LISTEN 的地址不能用，可能端口已被占用 · LISTEN cannot be used; the port may be taken"},
	} {
		if errors.Is(err, known.err) {
			return fmt.Errorf("%s: %w", known.text, err)
		}
	}
	return err
}
