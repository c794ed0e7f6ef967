package page_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/page"
	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/view"
)

func started(t *testing.T, invitations string) (*botapi.Server, string) {
	t.Helper()
	api := botapi.New(botapi.Options{})
	server := httptest.NewServer(page.Handler(api, page.Options{Invitations: invitations}))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		api.Close()
	})
	return api, server.URL
}

func get(t *testing.T, url string, header ...string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
		req.Header.Set(header[i], header[i+1])
	}
	return http.DefaultClient.Do(req)
}

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	_, url := started(t, "")
	host := strings.TrimPrefix(url, "http://")
	for name, c := range map[string]struct {
		header []string
		want   int
	}{
		"plainly":          {nil, http.StatusOK},
		"by name":          {[]string{"Host", "localhost:1234"}, http.StatusOK},
		"own origin":       {[]string{"Origin", "http://" + host}, http.StatusOK},
		"rebound name":     {[]string{"Host", "evil.example"}, http.StatusForbidden},
		"foreign origin":   {[]string{"Origin", "https://evil.example"}, http.StatusForbidden},
		"another local":    {[]string{"Origin", "http://127.0.0.1:1"}, http.StatusForbidden},
		"no origin at all": {[]string{"Origin", "null"}, http.StatusForbidden},
	} {
		for _, path := range []string{"/healthz", "/", "/sandbox/api/persons", "/bot1000000:sandbox-token/getMe"} {
			resp, err := get(t, url+path, c.header...)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != c.want {
				t.Errorf("%s %s: %d, want %d", name, path, resp.StatusCode, c.want)
			}
		}
	}
}

func TestTheStreamTellsOfChanges(t *testing.T) {
	_, url := started(t, "")
	resp, err := get(t, url+"/sandbox/api/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	next := func(prefix string) string {
		for lines.Scan() {
			if rest, ok := strings.CutPrefix(lines.Text(), prefix); ok {
				return rest
			}
		}
		t.Fatalf("the stream ended before %q: %v", prefix, lines.Err())
		return ""
	}
	if e := next("event: "); e != "hello" {
		t.Errorf("first event %q", e)
	}
	next("data: ")
	p, err := person.Dial(url).Add(t.Context(), "王师傅")
	if err != nil {
		t.Fatal(err)
	}
	var c view.Change
	if err := json.Unmarshal([]byte(next("data: ")), &c); err != nil || c.Person != p.ID || c.Chat != p.ID {
		t.Errorf("change %+v, %v", c, err)
	}
	before := c.Version
	if err := p.Say(t.Context(), "你好"); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(next("data: ")), &c); err != nil || c.Version <= before {
		t.Errorf("change %+v, %v", c, err)
	}
	again, err := get(t, url+"/sandbox/api/events", "Last-Event-ID", "0")
	if err != nil {
		t.Fatal(err)
	}
	defer again.Body.Close()
	lines = bufio.NewScanner(again.Body)
	next("event: change") // what happened while away
}

func TestInvitationsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "invitations.csv")
	_, url := started(t, file)
	read := func() (int, string) {
		resp, err := get(t, url+"/sandbox/api/invitations")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var b strings.Builder
		if _, err := bufio.NewReader(resp.Body).WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, b.String()
	}
	if code, out := read(); code != http.StatusOK || strings.TrimSpace(out) != "[]" {
		t.Errorf("no file yet: %d %s", code, out)
	}
	for content, want := range map[string]string{
		"label,role,area,link\n李警官,officer,\"古楼, 所\",https://t.me/B?start=x\n": `[{"label":"李警官","role":"officer","area":"古楼, 所","link":"https://t.me/B?start=x"}]`,
		"name,link\na,b\n":          `{"error":"the invitations file must begin with the line \"label,role,area,link\""}`,
		"label,role,area,link\na,b": `wrong number of fields`,
	} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, out := read(); !strings.Contains(out, want) {
			t.Errorf("%q gave %s, want %s", content, out, want)
		}
	}
}

func TestBadRequestsGetWords(t *testing.T) {
	_, url := started(t, "")
	for path, in := range map[string]string{
		"/sandbox/api/persons":          `{"name":""}`,
		"/sandbox/api/persons/x/text":   `{"text":"x"}`,
		"/sandbox/api/persons/1/text":   `{"text":"x"}`,
		"/sandbox/api/persons/1/text ":  `{"tekst":"x"}`,
		"/sandbox/faults":               `{"kind":"gremlins"}`,
		"/sandbox/faults ":              `{"kind":"delay","delay":"long"}`,
		"/sandbox/api/groups":           `{"title":"x"}`,
		"/sandbox/api/groups/1/migrate": `{}`,
	} {
		resp, err := http.Post(url+strings.TrimSpace(path), "application/json", strings.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		var out struct{ Error string }
		err = json.NewDecoder(resp.Body).Decode(&out)
		resp.Body.Close()
		if err != nil || resp.StatusCode/100 != 4 || out.Error == "" {
			t.Errorf("%s %s: %d %q %v", path, in, resp.StatusCode, out.Error, err)
		}
	}
}
