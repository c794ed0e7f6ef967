package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"secondbrother/worker/classify"
	"secondbrother/worker/classify/linear"
)

func all() []classify.Message { return slices.Concat(Training(), HeldOut()) }

// What is held out stays as it is, labels included: change it and every number
// measured before means something else.
func TestHeldOutIsWhatItWas(t *testing.T) {
	const texts, want = 1063, "2a644f6219687f28886d81450417bf78bf75a64b0a2e75a113d2dbac2b14de35"
	lines := make([]string, 0, texts)
	for _, m := range HeldOut() {
		lines = append(lines, m.Category+"\t"+string(m.Urgency)+"\t"+m.Text+"\n")
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	if got := hex.EncodeToString(sum[:]); len(lines) != texts || got != want {
		t.Errorf("%d texts held out with sum %s, want %d with %s", len(lines), got, texts, want)
	}
	list, err := files.ReadFile("heldout.txt")
	if err != nil {
		t.Fatal(err)
	}
	if marks := len(strings.Fields(string(list))); marks != texts {
		t.Errorf("%d texts are listed as held out, %d are there", marks, texts)
	}
}

func TestCorpusCoversTheTaxonomy(t *testing.T) {
	messages, heldOut, words := map[string]int{}, map[string]int{}, map[string]int{}
	tricky := 0
	for _, m := range all() {
		messages[m.Category]++
		if _, known := classify.Lookup(m.Category); !known {
			t.Errorf("no category %q: %s", m.Category, m.Text)
		}
		if out := strings.HasPrefix(m.Category, "out."); out && m.Urgency != classify.Routine && m.Category != "out.emergency_only" {
			t.Errorf("%s is %s: %s", m.Category, m.Urgency, m.Text)
		}
		if m.Urgency != classify.Emergency && m.Category == "assist.medical" {
			tricky++
		}
	}
	for _, m := range HeldOut() {
		heldOut[m.Category]++
	}
	for _, w := range Words() {
		words[w.Category] += len(w.Words)
	}
	for _, c := range classify.Taxonomy() {
		if messages[c.Code] < 100 || heldOut[c.Code] < 8 || words[c.Code] < 30 {
			t.Errorf("%s: %d messages, %d held out, %d words", c.Code, messages[c.Code], heldOut[c.Code], words[c.Code])
		}
	}
	if n := len(all()); n < 4000 || tricky < 50 {
		t.Errorf("%d messages, %d calm ones about health", n, tricky)
	}
}

// Texts that share half of their character pairs teach nothing twice, and would
// flatter an evaluation that has one and learnt the other.
func TestNoTwoAreNearlyTheSame(t *testing.T) {
	with := map[string][]int{}
	sizes := make([]int, 0, len(all()))
	for i, m := range all() {
		set := pairs(m.Text)
		shared := map[int]int{}
		for p := range set {
			for _, j := range with[p] {
				shared[j]++
			}
			with[p] = append(with[p], i)
		}
		for j, n := range shared {
			if 2*n >= len(set)+sizes[j]-n {
				t.Errorf("nearly the same: %q and %q", all()[j].Text, m.Text)
			}
		}
		sizes = append(sizes, len(set))
	}
}

func pairs(text string) map[string]bool {
	var runes []rune
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			runes = append(runes, r)
		}
	}
	set := map[string]bool{}
	for i := range runes[:max(0, len(runes)-1)] {
		set[string(runes[i:i+2])] = true
	}
	if len(set) == 0 {
		set[text] = true
	}
	return set
}

// At least half of the messages do without the name of their category.
func TestMostDoNotNameTheirCategory(t *testing.T) {
	named, n := 0, 0
	for _, m := range all() {
		if c, _ := classify.Lookup(m.Category); c.ZH != "" {
			n++
			if strings.Contains(m.Text, strings.TrimSuffix(c.ZH, "纠纷")) {
				named++
			}
		}
	}
	if 2*named > n {
		t.Errorf("%d of %d name their category", named, n)
	}
}

func TestWithLeavesOutWhatIsHeldOut(t *testing.T) {
	held, known := HeldOut()[0], Training()[0]
	more := classify.Message{Category: "tip.theft", Urgency: classify.Routine, Text: "一句没有人写过的话"}
	got := With([]classify.Message{held, known, more, more})
	if len(got) != len(Training())+1 || got[len(got)-1] != more {
		t.Errorf("%d messages, the last %+v", len(got), got[len(got)-1])
	}
}

func TestMessages(t *testing.T) {
	good := []linear.Sample{{Label: "tip.theft", Text: "urgent\t贼在屋里"}}
	if got, err := Messages(good); err != nil || got[0].Urgency != classify.Urgent || got[0].Text != "贼在屋里" {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, text := range []string{"贼在屋里", "soon\t贼在屋里", "urgent\t"} {
		if _, err := Messages([]linear.Sample{{Label: "tip.theft", Text: text}}); !errors.Is(err, ErrMessages) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Messages([]linear.Sample{{Label: "theft", Text: "urgent\t贼"}}); !errors.Is(err, ErrMessages) {
		t.Errorf("an unknown category: %v", err)
	}
}

// The floors of the embedded classifier guard against going backwards; what was
// measured is in README.md.
func TestEmbeddedClassifierOnTheTrainingPartIsItsOwn(t *testing.T) {
	right := 0
	for _, m := range Training() {
		if classify.Classify(m.Text, "").Guess == m.Category {
			right++
		}
	}
	if share := float64(right) / float64(len(Training())); share < .95 {
		t.Errorf("the embedded classifier knows %.3f of what it was taught: is it of another corpus? worker train --model worker/classify/model.zip", share)
	}
}
