package telegram

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
)

func TestFates(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want Fate
	}{
		{errors.New("anything"), FateUnknown},
		{&Error{Err: errors.New("reset")}, FateUnknown},
		{&Error{Code: 429, Description: "Too Many Requests: retry after 3"}, FateTooMany},
		{&Error{Code: 502, Description: "the answer is not JSON"}, FateLater},
		{&Error{Code: 200, Description: "the answer is not JSON"}, FateLater},
		{&Error{Code: 401, Description: "Unauthorized"}, FateToken},
		{&Error{Code: 404, Description: "Not Found"}, FateToken},
		{&Error{Code: 409, Description: "Conflict: terminated by other getUpdates request"}, FateConflict},
		{&Error{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -100}, FateMigrated},
		{&Error{Code: 403, Description: "Forbidden: bot was blocked by the user"}, FateUnreachable},
		{&Error{Code: 400, Description: "Bad Request: chat not found"}, FateUnreachable},
		{&Error{Code: 400, Description: "Bad Request: message is not modified: same"}, FateUnchanged},
		{&Error{Code: 400, Description: "Bad Request: query is too old and response timeout expired or query ID is invalid"}, FateTooOld},
		{&Error{Code: 400, Description: "Bad Request: message to edit not found"}, FateGone},
		{&Error{Code: 400, Description: "Bad Request: message is too long"}, FateRefused},
	} {
		if got := FateOf(tt.err); got != tt.want {
			t.Errorf("%v is %d, want %d", tt.err, got, tt.want)
		}
	}
}

func entity(offset, length int) []models.MessageEntity {
	return []models.MessageEntity{{Type: models.MessageEntityTypeBotCommand, Offset: offset, Length: length}}
}

func TestCommands(t *testing.T) {
	for _, tt := range []struct {
		text           string
		entities       []models.MessageEntity
		name, to, rest string
	}{
		{"/start k7q2", entity(0, 6), "start", "", "k7q2"},
		{"/START@Bot  k7q2", entity(0, 10), "start", "Bot", "k7q2"},
		{"你好 /tip 有人赌博", entity(3, 4), "tip", "", "有人赌博"},
		{"😀 /tip", entity(3, 4), "tip", "", ""}, // an emoji counts two
		{"这里的人都说发 /help 就能看到怎么用，是真的吗", entity(8, 5), "help", "", "就能看到怎么用，是真的吗"},
		{strings.Repeat("长", 40) + "/help", entity(40, 5), "", "", ""},
		{"/x", entity(90, 5), "", "", ""},
		{"/x", entity(0, -3), "", "", ""},
		{"没有命令", nil, "", "", ""},
	} {
		name, to, rest, ok := Command(tt.text, tt.entities)
		if name != tt.name || to != tt.to || rest != tt.rest || ok != (tt.name != "") {
			t.Errorf("%q: %q %q %q %v", tt.text, name, to, rest, ok)
		}
	}
}

func FuzzSlice(f *testing.F) {
	f.Add("😀a你\xff", 1, 2)
	f.Add("/start@bot", -1, 1<<40)
	f.Fuzz(func(t *testing.T, text string, from, length int) {
		got := cut(text, from, length)
		if !strings.Contains(text, got) {
			t.Errorf("%q is no part of %q", got, text)
		}
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("%q cut a character of %q", got, text)
		}
		Command(text, entity(from, length))
	})
}

// The token never stands in an error, whatever goes wrong on the way.
func TestErrorsDoNotHoldTheToken(t *testing.T) {
	const token = "1234567:a-secret-token"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/file/"):
			panic(http.ErrAbortHandler)
		case strings.HasSuffix(r.URL.Path, "/getFile"):
			_, _ = w.Write([]byte(`{"ok":true,"result":{"file_id":"x","file_path":"photos/1.jpg"}}`))
		default:
			panic(http.ErrAbortHandler)
		}
	}))
	defer server.Close()
	away := New("http://127.0.0.1:1", token)
	here := New(server.URL, token)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, call := range map[string]func() error{
		"nobody there": func() error { return away.Call(t.Context(), "getMe", nil, nil) },
		"cut off":      func() error { return here.Call(t.Context(), "sendMessage", map[string]any{"chat_id": 1}, nil) },
		"given up":     func() error { return here.Call(ctx, "getMe", nil, nil) },
		"strange URL":  func() error { return New("http://[::1", token).Call(t.Context(), "getMe", nil, nil) },
		"file cut off": func() error { _, err := here.Download(t.Context(), "x"); return err },
	} {
		err := call()
		if err == nil || strings.Contains(err.Error(), token) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDownload(t *testing.T) {
	var path string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bot1:t/getFile":
			_, _ = w.Write([]byte(`{"ok":true,"result":{"file_id":"x","file_path":"` + path + `"}}`))
		case "/file/bot1:t/photos/一 1.jpg":
			_, _ = w.Write([]byte("picture"))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	api := New(server.URL, "1:t")
	path = "photos/一 1.jpg"
	if data, err := api.Download(t.Context(), "x"); err != nil || string(data) != "picture" {
		t.Errorf("%q %v", data, err)
	}
	for _, path = range []string{"gone.jpg", "../bot1:t/getMe"} {
		if _, err := api.Download(t.Context(), "x"); err == nil {
			t.Errorf("%s is fetched", path)
		}
	}
}
