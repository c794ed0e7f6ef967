package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHelpAndMistakesAreExplained(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("no key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := map[string]string{"TELEGRAM_TOKEN": "1:abc", "IDENTITY_KEY_FILE": key, "TELEGRAM_API_URL": "http://127.0.0.1:1"}
	with := func(name, value string) map[string]string {
		env := map[string]string{}
		for k, v := range good {
			env[k] = v
		}
		env[name] = value
		return env
	}
	for name, tt := range map[string]struct {
		args []string
		env  map[string]string
		code int
		says []string
	}{
		"help":         {[]string{"--help"}, nil, 0, []string{"TELEGRAM_TOKEN", "openssl rand", "--open-intake", "--keep-days", "环境变量"}},
		"nothing set":  {nil, nil, 1, []string{"TELEGRAM_TOKEN", "BotFather"}},
		"level":        {nil, with("LOG_LEVEL", "loud"), 1, []string{"LOG_LEVEL", "debug"}},
		"key file":     {nil, good, 1, []string{"IDENTITY_KEY_FILE", "64"}},
		"admins":       {nil, with("ADMIN_CHAT_IDS", "me"), 1, []string{"ADMIN_CHAT_IDS"}},
		"too short":    {[]string{"--keep-days", "3"}, good, 1, []string{"--keep-days", "30"}},
		"unknown flag": {[]string{"--fly"}, good, 1, []string{"--fly", "--help"}},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := run(context.Background(), tt.args, func(k string) string { return tt.env[k] }, &out, &errs)
			text := out.String() + errs.String()
			if code != tt.code {
				t.Errorf("code %d: %s", code, text)
			}
			for _, word := range tt.says {
				if !strings.Contains(text, word) {
					t.Errorf("does not say %q: %s", word, text)
				}
			}
			if strings.Contains(text, "1:abc") {
				t.Error("says the token")
			}
		})
	}
}
