package payload

import "time"

// Report is what a volunteer submitted: subject report.submitted.<kind>.
// It is immutable.
type Report struct {
	V         int     `json:"v"`
	ID        string  `json:"id"` // 26 characters base32, derived from the confirming press
	Receipt   Receipt `json:"receipt"`
	Reporter  string  `json:"reporter"`            // handle; a fresh one unless Volunteer is shown
	Volunteer int     `json:"volunteer,omitempty"` // volunteer number, only when the reporter chose to show it

	Kind     Kind    `json:"kind"`
	Category string  `json:"category,omitempty"` // taxonomy code the volunteer confirmed; empty: let the worker decide
	Urgency  Urgency `json:"urgency"`            // what the volunteer confirmed; the worker may only raise it
	Text     string  `json:"text"`
	Wordless bool    `json:"wordless,omitempty"` // Text is the bot's own, for who told it with files alone: it says nothing of what happened
	Media    []Media `json:"media,omitempty"`
	Place    Place   `json:"place"`

	Broadcast int64 `json:"broadcast,omitempty"` // number of the broadcast that it answers

	Against *Complaint `json:"against,omitempty"` // whom it complains of; nil: nobody was asked

	Premises Premises `json:"premises,omitempty"` // of a fire hazard, where the volunteer was asked

	Happened string    `json:"happened,omitempty"` // when, in words the volunteer chose or typed
	At       time.Time `json:"at"`                 // when it was submitted, UTC

	Settled *Mediation `json:"settled,omitempty"` // a record of what is already settled, not a call
	Helped  *Help      `json:"helped,omitempty"`
}

// Place is where, as far as the volunteer said: an area, a position, words, or several.
type Place struct {
	Area string  `json:"area,omitempty"` // official code: county 6, township 9, village 12 digits
	Text string  `json:"text,omitempty"`
	Lat  float64 `json:"lat,omitempty"` // WGS-84, with Lon; both 0: no position
	Lon  float64 `json:"lon,omitempty"`
}

// HasPoint says whether a position was shared.
func (p Place) HasPoint() bool { return p.Lat != 0 || p.Lon != 0 }

// Mediation records how a dispute ended: never names, only numbers.
type Mediation struct {
	Outcome     Outcome `json:"outcome"`
	Mediator    string  `json:"mediator"`              // one of Mediators
	Parties     int     `json:"parties"`               // people involved, 2 or more
	Source      string  `json:"source,omitempty"`      // one of Sources; empty: nobody said
	Agreement   string  `json:"agreement,omitempty"`   // oral, written; empty when not settled
	Yuan        int64   `json:"yuan,omitempty"`        // amount of the agreement
	Performance string  `json:"performance,omitempty"` // one of Performances; empty: nobody said

	Confirmed       bool   `json:"confirmed,omitempty"`        // 司法确认: a court confirmed the agreement
	Difficult       bool   `json:"difficult,omitempty"`        // 疑难复杂
	Prevented       string `json:"prevented,omitempty"`        // one of Preventions; empty: nothing such was near
	PreventedPeople int    `json:"prevented_people,omitempty"` // how many people that would have harmed, 1 or more with Prevented
}

// The words of a mediation, in the order of the office form. Source: the
// statistics form of people's mediation as districts have published it
// (调解主体, 案件来源, 履行情况, 防止民间纠纷激化).
var (
	// Mediators say on whose behalf it was mediated: village and neighbourhood
	// committees, township and street, enterprises, social groups.
	Mediators = []string{"village", "neighbourhood", "township", "street", "enterprise", "social", "volunteer", "officer"}
	// Sources say how the mediation came about: the mediator's own initiative,
	// the parties' request, or who referred it.
	Sources      = []string{"initiative", "request", "court", "procuratorate", "police", "petition", "other"}
	Performances = []string{"done", "part", "not_yet", "not_due"}
	Preventions  = []string{"suicide", "crime", "armed_fight"}
)

// MediatorVolunteer is one of Mediators.
const MediatorVolunteer = "volunteer"

// MediatorCommittee is what Mediator could say before the committees were told
// apart. It is still read, no longer offered.
const MediatorCommittee = "committee"

// Help records help already given on the spot.
type Help struct {
	People int `json:"people"`
}

// Outcome 办结结果 is how a case was closed.
type Outcome string

const (
	OutcomeSettledWritten Outcome = "settled_written" // disputes
	OutcomeSettledOral    Outcome = "settled_oral"
	OutcomeNotSettled     Outcome = "not_settled"
	OutcomeEnded          Outcome = "ended"
	OutcomeToCourt        Outcome = "to_court"
	OutcomeToPolice       Outcome = "to_police" // an offence
	OutcomeWithdrawn      Outcome = "withdrawn" // any kind, by the reporter
	OutcomeDuplicate      Outcome = "duplicate" // any kind: handled as another case of the same event

	OutcomeActedOn  Outcome = "acted_on"  // tips: checked, and acted on
	OutcomeChecked  Outcome = "checked"   // tips: valid, checked, nothing left to do
	OutcomeUnproven Outcome = "unproven"  // tips: could not be confirmed
	OutcomeHelped   Outcome = "helped"    // assistance
	OutcomeNotFound Outcome = "not_found" // assistance: nobody there any more
	OutcomeReferred Outcome = "referred"  // another service took it
)

// Outcomes lists what an officer may choose for kind k, the usual one first.
func Outcomes(k Kind) []Outcome {
	switch k {
	case Tip:
		return []Outcome{OutcomeActedOn, OutcomeChecked, OutcomeUnproven, OutcomeReferred}
	case Dispute:
		return []Outcome{OutcomeSettledOral, OutcomeSettledWritten, OutcomeNotSettled, OutcomeEnded, OutcomeToCourt, OutcomeToPolice}
	case Assist:
		return []Outcome{OutcomeHelped, OutcomeNotFound, OutcomeReferred}
	}
	return nil
}
