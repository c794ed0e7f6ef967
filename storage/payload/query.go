package payload

import "time"

// Query names a question answered at once by the worker's service: subject
// query.<name>, request and reply.
type Query string

const (
	QueryMonthly    Query = "monthly"    // coordinators: counts of a month → MonthlyReply
	QueryBehind     Query = "behind"     // coordinators: the cases behind a number of a month → BehindReply
	QueryCases      Query = "cases"      // staff: open cases in scope → CasesReply
	QueryCase       Query = "case"       // staff: one case as a card → CaseReply
	QueryStatus     Query = "status"     // reporter: the own case → StatusReply
	QueryTargets    Query = "targets"    // staff: where a case may be transferred → TargetsReply
	QuerySame       Query = "same"       // staff: open cases that may be the same event → Targets by receipt
	QueryTriage     Query = "triage"     // coordinators: what waits to be sorted → CasesReply
	QueryBroadcasts Query = "broadcasts" // coordinators → BroadcastsReply
	QueryRoster     Query = "roster"     // coordinators: who is there → RosterReply
	QueryPerson     Query = "person"     // coordinators: Person → RosterPerson
	QueryPage       Query = "page"       // coordinators: a link to the counts' web page, good once → Link
)

// Question is what every query sends. The worker checks Actor's role and scope.
type Question struct {
	V     int     `json:"v"`
	Query Query   `json:"query"`
	Actor string  `json:"actor"`
	Case  Receipt `json:"case,omitempty"`
	Month string  `json:"month,omitempty"` // 2026-10; empty: the last full month
	Area  string  `json:"area,omitempty"`  // area or station code; empty: the actor's whole scope
	Scope string  `json:"scope,omitempty"` // cases: mine, station, overdue; people → LoadsReply, for those above officers
	Page  int     `json:"page,omitempty"`  // from 0
	Count string  `json:"count,omitempty"` // behind: the number's name, as worker/monthly calls it: dispute.settled

	Find   string `json:"find,omitempty"`   // roster: of whom: words of a label, a badge, a volunteer's number
	Person int64  `json:"person,omitempty"` // person
}

// Reply is what every query gets back; exactly one part is filled, or Refused.
type Reply struct {
	V       int           `json:"v"`
	Refused Reason        `json:"refused,omitempty"`
	Monthly *MonthlyReply `json:"monthly,omitempty"`
	Behind  *BehindReply  `json:"behind,omitempty"`
	Cases   *CasesReply   `json:"cases,omitempty"`
	Loads   *LoadsReply   `json:"loads,omitempty"`
	Card    *Card         `json:"card,omitempty"`
	Status  *StatusReply  `json:"status,omitempty"`
	Targets []Target      `json:"targets,omitempty"`
	Roster  *RosterReply  `json:"roster,omitempty"`
	Person  *RosterPerson `json:"person,omitempty"`

	Broadcasts *BroadcastsReply `json:"broadcasts,omitempty"`
	Link       string           `json:"link,omitempty"`
}

// MonthlyReply is a month's counts for one area.
type MonthlyReply struct {
	Month string       `json:"month"`
	Area  string       `json:"area"` // name
	Total MonthlyRow   `json:"total"`
	Rows  []MonthlyRow `json:"rows"`  // one per county, or per station within a county
	Types []TypeRow    `json:"types"` // the 18 dispute types, in the taxonomy's order
	Year  MonthlyRow   `json:"year"`  // from January to this month
	File  []byte       `json:"file,omitempty"`
	Name  string       `json:"name,omitempty"` // the file's name

	Public bool `json:"public,omitempty"` // there is a version without small cells, which may leave the office
}

