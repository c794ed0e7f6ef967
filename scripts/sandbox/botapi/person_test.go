package botapi_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/telegram"
	"secondbrother/scripts/sandbox/view"
)

func TestAllWaysToCall(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("甲")
	in := url.Values{"chat_id": {itoa(p)}, "text": {"<b>你</b>"}, "parse_mode": {"HTML"}, "disable_notification": {"true"}}
	if a := r.get("sendMessage", in); !a.OK {
		t.Errorf("GET: %+v", a)
	}
	if a := r.form("sendMessage", map[string]string{"chat_id": itoa(p), "text": "你", "reply_markup": `{"inline_keyboard":[[{"text":"a","callback_data":"1"}]]}`}, nil); !a.OK {
		t.Errorf("multipart: %+v", a)
	}
	resp, err := http.PostForm(r.url+"/bot"+token+"/sendMessage", in)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("form: %v, %v", resp, err)
	}
	resp.Body.Close()
	resp, err = http.Get(r.url + "/bot42:wrong/getMe")
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("wrong token: %v, %v", resp, err)
	}
	resp.Body.Close()
	if me := ok[telegram.User](r, "getMe", nil); me.Username != "SecondBrotherBot" || !me.IsBot || me.ID != 1_000_000 {
		t.Errorf("getMe: %+v", me)
	}
}

