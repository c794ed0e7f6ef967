package payload

import "time"

// Volunteers who mediate: what is done, what happens to a case by it, and what
// is told.
const (
	// By a volunteer on themselves.
	VerbWilling Verb = "willing" // On: may be asked to mediate in Area, or where they joined; off: no more

	// By the officer who has accepted a dispute.
	VerbOffer   Verb = "offer"   // look for a volunteer who mediates; Text is what they are told
	VerbRecall  Verb = "recall"  // no volunteer is needed any more
	VerbConfirm Verb = "confirm" // close the case with what the volunteer reported; Text optional, to the reporter
	VerbRedo    Verb = "redo"    // the volunteer's report does not do; Text is why

	// By the volunteer who is asked, and then mediates.
	VerbAgree   Verb = "agree"
	VerbDecline Verb = "decline" // not this one; once agreed: cannot go on, Text optional
	VerbReport  Verb = "report"  // Outcome, one of MediatorOutcomes, Mediation, Text optional to the officer

	EventOffered  Event = "offered"
	EventDeclined Event = "declined" // by whom is not noted: nobody keeps a tally of who helps how often
	EventLapsed   Event = "lapsed"   // whoever was asked did not answer in time
	EventUnmet    Event = "unmet"    // nobody is left to ask
	EventAgreed   Event = "agreed"
	EventGaveUp   Event = "gave_up"
	EventMediated Event = "mediated" // the volunteer reported
	EventSentBack Event = "sent_back"
	EventRecalled Event = "recalled"
	EventDeferred Event = "deferred" // nobody is asked at night
	EventResumed  Event = "resumed"  // in the morning the search goes on

	TopicOffer     Topic = "offer"     // Offer: a volunteer is asked to mediate
	TopicMediating Topic = "mediating" // Offer with all of it: the volunteer mediates; with Reason sent_back, Text is what is missing
	TopicMediation Topic = "mediation" // Reason: how it goes on, to the volunteer or the officer

	ReasonWilling   Reason = "willing"   // Willing was done
	ReasonUnwilling Reason = "unwilling" // Willing was taken back

	// To the volunteer.
	ReasonLapsed    Reason = "lapsed"     // too late to take it; also why an answer was refused
	ReasonCalledOff Reason = "called_off" // no mediator is needed any more
	ReasonReported  Reason = "reported"   // the report is with the officer
	ReasonSentBack  Reason = "sent_back"
	ReasonConfirmed Reason = "confirmed"

	// To the officer.
	ReasonAgreed   Reason = "agreed"
	ReasonNobody   Reason = "nobody" // nobody near is left to ask
	ReasonGaveUp   Reason = "gave_up"
	ReasonMediated Reason = "mediated" // there is a report to confirm
	ReasonMorning  Reason = "morning"  // volunteers are asked from the morning on
)

// MediatorOutcomes lists how a volunteer may report that a mediation ended, the
// usual one first: what else can become of a dispute is for an officer to say.
func MediatorOutcomes() []Outcome {
	return []Outcome{OutcomeSettledOral, OutcomeSettledWritten, OutcomeNotSettled}
}

// Offer is a dispute as a volunteer may see it: the officer's words, never the
// reporter's.
type Offer struct {
	Category string    `json:"category"`
	Area     []string  `json:"area,omitempty"` // names, county first
	Words    string    `json:"words"`
	Until    time.Time `json:"until,omitzero"` // offered: to be taken by then

	// Only for who mediates.
	Place   string `json:"place,omitempty"` // where exactly, in words
	Station string `json:"station,omitempty"`

	// Same are cases of the same event. Never shown: the bot alone can tell that
	// whoever is asked reported one of them.
	Same []Receipt `json:"same,omitempty"`
}

// Reported is how a volunteer says that a mediation ended.
type Reported struct {
	Mediation Mediation `json:"mediation"`
	Text      string    `json:"text,omitempty"` // to the officer
}

// Mediating is how a volunteer's mediation stands, on a card. The zero value:
// somebody is still to be found.
type Mediating struct {
	From      time.Time `json:"from,omitzero"`       // nobody is asked before: it is night
	Until     time.Time `json:"until,omitzero"`      // somebody is asked and may take it until then
	Volunteer int       `json:"volunteer,omitempty"` // number of who mediates
	Reported  *Reported `json:"reported,omitempty"`
}
