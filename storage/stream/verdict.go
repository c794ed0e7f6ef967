package stream

import "time"

// Verdict is what a handler says about a message. The zero value is Done.
type Verdict struct {
	kind   verdictKind
	after  time.Duration
	reason string
}

type verdictKind int

const (
	done verdictKind = iota
	retry
	drop
)

// Done says that the message had its effect and is not needed any more.
func Done() Verdict { return Verdict{} }

// Retry says that the message should come back after the time given; 0: after
// a time that grows with each try, from a second to a minute.
func Retry(after time.Duration) Verdict { return Verdict{kind: retry, after: after} }

// Drop says that the message can never be handled. The reason is a short code
// without anything of the message's content: it is logged.
func Drop(reason string) Verdict { return Verdict{kind: drop, reason: reason} }

func (v Verdict) String() string {
	switch v.kind {
	case retry:
		return "retry"
	case drop:
		return "drop"
	}
	return "done"
}

// Backoff is the wait before the next try: 1 s, doubled each time, at most a minute.
func Backoff(try int) time.Duration {
	return min(time.Minute, time.Second<<min(max(try-1, 0), 6))
}
