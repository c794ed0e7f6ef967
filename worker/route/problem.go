package route

import "fmt"

// Fault names what is wrong with a row or a place.
type Fault string

const (
	FaultNoCity      Fault = "no_city"      // no city unit, or more than one
	FaultNoCode      Fault = "no_code"      // a unit or person without a code or id
	FaultTwice       Fault = "twice"        // the code, id, desk or cover is there already
	FaultKind        Fault = "kind"         // unknown kind of unit
	FaultParent      Fault = "parent"       // the parent is missing or of the wrong kind
	FaultUnit        Fault = "unit"         // no such unit
	FaultRole        Fault = "role"         // the role does not fit the unit
	FaultArea        Fault = "area"         // not a county, township or village code
	FaultOverlap     Fault = "overlap"      // two units of one kind cover the same area; the first keeps it
	FaultOutside     Fault = "outside"      // an officer's community is not covered by the officer's station
	FaultUncovered   Fault = "uncovered"    // Check: no station covers the place
	FaultNobody      Fault = "nobody"       // Check: the station that covers the place has no staff
	FaultNoCategory  Fault = "no_category"  // the list of categories is empty
	FaultUnknownDesk Fault = "unknown_desk" // a desk unit whose name is empty
	FaultNoOfficer   Fault = "no_officer"   // a project whose named officer is not in the roster
	FaultDuty        Fault = "duty"         // a duty pattern that cannot be read; what the person says stands
)

// Problem is one thing wrong with the organisation. A row with a problem is
// left out (FaultOutside: only the community is), so the rest stays usable.
type Problem struct {
	Fault  Fault
	Unit   string // where it concerns one
	Person int64
	Area   string
}

func (p Problem) Error() string {
	text := string(p.Fault)
	if p.Unit != "" {
		text += " unit=" + p.Unit
	}
	if p.Person != 0 {
		text += fmt.Sprintf(" person=%d", p.Person)
	}
	if p.Area != "" {
		text += " area=" + p.Area
	}
	return text
}
