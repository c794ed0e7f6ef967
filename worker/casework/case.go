package casework

import (
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Case 警情 is the state of one case. Flat, so that it maps onto columns.
// Times are UTC, cut to microseconds (what PostgreSQL keeps).
type Case struct {
	ID       int64           // the database's; this package only carries it
	Number   payload.Receipt // the report's receipt
	Reporter string          // handle
	Version  int             // of the card; rises by one with every Change
	Seq      int             // how many events there are

	State    payload.State
	Kind     payload.Kind
	Category string // taxonomy code; empty while triage has not decided
	Urgency  payload.Urgency

	County   string // county bureau's unit code; empty: not known
	Township string // official code, 9 digits; empty: not known
	Village  string // official code, 12 digits; empty: not known
	Station  string // station's unit code; empty: none covers the place, or a complaint must not reach it

	Project     string        // the key project it is about; empty: none
	MoneyMoving bool          // a fraud whose money may still be stopped
	Against     route.Accused // whom it complains of; they never see it
	Named       string        // and how the reporter names them

	// Only of a fire hazard.
	Premises payload.Premises // empty: not known
	Grade    payload.Grade    // empty: none
	GradedBy int64            // who of the staff set the grade; 0: it is the machine's proposal

	Owner     route.Owner // Unit is never empty
	Level     route.Level // where the owner stands on the ladder
	Escalated route.Level // how far missed deadlines have taken it since it was last accepted; 0: not
	Rule      string      // the routing rule that chose the owner, "transfer" after a transfer
	Holders   []int64     // people who have a card, ascending
	HandedBy  route.Owner // who handed it on and has it back if nobody wants it; zero: nobody, or it was accepted since

	SubmittedAt time.Time
	AcceptBy    time.Time
	CloseBy     time.Time // zero: none
	AcceptedAt  time.Time // zero: not accepted by the present owner

	// When Tick has to act next. Zero: done, or cancelled because it was met.
	RemindAt   time.Time
	EscalateAt time.Time
	OverdueAt  time.Time

	AskedAt time.Time // zero: no question is open
	AskedBy int64

	Offer Offer // to volunteers, to mediate

	LinkedTo payload.Receipt // the case of the same event that goes on; empty: it stands alone

	Outcome    payload.Outcome
	Mediation  *payload.Mediation
	Help       *payload.Help
	ClosedAt   time.Time
	Recorded   bool // closed at once: a record of what was settled already
	ReopenedAt time.Time
	Stars      int // 0: not rated since it was closed
	Satisfied  bool
}

// Open says whether the case is still being worked on.
func (c Case) Open() bool {
	return c.State == payload.StateTriage || c.State == payload.StateRouted || c.State == payload.StateAccepted
}

// Holds says whether person has a card of the case.
func (c Case) Holds(person int64) bool {
	_, ok := slices.BinarySearch(c.Holders, person)
	return ok
}

// Mine says whether person accepted the case and has it now.
func (c Case) Mine(person int64) bool {
	return c.State == payload.StateAccepted && person != 0 && c.Owner.Person == person
}

// Deadline is the one that runs now: to accept, then to close; zero: none.
func (c Case) Deadline() time.Time {
	switch c.State {
	case payload.StateTriage, payload.StateRouted:
		return c.AcceptBy
	case payload.StateAccepted:
		return c.CloseBy
	}
	return time.Time{}
}

// Area is the finest official code known of the place; empty: none finer than
// the county.
func (c Case) Area() string {
	if c.Village != "" {
		return c.Village
	}
	return c.Township
}

// start is when the reporter's clock began: at submission, or at reopening.
func (c Case) start() time.Time {
	if !c.ReopenedAt.IsZero() {
		return c.ReopenedAt
	}
	return c.SubmittedAt
}

func (c Case) facts() route.Facts {
	unit := c.Station
	if unit == "" {
		unit = c.County
	}
	return route.Facts{
		Kind: c.Kind, Category: c.Category, Urgency: c.Urgency, Area: c.Area(), Unit: unit,
		Triage: c.State == payload.StateTriage, SubmittedAt: c.start(),
		Project: c.Project, MoneyMoving: c.MoneyMoving, Against: c.Against, Grade: c.Grade,
	}
}
