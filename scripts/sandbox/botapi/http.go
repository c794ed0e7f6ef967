package botapi

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
)

// ServeHTTP answers /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, r, rest)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, found := strings.Cut(rest, "/")
	if !ok || !found {
		answer(w, nil, errNotFound)
		return
	}
	if token != s.opts.Token {
		answer(w, nil, errUnauthorized)
		return
	}
	s.serveMethod(w, r, name)
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, name string) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		answer(w, nil, &apiError{code: http.StatusMethodNotAllowed, description: "Method Not Allowed"})
		return
	}
	p, err := readParams(w, r)
	if err != nil {
		var api *apiError
		if !errors.As(err, &api) { // the caller went away in the middle
			panic(http.ErrAbortHandler)
		}
		answer(w, nil, err)
		return
	}
	m, ok := methods[strings.ToLower(name)]
	if !ok {
		answer(w, nil, errNotFound)
		return
	}
	fault := s.takeFault(strings.ToLower(name), p.str("chat_id"))
	if fault != nil && s.refuse(w, r, fault) {
		return
	}
	result, err := s.call(r, m, p)
	if fault != nil && fault.Kind == FaultDeliverThenDrop {
		panic(http.ErrAbortHandler)
	}
	answer(w, result, err)
}

// call checks the parameters and runs a method; only getUpdates runs without
// the lock, because it waits.
func (s *Server) call(r *http.Request, m method, p params) (any, error) {
	if err := p.onlyKnown(m.params); err != nil {
		return nil, err
	}
	if m.waits != nil {
		return m.waits(s, r.Context(), p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return m.run(s, p)
}

// refuse carries out a fault that replaces the call; it returns false when the
// call goes on (a delay).
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, f *Fault) bool {
	switch f.Kind {
	case FaultTooManyRequests:
		answer(w, nil, tooManyRequests(max(f.RetryAfter, 1)))
	case FaultForbidden:
		answer(w, nil, forbidden("%s", orDefault(f.Description, "bot was blocked by the user")))
	case FaultBadRequest:
		answer(w, nil, badRequest("%s", orDefault(f.Description, "CHAT_RESTRICTED")))
	case FaultBadGateway:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"))
	case FaultDrop:
		panic(http.ErrAbortHandler)
	case FaultDelay:
		select {
		case <-time.After(time.Duration(f.Delay)):
		case <-r.Context().Done():
		}
		return false
	default:
		return false
	}
	return true
}

func orDefault(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// described is a result that comes with a description, as setWebhook's does.
type described struct {
	result      any
	description string
}

func answer(w http.ResponseWriter, result any, err error) {
	body := map[string]any{"ok": err == nil}
	code := http.StatusOK
	if err != nil {
		var api *apiError
		if !errors.As(err, &api) {
			api = &apiError{code: http.StatusInternalServerError, description: "Internal Server Error: " + err.Error()}
		}
		code = api.code
		body["error_code"], body["description"] = api.code, api.description
		if api.retryAfter > 0 {
			body["parameters"] = map[string]any{"retry_after": api.retryAfter}
		} else if api.migrateTo != 0 {
			body["parameters"] = map[string]any{"migrate_to_chat_id": api.migrateTo}
		}
	} else if d, ok := result.(described); ok {
		body["result"], body["description"] = d.result, d.description
	} else {
		body["result"] = result
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body) // the caller may be gone; nothing to do then
}
