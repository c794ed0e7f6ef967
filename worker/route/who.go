package route

import (
	"iter"
	"slices"
	"strings"

	"secondbrother/storage/payload"
)

// communityOnDuty finds the officers on duty who cover the place, those of the
// narrowest community first.
func (o *Org) communityOnDuty(at spot) []Recipient {
	if at.area == "" {
		return nil
	}
	type match struct {
		person int64
		digits int
	}
	var found []match
	for p := range o.crew(at.station, payload.RoleOfficer) {
		if !p.Available() || !p.OnDuty {
			continue
		}
		digits := 0
		for _, area := range p.Areas {
			if strings.HasPrefix(at.area, area) {
				digits = max(digits, len(area))
			}
		}
		if digits > 0 {
			found = append(found, match{p.ID, digits})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return b.digits - a.digits })
	out := make([]Recipient, len(found))
	for i, m := range found {
		out[i] = Recipient{m.person, WhyCommunity}
	}
	return out
}

func (o *Org) stationOnDuty(at spot) []Recipient {
	return onDuty(o.crew(at.station, payload.RoleOfficer), WhyStation)
}

// officersOnDuty are those whom an ordinary case at this place would reach.
func (o *Org) officersOnDuty(at spot) []Recipient {
	if found := o.communityOnDuty(at); len(found) > 0 {
		return found
	}
	return o.stationOnDuty(at)
}

func (o *Org) leaders(at spot) []Recipient {
	return dutyFirst(o.crew(at.station, payload.RoleLeader), WhyLeader)
}

func (o *Org) countyStaff(at spot) []Recipient {
	return dutyFirst(o.crew(at.county, payload.RoleCounty), WhyCounty)
}

func (o *Org) deskStaff(at spot) []Recipient {
	return dutyFirst(o.crew(at.desk, payload.RoleDesk), WhyDesk)
}

func (o *Org) countyCoordinators(at spot) []Recipient {
	return dutyFirst(o.crew(at.county, payload.RoleCoordinator), WhyTriage)
}

func (o *Org) cityCoordinators(spot) []Recipient {
	return dutyFirst(o.crew(o.city.Code, payload.RoleCoordinator), WhyCity)
}

func (o *Org) sortingCity(spot) []Recipient {
	return dutyFirst(o.crew(o.city.Code, payload.RoleCoordinator), WhyTriage)
}

func onDuty(people iter.Seq[Person], why Why) (out []Recipient) {
	for p := range people {
		if p.Available() && p.OnDuty {
			out = append(out, Recipient{p.ID, why})
		}
	}
	return out
}

// dutyFirst finds those on duty, or everybody when nobody is: leaders, county
// and desks are called at any hour.
func dutyFirst(people iter.Seq[Person], why Why) []Recipient {
	if out := onDuty(people, why); len(out) > 0 {
		return out
	}
	var out []Recipient
	for p := range people {
		if p.Available() {
			out = append(out, Recipient{p.ID, why})
		}
	}
	return out
}
