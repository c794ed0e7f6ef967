package route

// ladder is the way up when a deadline to accept is missed. Source: the design.
var ladder = []struct {
	level Level
	who   func(*Org, spot) []Recipient
}{
	{LevelLeader, (*Org).leaders},
	{LevelCounty, (*Org).countyStaff},
	{LevelCity, (*Org).cityCoordinators},
}

// Climb says who answers for a case after its deadline to accept was missed
// while it stood at from: the next level at which somebody can be reached.
// County and station are the case's, owner who failed to answer. Nobody left
// to reach: LevelCity without recipients. Who is on duty, and whom the case
// must not reach, is as o has it: see Org.At and Org.Without.
func (o *Org) Climb(from Level, owner Owner, county, station string) (Level, []Recipient) {
	at := spot{station: station, county: county}
	if o.units[owner.Unit].Kind == Desk {
		at.station = "" // a desk answers to its county, not to the station
	}
	for _, step := range ladder {
		if step.level <= from {
			continue
		}
		if found := step.who(o, at); len(found) > 0 {
			return step.level, found
		}
	}
	return LevelCity, nil
}

// ClimbSorting is Climb for a case in triage.
func (o *Org) ClimbSorting(from Level) (Level, []Recipient) {
	if from < LevelCity {
		return LevelCity, o.sortingCity(spot{})
	}
	return LevelCity, nil
}
