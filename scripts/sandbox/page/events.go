package page

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// heartbeat keeps an idle event stream open through timeouts on the way.
const heartbeat = 20 * time.Second

// events streams a view.Change for every chat that changes, as server-sent
// events named "change"; their id is the version, so that a reader who comes
// back with Last-Event-ID misses nothing.
func (s *site) events(w http.ResponseWriter, r *http.Request) {
	stream := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	last, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64)
	changes, version, changed := s.api.Since(last)
	if err != nil {
		changes = nil // a new reader fetches everything first
	}
	if _, err := fmt.Fprintf(w, "retry: 1000\nevent: hello\nid: %d\ndata: {}\n\n", version); err != nil || stream.Flush() != nil {
		return
	}
	ticker := time.NewTicker(heartbeat)
	defer ticker.Stop()
	for {
		for _, c := range changes {
			data, err := json.Marshal(c)
			if err != nil {
				s.log.Error("encode a change", "error", err)
				return
			}
			if _, err := fmt.Fprintf(w, "event: change\nid: %d\ndata: %s\n\n", version, data); err != nil {
				return
			}
		}
		if stream.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-ticker.C:
			if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil {
				return
			}
			changes = nil
		case <-changed:
			changes, version, changed = s.api.Since(version)
		}
	}
}
