package conversation

import (
	"slices"
	"time"
	"unicode/utf8"

	"secondbrother/storage/payload"
)

// Draft is a report that is being told. Trail holds the questions asked so
// far, the present one last; Answered those that need not be asked (again).
type Draft struct {
	Trail    []Screen `json:"trail"`
	Answered []Screen `json:"answered,omitempty"`
	Told     bool     `json:"told,omitempty"` // it began with something said, not with questions

	Kind     payload.Kind    `json:"kind,omitempty"`
	Category string          `json:"category,omitempty"` // proposed or chosen; empty: the worker decides
	Chosen   bool            `json:"chosen,omitempty"`   // the category was chosen, a changed text does not change it
	Urgency  payload.Urgency `json:"urgency,omitempty"`
	Notes    []Note          `json:"notes,omitempty"`
	Media    []payload.Media `json:"media,omitempty"`
	Voice    bool            `json:"voice,omitempty"` // a voice note tells what happened

	Place      payload.Place `json:"place,omitzero"`
	PlaceName  string        `json:"place_name,omitempty"` // of Place.Area
	PlaceFrom  int           `json:"place_from,omitempty"` // the message that told the place
	Candidates []Area        `json:"candidates,omitempty"` // offered at where

	Moving   bool   `json:"moving,omitempty"` // a fraud whose money may still be stopped
	Stop     string `json:"stop,omitempty"`   // what the bank must know for that
	StopFrom int    `json:"stop_from,omitempty"`

	Happened     string `json:"happened,omitempty"`
	HappenedFrom int    `json:"happened_from,omitempty"`
	Named        bool   `json:"named,omitempty"` // the volunteer number is shown

	Broadcast int64 `json:"broadcast,omitempty"` // the broadcast that it answers

	Premises payload.Premises `json:"premises,omitempty"` // of a fire hazard, as chosen

	Accuses     bool               `json:"accuses,omitempty"` // it accuses the police
	Against     *payload.Complaint `json:"against,omitempty"` // whom exactly; nil: not answered
	AgainstWho  string             `json:"against_who,omitempty"`
	AgainstFrom int                `json:"against_from,omitempty"`

	Long   string             `json:"long,omitempty"` // what would fit of a text that was too long
	LongAt time.Time          `json:"long_at,omitzero"`
	Record bool               `json:"record,omitempty"`
	Settle *payload.Mediation `json:"settle,omitempty"`
	Helped *payload.Help      `json:"helped,omitempty"`
	Began  time.Time          `json:"began,omitzero"`

	Twin     payload.Receipt `json:"twin,omitempty"`     // a report of the last minutes that is much like it
	Distinct bool            `json:"distinct,omitempty"` // it is another one all the same
}

// Note is one message that tells what happened, kept apart so that its edit
// replaces it.
type Note struct {
	Message   int    `json:"message,omitempty"`
	Text      string `json:"text"`
	Forwarded bool   `json:"forwarded,omitempty"`
}

// Area is an official place: county 6, township 9, village 12 digits.
type Area struct {
	Code string `json:"code"`
	Name string `json:"name"` // as people say it, with what it lies in
}

// Errand is a short guided act beside the report being told: asking, noting,
// transferring, closing, answering, inviting. It has its own questions.
type Errand struct {
	Trail   []Screen        `json:"trail"`
	Verb    payload.Verb    `json:"verb"`
	Case    payload.Receipt `json:"case,omitempty"`
	Handle  string          `json:"handle,omitempty"` // of the own report, for reporters
	Version int             `json:"version,omitempty"`
	Kind    payload.Kind    `json:"kind,omitempty"`
	Message int             `json:"message,omitempty"` // what was sent last

	Targets  []payload.Target   `json:"targets,omitempty"`
	Page     int                `json:"page,omitempty"`
	Target   payload.Target     `json:"target,omitzero"`
	Outcome  payload.Outcome    `json:"outcome,omitempty"`
	Settle   *payload.Mediation `json:"settle,omitempty"`
	Help     *payload.Help      `json:"help,omitempty"`
	Text     string             `json:"text,omitempty"`
	Media    []payload.Media    `json:"media,omitempty"`
	Category string             `json:"category,omitempty"`
	Area     Area               `json:"area,omitzero"`
	Areas    []Area             `json:"areas,omitempty"` // offered
	Uses     int                `json:"uses,omitempty"`

	Hazard   bool             `json:"hazard,omitempty"` // a fire hazard that nobody has graded
	Unsaid   bool             `json:"unsaid,omitempty"` // and whose kind of premises is not known
	Grade    payload.Grade    `json:"grade,omitempty"`  // proposed, then chosen
	Premises payload.Premises `json:"premises,omitempty"`

	Hours int `json:"hours,omitempty"`

	Change payload.RosterChange `json:"change,omitempty"`
	Who    int64                `json:"who,omitempty"`   // of the roster
	Label  string               `json:"label,omitempty"` // and how they are called
	Held   *Held                `json:"held,omitempty"`
	Sent   int                  `json:"sent,omitempty"` // how many were sent already
}

// Held is what somebody sent while it was not clear what it belongs to.
type Held struct {
	Text      string          `json:"text,omitempty"`
	Media     []payload.Media `json:"media,omitempty"`
	Message   int             `json:"message,omitempty"`
	Forwarded bool            `json:"forwarded,omitempty"`
	Kind      payload.Kind    `json:"kind,omitempty"`
	Broadcast int64           `json:"broadcast,omitempty"` // it was meant to answer
	Lat       float64         `json:"lat,omitempty"`
	Lon       float64         `json:"lon,omitempty"`
}

// Shelf keeps a cancelled report for as long as its undo button lives.
type Shelf struct {
	Draft    Draft `json:"draft"`
	Revision int   `json:"revision"`
}

func (d *Draft) answered(s Screen) bool { return slices.Contains(d.Answered, s) }

func (d *Draft) mark(screens ...Screen) {
	for _, s := range screens {
		if !d.answered(s) {
			d.Answered = append(d.Answered, s)
		}
	}
}

func (d *Draft) unmark(s Screen) {
	d.Answered = slices.DeleteFunc(d.Answered, func(a Screen) bool { return a == s })
}

// length is the number of characters told so far.
func (d *Draft) length() int {
	n := utf8.RuneCountInString(d.Stop)
	for _, note := range d.Notes {
		n += utf8.RuneCountInString(note.Text)
	}
	return n
}
