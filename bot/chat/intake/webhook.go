package intake

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"
)

// SecretHeader is how Telegram proves that a call is its own
// (https://core.telegram.org/bots/api#setwebhook).
const SecretHeader = "X-Telegram-Bot-Api-Secret-Token"

// maxBody is far more than any update holds.
const maxBody = 1 << 20

// Webhook answers Telegram's calls: 200 only when the update was handled, 401
// for a wrong secret, 413 for a body over 1 MiB, 503 when handling failed or
// took longer than Deadline: then Telegram sends it again.
type Webhook struct {
	Secret   string
	Deadline time.Duration
	// Handle has an update handled, some time, and calls done with how it
	// ended; it does not wait. It gives up when ctx ends.
	Handle func(ctx context.Context, raw json.RawMessage, done func(error))
}

func (h *Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	// Hashes are of one length, so the time tells nothing of the secret's.
	got, want := sha256.Sum256([]byte(r.Header.Get(SecretHeader))), sha256.Sum256([]byte(h.Secret))
	if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
		http.Error(w, "wrong secret", http.StatusUnauthorized)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "not read", http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), h.Deadline)
	defer cancel()
	ended := make(chan error, 1)
	h.Handle(ctx, raw, func(err error) { ended <- err })
	select {
	case err = <-ended:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		http.Error(w, "not handled", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}
