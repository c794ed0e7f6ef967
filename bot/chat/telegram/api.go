// Package telegram calls the Bot API. The library's own caller streams every
// call as multipart, which cannot be replayed, and its errors lose their type;
// this one sends JSON, uploads only what is a file, and says what went wrong.
// Parameters and answers are the library's types.
package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"
)

// publicURL is Telegram's own server.
const publicURL = "https://api.telegram.org"

// MostUpdates is how many updates one answer holds at most
// (https://core.telegram.org/bots/api#getupdates).
const MostUpdates = 100

const (
	callLimit   = 20 * time.Second
	uploadLimit = 90 * time.Second
	// answerLimit bounds what an answer may hold: 100 updates are far below.
	answerLimit = 64 << 20
)

// API is one bot at one server. It may be used from any goroutine.
type API struct {
	base   string // with the token: never to be shown
	files  string // likewise
	token  string
	client *http.Client
}

// New makes a caller. server is empty for Telegram's own.
func New(server, token string) *API {
	if server == "" {
		server = publicURL
	}
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		MaxIdleConnsPerHost:   100,
		IdleConnTimeout:       90 * time.Second,
		ExpectContinueTimeout: time.Second,
		ForceAttemptHTTP2:     true,
	}
	return &API{
		base:   strings.TrimRight(server, "/") + "/bot" + token + "/",
		files:  strings.TrimRight(server, "/") + "/file/bot" + token + "/",
		token:  token,
		client: &http.Client{Transport: transport},
	}
}

// Call sends params as JSON and reads the result into out (nil: none wanted).
// Every error is an *Error.
func (a *API) Call(ctx context.Context, method string, params, out any) error {
	return a.call(ctx, method, params, out, callLimit)
}

// Updates waits up to wait for updates from offset on. Each comes as it is,
// so that one that cannot be read does not spoil the others.
func (a *API) Updates(ctx context.Context, offset int64, wait time.Duration, allowed []string) ([]json.RawMessage, error) {
	params := map[string]any{"offset": offset, "limit": MostUpdates, "timeout": int(wait / time.Second), "allowed_updates": allowed}
	var updates []json.RawMessage
	// Longer than the server waits, or every quiet poll would be an error.
	err := a.call(ctx, "getUpdates", params, &updates, wait+callLimit)
	return updates, err
}

// Me asks who the bot is.
func (a *API) Me(ctx context.Context) (models.User, error) {
	var me models.User
	err := a.Call(ctx, "getMe", nil, &me)
	return me, err
}

func (a *API) call(ctx context.Context, method string, params, out any, limit time.Duration) error {
	body := []byte("{}")
	if params != nil {
		var err error
		if body, err = json.Marshal(params); err != nil {
			return &Error{Method: method, Err: fmt.Errorf("encode: %w", err)}
		}
	}
	return a.do(ctx, method, "application/json", body, out, limit)
}

// answer is what every call returns (https://core.telegram.org/bots/api#making-requests).
type answer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	ErrorCode   int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

func (a *API) do(ctx context.Context, method, contentType string, body []byte, out any, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.base+method, bytes.NewReader(body))
	if err != nil {
		return &Error{Method: method, Err: a.redact(err)}
	}
	request.Header.Set("Content-Type", contentType)
	response, err := a.client.Do(request)
	if err != nil {
		return &Error{Method: method, Err: a.redact(err)}
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	if err != nil {
		return &Error{Method: method, Err: a.redact(err)}
	}
	var got answer
	if err := json.Unmarshal(raw, &got); err != nil {
		// A proxy's page: what it says is of no use to anybody.
		return &Error{Method: method, Code: response.StatusCode, Description: "the answer is not JSON"}
	}
	if !got.OK {
		code := got.ErrorCode
		if code == 0 {
			code = response.StatusCode
		}
		return &Error{
			Method:      method,
			Code:        code,
			Description: got.Description,
			RetryAfter:  time.Duration(got.Parameters.RetryAfter) * time.Second,
			MigrateTo:   got.Parameters.MigrateTo,
		}
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(got.Result, out); err != nil {
		return &Error{Method: method, Err: fmt.Errorf("decode the result: %w", err)}
	}
	return nil
}

// redact takes the address, which holds the token, out of an error.
func (a *API) redact(err error) error {
	var inner *url.Error
	if errors.As(err, &inner) {
		err = inner.Err
	}
	if a.token != "" && strings.Contains(err.Error(), a.token) {
		return errors.New(strings.ReplaceAll(err.Error(), a.token, "***"))
	}
	return err
}
