package conversation

import (
	"time"

	"secondbrother/storage/payload"
)

// Schema is the version of Person's shape. A record of an older schema is
// upgraded by Upgrade; one of a newer is refused, so that a rolled-back bot
// does not destroy what it cannot read.
const Schema = 1

// Person is all the bot remembers of one chat. It is kept sealed, saved with
// a revision check, and is the only state of a conversation.
type Person struct {
	Schema   int    `json:"schema"`
	Language string `json:"language,omitempty"` // zh-CN or en; empty: not chosen, by the client's language
	Client   string `json:"client,omitempty"`   // the client's language, last seen: deliveries do not carry it

	Handle    string       `json:"handle,omitempty"` // the standing handle, for roles and named reports
	Role      payload.Role `json:"role,omitempty"`
	Unit      string       `json:"unit,omitempty"` // name, for staff
	Area      string       `json:"area,omitempty"` // code: the prior for places
	Name      string       `json:"name,omitempty"` // label in the roster, staff only
	Number    int          `json:"number,omitempty"`
	OnDuty    bool         `json:"on_duty,omitempty"`
	Consented bool         `json:"consented,omitempty"`
	Blocked   bool         `json:"blocked,omitempty"`  // the person blocked the bot
	Receipts  []OwnReceipt `json:"receipts,omitempty"` // own reports, the newest last, at most 500
	Pending   []Pending    `json:"pending,omitempty"`  // officers' questions not answered yet, at most 10
	Cards     []CardSeen   `json:"cards,omitempty"`    // staff: what was shown of the last cases, at most 32
	Handled   []string     `json:"handled,omitempty"`  // keys of the last inputs, the newest last, at most 64
	Revision  int          `json:"revision"`           // of the screen: buttons carry it
	Screen    Screen       `json:"screen,omitempty"`
	Draft     *Draft       `json:"draft,omitempty"`
	Errand    *Errand      `json:"errand,omitempty"`
	Shelf     *Shelf       `json:"shelf,omitempty"`    // a cancelled report, while undo is offered
	Keyboard  bool         `json:"keyboard,omitempty"` // a reply keyboard is shown
	Seen      time.Time    `json:"seen,omitzero"`      // last input
	Wake      time.Time    `json:"wake,omitzero"`      // when the conversation wants an input of type Wake, at the latest
	Reminded  time.Time    `json:"reminded,omitzero"`  // of what lies half told, since the last input
	Barred    bool         `json:"barred,omitempty"`   // a coordinator stopped this person from filing
	Recent    []Recent     `json:"recent,omitempty"`   // reports of the last minutes
	Added     Tally        `json:"added,omitzero"`     // additions to own reports, for their limit
	Album     string       `json:"album,omitempty"`    // the album that the last input belonged to
	Follow    *Follow      `json:"follow,omitempty"`   // where the rest of that album goes

	Willing    bool        `json:"willing,omitempty"`    // a volunteer who may be asked to mediate
	Near       string      `json:"near,omitempty"`       // name of the area where
	Mediations []Mediation `json:"mediations,omitempty"` // asked or at work, at most 4
}

// Tally counts what happened since a time.
type Tally struct {
	Since time.Time `json:"since,omitzero"`
	N     int       `json:"n,omitempty"`
}

// OwnReceipt is one of the person's own reports: who may ask about it.
type OwnReceipt struct {
	Receipt payload.Receipt `json:"receipt"`
	Handle  string          `json:"handle"` // the report's handle
	Kind    payload.Kind    `json:"kind"`
	At      time.Time       `json:"at"`
	State   payload.State   `json:"state,omitempty"` // as far as the bot was told
	Ended   time.Time       `json:"ended,omitzero"`  // that it was closed or withdrawn
}

// Pending is a question of an officer that waits for an answer.
type Pending struct {
	ID   string          `json:"id"` // of the delivery
	Case payload.Receipt `json:"case"`
	Text string          `json:"text"`
}

// CardSeen remembers which files of a case were shown, so that a card that
// comes again shows only what is new.
type CardSeen struct {
	Case  payload.Receipt `json:"case"`
	Media []string        `json:"media,omitempty"`
	Point bool            `json:"point,omitempty"`
	Told  time.Time       `json:"told,omitzero"` // when the reporter last said something
}

// Follow says where further files of an album go whose first was an answer,
// an addition or a note.
type Follow struct {
	Verb    payload.Verb    `json:"verb"`
	Case    payload.Receipt `json:"case"`
	Handle  string          `json:"handle"`
	Version int             `json:"version,omitempty"`
}

// Screen names the question that the person is looking at; empty: none.
type Screen string
