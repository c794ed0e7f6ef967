package classify

// firstNumbers are the emergency numbers, in the order that settles a tie: with
// fire or water the rescuers, then the ambulance, then the police.
var firstNumbers = []string{"119", "120", "122", "110"}

// Hotline is the number to call first, or "" where there is none (chat, adverts,
// what is declined, and texts nobody could place). In an emergency it follows
// the words that made it one, so it is right also where the category is not
// known: fire and water 119, injury and illness 120, road accidents 122, all
// else 110. It reads only r, so a Result that has travelled as JSON will do.
func Hotline(r Result) string {
	c, known := Lookup(r.Category)
	if r.Urgency == Emergency {
		if n := emergencyNumber(r.Reasons); n != "" {
			return n
		}
		switch c.Hotline {
		case "119", "120", "122":
			return c.Hotline
		}
		return "110"
	}
	switch {
	case known:
		return c.Hotline
	case r.Urgency == Urgent:
		return "110"
	}
	return ""
}

// emergencyNumber adds up what the reasons for the emergency ask for.
func emergencyNumber(reasons []Reason) string {
	asked := map[string]float64{}
	l := theLexicon()
	for _, reason := range reasons {
		if reason.For != string(Emergency) {
			continue
		}
		hits, _ := l.scan(reason.Word)
		for _, f := range hits {
			for _, e := range l.patterns[f.pattern].effects {
				if e.family == onEmergency && e.hotline != "" {
					asked[e.hotline] += e.weight
				}
			}
		}
	}
	best := ""
	for _, n := range firstNumbers {
		if asked[n] > asked[best] {
			best = n
		}
	}
	return best
}
