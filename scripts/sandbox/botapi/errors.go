package botapi

import (
	"fmt"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"
)

// apiError is a refusal as a bot sees it.
type apiError struct {
	code        int
	description string
	retryAfter  int   // seconds, with 429
	migrateTo   int64 // chat id, with 400
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.code, e.description) }

// badRequest words a 400 as the real server does: the first letter is lowered
// unless the second is a capital or an underscore (BUTTON_DATA_INVALID stays).
func badRequest(format string, args ...any) error {
	return &apiError{code: http.StatusBadRequest, description: "Bad Request: " + lowerFirst(fmt.Sprintf(format, args...))}
}

func forbidden(format string, args ...any) error {
	return &apiError{code: http.StatusForbidden, description: "Forbidden: " + fmt.Sprintf(format, args...)}
}

func conflict(text string) error {
	return &apiError{code: http.StatusConflict, description: "Conflict: " + text}
}

func tooManyRequests(seconds int) error {
	return &apiError{code: http.StatusTooManyRequests, retryAfter: seconds,
		description: fmt.Sprintf("Too Many Requests: retry after %d", seconds)}
}

var (
	errUnauthorized = &apiError{code: http.StatusUnauthorized, description: "Unauthorized"}
	errNotFound     = &apiError{code: http.StatusNotFound, description: "Not Found"}
	errTooLarge     = &apiError{code: http.StatusRequestEntityTooLarge, description: "Request Entity Too Large"}
)

func lowerFirst(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if second, _ := utf8.DecodeRuneInString(text[size:]); second == '_' || second >= 'A' && second <= 'Z' {
		return text
	}
	return strings.ToLower(string(unicode.ToLower(first))) + text[size:]
}
