package payload

// RosterChange is what a coordinator changes of one person in chat.
type RosterChange string

const (
	ChangeSuspend RosterChange = "suspend" // out of the roster until restored
	ChangeRestore RosterChange = "restore"
	ChangeMove    RosterChange = "move"   // Target: the unit's code
	ChangeDuty    RosterChange = "duty"   // Text: the pattern, as in a roster file
	ChangeInvite  RosterChange = "invite" // a new link; older ones end
)

// RosterReply is who is there, in an area.
type RosterReply struct {
	Unit   string       `json:"unit"`
	Lines  []RosterLine `json:"lines"`
	Page   int          `json:"page"`
	More   bool         `json:"more"`
	Total  int          `json:"total"`
	Joined int          `json:"joined"`
}

// RosterLine is one person of the roster.
type RosterLine struct {
	ID        int64  `json:"id,omitempty"`
	Label     string `json:"label"`
	Number    int    `json:"number,omitempty"` // volunteers
	Role      Role   `json:"role"`
	Unit      string `json:"unit"` // volunteers: the area's name
	OnDuty    bool   `json:"on_duty"`
	Joined    bool   `json:"joined"`
	Suspended bool   `json:"suspended,omitempty"`
}

// RosterPerson is one person of the roster and what the asker may change.
type RosterPerson struct {
	RosterLine
	Duty  string         `json:"duty,omitempty"` // the pattern; empty: as the person says
	May   []RosterChange `json:"may,omitempty"`
	Units []Target       `json:"units,omitempty"` // where the person may be moved, the own county first
}
