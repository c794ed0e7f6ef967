// Command bot is the Telegram side of Second Brother.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"secondbrother/bot/chat"
	"secondbrother/bot/chat/seal"
	"secondbrother/bot/conversation"
	"secondbrother/storage/stream"

	"github.com/spf13/cobra"
)

const help = `聊城二哥的聊天机器人：收上报，派给民警，传回进度。
The chat bot of Second Brother: takes reports, shows cards, passes answers on.

环境变量 Environment:
  TELEGRAM_TOKEN           机器人的令牌 the bot's token (@BotFather)
  TELEGRAM_API_URL         Bot API 地址 its server (https://api.telegram.org)
  TELEGRAM_WEBHOOK_URL     网址；不设则轮询 public address; without it the bot polls
  TELEGRAM_WEBHOOK_SECRET  网址的口令 the webhook's secret: letters, digits, _ and -
  NATS_URL, NATS_CREDS     消息服务 the NATS server (nats://127.0.0.1:4222), its credentials file
  IDENTITY_KEY_FILE        密钥文件 the identity keys: 64 hexadecimal digits a line, the first seals
  ADMIN_CHAT_IDS           首批协调员 chats of the first coordinators, comma-separated
  LISTEN                   健康检查和指标 health, metrics and webhook, as in 127.0.0.1:8080
  LOG_LEVEL                debug, info (default), warn, error`

const example = `  openssl rand -hex 32 > identity.key
  TELEGRAM_TOKEN=123456:ABC NATS_URL=nats://127.0.0.1:4222 IDENTITY_KEY_FILE=identity.key \
  ADMIN_CHAT_IDS=1001 LISTEN=127.0.0.1:8080 go run ./bot`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// run returns the exit code: 0 after a clean stop, 1 when the bot cannot run.
func run(ctx context.Context, args []string, env func(string) string, out, errs io.Writer) int {
	var open bool
	var days int
	command := &cobra.Command{
		Use:           "bot",
		Long:          help,
		Example:       example,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			level := slog.LevelInfo
			if word := env("LOG_LEVEL"); word != "" {
				if err := level.UnmarshalText([]byte(word)); err != nil {
					return fmt.Errorf("%w: LOG_LEVEL 只能是 debug、info、warn、error。LOG_LEVEL is debug, info, warn or error", chat.ErrConfig)
				}
			}
			config, err := chat.FromEnvironment(env)
			if err != nil {
				return err
			}
			if days < 30 {
				return fmt.Errorf("%w: --keep-days 至少 30 天，评价和重新办理要用到。--keep-days is at least 30: rating and reopening need it", chat.ErrConfig)
			}
			config.OpenIntake, config.Keep = open, time.Duration(days)*24*time.Hour
			config.Log = slog.New(slog.NewJSONHandler(errs, &slog.HandlerOptions{Level: level}))
			if os.Getenv("GOGC") == "" {
				// Lexicon and gazetteer are most of the heap, and every collection
				// marks them again: rarer ones cost some memory and save much time.
				debug.SetGCPercent(400)
			}
			bot, err := chat.Start(cmd.Context(), config)
			if err != nil {
				return err
			}
			config.Log.Info("bot is ready")
			err = bot.Wait(cmd.Context())
			config.Log.Info("bot stops")
			bot.Close()
			return err
		},
	}
	command.Flags().BoolVar(&open, "open-intake", false, "不要邀请也能上报 everybody may file reports, invited or not")
	command.Flags().IntVar(&days, "keep-days", int(conversation.Keep.Hours()/24), "办结多少天后忘掉是谁上报的，与 worker purge 一致 days after closing until it is forgotten who reported, as with worker purge")
	command.SetArgs(args)
	command.SetOut(out)
	command.SetErr(errs)
	if err := command.ExecuteContext(ctx); err != nil {
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			return 0 // stopped before it was ready
		}
		fmt.Fprintln(errs, explain(err))
		return 1
	}
	return 0
}

// explain says what to do, in both languages, and then what exactly went wrong.
func explain(err error) string {
	for _, known := range []struct {
		err  error
		text string
	}{
		{chat.ErrConfig, ""},
		{seal.ErrKeyFile, "IDENTITY_KEY_FILE 不能用：每行应是 64 位十六进制数。生成：openssl rand -hex 32 > 文件\n" +
			"IDENTITY_KEY_FILE cannot be used: it holds 64 hexadecimal digits a line. Make one: openssl rand -hex 32 > FILE"},
		{chat.ErrToken, "Telegram 不认识这个令牌，请核对 TELEGRAM_TOKEN。\nTelegram does not know this token: check TELEGRAM_TOKEN."},
		{chat.ErrTelegram, "连不上 Telegram，请检查网络和 TELEGRAM_API_URL。\nTelegram cannot be reached: check the network and TELEGRAM_API_URL."},
		{stream.ErrUnreachable, "连不上 NATS，请检查它是否在运行，以及 NATS_URL 和 NATS_CREDS。\nNATS cannot be reached: check that it runs, NATS_URL and NATS_CREDS."},
		{chat.ErrListen, "LISTEN 的地址不能用，可能端口已被占用。\nLISTEN cannot be used; the port may be taken."},
	} {
		if errors.Is(err, known.err) {
			detail := strings.TrimPrefix(err.Error(), known.err.Error()+": ")
			if known.text == "" {
				return detail
			}
			return known.text + "\n" + detail
		}
	}
	return "机器人不能运行，详情见下。试试 bot --help。\nThe bot cannot run; see below, or try bot --help.\n" + err.Error()
}
