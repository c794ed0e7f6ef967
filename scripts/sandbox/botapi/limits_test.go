package botapi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/botapi"
)

func TestAChatTakesABurstThenOneASecond(t *testing.T) {
	r := newRig(t, botapi.Limits{})
	p, other := r.person("甲"), r.person("乙")
	for i := range 3 {
		if a := r.call("sendMessage", text(p)); !a.OK {
			t.Fatalf("message %d of the burst: %s", i+1, a.Description)
		}
	}
	a := r.call("sendMessage", text(p))
	if a.Code != http.StatusTooManyRequests || a.Parameters.RetryAfter != 1 || a.Description != "Too Many Requests: retry after 1" {
		t.Errorf("over the burst: %+v", a)
	}
	if a := r.call("sendMessage", text(other)); !a.OK {
		t.Errorf("another chat: %s", a.Description)
	}
	if a := r.call("editMessageText", text(p, "message_id", 2, "text", "改")); !a.OK {
		t.Errorf("edits have their own bucket: %s", a.Description)
	}
	if a := r.call("sendChatAction", map[string]any{"chat_id": p, "action": "typing"}); !a.OK {
		t.Errorf("actions are free: %s", a.Description)
	}
	r.clock.Pass(time.Second)
	if a := r.call("sendMessage", text(p)); !a.OK {
		t.Errorf("after a second: %s", a.Description)
	}
	if a := r.call("sendMessage", text(p)); a.OK {
		t.Error("two after a second")
	}
	if n := len(r.chat(p).Messages); n != 5 {
		t.Errorf("the chat has %d messages, want 5: refused ones must not arrive", n)
	}
}

func TestThirtyASecondOverall(t *testing.T) {
	r := newRig(t, botapi.Limits{})
	sent := 0
	var refused answer
	for i := range 40 {
		a := r.call("sendMessage", text(r.person("甲"+itoa(int64(i)))))
		if a.OK {
			sent++
		} else {
			refused = a
		}
	}
	if sent != 30 || refused.Parameters.RetryAfter != 1 {
		t.Errorf("%d of 40 at once were taken, then %+v", sent, refused)
	}
}

func TestGroups(t *testing.T) {
	r := newRig(t, botapi.Limits{ChatBurst: 100})
	founder := r.person("组长")
	r.updates(map[string]any{"offset": 1 << 30})
	group, err := r.api.CreateGroup("古楼所", []int64{founder})
	if err != nil {
		t.Fatal(err)
	}
	must(t)(r.api.Say(founder, group, "闲聊", 0))
	must(t)(r.api.Say(founder, group, "/case@OtherBot", 0))
	must(t)(r.api.Say(founder, group, "/case@secondbrotherbot", 0))
	must(t)(r.api.Say(founder, group, "@SecondBrotherBot 在吗", 0))
	var texts []string
	for _, u := range r.updates(nil) {
		if u.Message != nil && u.Message.Text != "" {
			texts = append(texts, u.Message.Text)
		}
	}
	if got := strings.Join(texts, "|"); got != "/case@secondbrotherbot|@SecondBrotherBot 在吗" {
		t.Errorf("the bot sees %q", got)
	}
	for i := range 20 {
		if a := r.call("sendMessage", text(group)); !a.OK {
			t.Fatalf("message %d: %s", i, a.Description)
		}
	}
	r.clock.Pass(10 * time.Second)
	if a := r.call("sendMessage", text(group)); a.Code != http.StatusTooManyRequests || a.Parameters.RetryAfter != 50 {
		t.Errorf("21 a minute: %+v", a)
	}
	super, err := r.api.Migrate(group)
	if err != nil {
		t.Fatal(err)
	}
	if a := r.call("sendMessage", text(group)); a.Parameters.MigrateTo != super || a.Description != "Bad Request: group chat was upgraded to a supergroup chat" {
		t.Errorf("after the migration: %+v", a)
	}
	if err := r.api.RemoveBot(super); err != nil {
		t.Fatal(err)
	}
	if a := r.call("sendMessage", text(super)); a.Description != "Forbidden: bot was kicked from the supergroup chat" {
		t.Errorf("after the removal: %+v", a)
	}
}

func TestCallFaults(t *testing.T) {
	r := newRig(t, unlimited)
	p, other := r.person("甲"), r.person("乙")
	order := func(f botapi.Fault) {
		t.Helper()
		if _, err := r.api.Order(f); err != nil {
			t.Fatal(err)
		}
	}
	order(botapi.Fault{Kind: botapi.FaultTooManyRequests, Method: "sendMessage", Chat: p, Times: 2, RetryAfter: 9})
	if a := r.call("sendMessage", text(other)); !a.OK {
		t.Errorf("another chat: %+v", a)
	}
	for range 2 {
		if a := r.call("SENDMESSAGE", text(p)); a.Parameters.RetryAfter != 9 {
			t.Errorf("ordered 429: %+v", a)
		}
	}
	if a := r.call("sendMessage", text(p)); !a.OK {
		t.Errorf("after the faults: %+v", a)
	}
	order(botapi.Fault{Kind: botapi.FaultForbidden})
	if a := r.call("sendMessage", text(p)); a.Description != "Forbidden: bot was blocked by the user" {
		t.Errorf("ordered 403: %+v", a)
	}
	order(botapi.Fault{Kind: botapi.FaultBadRequest, Description: "CHAT_WRITE_FORBIDDEN"})
	if a := r.call("sendMessage", text(p)); a.Description != "Bad Request: CHAT_WRITE_FORBIDDEN" {
		t.Errorf("ordered 400: %+v", a)
	}
	post := func() (int, string, error) {
		resp, err := http.Post(r.url+"/bot"+token+"/sendMessage", "application/json", strings.NewReader(`{"text":"故障","chat_id":`+itoa(p)+`}`))
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		return resp.StatusCode, resp.Header.Get("Content-Type"), nil
	}
	before := len(r.chat(p).Messages)
	order(botapi.Fault{Kind: botapi.FaultBadGateway})
	if code, kind, err := post(); code != http.StatusBadGateway || kind != "text/html" || err != nil {
		t.Errorf("ordered 502: %d %s %v", code, kind, err)
	}
	order(botapi.Fault{Kind: botapi.FaultDrop})
	if _, _, err := post(); err == nil {
		t.Error("a dropped connection gave an answer")
	}
	if n := len(r.chat(p).Messages); n != before {
		t.Errorf("%d messages arrived through faults", n-before)
	}
	order(botapi.Fault{Kind: botapi.FaultDeliverThenDrop})
	if _, _, err := post(); err == nil {
		t.Error("a dropped connection gave an answer")
	}
	if n := len(r.chat(p).Messages); n != before+1 {
		t.Errorf("%d messages arrived, want 1: it was taken before the connection broke", n-before)
	}
	order(botapi.Fault{Kind: botapi.FaultDelay, Delay: botapi.Duration(time.Millisecond)})
	if a := r.call("sendMessage", text(p)); !a.OK {
		t.Errorf("delayed: %+v", a)
	}
	if _, err := r.api.Order(botapi.Fault{Kind: "gremlins"}); err == nil {
		t.Error("an unknown kind of fault was taken")
	}
}
