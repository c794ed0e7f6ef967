package casework

import (
	"cmp"
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
	"secondbrother/worker/route"
)

// relation is how an actor stands to a case; a set of bits.
type relation uint8

const (
	reporter    relation = 1 << iota // filed it
	owner                            // accepted it and has it, or had it when it was closed
	holder                           // officer, leader, county or desk with a card, still within scope
	desk                             // a holder from a specialised desk
	supervisor                       // leader of its station or staff of its county bureau
	coordinator                      // coordinator of its county or of the city
	asked                            // volunteer who is asked to mediate it
	mediator                         // volunteer who mediates it
)

// may says who may do what in which state. What is not here, nobody may.
var may = map[payload.State]map[payload.Verb]relation{
	payload.StateTriage: {
		payload.VerbAccept:   holder,
		payload.VerbNote:     holder | supervisor,
		payload.VerbTransfer: holder | supervisor,
		payload.VerbSort:     coordinator,
		payload.VerbBlock:    coordinator,
		payload.VerbUnblock:  coordinator,
		payload.VerbAnswer:   reporter,
		payload.VerbAdd:      reporter,
		payload.VerbWithdraw: reporter,
	},
	payload.StateRouted: {
		payload.VerbAccept:   holder | supervisor,
		payload.VerbNote:     holder | supervisor,
		payload.VerbTransfer: holder | supervisor,
		payload.VerbReturn:   holder | supervisor,
		payload.VerbCorrect:  holder | supervisor,
		payload.VerbGrade:    holder | supervisor,
		payload.VerbSort:     coordinator,
		payload.VerbBlock:    coordinator,
		payload.VerbUnblock:  coordinator,
		payload.VerbAnswer:   reporter,
		payload.VerbAdd:      reporter,
		payload.VerbWithdraw: reporter,
	},
	payload.StateAccepted: {
		payload.VerbAsk:      owner,
		payload.VerbNote:     owner | supervisor | desk,
		payload.VerbTransfer: owner | supervisor,
		payload.VerbTake:     supervisor,
		payload.VerbCorrect:  owner | supervisor,
		payload.VerbGrade:    owner | supervisor,
		payload.VerbLink:     owner | supervisor,
		payload.VerbClose:    owner,
		payload.VerbOffer:    owner,
		payload.VerbRecall:   owner | supervisor,
		payload.VerbConfirm:  owner,
		payload.VerbRedo:     owner,
		payload.VerbAgree:    asked,
		payload.VerbReport:   mediator,
		payload.VerbDecline:  asked | mediator,
		payload.VerbBlock:    coordinator,
		payload.VerbUnblock:  coordinator,
		payload.VerbAnswer:   reporter,
		payload.VerbAdd:      reporter,
		payload.VerbWithdraw: reporter,
	},
	payload.StateClosed: {
		payload.VerbUnlink:  owner | supervisor,
		payload.VerbBlock:   coordinator,
		payload.VerbUnblock: coordinator,
		payload.VerbRate:    reporter,
		payload.VerbReopen:  reporter,
	},
	payload.StateWithdrawn: {
		payload.VerbBlock:   coordinator,
		payload.VerbUnblock: coordinator,
	},
}

// adds lists the verbs that only add words: what somebody has typed is not lost
// because the case moved on meanwhile, as long as the one who says it still may.
var adds = map[payload.Verb]bool{payload.VerbAsk: true, payload.VerbNote: true}

// verbs lists all verbs on a case, in the order of buttons.
var verbs = []payload.Verb{
	payload.VerbAccept, payload.VerbTake, payload.VerbReturn, payload.VerbAsk, payload.VerbNote, payload.VerbTransfer, payload.VerbClose,
	payload.VerbCorrect, payload.VerbLink, payload.VerbUnlink, payload.VerbSort, payload.VerbBlock,
	payload.VerbAnswer, payload.VerbAdd, payload.VerbWithdraw, payload.VerbRate, payload.VerbReopen,
}

// hazardVerbs are those on a fire hazard only.
var hazardVerbs = []payload.Verb{payload.VerbGrade}

// anyState is who may do a verb in some state.
var anyState = func() map[payload.Verb]relation {
	out := make(map[payload.Verb]relation)
	for _, row := range may {
		for verb, who := range row {
			out[verb] |= who
		}
	}
	return out
}()

// Terms for the reporter after a case was closed.
const (
	reopenWithin = 7 * 24 * time.Hour // the design: once within 7 days
	rateWithin   = 30 * 24 * time.Hour
)

// Verbs lists what the actor may do with c now, in the order of buttons:
// Apply accepts each of them with valid arguments.
func Verbs(c Case, a Actor, org *route.Org, now time.Time) []payload.Verb {
	org = org.At(now)
	var out []payload.Verb
	for _, v := range slices.Concat(verbs, hazardVerbs, mediationVerbs) {
		if refuse(c, a, v, 0, org, now) != nil {
			continue
		}
		if v == payload.VerbAnswer && c.AskedAt.IsZero() {
			continue // Apply takes an answer without a question as an addition
		}
		if v == payload.VerbTransfer && len(Targets(c, a, org)) == 0 {
			continue
		}
		out = append(out, v)
	}
	return out
}

// MayRead says whether the actor may see c as a card: staff who may act on it,
// hold a card, or supervise its station or county.
func MayRead(c Case, a Actor) bool {
	return relations(c, a)&^(reporter|asked|mediator) != 0
}

