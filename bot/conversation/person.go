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

	Handle    string       `json:"handle,omitempty"` // the standing handle, for roles and named reports
	Role      payload.Role `json:"role,omitempty"`
	Unit      string       `json:"unit,omitempty"` // name, for staff
	Area      string       `json:"area,omitempty"` // code: the prior for places
	Name      string       `json:"name,omitempty"` // label in the roster, staff only
	Number    int          `json:"number,omitempty"`
	OnDuty    bool         `json:"on_duty,omitempty"`
	Consented bool         `json:"consented,omitempty"`
	Receipts  []OwnReceipt `json:"receipts,omitempty"` // own reports, the newest last
	Handled   []string     `json:"handled,omitempty"`  // keys of the last inputs, the newest last
	Revision  int          `json:"revision"`           // of the screen: buttons carry it
	Screen    Screen       `json:"screen,omitempty"`
	Draft     *Draft       `json:"draft,omitempty"`
	Errand    *Errand      `json:"errand,omitempty"`
	Seen      time.Time    `json:"seen,omitzero"`   // last input
	Album     string       `json:"album,omitempty"` // the album that the last input belonged to
}

// OwnReceipt is one of the person's own reports: who may ask about it.
type OwnReceipt struct {
	Receipt payload.Receipt `json:"receipt"`
	Handle  string          `json:"handle"` // the report's handle
	Kind    payload.Kind    `json:"kind"`
	At      time.Time       `json:"at"`
}

// Screen names the question that the person is looking at; empty: none.
type Screen string
