package classify

import (
	"math"
	"unicode"
	"unicode/utf8"
)

// Result is what one text was taken for. When Abstained, a coordinator decides:
// Category is then "<kind>.other", or empty with Kind when not even the kind is
// clear.
type Result struct {
	Kind       Kind     `json:"kind"`
	Category   string   `json:"category"`
	Urgency    Urgency  `json:"urgency"`
	Confidence float64  `json:"confidence"` // 0 to 1, of Category, or of the best guess when Abstained
	Abstained  bool     `json:"abstained"`
	Reasons    []Reason `json:"reasons"`
}

// Reason is a piece of the normalised text that weighed, and the category code
// or urgency it weighed for.
type Reason struct {
	Word string `json:"word"`
	For  string `json:"for"`
}

// All in the lexicon's weights except the two probabilities. temperature and
// background were chosen on the messages marked "fit" in testdata/messages.tsv,
// which the lexicon had not seen: there a background of 1 would do, but texts in
// unusual words, where one stray word decides, ask for more caution.
const (
	temperature = 1.3
	background  = 2.0 // what "none of these" scores
	kindSure    = 0.6
	sure        = 0.45
	minEvidence = 2.0
	// A volunteer who chose a kind has said something too: less is asked of the
	// text, and what lies outside the programme must be plainer by this much, or
	// by as much as speaks for the chosen kind if that is less.
	chosenTrust    = 1.0
	chosenHandicap = 2.0
	opinionAt      = 4.0
)

const (
	codeOpinion = "out.opinion"
	codeChat    = "out.chat"
	codeAlarm   = "out.emergency_only"
	codeFraud   = "tip.fraud"
)

// Classify says what a text is about. chosen is the kind the volunteer picked,
// or "" (or any other word) when none was: it confines the answer to that kind and to what the
// programme does not file. Urgency does not depend on it. Any bytes are valid
// input, and equal input gives equal results.
func Classify(text string, chosen Kind) Result {
	if chosen != Tip && chosen != Dispute && chosen != Assist {
		chosen = "" // nobody chooses "out"
	}
	normal := Normalise(text)
	ev := theLexicon().weigh(normal)
	if chosen == "" {
		ev.chatFallback()
	}
	best, p := ev.choose(chosen)
	r := ev.decide(best, p, chosen)
	r.Urgency = ev.urgency(r.Category)
	if r.Category == codeOpinion && ev.urgency("") == Emergency {
		// Somebody in danger is never declined because the text also speaks of
		// petitions or faith.
		ev.scores[taxonomy().byCode[codeOpinion]] = math.Inf(-1)
		best, p = ev.choose(chosen)
		r = ev.decide(best, p, chosen)
		r.Urgency = Emergency
	}
	r.Reasons = ev.reasons(r, p)
	return r
}

// choose turns scores into probabilities over the categories that chosen
// allows, and gives the likeliest (-1 when nothing speaks for any).
func (ev *evidence) choose(chosen Kind) (best int, p []float64) {
	list := taxonomy().list
	p = make([]float64, len(list))
	handicap := 0.0
	for i, c := range list {
		if c.Kind == chosen {
			handicap = min(chosenHandicap, max(handicap, ev.scores[i]))
		}
	}
	best, top := -1, floor(chosen)
	for i, c := range list {
		switch {
		case chosen == "" || c.Kind == chosen || c.Code == codeOpinion:
			p[i] = ev.scores[i]
		case c.Kind == Out:
			p[i] = ev.scores[i] - handicap
		default:
			p[i] = math.Inf(-1)
		}
		if p[i] > top {
			best, top = i, p[i]
		}
	}
	if opinion := taxonomy().byCode[codeOpinion]; ev.declines(opinion) {
		best = opinion
		p[best] = max(top, p[best]) + temperature
	}
	softmax(p, floor(chosen))
	return best, p
}

// declines is true of opinion and belief once they are plain: they are declined
// whatever else the text complains of, and never left to a coordinator.
func (ev *evidence) declines(category int) bool {
	return taxonomy().list[category].Code == codeOpinion && ev.scores[category] >= opinionAt
}

// floor is what a category has to beat.
func floor(chosen Kind) float64 {
	if chosen == "" {
		return background
	}
	return background - chosenTrust
}

// softmax replaces scores by probabilities that, with the background's, sum to 1.
func softmax(p []float64, background float64) {
	top := background
	for _, s := range p {
		top = max(top, s)
	}
	sum := math.Exp((background - top) / temperature)
	for i, s := range p {
		if s <= 0 { // nothing speaks for it
			p[i] = 0
			continue
		}
		p[i] = math.Exp((s - top) / temperature)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

func (ev *evidence) decide(best int, p []float64, chosen Kind) Result {
	list := taxonomy().list
	if best >= 0 && (p[best] >= sure && ev.own[best] >= minEvidence || ev.declines(best)) {
		c := list[best]
		return Result{Kind: c.Kind, Category: c.Code, Confidence: p[best]}
	}
	r := Result{Kind: chosen, Abstained: true}
	if best >= 0 {
		r.Confidence = p[best]
	}
	if chosen == "" {
		for _, k := range kinds[:outKind] {
			share := 0.0
			for i, c := range list {
				if c.Kind == k {
					share += p[i]
				}
			}
			if share >= kindSure {
				r.Kind = k
			}
		}
	}
	if r.Kind != "" {
		r.Category = string(r.Kind) + ".other"
	}
	return r
}

// chatFallback takes a text without a single Chinese character, or with just
// one, for noise: asdfgh, 1, hello.
func (ev *evidence) chatFallback() {
	if ev.text == "" || len(ev.all) > 0 {
		return
	}
	han := 0
	for _, r := range ev.text {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	if han > 1 {
		return
	}
	e := &effect{family: onCategory, index: taxonomy().byCode[codeChat], weight: minEvidence + 1, target: codeChat}
	_, end := utf8.DecodeRuneInString(ev.text)
	ev.scores[e.index] += e.weight
	ev.own[e.index] += e.weight
	ev.all = append(ev.all, contribution{e, 0, end})
}
