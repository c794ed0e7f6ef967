package telegram

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// Error is why a call failed: an answer of Telegram's (Code and Description),
// or the way to it (Err). It never holds the token.
type Error struct {
	Method      string
	Code        int // 0: no answer came
	Description string
	RetryAfter  time.Duration // 429
	MigrateTo   int64         // 400: the group has this id now
	Err         error
}

func (e *Error) Error() string {
	if e.Code == 0 {
		return fmt.Sprintf("%s: %v", e.Method, e.Err)
	}
	return fmt.Sprintf("%s: %d %s", e.Method, e.Code, e.Description)
}

func (e *Error) Unwrap() error { return e.Err }

// Fate says what a failure means for what was to be sent.
type Fate int

const (
	FateUnknown     Fate = iota // no answer: it may have arrived; try again
	FateLater                   // Telegram's fault: try again
	FateTooMany                 // wait RetryAfter
	FateUnreachable             // the person blocked the bot, or the chat is gone
	FateMigrated                // the group has a new id: MigrateTo
	FateUnchanged               // there was nothing to change: as good as done
	FateGone                    // the message to change is not there, or cannot be changed
	FateTooOld                  // the press is too old to be answered: as good as done
	FateToken                   // the token is wrong
	FateConflict                // somebody else polls with this token, or a webhook is set
	FateRefused                 // never will work
)

// gone are the ways in which Telegram says that a message cannot be changed.
var gone = []string{
	"message to edit not found", "message can't be edited", "message_id_invalid", "message to delete not found",
	"there is no text in the message", "there is no caption in the message", "message identifier is not specified",
	"message can't be deleted",
}

// FateOf classifies an error of Call; an error of another kind is FateUnknown.
func FateOf(err error) Fate {
	var e *Error
	if !errors.As(err, &e) || e.Code == 0 {
		return FateUnknown
	}
	text := strings.ToLower(e.Description)
	switch {
	case e.Code == http.StatusTooManyRequests:
		return FateTooMany
	case e.Code >= 500:
		return FateLater
	case e.Code == http.StatusUnauthorized, e.Code == http.StatusNotFound && text == "not found":
		return FateToken
	case e.Code == http.StatusConflict:
		return FateConflict
	case e.MigrateTo != 0:
		return FateMigrated
	case e.Code == http.StatusForbidden, strings.Contains(text, "chat not found"), strings.Contains(text, "user is deactivated"),
		strings.Contains(text, "group chat was deleted"), strings.Contains(text, "peer_id_invalid"):
		return FateUnreachable
	case strings.Contains(text, "message is not modified"):
		return FateUnchanged
	case strings.Contains(text, "query is too old"):
		return FateTooOld
	}
	for _, g := range gone {
		if strings.Contains(text, g) {
			return FateGone
		}
	}
	if e.Description == "the answer is not JSON" {
		return FateLater
	}
	return FateRefused
}

// NeverSent says that a failed call cannot have reached Telegram, so trying
// again cannot double it.
func NeverSent(err error) bool {
	var dial *net.OpError
	return errors.As(err, &dial) && dial.Op == "dial"
}
