package intake

import (
	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
)

// Hazard is what a report says of a fire hazard: the kind of premises, as the
// volunteer chose it or as the words have it, and the grade that the words
// propose. Of another category there is neither.
func Hazard(category string, r payload.Report) (payload.Premises, payload.Grade) {
	if category != classify.FireHazard {
		return "", ""
	}
	kind := r.Premises
	if !kind.Valid() {
		kind = payload.Premises(classify.Premises(r.Text))
	}
	grade, _ := classify.Hazard(r.Text)
	return kind, payload.Grade(grade)
}
