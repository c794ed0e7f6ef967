package casework

import (
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Change is what one act or deadline leads to; all of it belongs in one
// transaction.
type Change struct {
	Case    Case
	Events  []Event
	Notices []Notice
	Cards   []int64 // people whose card must be rendered anew: everybody who holds one or held one before, and whoever of the staff acted; ascending
	Left    []int64 // of Cards, who held one before and does not now: they hear of nothing further, so theirs can do nothing
	Seeks   bool    // a volunteer has to be found before it is kept: see Seek
}

// Event 流转记录 is one line of a case's log. (Case, Seq) is its key. It
// carries all that counts need, as it was at that time.
type Event struct {
	Form    int // of Canonical; 0 and 1: the first one. New events have Form
	Case    payload.Receipt
	Seq     int // 1, 2, 3 ... within the case
	Version int // the case's version after it
	Type    payload.Event
	At      time.Time // UTC, microseconds

	Role   payload.Role // who did it: RoleNobody for the machine, RoleVolunteer for the reporter
	Person int64        // staff, or the volunteer who mediates
	Unit   string       // staff's unit

	State    payload.State // after it
	Kind     payload.Kind
	Category string
	Urgency  payload.Urgency
	County   string
	Township string
	Village  string
	Station  string

	Premises payload.Premises // of a fire hazard
	Grade    payload.Grade    // likewise, as an officer set it: what the machine proposes is no count

	Text  string
	Media []payload.Media

	Outcome   payload.Outcome    // closed, withdrawn, recorded; reopened: the one that it takes back
	Mediation *payload.Mediation // closed, recorded; reopened: the one that it takes back
	Help      *payload.Help      // closed, recorded; reopened: the one that it takes back

	From, To route.Owner // routed, triaged, sorted, accepted, transferred, escalated, reopened
	Level    route.Level // of To; reminded: who was told
	Rule     string      // routed, triaged, sorted, transferred, reopened: what chose To
	Deadline string      // reminded, escalated: which one, "accept" or "close"

	Satisfied bool // rated
	Stars     int  // rated
}

// Notice is one message besides cards, to a member of staff, to a volunteer who
// is asked to mediate, or to the reporter.
type Notice struct {
	Person    int64 // staff; 0: the reporter, unless Volunteer is set
	Volunteer int64
	Topic     payload.Topic
	Priority  payload.Priority
	Text      string
	Media     []payload.Media
	Reason    payload.Reason
	Turn      *payload.Turn
}

// Refusal is the error of an act that does nothing: its reason, and for
// ReasonTaken the label of who was first.
type Refusal struct {
	Reason payload.Reason
	Who    string
}

func (r *Refusal) Error() string { return "refused: " + string(r.Reason) }
