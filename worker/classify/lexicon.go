package classify

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	aho "github.com/petar-dambovaliev/aho-corasick"
)

//go:embed lexicon/*.tsv
var lexiconFiles embed.FS

// The lexicon holds what must never be missed and never be kept; what a text is
// about is the model's to say. Each line of these: words (space-separated; "…"
// stands for a short gap within a sentence, {name} for any word of that class),
// target (targets; "emergency/NUMBER" names whom to call), weight, note.
var lexiconNames = []string{"urgency.tsv", "guards.tsv", "opinion.tsv"}

// family says what an effect speaks about. A longer word hides a shorter one
// inside it only within a family, so that 上礼拜 (past) leaves the 礼拜 in it
// (opinion) to a longer word of its own.
type family uint8

const (
	onOpinion family = iota
	onEmergency
	onUrgent
	// The guards below lower urgency.
	onPast
	onHabit
	onResolved
	onHearsay
	onNothing // hides everything inside it
	onNegation
	families
)

var targets = map[string]family{
	codeOpinion: onOpinion, "emergency": onEmergency, "urgent": onUrgent,
	"past": onPast, "habit": onHabit, "resolved": onResolved, "hearsay": onHearsay,
	"not": onNegation, "-": onNothing,
}

// effect is one thing a pattern says.
type effect struct {
	family  family
	weight  float64
	hotline string // onEmergency: whom to call for it
	target  string // as written, for reasons
}

type pattern struct {
	parts   []int // groups: a word by itself, or a class
	effects []effect
}

type lexicon struct {
	automaton aho.AhoCorasick
	words     []string
	patterns  []pattern
	single    []int   // word → the pattern that is just this word, or -1
	groups    [][]int // word → its groups
	endsWith  [][]int // group → the gapped patterns whose last part it is
	longest   int     // bytes of the longest word
	negators  []string
}

// theLexicon is built at first use: a pure table made from embedded text.
var theLexicon = sync.OnceValue(func() *lexicon {
	l, err := loadLexicon()
	if err != nil {
		panic("classify: embedded lexicon: " + err.Error())
	}
	return l
})

func loadLexicon() (*lexicon, error) {
	b := lexiconBuilder{lexicon: &lexicon{}, wordID: map[string]int{}, groupID: map[string]int{}, patternID: map[string]int{}, classes: map[string][]string{}}
	if err := b.readClasses(); err != nil {
		return nil, fmt.Errorf("classes.tsv: %w", err)
	}
	for _, name := range lexiconNames {
		text, err := lexiconFiles.ReadFile("lexicon/" + name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			if err := b.line(strings.TrimRight(line, "\r\n")); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
	}
	return b.finish(), nil
}

type lexiconBuilder struct {
	*lexicon
	wordID, groupID, patternID map[string]int
	classes                    map[string][]string // "{name}" → its words
}

func (b *lexiconBuilder) readClasses() error {
	text, err := lexiconFiles.ReadFile("lexicon/classes.tsv")
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if _, twice := b.classes["{"+name+"}"]; !ok || twice {
			return fmt.Errorf("class %q: want a new name and its words", name)
		}
		b.classes["{"+name+"}"] = strings.Fields(words)
	}
	return nil
}

func (b *lexiconBuilder) line(line string) error {
	if line == "" || strings.HasPrefix(line, "#") {
		return nil
	}
	fields := strings.Split(line, "\t")
	if len(fields) < 3 {
		return fmt.Errorf("want words, target, weight and perhaps a note, got %d fields", len(fields))
	}
	e, err := parseEffect(fields[1], fields[2])
	if err != nil {
		return err
	}
	for _, word := range strings.Fields(fields[0]) {
		if e.family == onNegation {
			b.negators = append(b.negators, word)
			continue
		}
		if err := b.add(word, e); err != nil {
			return err
		}
	}
	return nil
}

func parseEffect(target, weight string) (effect, error) {
	w, err := strconv.ParseFloat(weight, 64)
	if err != nil || w < -10 || w > 10 {
		return effect{}, fmt.Errorf("weight %q: want a number from -10 to 10", weight)
	}
	name, hotline, _ := strings.Cut(target, "/")
	f, ok := targets[name]
	if !ok {
		return effect{}, fmt.Errorf("no target %q", target)
	}
	return effect{family: f, weight: w, hotline: hotline, target: name}, nil
}

func (b *lexiconBuilder) add(word string, e effect) error {
	if class, ok := b.classes[word]; ok {
		for _, w := range class {
			if b.speaks(w, e.target) {
				continue // its own line wins
			}
			if err := b.add(w, e); err != nil {
				return fmt.Errorf("class %s: %w", word, err)
			}
		}
		return nil
	}
	if b.speaks(word, e.target) {
		return fmt.Errorf("word %q speaks for %s twice", word, e.target)
	}
	id, ok := b.patternID[word]
	if !ok {
		var err error
		if id, err = b.addPattern(word); err != nil {
			return err
		}
	}
	b.patterns[id].effects = append(b.patterns[id].effects, e)
	return nil
}

func (b *lexiconBuilder) speaks(word, target string) bool {
	id, ok := b.patternID[word]
	return ok && slices.ContainsFunc(b.patterns[id].effects, func(e effect) bool { return e.target == target })
}

func (b *lexiconBuilder) addPattern(word string) (int, error) {
	var parts []int
	for part := range strings.SplitSeq(word, "…") {
		g, err := b.group(part)
		if err != nil {
			return 0, fmt.Errorf("word %q: %w", word, err)
		}
		parts = append(parts, g)
	}
	id := len(b.patterns)
	b.patternID[word] = id
	b.patterns = append(b.patterns, pattern{parts: parts})
	if len(parts) == 1 {
		b.single[b.wordID[word]] = id
	} else {
		last := parts[len(parts)-1]
		b.endsWith[last] = append(b.endsWith[last], id)
	}
	return id, nil
}

// group gives the number of a part: a word's own, or a class's.
func (b *lexiconBuilder) group(part string) (int, error) {
	if id, ok := b.groupID[part]; ok {
		return id, nil
	}
	words := []string{part}
	if strings.HasPrefix(part, "{") {
		var known bool
		if words, known = b.classes[part]; !known {
			return 0, fmt.Errorf("no class %s", part)
		}
	}
	id := len(b.endsWith)
	b.groupID[part] = id
	b.endsWith = append(b.endsWith, nil)
	for _, w := range words {
		// A word that normalisation changes could never be found.
		if w == "" || Normalise(w) != w {
			return 0, fmt.Errorf("part %q is not in normalised form (%q)", w, Normalise(w))
		}
		n := b.word(w)
		b.groups[n] = append(b.groups[n], id)
	}
	return id, nil
}

func (b *lexiconBuilder) word(w string) int {
	id, ok := b.wordID[w]
	if !ok {
		id = len(b.words)
		b.wordID[w] = id
		b.words = append(b.words, w)
		b.single = append(b.single, -1)
		b.groups = append(b.groups, nil)
		b.longest = max(b.longest, len(w))
	}
	return id
}

func (b *lexiconBuilder) finish() *lexicon {
	// Without the DFA: it is built in 20 ms instead of 300 and scans as fast.
	builder := aho.NewAhoCorasickBuilder(aho.Opts{MatchKind: aho.StandardMatch})
	b.automaton = builder.Build(b.words)
	return b.lexicon
}
