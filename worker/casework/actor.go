package casework

import (
	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Actor is whoever acts. Handle is always set; the other fields only for
// staff, as the roster has them now (not as the card had them). A volunteer who
// mediates, or is asked to, has Person and Role.
type Actor struct {
	Handle string
	Person int64
	Role   payload.Role
	Unit   string // unit code
	County string // code of the county bureau the unit belongs to; empty for the city's coordinators
	Label  string
}

// Staff is the actor that person of the roster is now; a mere handle when the
// roster has no such person.
func Staff(handle string, person int64, org *route.Org) Actor {
	p, ok := org.Person(person)
	if !ok {
		return Actor{Handle: handle}
	}
	return Actor{Handle: handle, Person: p.ID, Role: p.Role, Unit: p.Unit, County: org.CountyOf(p.Unit), Label: p.Label}
}

// Reporter is an actor of whom only the handle is known.
func Reporter(handle string) Actor { return Actor{Handle: handle} }
