package intake

import (
	"testing"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
	"secondbrother/worker/route"
)

// A complaint goes past the station of the place, but not where somebody is in
// danger; who is named goes before it.
func TestAccuse(t *testing.T) {
	for _, tt := range []struct {
		text, area string
		urgency    payload.Urgency
		named      *payload.Complaint
		want       route.Accused
	}{
		{"我要投诉派出所不受理", "371502001", payload.Routine, nil, route.Accused{Unit: "371502-01"}},
		{"我要投诉派出所不受理", "371502001", payload.Emergency, nil, route.Accused{}},
		{"我要投诉派出所不受理", "", payload.Routine, nil, route.Accused{Here: true}},
		{"有人偷电瓶", "371502001", payload.Routine, nil, route.Accused{}},
		{"他们不管", "371502001", payload.Routine, &payload.Complaint{}, route.Accused{Unit: "371502-01"}},
		{"他们不管", "371502001", payload.Routine, &payload.Complaint{Name: "柳园派出所"}, route.Accused{Unit: "371502-02"}},
		{"他们不管", "371502001", payload.Routine, &payload.Complaint{Name: "警号 012345"}, route.Accused{Person: 1}},
		{"他们不管", "371502001", payload.Routine, &payload.Complaint{Name: "一个高个子"}, route.Accused{Unit: "371502-01"}},
		{"他们不管", "371502001", payload.Emergency, &payload.Complaint{Name: "柳园派出所"}, route.Accused{}},
	} {
		in, _ := Judge(classify.Embedded(), payload.Report{Kind: payload.Tip, Category: "tip.other", Urgency: tt.urgency, Text: tt.text,
			Place: payload.Place{Area: tt.area}, Against: tt.named}, town(t), nil)
		if in.Against != tt.want || tt.named != nil && tt.urgency != payload.Emergency && in.Named != tt.named.Name {
			t.Errorf("%q in %q, %s: %+v", tt.text, tt.area, tt.urgency, in.Against)
		}
	}
}
