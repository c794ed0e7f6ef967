package pipeline

import (
	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/intake"
)

// proposed has an act that may turn a case into a fire hazard carry what its
// report says of one. What the act itself says of that counts for nothing:
// only those who look at the place set a grade.
func proposed(act payload.Action, r payload.Report) payload.Action {
	switch act.Verb {
	case payload.VerbSort, payload.VerbCorrect:
		act.Premises, act.Grade = intake.Hazard(act.Category, r)
	}
	return act
}

// hazard is what a card says of a fire hazard; nil: it is none.
func hazard(c casework.Case, r payload.Report) *payload.Hazard {
	if c.Category != classify.FireHazard {
		return nil
	}
	h := payload.Hazard{Premises: c.Premises, Grade: c.Grade, Set: c.GradedBy != 0}
	if proposal, reasons := classify.Hazard(r.Text); !h.Set && payload.Grade(proposal) == h.Grade {
		h.Reasons = reasons
	}
	return &h
}
