// Command botname asks the Telegram server who the bot of TELEGRAM_TOKEN is
// and prints its username, which invitation links need. It tells a wrong token
// from a server that cannot be reached, before anything else is started.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const help = `botname: print the username of the bot that TELEGRAM_TOKEN belongs to

Usage: TELEGRAM_TOKEN=... [TELEGRAM_API_URL=https://api.telegram.org] go run ./scripts/botname

Example:
  TELEGRAM_TOKEN=1000000:sandbox-token TELEGRAM_API_URL=http://127.0.0.1:8081 go run ./scripts/botname
`

func main() {
	if len(os.Args) > 1 {
		fmt.Fprint(os.Stderr, help)
		if os.Args[1] == "--help" || os.Args[1] == "-h" {
			return
		}
		os.Exit(2)
	}
	server := os.Getenv("TELEGRAM_API_URL")
	if server == "" {
		server = "https://api.telegram.org"
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	name, err := username(ctx, server, os.Getenv("TELEGRAM_TOKEN"))
	if err != nil {
		fmt.Fprintln(os.Stderr, explain(err, server))
		os.Exit(1)
	}
	fmt.Println(name)
}

var (
	errToken  = errors.New("the server does not know the token")
	errAnswer = errors.New("the answer is not one of a Bot API server")
)

// username calls getMe. Its errors hold neither the token nor an address with
// the token in it.
func username(ctx context.Context, server, token string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(server, "/")+"/bot"+token+"/getMe", nil)
	if err != nil {
		return "", errToken // of what makes the address, only the token can be that odd
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
			err = wrapped.Err // the wrapper quotes the address
		}
		return "", fmt.Errorf("reach the Telegram server: %w", err)
	}
	defer response.Body.Close()
	var answer struct {
		OK     bool `json:"ok"`
		Code   int  `json:"error_code"`
		Result struct {
			Username string `json:"username"`
		} `json:"result"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&answer); err != nil {
		return "", errAnswer
	}
	switch {
	case answer.OK && answer.Result.Username != "":
		return answer.Result.Username, nil
	case answer.Code == http.StatusUnauthorized || answer.Code == http.StatusNotFound: // 404: not even shaped like one
		return "", errToken
	}
	return "", errAnswer
}

func explain(err error, server string) string {
	switch {
	case errors.Is(err, errToken):
		return `✗ Telegram 不认识这个 TELEGRAM_TOKEN。请在 @BotFather 那里重新复制一遍（形如 123456:ABC-DEF），再试一次；
  不设 TELEGRAM_TOKEN 则使用本机的沙盒。

  Telegram does not know this TELEGRAM_TOKEN. Copy it from @BotFather again (it looks like 123456:ABC-DEF);
  without TELEGRAM_TOKEN the local sandbox is used.`
	case errors.Is(err, errAnswer):
		return "✗ " + server + " 的回答不像 Telegram 服务器。请检查 TELEGRAM_API_URL。\n\n  " +
			server + " does not answer like a Telegram server. Check TELEGRAM_API_URL."
	}
	return "✗ 连不上 " + server + "。请检查网络或代理（HTTPS_PROXY），或用 TELEGRAM_API_URL 指定能连上的服务器。\n\n  " +
		server + " cannot be reached (" + err.Error() + "). Check the network or the proxy (HTTPS_PROXY), or name a server with TELEGRAM_API_URL."
}
