package payload

import "time"

// Verb is what somebody did: subject action.<verb>.
type Verb string

const (
	// By anybody with a chat.
	VerbJoin Verb = "join" // redeem an invitation: Token; Actor becomes the person's standing handle

	// By staff on a case.
	VerbAccept   Verb = "accept"
	VerbAsk      Verb = "ask"      // Text to the reporter
	VerbNote     Verb = "note"     // Text or Media, for staff only
	VerbTransfer Verb = "transfer" // Target and Text (the reason)
	VerbClose    Verb = "close"    // Outcome, Text optional, Mediation for disputes, Help for assistance, Grade for fire hazards
	VerbTake     Verb = "take"     // a leader or the county takes over what somebody has accepted
	VerbReturn   Verb = "return"   // back to who handed it on; Text is the reason
	VerbCorrect  Verb = "correct"  // Category, Urgency and Area as they really are; what is empty stays
	VerbLink     Verb = "link"     // the same event as Other, which goes on alone
	VerbUnlink   Verb = "unlink"   // not the same after all
	VerbSort     Verb = "sort"     // a coordinator decides Category, Urgency and Area of a case in triage
	VerbBlock    Verb = "block"    // a coordinator stops the case's reporter from filing, whoever it is
	VerbUnblock  Verb = "unblock"  // and lets them file again

	// By the reporter on the own case.
	VerbAnswer   Verb = "answer"   // to a question: Text or Media
	VerbAdd      Verb = "add"      // more Text or Media
	VerbWithdraw Verb = "withdraw" // Text: why, optional
	VerbRate     Verb = "rate"     // Settled and Stars
	VerbReopen   Verb = "reopen"   // Text: what is not settled

	// By staff on themselves and their area.
	VerbDuty   Verb = "duty"   // On
	VerbInvite Verb = "invite" // Area, Uses, Hours
	VerbRoster Verb = "roster" // Change of Person, with Target or Text
	VerbRevoke Verb = "revoke" // Token: the invitation works no more

	VerbBroadcast Verb = "broadcast" // a coordinator asks the volunteers of Area (empty: all) for Hours to look out: Text, one of Media
	VerbTakeDown  Verb = "take_down" // and takes Broadcast back

	// By a station's leader in the station's group chat; also by the group
	// itself, which the bot was thrown out of.
	VerbStation Verb = "station" // Group: On has the cards of the actor's station go there too

	// By the bot itself.
	VerbUnreachable Verb = "unreachable" // Actor blocked the bot; cards must go elsewhere
	VerbReachable   Verb = "reachable"   // Actor is back; cards may come again
)

// Action is one thing somebody did. Version is the case version that the
// pressed card showed; 0 when the act does not come from a card.
type Action struct {
	V     int       `json:"v"`
	ID    string    `json:"id"` // derived from the press or message, the same on redelivery
	Verb  Verb      `json:"verb"`
	Actor string    `json:"actor"`           // handle
	Group string    `json:"group,omitempty"` // handle of the group chat that it was done in
	At    time.Time `json:"at"`              // UTC

	Case    Receipt `json:"case,omitempty"`
	Version int     `json:"version,omitempty"`

	Text  string  `json:"text,omitempty"`
	Media []Media `json:"media,omitempty"`

	Target    string     `json:"target,omitempty"` // Transfer: as offered by QueryTargets
	Outcome   Outcome    `json:"outcome,omitempty"`
	Mediation *Mediation `json:"mediation,omitempty"`
	Help      *Help      `json:"help,omitempty"`
	Category  string     `json:"category,omitempty"`
	Urgency   Urgency    `json:"urgency,omitempty"`
	Other     Receipt    `json:"other,omitempty"` // Link
	Grade     Grade      `json:"grade,omitempty"` // Grade, Close
	Premises  Premises   `json:"premises,omitempty"`
	Area      string     `json:"area,omitempty"`

	Settled bool `json:"settled,omitempty"`
	Stars   int  `json:"stars,omitempty"` // 1-5

	Token string `json:"token,omitempty"` // Join
	Admin bool   `json:"admin,omitempty"` // Join without a token, by one of ADMIN_CHAT_IDS: city coordinator
	On    bool   `json:"on,omitempty"`
	Uses  int    `json:"uses,omitempty"`
	Hours int    `json:"hours,omitempty"`

	Change RosterChange `json:"change,omitempty"`
	Person int64        `json:"person,omitempty"` // of the roster

	Broadcast int64 `json:"broadcast,omitempty"` // TakeDown: its number

	Language string `json:"language,omitempty"`
}
