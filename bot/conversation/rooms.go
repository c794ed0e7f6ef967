package conversation

import (
	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
)

// taxonomyLines are the taxonomy's lines as a conversation needs them.
func taxonomyLines() []Category {
	var out []Category
	for _, c := range classify.Taxonomy() {
		out = append(out, Category{Code: c.Code, Kind: payload.Kind(c.Kind), ZH: c.ZH, EN: c.EN, Hotline: c.Hotline})
	}
	return out
}

// judge asks the classifier. What it is not sure of is left open, so that the
// person or a coordinator decides.
func judge(text string, chosen payload.Kind) Judgement {
	r := classify.Classify(text, classify.Kind(chosen))
	j := Judgement{Urgency: payload.Urgency(r.Urgency), Hotline: classify.Hotline(r)}
	switch {
	case r.Kind == classify.Out && !r.Abstained:
		j.Out = r.Category
	case r.Kind != classify.Out:
		j.Kind = payload.Kind(r.Kind)
		if !r.Abstained {
			j.Category = r.Category
		}
	}
	return j
}
