// Package payload holds what travels between the bot and the worker: plain
// values, JSON on the wire, no I/O. Pure rooms on both sides may import it.
//
// Every payload carries an id that is the same each time the same cause is
// handled again, so that a redelivery is recognised wherever it arrives.
package payload

// Version is the version of every payload's shape. A reader refuses what is
// newer than it knows; what is older it still reads.
const Version = 1

// Kind is what a report is about at the top level. Values as in the
// taxonomy's first column.
type Kind string

const (
	Tip     Kind = "tip"
	Dispute Kind = "dispute"
	Assist  Kind = "assist"
)

// Valid says whether k is one of the three kinds that are filed.
func (k Kind) Valid() bool { return k == Tip || k == Dispute || k == Assist }

// Urgency is how soon somebody must act. Deadlines to accept: 5 min, 30 min, 24 h.
type Urgency string

const (
	Emergency Urgency = "emergency" // life in danger, violence or fire now
	Urgent    Urgency = "urgent"    // happening now, or money leaving within the hour
	Routine   Urgency = "routine"
)

// Valid says whether u is one of the three urgencies.
func (u Urgency) Valid() bool { return u == Emergency || u == Urgent || u == Routine }

// Priority orders what waits to be sent. Lower values leave first.
type Priority int

const (
	PriorityEmergency Priority = iota // emergency cards
	PriorityAnswer                    // an answer to what somebody just did
	PriorityUrgent
	PriorityRoutine
)

// Priorities lists all, first to leave first.
var Priorities = []Priority{PriorityEmergency, PriorityAnswer, PriorityUrgent, PriorityRoutine}

// Name is the priority's token in subjects.
func (p Priority) Name() string {
	switch p {
	case PriorityEmergency:
		return "emergency"
	case PriorityAnswer:
		return "answer"
	case PriorityUrgent:
		return "urgent"
	}
	return "routine"
}

// PriorityOf is the priority of a card of urgency u.
func PriorityOf(u Urgency) Priority {
	switch u {
	case Emergency:
		return PriorityEmergency
	case Urgent:
		return PriorityUrgent
	}
	return PriorityRoutine
}

// Role is what somebody may do. Roles below coordinator belong to a unit.
type Role string

const (
	RoleNobody      Role = ""
	RoleVolunteer   Role = "volunteer"
	RoleOfficer     Role = "officer"     // 社区民警
	RoleLeader      Role = "leader"      // 所长
	RoleCounty      Role = "county"      // 分局
	RoleDesk        Role = "desk"        // 专业队
	RoleCoordinator Role = "coordinator" // 协调员, of a county or the city
)

// Staff says whether r receives cards.
func (r Role) Staff() bool { return r != RoleNobody && r != RoleVolunteer }

// Media stands for a file that the bot keeps; the worker never sees Telegram's ids.
type Media struct {
	ID    string    `json:"id"` // the bot's own random id
	Type  MediaType `json:"type"`
	Bytes int64     `json:"bytes,omitempty"`

	// Mark is the same whenever the same file comes into the same chat. It is
	// the bot's own: in two reports it would tell that one person filed both.
	Mark string `json:"mark,omitempty"`
}

// MediaType is how a file is shown.
type MediaType string

const (
	MediaPhoto    MediaType = "photo"
	MediaVoice    MediaType = "voice"
	MediaVideo    MediaType = "video"
	MediaDocument MediaType = "document"
	MediaAudio    MediaType = "audio" // a recording sent as a file
	MediaRound    MediaType = "round" // Telegram's round video message
)

// Spoken says whether a file of this type may tell by itself what happened.
func (t MediaType) Spoken() bool { return t == MediaVoice || t == MediaAudio || t == MediaRound }
