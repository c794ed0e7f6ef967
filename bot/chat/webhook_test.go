package chat

import (
	"bytes"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"secondbrother/bot/chat/intake"
	"secondbrother/scripts/sandbox/botapi"
)

// hooked is a scene whose bot is called by a webhook.
func hooked(t *testing.T) (*scene, string) {
	t.Helper()
	s := newScene(t, botapi.Options{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.config.Listen = l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	s.config.WebhookURL, s.config.WebhookSecret = "http://"+s.config.Listen+"/hook", "a-secret_1"
	return s, s.config.WebhookURL
}

// An update of the webhook is answered for only when it was handled: what
// fails comes again, and has one effect.
func TestWebhook(t *testing.T) {
	s, _ := hooked(t)
	fail := true
	s.config.seam = func(at string) error {
		if at == "published" && fail {
			fail = false
			return errStopped
		}
		return nil
	}
	s.config.Step = echo
	s.enter()
	wang := s.Add("王师傅")
	wang.Opens("")
	wang.Sees("1: /start")
	wang.Says("路灯坏了")
	wang.Sees("2: 路灯坏了")
	s.WaitPending(0)
	if got := answers(wang.Chat()); len(got) != 2 || fail {
		t.Errorf("sees %q, failed once: %v", got, !fail)
	}
}

// Whoever does not know the secret is not heard.
func TestWebhookTakesOnlyTelegramsCalls(t *testing.T) {
	s, hook := hooked(t)
	s.config.Step = echo
	s.enter()
	wang := s.Add("王师傅")
	wang.Opens("")
	wang.Sees("1: /start")
	update := strings.ReplaceAll(`{"update_id":1,"message":{"message_id":1000,"date":1,"chat":{"id":CHAT,"type":"private"},"from":{"id":CHAT,"is_bot":false,"first_name":"x"},"text":"假的"}}`,
		"CHAT", strconv.FormatInt(wang.Person.ID, 10))
	for name, tt := range map[string]struct {
		method, secret, body string
		want                 int
	}{
		"no secret":    {http.MethodPost, "", update, http.StatusUnauthorized},
		"wrong secret": {http.MethodPost, "a-secret_2", update, http.StatusUnauthorized},
		"not posted":   {http.MethodGet, "a-secret_1", "", http.StatusMethodNotAllowed},
		"too large":    {http.MethodPost, "a-secret_1", strings.Repeat("x", 2<<20), http.StatusRequestEntityTooLarge},
		"no update":    {http.MethodPost, "a-secret_1", "]", http.StatusOK}, // set aside: again would not help
		"the real one": {http.MethodPost, "a-secret_1", strings.Replace(update, "假的", "真的", 1), http.StatusOK},
	} {
		request, err := http.NewRequestWithContext(t.Context(), tt.method, hook, bytes.NewBufferString(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set(intake.SecretHeader, tt.secret)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != tt.want {
			t.Errorf("%s: %d, want %d", name, response.StatusCode, tt.want)
		}
	}
	wang.Sees("2: 真的")
	if got := answers(wang.Chat()); len(got) != 2 {
		t.Errorf("answered %q", got)
	}
}