// BehindReply is a page of the cases that a number is made of.
type BehindReply struct {
	Month string       `json:"month"`
	Area  string       `json:"area"` // name
	N     int64        `json:"n"`
	Was   *int64       `json:"was,omitempty"` // what the month was closed with, where that was another number
	Lines []BehindLine `json:"lines"`         // the n of all pages sum to N, but for what is hidden
	Page  int          `json:"page"`
	More  bool         `json:"more"`
	// Hidden is how many of the page's lines are of complaints about the asker or their unit.
	Hidden int `json:"hidden,omitempty"`
}

// BehindLine is a case's part in a number; below zero where it was taken back.
type BehindLine struct {
	Case Receipt   `json:"case"`
	At   time.Time `json:"at"`
	N    int64     `json:"n"`
}

// MonthlyRow holds one line of counts. A month counts by the time of
// submission (received) and of closing (the rest), Asia/Shanghai.
type MonthlyRow struct {
	Code string `json:"code"`
	Name string `json:"name"`

	Tips      int `json:"tips"`       // received
	TipsValid int `json:"tips_valid"` // closed as acted on or checked
	TipsActed int `json:"tips_acted"` // closed as acted on

	Red    int `json:"red,omitempty"` // valid fire hazards, as officers graded them
	Yellow int `json:"yellow,omitempty"`
	Green  int `json:"green,omitempty"`

	Disputes   int   `json:"disputes"` // received
	Settled    int   `json:"settled"`
	NotSettled int   `json:"not_settled"`
	Ended      int   `json:"ended"`
	Withdrawn  int   `json:"withdrawn"`
	ToCourt    int   `json:"to_court"`
	ToPolice   int   `json:"to_police"`
	Parties    int   `json:"parties"` // people in concluded disputes
	Oral       int   `json:"oral"`
	Written    int   `json:"written"`
	Yuan       int64 `json:"yuan"`

	Assists int `json:"assists"` // received
	Helped  int `json:"helped"`  // closed as helped
	People  int `json:"people"`  // people helped
}

// TypeRow is one dispute type's line.
type TypeRow struct {
	Category string `json:"category"`
	Received int    `json:"received"`
	Settled  int    `json:"settled"`
}

// PageSize is how many lines a list has on a phone.
const PageSize = 8

// CasesReply is a page of cases.
type CasesReply struct {
	Lines []CaseLine `json:"lines"`
	Page  int        `json:"page"`
	More  bool       `json:"more"`
	Total int        `json:"total"`
}

// CaseLine is a case in a list.
type CaseLine struct {
	Case     Receipt   `json:"case"`
	State    State     `json:"state"`
	Urgency  Urgency   `json:"urgency"`
	Kind     Kind      `json:"kind"`
	Category string    `json:"category"`
	Place    string    `json:"place"`
	At       time.Time `json:"at"`
	Deadline time.Time `json:"deadline,omitzero"`
	Overdue  bool      `json:"overdue,omitempty"`
	Owner    string    `json:"owner,omitempty"`
}

// LoadsReply is a page of who has how much in hand, the most overdue first.
type LoadsReply struct {
	Lines []LoadLine `json:"lines"`
	Page  int        `json:"page"`
	More  bool       `json:"more"`
	Total int        `json:"total"` // people
}

// LoadLine is what one person has in hand.
type LoadLine struct {
	Label   string `json:"label"`
	Unit    string `json:"unit"`
	Open    int    `json:"open"` // accepted and not closed
	Overdue int    `json:"overdue,omitempty"`
	OnDuty  bool   `json:"on_duty,omitempty"`
}

// StatusReply is a report's state for its reporter.
type StatusReply struct {
	Case     Receipt   `json:"case"`
	State    State     `json:"state"`
	Kind     Kind      `json:"kind"`
	Category string    `json:"category"`
	Station  string    `json:"station,omitempty"`
	At       time.Time `json:"at"`
	Outcome  Outcome   `json:"outcome,omitempty"`
	Verbs    []Verb    `json:"verbs,omitempty"` // what the reporter may do now
}

// Target is where a case may go: a unit or a person.
type Target struct {
	ID    string `json:"id"` // short enough for a button
	Label string `json:"label"`
}
