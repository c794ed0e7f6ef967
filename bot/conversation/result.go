package conversation

import "secondbrother/storage/payload"

// Result is what a step leads to. The caller publishes the effects, then the
// replies, then saves the person, then confirms the input, in this order.
type Result struct {
	Person  Person
	Replies []Reply
	Effects []Effect
}

// Effect is one thing to be done outside the conversation; exactly one field is set.
type Effect struct {
	Report *payload.Report   // publish it; the receipt may be shown only after it is stored
	Action *payload.Action   // publish it
	Ask    *payload.Question // ask the worker; its answer comes back as an Input of type Reply
	Keep   string            // remember that this handle stands for this chat
	Forget []string          // forget these handles
	Drop   []string          // forget these files: they went nowhere and nobody will ask for them
	Wipe   bool              // forget the person and all that is kept for the chat
}

// Reply is one message owed to the person.
type Reply struct {
	Text      string          // HTML as Telegram's parse mode reads it, already escaped; any length
	Buttons   [][]Button      // inline keyboard
	Keyboard  *Keyboard       // reply keyboard; nil leaves it as it is
	Media     []payload.Media // shown with the text; an album where there are several
	Otherwise string          // in place of files that cannot be shown without what they must not tell
	File      *File           // a document
	Point     *Point          // a position, after the text
	Toast     string          // answers the press, at most 200 UTF-16 units; only for Button inputs
	Alert     bool            // the toast waits to be dismissed
	Edit      int             // replace this message instead of sending a new one; a new one when that fails
	Strip     int             // take the buttons off this message; nothing else is sent when Text is empty
	Also      string          // remember the sent file under this name, so that it can be taken back
	Drop      string          // delete the message of this name
	Track     string          // remember the sent message under this name and edit it next time
	Fresh     bool            // with Track: send a new message and strip the tracked one
	Protect   bool            // cannot be forwarded or saved
	Silent    bool            // without sound
	Priority  payload.Priority
	Version   int // with Track: an older version never replaces a newer one
}

// Button is one inline button. Data is at most 64 bytes.
type Button struct {
	Text string
	Data string
}

// Keyboard is a reply keyboard: rows of texts. A text equal to Position asks
// the client for its position, one equal to Contact for the own phone number.
type Keyboard struct {
	Rows     [][]string
	Position string
	Contact  string
	Remove   bool
}

// File is a document made by the worker.
type File struct {
	Name string
	Data []byte
}

// Point is a position, WGS-84.
type Point struct{ Lat, Lon float64 }
