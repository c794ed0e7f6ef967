package conversation

import (
	"time"

	"secondbrother/storage/payload"
)

// Input is one thing that reached a person's conversation: what the person
// sent or pressed, a delivery from the worker, or the reply to a query.
// Exactly the fields that Type names are filled.
type Input struct {
	Type InputType
	Key  string    // the same whenever the same input is handled again
	At   time.Time // when it was sent, else when it is handled; UTC
	Seed [32]byte  // keyed hash of Key: all randomness a step may use

	Client string  // the client's language code, may be empty
	Admin  bool    // the chat is one of ADMIN_CHAT_IDS
	Group  bool    // it came from a group, not from a private chat
	By     *Member // Group: who of it, as the bot knows them from their own chat; nil: has not joined

	Text      string          // Text, Media (the caption), Command (what follows it)
	Command   string          // Command: without slash and bot name, lower case
	Button    string          // Button: its callback data
	MessageID int             // Text, Media, Position, Other: the message; Button: the message that carries it, 0 when too old
	Edited    bool            // Text, Media: it replaces the message of the same id
	Forwarded bool            // Text, Media: somebody else's words
	Media     []payload.Media // Media: kept by the bot already
	TooBig    bool            // Media: a file over 20 MB, not kept
	Unclean   bool            // Media: a picture that may tell where it was taken and cannot be cleaned, not kept
	Phone     string          // Contact: the person's own number
	Album     string          // Media: the album it belongs to
	Lat, Lon  float64         // Position, WGS-84
	Delivery  *payload.Delivery
	Question  payload.Question // Reply: what had been asked
	Reply     *payload.Reply   // Reply: nil when the worker did not answer in time
}

// Member is somebody in a group: what of their own chat matters there.
type Member struct {
	Handle string
	Role   payload.Role
	Unit   string // name
}

// own says whether the person did it: else it came from the worker or Telegram.
func (in Input) own() bool {
	switch in.Type {
	case InputText, InputMedia, InputPosition, InputContact, InputOther, InputCommand, InputButton:
		return true
	}
	return false
}

// InputType says what an Input is.
type InputType string

const (
	InputText     InputType = "text"
	InputCommand  InputType = "command"
	InputButton   InputType = "button"
	InputMedia    InputType = "media"
	InputPosition InputType = "position"
	InputContact  InputType = "contact" // the own one
	InputOther    InputType = "other"   // a sticker, somebody's contact, a poll ...
	InputWake     InputType = "wake"    // Person.Wake has come; nothing is filled
	InputDelivery InputType = "delivery"
	InputReply    InputType = "reply"
	InputBlocked  InputType = "blocked" // the person blocked the bot, or came back: see Text "blocked" or "member"
)
