package payload

import "time"

// Bounds of a broadcast. Telegram lets a message be deleted for two days: a
// picture has to be gone before.
const (
	BroadcastText  = 800 // characters
	BroadcastHours = 47  // it runs at most
)

// Broadcast is what volunteers of an area are asked to look out for.
type Broadcast struct {
	Number  int64     `json:"number"`
	Area    string    `json:"area,omitempty"` // name; empty: the whole city
	Expires time.Time `json:"expires"`
	Ended   string    `json:"ended,omitempty"` // recalled, expired: nothing else is told any more
}

// Lead is an answer to a broadcast: to who broadcast and to the station of its area.
type Lead struct {
	Number  int64  `json:"number"`            // of the broadcast
	Station string `json:"station,omitempty"` // that has the case
}

// BroadcastsReply is a page of broadcasts, the newest first.
type BroadcastsReply struct {
	Lines []BroadcastLine `json:"lines"`
	Page  int             `json:"page"`
	More  bool            `json:"more"`
	Total int             `json:"total"`
}

// BroadcastLine is a broadcast in a list.
type BroadcastLine struct {
	Broadcast
	At      time.Time `json:"at"`
	Text    string    `json:"text,omitempty"` // empty once it has ended
	Told    int       `json:"told"`           // volunteers
	Answers int       `json:"answers"`        // reports
}
