package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestUsername(t *testing.T) {
	const token = "123:secret"
	for name, test := range map[string]struct {
		status int
		body   string
		want   string
		err    error
	}{
		"known":           {200, `{"ok":true,"result":{"id":123,"is_bot":true,"username":"LiaochengBot"}}`, "LiaochengBot", nil},
		"wrong token":     {401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, "", errToken},
		"malformed token": {404, `{"ok":false,"error_code":404,"description":"Not Found"}`, "", errToken},
		"bad gateway":     {502, `<html>Bad Gateway</html>`, "", errAnswer},
		"another API":     {200, `{"status":"fine"}`, "", errAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/bot"+token+"/getMe" {
					t.Errorf("asked for %s", r.URL.Path)
				}
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			}))
			defer server.Close()
			got, err := username(t.Context(), server.URL+"/", token)
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %q, %v; want %q, %v", got, err, test.want, test.err)
			}
		})
	}
}

func TestErrorsDoNotQuoteTheToken(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close() // nobody listens there any more
	for _, token := range []string{"123:secret", "123:secret\n", "%zz:secret"} {
		_, err := username(context.Background(), server.URL, token)
		if err == nil || strings.Contains(explain(err, server.URL)+err.Error(), "secret") {
			t.Errorf("with token %q: %v", token, err)
		}
	}
}
