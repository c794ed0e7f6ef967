package botapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"secondbrother/scripts/clock"
	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/view"
)

// rig is a sandbox whose clock the test moves.
type rig struct {
	t     *testing.T
	api   *botapi.Server
	url   string
	clock *clock.Clock
}

const token = "1000000:sandbox-token"

func newRig(t *testing.T, limits botapi.Limits) *rig {
	t.Helper()
	r := &rig{t: t, clock: clock.At(time.Unix(1_790_000_000, 0))}
	r.api = botapi.New(botapi.Options{Limits: limits, Now: r.clock.Now, RetryMin: 5 * time.Millisecond, RetryMax: 20 * time.Millisecond})
	server := httptest.NewServer(r.api)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		r.api.Close()
	})
	r.url = server.URL
	return r
}

var unlimited = botapi.Limits{Off: true}

type answer struct {
	OK          bool            `json:"ok"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Result      json.RawMessage `json:"result"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

func (r *rig) send(req *http.Request) answer {
	r.t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		r.t.Fatalf("answer %s: %v", data, err)
	}
	if a.OK != (resp.StatusCode == 200) || !a.OK && a.Code != resp.StatusCode {
		r.t.Errorf("status %d with %s", resp.StatusCode, data)
	}
	return a
}

// call sends JSON; values that are not text stay what they are.
func (r *rig) call(method string, in map[string]any) answer {
	r.t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		r.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.url+"/bot"+token+"/"+method, bytes.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	return r.send(req)
}

// ok is call for what must work; it decodes the result.
func ok[T any](r *rig, method string, in map[string]any) T {
	r.t.Helper()
	a := r.call(method, in)
	if !a.OK {
		r.t.Fatalf("%s: %d %s", method, a.Code, a.Description)
	}
	var v T
	if err := json.Unmarshal(a.Result, &v); err != nil {
		r.t.Fatalf("%s: %s: %v", method, a.Result, err)
	}
	return v
}

type sent struct {
	ID   int `json:"message_id"`
	Text string
}

func (r *rig) form(method string, in map[string]string, files map[string][]byte) answer {
	r.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range in {
		if err := w.WriteField(k, v); err != nil {
			r.t.Fatal(err)
		}
	}
	for name, data := range files {
		part, err := w.CreateFormFile(name, name+".bin")
		if err != nil {
			r.t.Fatal(err)
		}
		if _, err := part.Write(data); err != nil {
			r.t.Fatal(err)
		}
	}
	w.Close()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.url+"/bot"+token+"/"+method, &body)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return r.send(req)
}

// get calls with the query string only.
func (r *rig) get(method string, in url.Values) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.url+"/bot"+token+"/"+method+"?"+in.Encode(), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.send(req)
}

// person adds somebody who has started the bot, and forgets the update.
func (r *rig) person(name string) int64 {
	r.t.Helper()
	p, err := r.api.AddPerson(name, "", "")
	if err != nil {
		r.t.Fatal(err)
	}
	must(r.t)(r.api.Start(p.ID, ""))
	return p.ID
}

func must(t *testing.T) func(botapi.Sent, error) botapi.Sent {
	return func(s botapi.Sent, err error) botapi.Sent {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

func (r *rig) chat(person int64) view.State {
	r.t.Helper()
	s, err := r.api.State(person, 0)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

type update struct {
	ID      int `json:"update_id"`
	Message *struct {
		ID   int `json:"message_id"`
		Text string
		Chat struct{ ID int64 }
		Date json.RawMessage
	} `json:"message"`
	Callback *struct {
		ID, Data string
	} `json:"callback_query"`
}

func (r *rig) updates(in map[string]any) []update {
	r.t.Helper()
	return ok[[]update](r, "getUpdates", in)
}

// pressed presses arbitrary data and returns the query's id.
func (r *rig) pressed(person int64, message int) string {
	r.t.Helper()
	r.updates(map[string]any{"offset": 1 << 30})
	must(r.t)(r.api.PressData(person, 0, message, "x"))
	us := r.updates(nil)
	if len(us) != 1 || us[0].Callback == nil {
		r.t.Fatalf("updates after a press: %+v", us)
	}
	return us[0].Callback.ID
}

func text(chat int64, more ...any) map[string]any {
	in := map[string]any{"chat_id": chat, "text": "你好"}
	for i := 0; i < len(more); i += 2 {
		in[more[i].(string)] = more[i+1]
	}
	return in
}

func repeated(s string, n int) string { return strings.Repeat(s, n) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
