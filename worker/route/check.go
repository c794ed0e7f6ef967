package route

// Check lists the places without an owner: no station covers them, or the
// station that does has no staff at all.
func Check(o *Org, areas []string) []Problem {
	var out []Problem
	for _, area := range areas {
		station := o.StationFor(area)
		switch {
		case !isArea(area):
			out = append(out, Problem{Fault: FaultArea, Area: area})
		case station == "":
			out = append(out, Problem{Fault: FaultUncovered, Area: area})
		case len(o.staff[station]) == 0:
			out = append(out, Problem{Fault: FaultNobody, Area: area, Unit: station})
		}
	}
	return out
}
