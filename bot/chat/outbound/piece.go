// Package outbound is the one way out to Telegram: what the bot owes is stored
// in a stream, sent within Telegram's limits in the order of its priorities,
// and acknowledged only after Telegram answered.
package outbound

import (
	"secondbrother/bot/conversation"
	"secondbrother/storage/payload"
)

// Piece is what one call of the Bot API sends. It is kept sealed in the stream.
type Piece struct {
	Chat int64 `json:"chat"`
	Act  Act   `json:"act"`

	Text     string                 `json:"text,omitempty"` // HTML within the call's limit; Toast: plain
	Buttons  [][]Button             `json:"buttons,omitempty"`
	Keyboard *conversation.Keyboard `json:"keyboard,omitempty"`
	Media    []payload.Media        `json:"media,omitempty"`
	File     *conversation.File     `json:"file,omitempty"`
	Point    *conversation.Point    `json:"point,omitempty"`
	Query    string                 `json:"query,omitempty"` // Toast: the press
	Alert    bool                   `json:"alert,omitempty"`
	Message  int                    `json:"message,omitempty"` // Strip; Text: replace this one
	Track    string                 `json:"track,omitempty"`
	Fresh    bool                   `json:"fresh,omitempty"`
	Version  int                    `json:"version,omitempty"`
	Protect  bool                   `json:"protect,omitempty"`
	Silent   bool                   `json:"silent,omitempty"`
	Commands []Command              `json:"commands,omitempty"`
	// Otherwise is sent in place of a file that cannot be shown without what
	// it must not tell.
	Otherwise string `json:"otherwise,omitempty"`
}

// Act says which call a Piece is.
type Act string

const (
	Toast    Act = "toast"
	Strip    Act = "strip"
	Text     Act = "text"
	Single   Act = "single" // one file, the text as its caption
	Album    Act = "album"  // 2-10 files
	Document Act = "document"
	Position Act = "position"
	Menu     Act = "menu" // the chat's commands
	Drop     Act = "drop" // delete the message tracked under this name
)

// Button is an inline button. The library's type cannot be used: it sends an
// empty copy_text with every button, which Telegram refuses.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

// Command is a line of the commands menu.
type Command struct {
	Name        string `json:"command"`
	Description string `json:"description"`
}

// messages is how many messages the piece counts as in Telegram's limits.
func (p *Piece) messages() int {
	switch p.Act {
	case Toast, Menu, Drop:
		return 0
	case Album:
		return len(p.Media)
	}
	return 1
}

// changes says whether the piece edits rather than sends: edits have a limit
// of their own.
func (p *Piece) changes() bool {
	return p.Act == Strip || p.Act == Text && (p.Message != 0 || p.Track != "" && !p.Fresh && p.Keyboard == nil)
}
