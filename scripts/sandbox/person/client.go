// Package person drives the people of a sandbox from Go: it is what tests and
// other programs use instead of the page. Methods return errors; package story
// wraps them for tests.
package person

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/view"
)

// Sandbox is a running sandbox.
type Sandbox struct {
	url  string
	http *http.Client
}

// Dial returns a client for the sandbox at a URL like http://127.0.0.1:8081.
// Nothing is sent yet.
func Dial(url string) *Sandbox {
	return &Sandbox{url: strings.TrimSuffix(url, "/"), http: &http.Client{}}
}

// Option changes a person that is being added.
type Option func(map[string]string)

// Username gives the person a username.
func Username(name string) Option { return func(m map[string]string) { m["username"] = name } }

// Language sets the language of the person's app; it is zh-hans otherwise.
func Language(code string) Option { return func(m map[string]string) { m["language"] = code } }

// LastName gives the person a last name.
func LastName(name string) Option { return func(m map[string]string) { m["last_name"] = name } }

// Add makes a new account.
func (s *Sandbox) Add(ctx context.Context, name string, options ...Option) (*Person, error) {
	in := map[string]string{"name": name}
	for _, o := range options {
		o(in)
	}
	var p view.Person
	if err := s.post(ctx, "/sandbox/api/persons", in, &p); err != nil {
		return nil, err
	}
	return s.person(p), nil
}

// Find returns the person with a name; the first if there are several.
func (s *Sandbox) Find(ctx context.Context, name string) (*Person, error) {
	var all []view.Person
	if err := s.get(ctx, "/sandbox/api/persons", &all); err != nil {
		return nil, err
	}
	for _, p := range all {
		if p.Name == name {
			return s.person(p), nil
		}
	}
	return nil, fmt.Errorf("nobody in the sandbox is called %s", name)
}

func (s *Sandbox) person(p view.Person) *Person {
	return &Person{ID: p.ID, Name: p.Name, sandbox: s}
}

// Group makes a group of people with the bot and returns its chat id.
func (s *Sandbox) Group(ctx context.Context, title string, members ...*Person) (int64, error) {
	ids := make([]int64, 0, len(members))
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	return s.group(ctx, "/sandbox/api/groups", map[string]any{"title": title, "members": ids})
}

// Migrate turns a group into a supergroup and returns its new id.
func (s *Sandbox) Migrate(ctx context.Context, group int64) (int64, error) {
	return s.group(ctx, fmt.Sprintf("/sandbox/api/groups/%d/migrate", group), nil)
}

// RemoveBot throws the bot out of a group.
func (s *Sandbox) RemoveBot(ctx context.Context, group int64) error {
	_, err := s.group(ctx, fmt.Sprintf("/sandbox/api/groups/%d/remove-bot", group), nil)
	return err
}

func (s *Sandbox) group(ctx context.Context, path string, in any) (int64, error) {
	var out struct {
		ID int64 `json:"id"`
	}
	err := s.post(ctx, path, in, &out)
	return out.ID, err
}

// Order makes something go wrong; see botapi.Fault.
func (s *Sandbox) Order(ctx context.Context, f botapi.Fault) error {
	return s.post(ctx, "/sandbox/faults", f, &f)
}

// Faults lists what is still to go wrong.
func (s *Sandbox) Faults(ctx context.Context) ([]botapi.Fault, error) {
	var all []botapi.Fault
	err := s.get(ctx, "/sandbox/faults", &all)
	return all, err
}

// ClearFaults lets everything go well again.
func (s *Sandbox) ClearFaults(ctx context.Context) error {
	return s.do(ctx, http.MethodDelete, "/sandbox/faults", "", nil, nil)
}

// BotStatus tells how far the bot is with its updates.
type BotStatus struct {
	Name        string `json:"name"`
	Username    string `json:"username"`
	Pending     int    `json:"pending"`   // updates not yet confirmed
	Listening   bool   `json:"listening"` // polls now, or has a webhook that works
	Description string `json:"description"`
}

// Bot returns the bot's status.
func (s *Sandbox) Bot(ctx context.Context) (BotStatus, error) {
	var b BotStatus
	err := s.get(ctx, "/sandbox/api/bot", &b)
	return b, err
}

func (s *Sandbox) get(ctx context.Context, path string, out any) error {
	return s.do(ctx, http.MethodGet, path, "", nil, out)
}

func (s *Sandbox) post(ctx context.Context, path string, in, out any) error {
	data, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("encode for %s: %w", path, err)
	}
	return s.do(ctx, http.MethodPost, path, "application/json", bytes.NewReader(data), out)
}

// form posts fields and files, as the media routes take them.
func (s *Sandbox) form(ctx context.Context, path string, fields url.Values, files []File, out any) error {
	var data bytes.Buffer
	w := multipart.NewWriter(&data)
	for name, values := range fields {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				return fmt.Errorf("encode for %s: %w", path, err)
			}
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile("file", f.Name)
		if err == nil {
			_, err = part.Write(f.Data)
		}
		if err != nil {
			return fmt.Errorf("encode for %s: %w", path, err)
		}
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("encode for %s: %w", path, err)
	}
	return s.do(ctx, http.MethodPost, path, w.FormDataContentType(), &data, out)
}

func (s *Sandbox) do(ctx context.Context, method, path, kind string, in io.Reader, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, s.url+path, in)
	if err != nil {
		return fmt.Errorf("sandbox %s: %w", path, err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	resp, err := s.http.Do(req)
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("sandbox %s: %w", path, err)
	}
	if resp.StatusCode != http.StatusOK {
		var refusal struct {
			Error string `json:"error"`
		}
		if json.Unmarshal(data, &refusal) == nil && refusal.Error != "" {
			return &RefusedError{Status: resp.StatusCode, Text: refusal.Error}
		}
		return fmt.Errorf("sandbox %s: %s", path, resp.Status)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return fmt.Errorf("sandbox %s: %w", path, err)
	}
	return nil
}

// RefusedError is something the sandbox would not do: Status 409 when a
// person's own app would not allow it, 400 when the request makes no sense.
type RefusedError struct {
	Status int
	Text   string
}

func (e *RefusedError) Error() string { return "sandbox: " + e.Text }
