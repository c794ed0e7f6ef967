// Package assess says how well a classifier's answers agree with labels.
package assess

import (
	"strings"

	"secondbrother/worker/classify"
	"secondbrother/worker/classify/linear"
)

// Report holds what an evaluation found. Kind, category and urgency are counted
// over all texts, those that were abstained from by their best guess.
type Report struct {
	Texts    int           `json:"texts"`
	Kind     linear.Report `json:"kind"`
	Category linear.Report `json:"category"`
	Urgency  linear.Report `json:"urgency"`
	// Emergencies, how many of them were found, and how many other texts were
	// taken for emergencies.
	Emergencies int `json:"emergencies"`
	Found       int `json:"found"`
	Others      int `json:"others"`
	FalseAlarms int `json:"false_alarms"`
	// Decided is how many texts were not left to a coordinator, and Right how many
	// of these got their category.
	Decided int `json:"decided"`
	Right   int `json:"right"`
}

// Recall is the share of the emergencies that were found.
func (r Report) Recall() float64 { return share(r.Found, r.Emergencies) }

// FalseAlarmRate is the share of the other texts that were taken for emergencies.
func (r Report) FalseAlarmRate() float64 { return share(r.FalseAlarms, r.Others) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// Answers has s judge messages, no kind chosen.
func Answers(s *classify.Sorter, messages []classify.Message) []classify.Unseen {
	out := make([]classify.Unseen, len(messages))
	for i, m := range messages {
		out[i] = classify.Unseen{Message: m, Result: s.Classify(m.Text, "")}
	}
	return out
}

// Assess compares answers with labels.
func Assess(answers []classify.Unseen) Report {
	r := Report{Texts: len(answers)}
	var kinds, categories, urgencies []linear.Outcome
	for _, a := range answers {
		truth, guess := a.Message, a.Result
		outcome := func(was, taken string, confidence float64) linear.Outcome {
			return linear.Outcome{Label: was, Guess: linear.Guess{Label: taken, Confidence: confidence}}
		}
		kinds = append(kinds, outcome(kindOf(truth.Category), kindOf(guess.Guess), guess.Confidence))
		categories = append(categories, outcome(truth.Category, guess.Guess, guess.Confidence))
		urgencies = append(urgencies, outcome(string(truth.Urgency), string(guess.Urgency), guess.Confidence))
		alarm := guess.Urgency == classify.Emergency
		switch {
		case truth.Urgency == classify.Emergency:
			r.Emergencies++
			r.Found += count(alarm)
		default:
			r.Others++
			r.FalseAlarms += count(alarm)
		}
		if !guess.Abstained {
			r.Decided++
			r.Right += count(guess.Category == truth.Category)
		}
	}
	r.Kind, r.Category, r.Urgency = linear.Assess(kinds), linear.Assess(categories), linear.Assess(urgencies)
	return r
}

func kindOf(code string) string {
	kind, _, _ := strings.Cut(code, ".")
	return kind
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
