// Package page serves the counts to coordinators as web pages that one can
// only read. A link from the chat lets somebody in once; a session lasts half
// an hour; what is shown is held against the roster as it is at each request.
// The pages need no script and load nothing from elsewhere.
package page

import (
	"context"
	"embed"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"secondbrother/storage/records"
)

//go:embed assets templates
var files embed.FS

// Config is what the page needs.
type Config struct {
	Records *records.Records
	// Visitor says whether a person is a coordinator now, and of which county
	// bureau; of the city where county is empty.
	Visitor func(ctx context.Context, person int64) (county string, ok bool, err error)
	Clock   func() time.Time
	Secure  bool // served over https: cookies go nowhere else
	Log     *slog.Logger
}

// root is the path under which everything is served.
const root = "/counts/"

// Handler serves the page.
func Handler(c Config) http.Handler {
	p := &pages{Config: c}
	mux := http.NewServeMux()
	assets, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // embedded: it cannot be missing
	}
	mux.Handle("GET "+root+"assets/", http.StripPrefix(root+"assets/", http.FileServerFS(assets)))
	mux.HandleFunc("GET "+root+"enter", p.door)
	mux.HandleFunc("POST "+root+"enter", p.enter)
	mux.HandleFunc("POST "+root+"leave", p.leave)
	mux.HandleFunc("GET "+root+"{$}", p.visited(p.month))
	mux.HandleFunc("GET "+root+"cell", p.visited(p.cell))
	mux.HandleFunc("GET "+root+"file", p.visited(p.file))
	mux.HandleFunc("GET "+root+"trend.svg", p.visited(p.trend))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, root, http.StatusFound) })
	return guarded(mux)
}

type pages struct{ Config }

// guarded has browsers keep to what the pages need: no script, nothing from
// elsewhere, in no frame, remembered by nobody.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
		next.ServeHTTP(w, r)
	})
}

var templates = template.Must(template.New("").Funcs(template.FuncMap{"inc": func(n int) int { return n + 1 }}).ParseFS(files, "templates/*.html"))

// show renders a template whole before anything is sent.
func (p *pages) show(w http.ResponseWriter, status int, name string, data any) {
	var page buffer
	if err := templates.ExecuteTemplate(&page, name, data); err != nil {
		p.Log.Error("page not rendered", "page", name, "error", err)
		http.Error(w, "500", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // the visitor is gone: nobody to tell
}
