package classify

// Urgency is how fast somebody must act.
type Urgency string

const (
	// Emergency: life in danger, violence or fire now.
	Emergency Urgency = "emergency"
	// Urgent: happening now, or money leaving within the hour.
	Urgent Urgency = "urgent"
	// Routine is everything else.
	Routine Urgency = "routine"
)

// The two thresholds are in the lexicon's weights. A single hard word (6)
// stands above the first even in a text that also speaks of yesterday and now;
// soft ones (2-3) need company.
const (
	emergencyAt = 4.0
	urgentAt    = 2.0
)

// pressing is how much a category by itself speaks for "now": nobody asks for
// help with a missing parent at leisure.
var pressing = map[string]float64{
	"assist.missing": 4.5, "assist.medical": 2.5, "assist.stranded": 2.5, "assist.crisis": 4.5,
	"assist.victim": 1.5, "assist.vehicle": 0.5, "out.emergency_only": 2,
}

// urgency weighs danger and pace against what says that it is over, habitual or
// only told. It does not ask for the kind; the category, when known, only lifts
// routine to urgent.
func (ev *evidence) urgency(category string) Urgency {
	danger := ev.danger
	if danger > 0 {
		danger += min(2, ev.pace/2)
	}
	danger -= ev.guards
	if danger >= emergencyAt {
		return Emergency
	}
	pace := ev.pace + pressing[category] + max(0, ev.danger)/3 - ev.settled - 0.7*(ev.guards-ev.settled)
	if pace >= urgentAt {
		return Urgent
	}
	return Routine
}

// MoneyMoving says whether a stop-payment may still catch the money of a fraud:
// category is what the report was decided to be, found the urgency that Classify
// read in its text. A fraud is pressing for no other reason: of the messages in
// testdata, all frauds marked urgent tell of money that is leaving or has just
// left.
func MoneyMoving(category string, found Urgency) bool {
	return category == codeFraud && found != Routine && found != ""
}
