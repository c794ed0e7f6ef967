package route

import (
	"time"

	"secondbrother/storage/payload"
)

// Level is a step of the ladder on which a case climbs when nobody accepts it.
type Level int

const (
	LevelOfficer Level = 1 // community officers, or a specialised desk
	LevelLeader  Level = 2 // station leader 所长
	LevelCounty  Level = 3 // county bureau 分局; for triage the county's coordinators
	LevelCity    Level = 4 // city coordinators
)

// Facts is what Decide needs to know of a report.
type Facts struct {
	Kind        payload.Kind
	Category    string // taxonomy code; may be empty with Triage
	Urgency     payload.Urgency
	Area        string // the finest known code: village 12, township 9, county 6; may be empty
	County      string // when Area is empty: the county's area code or the bureau's unit code
	Unit        string // station or county bureau that has the case already (a transfer may have moved it); it goes before the place
	Triage      bool   // category or place are undecided
	Project     string // name of the key project it is about, as Org.ProjectIn finds it; may be empty
	MoneyMoving bool   // a fraud whose money may still be stopped
	Against     Accused
	Grade       payload.Grade // of a fire hazard; empty: none
	SubmittedAt time.Time
}

// Owner is who answers for a case. There is always one: Person is 0 when
// nobody of Unit can be reached, and Unit is never empty; with an empty roster
// it is the city.
type Owner struct {
	Person int64
	Unit   string
}

// Why says for what reason somebody gets a card.
type Why string

const (
	WhyCommunity Why = "community" // the place is one of the officer's communities
	WhyStation   Why = "station"   // on duty at the station that covers the place
	WhyLeader    Why = "leader"
	WhyDesk      Why = "desk" // the category's desk in the county
	WhyCounty    Why = "county"
	WhyCity      Why = "city"    // city coordinator
	WhyTriage    Why = "triage"  // coordinator who sorts
	WhyTarget    Why = "target"  // a transfer went there
	WhyProject   Why = "project" // named officer of the project
	WhyNamed     Why = "named"   // the rules name the person
)

// Recipient is a person who gets a card.
type Recipient struct {
	Person int64
	Why    Why
}

// Decision is who gets a case and by when. Recipients are distinct, those who
// answer for it first, copies after them; Owner.Person is the first of them
// (before anybody accepts: who answers for it if nobody does). Station and
// County are unit codes, empty when not known.
type Decision struct {
	County     string
	Station    string
	Owner      Owner
	Level      Level
	Recipients []Recipient
	AcceptBy   time.Time
	CloseBy    time.Time       // zero: no deadline by machine
	Urgency    payload.Urgency // the facts', or raised by a rule
	Triage     bool
	Rule       string   // the word of the rules' "to" that found the owner
	Path       []string // names of the rules that hold, in order; empty after a transfer
}

// People lists the recipients' ids, in order.
func (d Decision) People() []int64 {
	out := make([]int64, len(d.Recipients))
	for i, r := range d.Recipients {
		out[i] = r.Person
	}
	return out
}
