// Package page is the people's side of the sandbox: a JSON interface under
// /sandbox/, a stream of changes, and a chat page built into the program.
package page

import (
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/loopback"
)

//go:embed assets
var assets embed.FS

// Options configure the page.
type Options struct {
	Invitations string // CSV file with the header label,role,area,link; "" for none
	Log         *slog.Logger
}

type site struct {
	api         *botapi.Server
	invitations string
	log         *slog.Logger
}

// Handler serves the whole sandbox: the Bot API below /bot<token>/ and
// /file/bot<token>/, the people's interface below /sandbox/, the page at / and
// /healthz. It answers requests from this machine only.
func Handler(api *botapi.Server, opts Options) http.Handler {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	s := &site{api: api, invitations: opts.Invitations, log: opts.Log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { reply(w, map[string]string{"status": "ok"}, nil) })
	files, err := fs.Sub(assets, "assets")
	if err != nil {
		panic("embedded assets: " + err.Error()) // the folder is built in
	}
	mux.Handle("GET /", noCache(http.FileServerFS(files)))
	s.peopleRoutes(mux)
	s.actionRoutes(mux)
	s.mediaRoutes(mux)
	s.faultRoutes(mux)
	mux.HandleFunc("GET /sandbox/api/events", s.events)
	return loopback.Guard(bots(api, mux))
}

// bots takes the paths of the Bot API out before the mux, whose patterns
// cannot say "/bot" followed by a token.
func bots(api http.Handler, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isBotPath(r.URL.Path) {
			api.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isBotPath(path string) bool {
	return len(path) > 4 && path[:4] == "/bot" || len(path) > 9 && path[:9] == "/file/bot"
}

func noCache(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

// reply writes a result, or {"error": …} with 400 for what is wrong with the
// request and 409 for what a person's app would not let them do.
func reply(w http.ResponseWriter, result any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		code := http.StatusBadRequest
		var refusal *botapi.RefusedError
		if errors.As(err, &refusal) {
			code = http.StatusConflict
		}
		w.WriteHeader(code)
		result = map[string]string{"error": err.Error()}
	}
	_ = json.NewEncoder(w).Encode(result) // the reader may be gone; nothing to do then
}

// body decodes a JSON body of at most 1 MB and refuses unknown fields.
func body[T any](w http.ResponseWriter, r *http.Request) (T, error) {
	var v T
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
	d.DisallowUnknownFields()
	err := d.Decode(&v)
	return v, err
}

func personID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("person"), 10, 64)
	if err != nil {
		return 0, errors.New("a person's id is a number")
	}
	return id, nil
}
