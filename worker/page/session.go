package page

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	"secondbrother/storage/records"
)

type buffer = bytes.Buffer

const (
	cookie   = "session"
	stay     = 30 * time.Minute
	language = "language"
)

// LinkHolds is how long a link from the chat lets somebody in.
const LinkHolds = 10 * time.Minute

// Link is the address that a token lets somebody in by; base is where the page
// is served, such as https://counts.example.
func Link(base, token string) string {
	return strings.TrimRight(base, "/") + root + "enter?t=" + token
}

// Token is 128 random bits for an address or a cookie.
func Token() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// visitor is who looks: a coordinator of a county, or of the city.
type visitor struct {
	person  int64
	county  string
	english bool
}

// door asks for one tap before the link is used: chat apps fetch links to show
// a preview, and must not use them up.
func (p *pages) door(w http.ResponseWriter, r *http.Request) {
	p.show(w, http.StatusOK, "door.html", map[string]any{"Token": r.URL.Query().Get("t"), "English": english(w, r)})
}

func (p *pages) enter(w http.ResponseWriter, r *http.Request) {
	session, now := Token(), p.Clock()
	err := p.Records.EnterPage(r.Context(), r.PostFormValue("t"), session, now, now.Add(stay))
	switch {
	case errors.Is(err, records.ErrNotFound):
		p.sorry(w, r, http.StatusForbidden, "expired")
		return
	case err != nil:
		p.failed(w, r, err)
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookie, Value: session, Path: root, MaxAge: int(stay.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: p.Secure,
	})
	http.Redirect(w, r, root, http.StatusSeeOther)
}

func (p *pages) leave(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(cookie); err == nil {
		if err := p.Records.LeavePage(r.Context(), c.Value); err != nil {
			p.failed(w, r, err)
			return
		}
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Path: root, MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: p.Secure})
	p.sorry(w, r, http.StatusOK, "left")
}

// visited lets in who has a session and is a coordinator now.
func (p *pages) visited(next func(http.ResponseWriter, *http.Request, visitor)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie(cookie)
		if err != nil {
			p.sorry(w, r, http.StatusForbidden, "expired")
			return
		}
		person, err := p.Records.PageVisitor(r.Context(), c.Value, p.Clock())
		if errors.Is(err, records.ErrNotFound) {
			p.sorry(w, r, http.StatusForbidden, "expired")
			return
		}
		if err != nil {
			p.failed(w, r, err)
			return
		}
		county, ok, err := p.Visitor(r.Context(), person)
		switch {
		case err != nil:
			p.failed(w, r, err)
		case !ok:
			p.sorry(w, r, http.StatusForbidden, "role")
		default:
			next(w, r, visitor{person, county, english(w, r)})
		}
	}
}

// english says which language to show: the one chosen, else the browser's.
func english(w http.ResponseWriter, r *http.Request) bool {
	chosen := r.URL.Query().Get("lang")
	if chosen == "zh" || chosen == "en" {
		http.SetCookie(w, &http.Cookie{Name: language, Value: chosen, Path: root, MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteStrictMode})
		return chosen == "en"
	}
	if c, err := r.Cookie(language); err == nil {
		return c.Value == "en"
	}
	return strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "en")
}

// sorry says in words why there is nothing to see.
func (p *pages) sorry(w http.ResponseWriter, r *http.Request, status int, why string) {
	p.show(w, status, "sorry.html", map[string]any{"English": english(w, r), "Why": why})
}

func (p *pages) failed(w http.ResponseWriter, r *http.Request, err error) {
	p.Log.Error("page", "path", r.URL.Path, "error", err)
	p.sorry(w, r, http.StatusInternalServerError, "failed")
}
