package route

// Climb says who answers for a case after its deadline to accept was missed
// while it stood at from: the next level at which somebody can be reached.
// County and station are the case's, owner who failed to answer. Nobody left
// to reach: LevelCity without recipients.
func (o *Org) Climb(from Level, owner Owner, county, station string) (Level, []Recipient) {
	at := spot{station: station, county: county}
	if o.units[owner.Unit].Kind == Desk {
		at.station = "" // a desk answers to its county, not to the station
	}
	for _, r := range ladder {
		if r.level <= from {
			continue
		}
		if found := r.who(o, at); len(found) > 0 {
			return r.level, found
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
