package payload

import "time"

// Topic says what a delivery tells; it decides which of its parts are filled.
type Topic string

const (
	TopicJoined     Topic = "joined"     // Person: welcome
	TopicCard       Topic = "card"       // Card: a case, for staff; a later one of the same case replaces it
	TopicProgress   Topic = "progress"   // Progress: to a reporter
	TopicQuestion   Topic = "question"   // Case, Text: an officer asks the reporter
	TopicTold       Topic = "told"       // Case, Text, Media: the reporter answered or added; to the officer
	TopicRefused    Topic = "refused"    // Reason: an action did not take effect; to its actor
	TopicDone       Topic = "done"       // Reason: an action took effect and nothing else shows it; to its actor
	TopicInvitation Topic = "invitation" // Invitation: to the coordinator who asked for it
	TopicAlarm      Topic = "alarm"      // Count: dead letters wait; to coordinators
	TopicBroadcast  Topic = "broadcast"  // Broadcast, Text, Media: to a volunteer; a later one of the same number replaces it
	TopicLead       Topic = "lead"       // Lead, Case, Text, Media: somebody answers a broadcast
	TopicHandover   Topic = "handover"   // Handover: to who goes off duty, and to the station's leader
	TopicUnanswered Topic = "unanswered" // Case: nobody answered the question on it; to its officer
	TopicMonthly    Topic = "monthly"    // Monthly: the last month's counts with their file, to coordinators
	TopicBarred     Topic = "barred"     // Reason barred or unbarred: to the reporter of Case
)

// Delivery is one message owed to one recipient: subject
// delivery.<priority>.<recipient>. The bot turns it into words.
type Delivery struct {
	V     int       `json:"v"`
	ID    string    `json:"id"`
	To    string    `json:"to"` // handle
	Topic Topic     `json:"topic"`
	At    time.Time `json:"at"`

	Case       Receipt       `json:"case,omitempty"`
	Text       string        `json:"text,omitempty"`
	Media      []Media       `json:"media,omitempty"`
	Reason     Reason        `json:"reason,omitempty"`
	Who        string        `json:"who,omitempty"` // Refused: the label of who was first; Done of a group: the station's name
	Count      int           `json:"count,omitempty"`
	Person     *Person       `json:"person,omitempty"`
	Card       *Card         `json:"card,omitempty"`
	Turn       *Turn         `json:"turn,omitempty"` // Progress
	Handover   *Handover     `json:"handover,omitempty"`
	Broadcast  *Broadcast    `json:"broadcast,omitempty"`
	Lead       *Lead         `json:"lead,omitempty"`
	Invitation *InviteLink   `json:"invitation,omitempty"`
	Change     RosterChange  `json:"change,omitempty"`
	Offer      *Offer        `json:"offer,omitempty"`
	Monthly    *MonthlyReply `json:"monthly,omitempty"`
}

// Person is who a handle became by joining.
type Person struct {
	Role   Role   `json:"role"`
	Unit   string `json:"unit,omitempty"` // the unit's name
	Area   string `json:"area,omitempty"` // area code the person works in or lives in
	Name   string `json:"name,omitempty"` // label on cards and in the roster, staff only
	Number int    `json:"number,omitempty"`
	OnDuty bool   `json:"on_duty,omitempty"`
}

// Card is a case as one officer may see it. Facts are shown in the order
// urgency, category, place, time, what happened, deadline.
type Card struct {
	Case     Receipt   `json:"case"`
	Version  int       `json:"version"`
	State    State     `json:"state"`
	Urgency  Urgency   `json:"urgency"`
	Kind     Kind      `json:"kind"`
	Category string    `json:"category"`
	Area     []string  `json:"area,omitempty"` // names, county first
	Place    Place     `json:"place"`
	Happened string    `json:"happened,omitempty"`
	At       time.Time `json:"at"` // submitted
	Text     string    `json:"text"`
	Media    []Media   `json:"media,omitempty"`
	Deadline time.Time `json:"deadline,omitzero"` // the next one that runs

	Broadcast int64      `json:"broadcast,omitempty"` // number of the broadcast it answers
	Volunteer int        `json:"volunteer,omitempty"` // shown only when the reporter chose so
	Reasons   []string   `json:"reasons,omitempty"`   // the words that decided the category
	Station   string     `json:"station,omitempty"`
	Owner     string     `json:"owner,omitempty"` // label of who has it now
	Mine      bool       `json:"mine,omitempty"`  // the recipient has it now
	Escalated bool       `json:"escalated,omitempty"`
	History   []Entry    `json:"history,omitempty"` // the newest last, at most 10
	Outcome   Outcome    `json:"outcome,omitempty"`
	Verbs     []Verb     `json:"verbs,omitempty"` // what the recipient may do now
	Settled   *Mediation `json:"settled,omitempty"`
	Guesses   []Guess    `json:"guesses,omitempty"`   // in triage, for who may sort it; the likeliest first
	Mediating *Mediating `json:"mediating,omitempty"` // a volunteer is sought or mediates
	Hazard    *Hazard    `json:"hazard,omitempty"`    // of a fire hazard
	Against   string     `json:"against,omitempty"`   // whom it complains of; never on a card in a group
	Here      bool       `json:"here,omitempty"`      // it complains of the station of the place, which is not known yet
}

