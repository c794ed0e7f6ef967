package botapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/telegram"
)

// hook is a bot's webhook that notes what came and answers as told.
type hook struct {
	mu       sync.Mutex
	arrived  *sync.Cond
	bodies   []update
	secrets  []string
	now, max map[int64]int // requests under way by chat, and the most at once
	all      int
	allMax   int
	answer   func(u update, seen int) int
	gate     chan struct{} // when set, answers wait for it
}

func newHook(t *testing.T) (*hook, string) {
	h := &hook{now: map[int64]int{}, max: map[int64]int{}}
	h.arrived = sync.NewCond(&h.mu)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return h, server.URL
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	data, _ := io.ReadAll(r.Body)
	var u update
	_ = json.Unmarshal(data, &u) // the broken ones keep their id
	var chat int64
	if u.Message != nil {
		chat = u.Message.Chat.ID
	}
	h.mu.Lock()
	h.now[chat]++
	h.all++
	h.max[chat], h.allMax = max(h.max[chat], h.now[chat]), max(h.allMax, h.all)
	h.bodies = append(h.bodies, u)
	h.secrets = append(h.secrets, r.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
	seen := 0
	for _, o := range h.bodies {
		if o.ID == u.ID {
			seen++
		}
	}
	code := http.StatusOK
	if h.answer != nil {
		code = h.answer(u, seen)
	}
	gate := h.gate
	h.arrived.Broadcast()
	h.mu.Unlock()
	if gate != nil {
		<-gate
	}
	h.mu.Lock()
	h.now[chat]--
	h.all--
	h.mu.Unlock()
	w.WriteHeader(code)
}

func (h *hook) until(holds func() bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for !holds() {
		h.arrived.Wait()
	}
}

func (h *hook) texts(chat int64) []string {
	var all []string
	for _, u := range h.bodies {
		if u.Message != nil && u.Message.Chat.ID == chat {
			all = append(all, u.Message.Text)
		}
	}
	return all
}

func TestWebhookKeepsOrderAndTriesAgain(t *testing.T) {
	r := newRig(t, unlimited)
	one, two := r.person("甲"), r.person("乙")
	r.updates(map[string]any{"offset": 1 << 30})
	h, url := newHook(t)
	h.answer = func(u update, seen int) int {
		if u.Message.Chat.ID == one && u.Message.Text == "1" && seen < 4 {
			return http.StatusInternalServerError
		}
		return http.StatusOK
	}
	if a := r.call("setWebhook", map[string]any{"url": url, "secret_token": "s3cret", "max_connections": 2}); !a.OK {
		t.Fatal(a.Description)
	}
	var want []string
	for i := range 20 {
		must(t)(r.api.Say(one, 0, fmt.Sprint(i), 0))
		must(t)(r.api.Say(two, 0, fmt.Sprint(i), 0))
		want = append(want, fmt.Sprint(i))
	}
	h.until(func() bool { return len(h.texts(one)) == 23 && len(h.texts(two)) == 20 })
	retried := slices.Insert(slices.Clone(want), 1, "1", "1", "1")
	if got := h.texts(one); !slices.Equal(got, retried) {
		t.Errorf("first chat got %v, want %v", got, retried)
	}
	if got := h.texts(two); !slices.Equal(got, want) {
		t.Errorf("second chat got %v, want %v", got, want)
	}
	if h.max[one] != 1 || h.max[two] != 1 || h.allMax > 2 {
		t.Errorf("at once: %v, %d in all", h.max, h.allMax)
	}
	if slices.Contains(h.secrets, "") || h.secrets[0] != "s3cret" {
		t.Errorf("secrets %q", h.secrets)
	}
	info := ok[telegram.WebhookInfo](r, "getWebhookInfo", nil)
	if info.URL != url || !strings.Contains(info.LastErrorMessage, "500 Internal Server Error") {
		t.Errorf("info %+v", info)
	}
	if a := r.call("getUpdates", nil); a.Code != http.StatusConflict || !strings.Contains(a.Description, "while webhook is active") {
		t.Errorf("polling beside a webhook: %+v", a)
	}
}

func TestOneStuckChatDelaysNobodyElse(t *testing.T) {
	r := newRig(t, unlimited)
	stuck, free := r.person("甲"), r.person("乙")
	r.updates(map[string]any{"offset": 1 << 30})
	h, url := newHook(t)
	h.answer = func(u update, _ int) int {
		if u.Message.Chat.ID == stuck {
			return http.StatusBadGateway
		}
		return http.StatusOK
	}
	ok[bool](r, "setWebhook", map[string]any{"url": url, "max_connections": 1})
	must(t)(r.api.Say(stuck, 0, "卡住", 0))
	for i := range 5 {
		must(t)(r.api.Say(free, 0, fmt.Sprint(i), 0))
	}
	h.until(func() bool { return len(h.texts(free)) == 5 && len(h.texts(stuck)) >= 2 })
	if n := ok[telegram.WebhookInfo](r, "getWebhookInfo", nil).PendingUpdateCount; n == 0 {
		t.Error("the refused update is no longer pending")
	}
	ok[bool](r, "deleteWebhook", nil)
	if us := r.updates(nil); len(us) != 1 || us[0].Message.Text != "卡住" {
		t.Errorf("after the webhook is gone: %+v", us)
	}
}

func TestPollingConfirmsByOffset(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("甲")
	must(t)(r.api.Say(p, 0, "二", 0))
	must(t)(r.api.Say(p, 0, "三", 0))
	all := r.updates(nil)
	if len(all) != 3 || all[1].ID != all[0].ID+1 || all[2].ID != all[1].ID+1 {
		t.Fatalf("updates %+v", all)
	}
	if again := r.updates(map[string]any{"limit": 2}); len(again) != 2 || again[0].ID != all[0].ID {
		t.Errorf("unconfirmed updates come again: %+v", again)
	}
	if rest := r.updates(map[string]any{"offset": all[1].ID}); len(rest) != 2 || rest[0].ID != all[1].ID {
		t.Errorf("from the second: %+v", rest)
	}
	if last := r.updates(map[string]any{"offset": -1}); len(last) != 1 || last[0].ID != all[2].ID {
		t.Errorf("only the last: %+v", last)
	}
	if none := r.updates(map[string]any{"offset": all[2].ID + 1}); len(none) != 0 || r.api.Pending() != 0 {
		t.Errorf("all confirmed: %+v, %d pending", none, r.api.Pending())
	}
	r.updates(map[string]any{"allowed_updates": []string{"callback_query"}})
	must(t)(r.api.Say(p, 0, "不要", 0))
	must(t)(r.api.PressData(p, 0, 1, "x"))
	if us := r.updates(nil); len(us) != 1 || us[0].Callback == nil {
		t.Errorf("with allowed_updates: %+v", us)
	}
}

func TestALongPollEnds(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("甲")
	r.updates(map[string]any{"offset": 1 << 30})
	results := make(chan answer, 3)
	poll := func() { results <- r.call("getUpdates", map[string]any{"timeout": 50}) }
	listening := func() {
		for !r.api.Listening() {
			runtime.Gosched()
		}
	}
	go poll()
	listening()
	must(t)(r.api.Say(p, 0, "来了", 0))
	if a := <-results; !strings.Contains(string(a.Result), "来了") {
		t.Errorf("a message ends the poll: %+v", a)
	}
	r.updates(map[string]any{"offset": 1 << 30})
	go poll()
	listening()
	r.updates(nil)
	if a := <-results; a.Code != http.StatusConflict || !strings.HasPrefix(a.Description, "Conflict: terminated by other getUpdates request") {
		t.Errorf("a second poller ends the first: %+v", a)
	}
	go poll()
	listening()
	ok[bool](r, "setWebhook", map[string]any{"url": "http://127.0.0.1:9/"})
	if a := <-results; a.Description != "Conflict: terminated by setWebhook request" {
		t.Errorf("setWebhook ends the poll: %+v", a)
	}
}

func TestUpdateFaults(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("甲")
	r.updates(map[string]any{"offset": 1 << 30})
	for _, kind := range []string{botapi.FaultBrokenUpdate, botapi.FaultDuplicateUpdate} {
		if _, err := r.api.Order(botapi.Fault{Kind: kind}); err != nil {
			t.Fatal(err)
		}
	}
	must(t)(r.api.Say(p, 0, "一", 0))
	raw := ok[[]json.RawMessage](r, "getUpdates", map[string]any{"limit": 2})
	var broken telegram.Update
	if err := json.Unmarshal(raw[0], &broken); err == nil || broken.ID == 0 {
		t.Errorf("first update %s: %v, want one with an id that does not decode", raw[0], err)
	}
	var good update
	if err := json.Unmarshal(raw[1], &good); err != nil || good.ID != broken.ID+1 {
		t.Fatalf("second update %s: %v", raw[1], err)
	}
	again := r.updates(map[string]any{"offset": good.ID + 1})
	if len(again) != 1 || again[0].ID != good.ID {
		t.Errorf("the duplicate comes although confirmed: %+v", again)
	}
	if left := r.updates(map[string]any{"offset": good.ID + 1}); len(left) != 0 || len(r.api.Faults()) != 0 {
		t.Errorf("afterwards: %+v, faults %+v", left, r.api.Faults())
	}
}
