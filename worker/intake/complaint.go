package intake

import (
	"cmp"

	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/route"
)

// accuse says whom a report complains of: whom its reporter named, where the
// roster has them, else the station of the place, whichever that turns out to
// be. What was named stays with the case, for who handles it. Nobody is accused
// in an emergency, where help comes first.
func accuse(in *casework.Intake, org *route.Org) {
	r := in.Report
	if in.Urgency == payload.Emergency || r.Against == nil && !classify.Complains(r.Text) {
		return
	}
	unit := cmp.Or(in.Unit, org.StationFor(in.Area))
	if r.Against != nil && r.Against.Name != "" {
		in.Named = r.Against.Name
		if found, ok := org.Named(in.Named, cmp.Or(unit, org.CountyFor(in.Area))); ok {
			in.Against = found
			return
		}
	}
	in.Against = route.Accused{Unit: unit, Here: unit == ""}
}