func TestWhatAPersonsAppRefuses(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("甲")
	ok[sent](r, "sendMessage", text(p, "reply_markup", keyboard([]any{map[string]any{"text": "x", "url": "https://example.com"}})))
	for name, try := range map[string]func() (botapi.Sent, error){
		"empty text":        func() (botapi.Sent, error) { return r.api.Say(p, 0, " \n", 0) },
		"nobody":            func() (botapi.Sent, error) { return r.api.Say(5, 0, "x", 0) },
		"another's chat":    func() (botapi.Sent, error) { return r.api.Say(p, -5, "x", 0) },
		"a foreign edit":    func() (botapi.Sent, error) { return r.api.Edit(p, 0, 2, "x") },
		"no such button":    func() (botapi.Sent, error) { return r.api.Press(p, 0, 2, 1, 0) },
		"a link is no data": func() (botapi.Sent, error) { return r.api.Press(p, 0, 2, 0, 0) },
		"another bot":       func() (botapi.Sent, error) { return r.api.Start(p, "https://t.me/OtherBot?start=x") },
		"a token with dots": func() (botapi.Sent, error) { return r.api.Start(p, "a.b") },
		"a long token":      func() (botapi.Sent, error) { return r.api.Start(p, repeated("a", 65)) },
		"a long caption":    func() (botapi.Sent, error) { return r.api.SendDocument(p, 0, "a", "", nil, 5, repeated("a", 1025)) },
		"no picture":        func() (botapi.Sent, error) { return r.api.SendPhoto(p, 0, []byte("x"), "") },
		"an album of one":   func() (botapi.Sent, error) { return r.api.SendAlbum(p, 0, [][]byte{nil}, "") },
	} {
		var refusal *botapi.RefusedError
		if _, err := try(); !errors.As(err, &refusal) {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
	if _, err := r.api.SetBlocked(p, true); err != nil {
		t.Fatal(err)
	}
	if _, err := r.api.Say(p, 0, "x", 0); err == nil {
		t.Error("wrote to a blocked bot")
	}
	must(t)(r.api.Start(p, "tg://resolve?domain=SecondBrotherBot&start=abc"))
	if m := r.chat(p).Messages; m[len(m)-1].Text != "/start abc" {
		t.Errorf("start link said %q", m[len(m)-1].Text)
	}
}

func TestALongTextIsSplitAsClientsDo(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("甲")
	s := must(t)(r.api.Say(p, 0, repeated("字", 10_000), 0))
	total := 0
	for _, m := range r.chat(p).Messages[1:] {
		if n := markup.Units(m.Text); n > 4096 {
			t.Errorf("a message of %d units", n)
		}
		total += markup.Units(m.Text)
	}
	if len(s.IDs) != 3 || total != 10_000 {
		t.Errorf("%d messages with %d units, want 3 with 10000", len(s.IDs), total)
	}
}

func TestKeyboardsAndHistoryAsSeen(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("甲")
	ok[sent](r, "sendMessage", text(p, "reply_markup", map[string]any{"keyboard": []any{[]any{map[string]any{"text": "📍 位置", "request_location": true}}}, "one_time_keyboard": true, "input_field_placeholder": "在哪里"}))
	s := r.chat(p)
	if s.ReplyKeyboard == nil || !s.ReplyKeyboard.Rows[0][0].RequestLocation || s.Placeholder != "在哪里" {
		t.Errorf("keyboard %+v, placeholder %q", s.ReplyKeyboard, s.Placeholder)
	}
	must(t)(r.api.Say(p, 0, "📍 位置", 0))
	if r.chat(p).ReplyKeyboard != nil {
		t.Error("a one-time keyboard stays after its use")
	}
	ok[sent](r, "sendMessage", text(p, "reply_markup", map[string]any{"keyboard": [][]string{{"甲"}}}))
	ok[sent](r, "sendMessage", text(p, "reply_markup", map[string]any{"remove_keyboard": true}))
	if r.chat(p).ReplyKeyboard != nil {
		t.Error("remove_keyboard leaves the keyboard")
	}
	m := ok[sent](r, "sendMessage", text(p))
	if _, err := r.api.ClearHistory(p); err != nil {
		t.Fatal(err)
	}
	if n := len(r.chat(p).Messages); n != 0 {
		t.Errorf("%d messages after clearing", n)
	}
	if a := r.call("editMessageText", text(p, "message_id", m.ID, "text", "改")); !a.OK {
		t.Errorf("the bot's copy is gone: %+v", a)
	}
}

func TestCommandsByScopeAndLanguage(t *testing.T) {
	r := newRig(t, unlimited)
	zh := r.person("甲")
	en, err := r.api.AddPerson("Ann", "", "en-GB")
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, more map[string]any) {
		t.Helper()
		more["commands"] = []any{map[string]any{"command": name, "description": "x"}}
		ok[bool](r, "setMyCommands", more)
	}
	set("all", map[string]any{})
	set("english", map[string]any{"language_code": "en"})
	first := func(id int64) string {
		if c := r.chat(id).Commands; len(c) > 0 {
			return c[0].Command
		}
		return ""
	}
	if first(zh) != "all" || first(en.ID) != "english" {
		t.Errorf("menus %q and %q", first(zh), first(en.ID))
	}
	scope := map[string]any{"type": "chat", "chat_id": zh}
	set("officer", map[string]any{"scope": scope})
	if first(zh) != "officer" || first(en.ID) != "english" {
		t.Errorf("with a chat's own: %q and %q", first(zh), first(en.ID))
	}
	if got := ok[[]telegram.Command](r, "getMyCommands", map[string]any{"scope": scope}); len(got) != 1 || got[0].Command != "officer" {
		t.Errorf("getMyCommands: %+v", got)
	}
	ok[bool](r, "deleteMyCommands", map[string]any{"scope": scope})
	if first(zh) != "all" {
		t.Errorf("after deleting: %q", first(zh))
	}
}

func TestWaitReturnsAtTheChange(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("甲")
	before := r.chat(p).Version
	result := make(chan view.State, 1)
	go func() {
		s, _ := r.api.Wait(t.Context(), p, 0, before)
		result <- s
	}()
	ok[sent](r, "sendMessage", text(p, "text", "到了"))
	if s := <-result; !strings.Contains(s.Messages[len(s.Messages)-1].Text, "到了") {
		t.Errorf("woke with %+v", s.Messages)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if s, err := r.api.Wait(ctx, p, 0, 1<<60); err != nil || len(s.Messages) != 2 {
		t.Errorf("at the end of the wait: %v, %d messages", err, len(s.Messages))
	}
}

func TestCopyTakesTheContentOnly(t *testing.T) {
	r := newRig(t, unlimited)
	p, officer := r.person("甲"), r.person("乙")
	must(t)(r.api.SendLocation(p, 0, 36.45, 115.98))
	ok[sent](r, "copyMessage", map[string]any{"chat_id": officer, "from_chat_id": p, "message_id": 2, "protect_content": true})
	s := r.chat(officer)
	m := s.Messages[len(s.Messages)-1]
	if m.Location == nil || !m.FromBot || m.From != "聊城二哥" || !m.Protected || m.Forwarded != "" {
		t.Errorf("copied message %+v", m)
	}
}