// Guess is a whole decision on a case in triage, as the machine would take it.
// What is decided already is empty.
type Guess struct {
	Category string   `json:"category,omitempty"`
	Words    []string `json:"words,omitempty"` // that spoke for the category
	Area     string   `json:"area,omitempty"`  // official code
	Place    string   `json:"place,omitempty"` // its name
}

// Entry is one line of a case's story on a card.
type Entry struct {
	At   time.Time `json:"at"`
	What Event     `json:"what"`
	Who  string    `json:"who,omitempty"` // label of staff, or empty for the reporter
	Text string    `json:"text,omitempty"`

	Volunteer int `json:"volunteer,omitempty"` // number of the volunteer who mediates and did it
}

// State of a case 警情.
type State string

const (
	StateTriage    State = "triage"
	StateRouted    State = "routed"
	StateAccepted  State = "accepted"
	StateClosed    State = "closed"
	StateWithdrawn State = "withdrawn"
)

// Event names what happened to a case, in the log and in its story.
type Event string

const (
	EventSubmitted   Event = "submitted"
	EventRouted      Event = "routed"
	EventTriaged     Event = "triaged" // went to triage
	EventSorted      Event = "sorted"  // a coordinator decided
	EventAccepted    Event = "accepted"
	EventAsked       Event = "asked"
	EventAnswered    Event = "answered"
	EventAdded       Event = "added"
	EventNoted       Event = "noted"
	EventTransferred Event = "transferred"
	EventEscalated   Event = "escalated"
	EventReminded    Event = "reminded"
	EventClosed      Event = "closed"
	EventWithdrawn   Event = "withdrawn"
	EventRated       Event = "rated"
	EventReopened    Event = "reopened"
	EventTaken       Event = "taken"      // somebody above took it over
	EventReturned    Event = "returned"   // it went back to who had handed it on
	EventUnlinked    Event = "unlinked"   // it was no duplicate after all; takes back that outcome
	EventUnanswered  Event = "unanswered" // a question got no answer in its time
	EventBlocked     Event = "blocked"    // the reporter was stopped from filing
	EventUnblocked   Event = "unblocked"
	EventRecorded    Event = "recorded" // a report that was settled already: a record, closed at once
)

// Turn tells a reporter what happened to the own report.
type Turn struct {
	What     Event     `json:"what"` // routed, triaged, accepted, transferred, closed, withdrawn, reopened, recorded
	Station  string    `json:"station,omitempty"`
	Deadline time.Time `json:"deadline,omitzero"`
	Outcome  Outcome   `json:"outcome,omitempty"`
	Text     string    `json:"text,omitempty"` // closing words for the reporter
	Kind     Kind      `json:"kind,omitempty"`
	Category string    `json:"category,omitempty"`
}

// InviteLink is a new invitation: the bot makes the link of it.
type InviteLink struct {
	Token   string    `json:"token"`
	Area    string    `json:"area"` // name
	Uses    int       `json:"uses"`
	Expires time.Time `json:"expires"`
	For     string    `json:"for,omitempty"` // label of the one member of staff it is for; Area is then the unit
}

// Reason says why an action was refused, or which one was done.
type Reason string

const (
	ReasonStale      Reason = "stale"       // the card was old; a new one follows
	ReasonNotYours   Reason = "not_yours"   // not assigned, or out of scope
	ReasonTaken      Reason = "taken"       // somebody else accepted first: Who
	ReasonOver       Reason = "over"        // the case is closed
	ReasonUnknown    Reason = "unknown"     // no such case for this person
	ReasonInvitation Reason = "invitation"  // unknown, used up, revoked or expired
	ReasonStaffToken Reason = "staff_token" // an invitation for staff that somebody else redeemed
	ReasonRole       Reason = "role"        // this needs another role
	ReasonInvalid    Reason = "invalid"     // something needed is missing or out of range
	ReasonTooLate    Reason = "too_late"    // reopen or rate after its time
	ReasonDutyOn     Reason = "duty_on"
	ReasonDutyOff    Reason = "duty_off"
	ReasonAsked      Reason = "asked"
	ReasonAdded      Reason = "added"
	ReasonRated      Reason = "rated"
	ReasonRevoked    Reason = "revoked"   // Revoke was done
	ReasonBarred     Reason = "barred"    // Block was done
	ReasonUnbarred   Reason = "unbarred"  // Unblock was done
	ReasonBroadcast  Reason = "broadcast" // Broadcast was done; Count: to how many it goes
	ReasonRoster     Reason = "roster"    // Change was done to Who
	ReasonSuspended  Reason = "suspended" // with TopicJoined: by a coordinator, until restored
	ReasonRecalled   Reason = "recalled"  // TakeDown was done
	ReasonTooOften   Reason = "too_often" // the last broadcast was less than an hour ago
	ReasonGroupOn    Reason = "group_on"  // to a group: the cards of a station come here too
	ReasonGroupOff   Reason = "group_off" // to a group: they come no more
)
