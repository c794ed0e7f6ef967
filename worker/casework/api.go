package casework

import (
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Intake is a report with what classification and place found out.
type Intake struct {
	Report   payload.Report
	Category string          // taxonomy code, may be empty with Triage
	Urgency  payload.Urgency // the report's, or raised
	Area     string          // finest known official code: 6, 9 or 12 digits; may be empty
	County   string          // when Area is empty: the county's area code or the bureau's unit code
	Triage   bool            // category or place are undecided
}

func Open(in Intake, org *route.Org, now time.Time) Change { panic("todo") }
func Apply(c Case, a Actor, act payload.Action, org *route.Org, now time.Time) (Change, error) {
	panic("todo")
}
func Verbs(c Case, a Actor, org *route.Org, now time.Time) []payload.Verb { panic("todo") }
func Tick(c Case, org *route.Org, now time.Time) (Change, bool)           { panic("todo") }
func Next(c Case) time.Time                                               { panic("todo") }
func Refresh(c Case, org *route.Org, now time.Time) (Change, bool)        { panic("todo") }
