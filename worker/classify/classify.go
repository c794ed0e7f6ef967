package classify

import (
	"unicode"

	"secondbrother/worker/classify/linear"
)

// Result is what one text was taken for. When Abstained, a coordinator decides:
// Category is then "<kind>.other", or empty with Kind when not even the kind is
// clear.
type Result struct {
	Kind       Kind     `json:"kind"`
	Category   string   `json:"category"`
	Guess      string   `json:"guess"` // the likeliest category, which is Category unless Abstained
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

// Shares of probability, chosen on texts of the training part that the models
// had not seen (corpus/README.md).
const (
	sure     = 0.45 // below it the category is left to a coordinator
	kindSure = 0.6  // below it so is the kind
	outSure  = 0.7  // what is not filed is lost: more is asked before a text is
	// What is declined as opinion is not even kept: without the lexicon's word
	// (declined) the model must be surer still.
	opinionSure = 0.9
	// A volunteer who chose a kind has said something too: what lies outside the
	// programme must be plainer by this factor.
	outDiscount = 0.4
	// Opinion and belief are declined from this weight of the lexicon on, whatever
	// the model says.
	opinionAt = 4.0
)

const (
	codeOpinion = "out.opinion"
	codeChat    = "out.chat"
	codeAlarm   = "out.emergency_only"
	codeFraud   = "tip.fraud"
)

// Classify says what a text is about, by the embedded model. See
// [Sorter.Classify].
func Classify(text string, chosen Kind) Result { return Embedded().Classify(text, chosen) }

// Classify says what a text is about. chosen is the kind the volunteer picked,
// or "" (or any other word) when none was: it confines the answer to that kind and to what the
// programme does not file. Urgency does not depend on it. Any bytes are valid
// input, and equal input gives equal results.
func (s *Sorter) Classify(text string, chosen Kind) Result {
	if chosen != Tip && chosen != Dispute && chosen != Assist {
		chosen = "" // nobody chooses "out"
	}
	normal := Normalise(text)
	ev := theLexicon().weigh(normal)
	about, pressing := s.categories.Read(normal), s.urgencies.Read(ev.sober)
	p, margins := s.shares(about.Margins()), pressing.Margins()
	r, guess := s.settle(normal, &ev, p, s.urgency(margins, &ev, p), chosen)
	r.Reasons = s.reasons(about, pressing, s.clearest(margins, r.Urgency), &ev, r, guess)
	return r
}

// settle turns shares and urgency into an answer; it changes p. guess is the
// likeliest category even where the answer abstains from it.
func (s *Sorter) settle(normal string, ev *evidence, p []float64, urgency Urgency, chosen Kind) (r Result, guess int) {
	if isNoise(normal) && ev.danger == 0 && best(p) != taxonomy().byCode[codeAlarm] {
		urgency = Routine // 啊, 他: too little to tell anything by; sos is another matter
	}
	if isNoise(normal) && len(ev.all) == 0 && p[best(p)] < sure {
		clear(p)
		p[taxonomy().byCode[codeChat]] = 1
	}
	opinion := taxonomy().byCode[codeOpinion]
	declined := urgency != Emergency && ev.opinion >= opinionAt
	if urgency == Emergency {
		// Somebody in danger is never declined because the text also speaks of
		// petitions or faith.
		p[opinion] = 0
	}
	if ev.rescue {
		p[taxonomy().byCode[codeAlarm]] = 0 // no bare cry: it says what is wrong
	}
	r, guess = decide(p, chosen, declined)
	r.Urgency, r.Guess = urgency, taxonomy().list[guess].Code
	return r, guess
}

// decide turns shares into an answer without urgency.
func decide(p []float64, chosen Kind, declined bool) (r Result, guess int) {
	list := taxonomy().list
	if declined {
		guess = taxonomy().byCode[codeOpinion]
		return Result{Kind: Out, Category: codeOpinion, Confidence: max(p[guess], sure)}, guess
	}
	confine(p, chosen)
	var byKind [outKind + 1]float64
	for i, c := range list {
		byKind[kindIndex(c.Kind)] += p[i]
	}
	kind := 0
	for k := range byKind {
		if byKind[k] > byKind[kind] {
			kind = k
		}
	}
	guess = -1
	for i, c := range list {
		if kindIndex(c.Kind) == kind && (guess < 0 || p[i] > p[guess]) {
			guess = i
		}
	}
	enough := sure
	if kind == outKind {
		enough = outSure
	}
	if list[guess].Code == codeOpinion {
		enough = opinionSure
	}
	if p[guess] >= enough {
		return Result{Kind: kinds[kind], Category: list[guess].Code, Confidence: p[guess]}, guess
	}
	r = Result{Kind: chosen, Abstained: true, Confidence: p[guess]}
	if chosen == "" && kind != outKind && byKind[kind] >= kindSure {
		r.Kind = kinds[kind]
	}
	if r.Kind != "" {
		r.Category = string(r.Kind) + ".other"
	}
	return r, guess
}

// confine takes from p what a chosen kind excludes and makes shares of the rest.
func confine(p []float64, chosen Kind) {
	sum := 0.0
	for i, c := range taxonomy().list {
		switch {
		case chosen == "" || c.Kind == chosen || c.Code == codeOpinion:
		case c.Kind == Out:
			p[i] *= outDiscount
		default:
			p[i] = 0
		}
		sum += p[i]
	}
	if sum == 0 {
		return
	}
	for i := range p {
		p[i] /= sum
	}
}

// shares are the categories' probabilities in the taxonomy's order; it changes
// margins.
func (s *Sorter) shares(margins []float64) []float64 {
	linear.Softmax(margins, s.categories.Temperature())
	p := make([]float64, len(taxonomy().list))
	for k, share := range margins {
		p[s.place[k]] = share
	}
	return p
}

func best(p []float64) int {
	top := 0
	for i := range p {
		if p[i] > p[top] {
			top = i
		}
	}
	return top
}

// isNoise is true of a text with at most one Chinese character, such as asdfgh,
// 1 or hello, but not of an empty one.
func isNoise(normal string) bool {
	han := 0
	for _, r := range normal {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	return han <= 1 && normal != ""
}
