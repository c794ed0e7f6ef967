package assess

import (
	"testing"

	"secondbrother/worker/classify"
)

func TestAssess(t *testing.T) {
	answer := func(category string, urgency classify.Urgency, guess string, taken classify.Urgency, abstained bool) classify.Unseen {
		r := classify.Result{Category: guess, Guess: guess, Urgency: taken, Confidence: .5, Abstained: abstained}
		if abstained {
			r.Category = ""
		}
		return classify.Unseen{Message: classify.Message{Category: category, Urgency: urgency}, Result: r}
	}
	r := Assess([]classify.Unseen{
		answer("tip.theft", classify.Routine, "tip.theft", classify.Routine, false),
		answer("tip.theft", classify.Routine, "tip.fraud", classify.Emergency, false),
		answer("assist.medical", classify.Emergency, "assist.medical", classify.Emergency, true),
		answer("assist.medical", classify.Emergency, "tip.theft", classify.Urgent, false),
	})
	if r.Texts != 4 || r.Category.Accuracy != .5 || r.Kind.Accuracy != .75 || r.Urgency.Accuracy != .5 {
		t.Errorf("accuracies %v %v %v of %d", r.Category.Accuracy, r.Kind.Accuracy, r.Urgency.Accuracy, r.Texts)
	}
	if r.Recall() != .5 || r.FalseAlarmRate() != .5 || r.Decided != 3 || r.Right != 1 {
		t.Errorf("recall %v, false alarms %v, %d right of %d decided", r.Recall(), r.FalseAlarmRate(), r.Right, r.Decided)
	}
	if empty := Assess(nil); empty.Recall() != 0 || empty.FalseAlarmRate() != 0 {
		t.Errorf("nothing assessed: %+v", empty)
	}
}
