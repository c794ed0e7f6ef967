package casework

import (
	"slices"
	"strings"
	"unicode/utf8"

	"secondbrother/storage/payload"
)

// Bounds of what a record may say; beyond them it is a slip of the finger.
const (
	maxPeople = 100_000
	maxYuan   = 100_000_000_000
	maxText   = 4096 // characters; Telegram's own limit for a message
)

// mediation completes and checks the record of a dispute that ends with
// outcome. The agreement's form follows from the outcome and must not
// contradict it; only a settlement has one.
func mediation(m *payload.Mediation, outcome payload.Outcome, mediator string) (payload.Mediation, bool) {
	full := *m
	if full.Outcome == "" {
		full.Outcome = outcome
	}
	if full.Mediator == "" {
		full.Mediator = mediator
	}
	form := ""
	switch outcome {
	case payload.OutcomeSettledOral:
		form = "oral"
	case payload.OutcomeSettledWritten:
		form = "written"
	}
	if full.Agreement == "" {
		full.Agreement = form
	}
	ok := slices.Contains(payload.Outcomes(payload.Dispute), outcome) &&
		full.Outcome == outcome && full.Agreement == form &&
		full.Parties >= 2 && full.Parties <= maxPeople &&
		full.Yuan >= 0 && full.Yuan <= maxYuan && (full.Yuan == 0 || form != "") &&
		(full.Mediator == payload.MediatorCommittee || slices.Contains(payload.Mediators, full.Mediator)) &&
		oneOf(full.Source, payload.Sources) &&
		oneOf(full.Performance, payload.Performances) &&
		(!full.Confirmed || form != "") && // a court confirms an agreement, so there is one
		oneOf(full.Prevented, payload.Preventions) &&
		(full.Prevented == "") == (full.PreventedPeople == 0) &&
		full.PreventedPeople >= 0 && full.PreventedPeople <= maxPeople
	return full, ok
}

// oneOf says whether word is unsaid or one of words.
func oneOf(word string, words []string) bool { return word == "" || slices.Contains(words, word) }

func settled(o payload.Outcome) bool {
	return o == payload.OutcomeSettledOral || o == payload.OutcomeSettledWritten
}

func validHelp(h *payload.Help) bool { return h.People >= 1 && h.People <= maxPeople }

// conclude checks how a case of kind k is closed and returns the records to
// keep. A settled dispute needs its mediation, help given its people; what
// does not belong to the outcome is refused rather than dropped.
func conclude(k payload.Kind, act payload.Action) (*payload.Mediation, *payload.Help, bool) {
	if !slices.Contains(payload.Outcomes(k), act.Outcome) {
		return nil, nil, false
	}
	var m *payload.Mediation
	switch {
	case act.Mediation != nil && k == payload.Dispute:
		full, ok := mediation(act.Mediation, act.Outcome, "officer")
		if !ok {
			return nil, nil, false
		}
		m = &full
	case act.Mediation != nil, settled(act.Outcome):
		return nil, nil, false
	}
	var h *payload.Help
	switch {
	case act.Outcome == payload.OutcomeHelped:
		if act.Help == nil || !validHelp(act.Help) {
			return nil, nil, false
		}
		people := *act.Help
		h = &people
	case act.Help != nil:
		return nil, nil, false
	}
	return m, h, true
}

// readable says whether text can be kept and shown.
func readable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsRune(text, 0) && utf8.RuneCountInString(text) <= maxText
}

// says whether there is something in text or media.
func says(act payload.Action) bool {
	return strings.TrimSpace(act.Text) != "" || len(act.Media) > 0
}
