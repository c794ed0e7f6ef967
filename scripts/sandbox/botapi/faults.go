package botapi

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kinds of faults that can be ordered.
const (
	FaultTooManyRequests = "too_many_requests"  // 429 with RetryAfter
	FaultForbidden       = "forbidden"          // 403, Description or "bot was blocked by the user"
	FaultBadRequest      = "bad_request"        // 400, Description
	FaultBadGateway      = "bad_gateway"        // a 502 page in HTML
	FaultDrop            = "drop"               // connection closed, nothing done
	FaultDelay           = "delay"              // answered after Delay
	FaultDeliverThenDrop = "deliver_then_drop"  // done, but connection closed before the answer
	FaultDuplicateUpdate = "duplicate_update"   // the next updates arrive twice
	FaultBrokenUpdate    = "undecodable_update" // before the next updates comes one whose fields have wrong types
)

// Fault is something that shall go wrong for the next Times calls (or, for the
// last two kinds, updates). Method "" and Chat 0 mean any.
type Fault struct {
	ID          int      `json:"id"`
	Kind        string   `json:"kind"`
	Method      string   `json:"method,omitempty"`
	Chat        int64    `json:"chat,omitempty"`
	Times       int      `json:"times"` // what is left; default 1
	RetryAfter  int      `json:"retry_after,omitempty"`
	Description string   `json:"description,omitempty"`
	Delay       Duration `json:"delay,omitempty"`
}

// Duration is written as "1.5s" in JSON.
type Duration time.Duration

// MarshalJSON writes a Go duration.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// UnmarshalJSON reads a Go duration.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("a duration is text like \"1.5s\": %w", err)
	}
	parsed, err := time.ParseDuration(text)
	*d = Duration(parsed)
	return err
}

func ofUpdates(kind string) bool {
	return kind == FaultDuplicateUpdate || kind == FaultBrokenUpdate
}

// Order adds a fault and returns it with its id.
func (s *Server) Order(f Fault) (Fault, error) {
	switch f.Kind {
	case FaultTooManyRequests, FaultForbidden, FaultBadRequest, FaultBadGateway, FaultDrop, FaultDelay,
		FaultDeliverThenDrop, FaultDuplicateUpdate, FaultBrokenUpdate:
	default:
		return f, fmt.Errorf("unknown kind of fault %q", f.Kind)
	}
	if f.Method != "" && !ofUpdates(f.Kind) && !knownMethod(f.Method) {
		return f, fmt.Errorf("unknown method %q", f.Method)
	}
	f.Times = max(f.Times, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faultID++
	f.ID = s.faultID
	kept := f
	s.faults = append(s.faults, &kept)
	return f, nil
}

// Faults lists what is still to go wrong.
func (s *Server) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Fault, 0, len(s.faults))
	for _, f := range s.faults {
		all = append(all, *f)
	}
	return all
}

// ClearFaults lets everything go well again.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// takeFault uses up one of the first fault that fits a call.
func (s *Server) takeFault(method, chat string) *Fault {
	id, _ := strconv.ParseInt(chat, 10, 64)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.useFault(func(f *Fault) bool {
		return !ofUpdates(f.Kind) && (f.Method == "" && method != "getupdates" || strings.EqualFold(f.Method, method)) &&
			(f.Chat == 0 || f.Chat == id)
	})
}

// useFault expects the lock to be held.
func (s *Server) useFault(fits func(*Fault) bool) *Fault {
	for i, f := range s.faults {
		if !fits(f) {
			continue
		}
		used := *f
		if f.Times--; f.Times == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		return &used
	}
	return nil
}