// Targets lists where the actor may transfer c to. Who is on duty is as org has
// it: see route.Org.At.
func Targets(c Case, a Actor, org *route.Org) []payload.Target {
	all := route.Targets(org.Without(c.Against), cmp.Or(c.Station, c.County), a.Person)
	if c.State != payload.StateAccepted {
		return all
	}
	return slices.DeleteFunc(all, func(t payload.Target) bool { return t.ID == route.PersonTarget(c.Owner.Person) })
}

// relations finds all that the actor is to the case.
func relations(c Case, a Actor) relation {
	var r relation
	if a.Handle != "" && a.Handle == c.Reporter {
		r |= reporter
	}
	switch {
	case a.Role != payload.RoleVolunteer || a.Person == 0:
	case a.Person == c.Offer.To:
		r |= asked
	case a.Person == c.Offer.Mediator:
		r |= mediator
	}
	if a.Person == 0 || !inScope(c, a) || c.Against.Bars(a.Person, a.Unit, a.County) {
		return r
	}
	switch a.Role {
	case payload.RoleCoordinator:
		return r | coordinator
	case payload.RoleLeader, payload.RoleCounty:
		r |= supervisor
	}
	if c.Owner.Person == a.Person && !c.AcceptedAt.IsZero() {
		r |= owner
	}
	if c.Holds(a.Person) {
		r |= holder
		if a.Role == payload.RoleDesk {
			r |= desk
		}
	}
	return r
}

// inScope says whether the case lies where the actor works.
func inScope(c Case, a Actor) bool {
	switch a.Role {
	case payload.RoleOfficer, payload.RoleLeader:
		return c.Station != "" && a.Unit == c.Station
	case payload.RoleDesk, payload.RoleCounty:
		return c.County != "" && a.County == c.County
	case payload.RoleCoordinator:
		return a.County == "" || a.County == c.County
	}
	return false
}

// refuse says why the actor may not do verb, nil when it may. Who has nothing
// to do with the case learns nothing of its state.
func refuse(c Case, a Actor, verb payload.Verb, version int, org *route.Org, now time.Time) *Refusal {
	is := relations(c, a)
	who := anyState[verb]
	switch {
	case who == 0:
		return &Refusal{Reason: payload.ReasonInvalid}
	case who == reporter:
		if is&reporter == 0 {
			return &Refusal{Reason: payload.ReasonUnknown}
		}
	case who&^(asked|mediator) == 0:
		if is&who == 0 {
			return refuseVolunteer(c, a, is)
		}
	case !a.Role.Staff():
		if is&reporter == 0 {
			return &Refusal{Reason: payload.ReasonUnknown}
		}
		return &Refusal{Reason: payload.ReasonRole}
	case (a.Role == payload.RoleCoordinator) != (who == coordinator):
		return &Refusal{Reason: payload.ReasonRole}
	case is&who == 0:
		return &Refusal{Reason: payload.ReasonNotYours}
	}
	if r := refuseState(c, a, verb, org, now); r != nil {
		return r
	}
	if version > 0 && version != c.Version && !(adds[verb] && version < c.Version) {
		return &Refusal{Reason: payload.ReasonStale}
	}
	if is&may[c.State][verb] == 0 {
		return &Refusal{Reason: payload.ReasonNotYours}
	}
	return refuseOffer(c, verb)
}

// refuseState says what of the case's state stands against verb, whatever the
// version of the card that was pressed.
func refuseState(c Case, a Actor, verb payload.Verb, org *route.Org, now time.Time) *Refusal {
	after := verb == payload.VerbRate || verb == payload.VerbReopen || verb == payload.VerbUnlink
	switch {
	case verb == payload.VerbBlock, verb == payload.VerbUnblock:
		return nil // it is about who reported, however the case stands
	case c.State == payload.StateWithdrawn, c.State == payload.StateClosed && !after:
		return &Refusal{Reason: payload.ReasonOver}
	case c.Open() && after:
		return &Refusal{Reason: payload.ReasonInvalid}
	case verb == payload.VerbUnlink && c.LinkedTo == "":
		return &Refusal{Reason: payload.ReasonInvalid}
	case verb == payload.VerbReopen && c.LinkedTo != "":
		return &Refusal{Reason: payload.ReasonOver} // the other case is the one to reopen
	case verb == payload.VerbGrade && c.Category != classify.FireHazard:
		return &Refusal{Reason: payload.ReasonInvalid}
	case verb == payload.VerbReturn && c.HandedBy.Person == 0:
		return &Refusal{Reason: payload.ReasonInvalid}
	case verb == payload.VerbTake && c.Mine(a.Person):
		return &Refusal{Reason: payload.ReasonStale}
	case verb == payload.VerbRate && c.Recorded:
		return &Refusal{Reason: payload.ReasonInvalid} // nobody handled it
	case verb == payload.VerbRate && (c.Stars != 0 || now.Sub(c.ClosedAt) > rateWithin),
		verb == payload.VerbReopen && (!c.ReopenedAt.IsZero() || now.Sub(c.ClosedAt) > reopenWithin):
		return &Refusal{Reason: payload.ReasonTooLate}
	case c.State != payload.StateAccepted:
		return nil
	case verb == payload.VerbSort:
		return &Refusal{Reason: payload.ReasonTaken, Who: label(c.Owner, org)}
	case verb == payload.VerbAccept && c.Mine(a.Person):
		return &Refusal{Reason: payload.ReasonStale} // pressed twice
	case verb == payload.VerbAccept:
		return &Refusal{Reason: payload.ReasonTaken, Who: label(c.Owner, org)}
	}
	return nil
}

// label is what staff see of an owner.
func label(o route.Owner, org *route.Org) string {
	if p, ok := org.Person(o.Person); ok && p.Label != "" {
		return p.Label
	}
	u, _ := org.Unit(o.Unit)
	return u.Name
}
