package casework

import "secondbrother/storage/payload"

// InGroup is c as an officer has it who sees its card in the group chat of the
// station: whoever is shown a card there may accept it, also who was sent none.
func InGroup(c Case, a Actor) Case {
	if c.State != payload.StateRouted || a.Person == 0 || !inScope(c, a) || a.Role != payload.RoleOfficer || c.Holds(a.Person) {
		return c
	}
	s := step{c: c}
	s.c.Holders = append([]int64(nil), c.Holders...)
	s.hold(a.Person)
	return s.c
}
