package classify

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"secondbrother/worker/classify/linear"
)

// Message is a text with what a careful duty officer would say of it.
type Message struct {
	Category string
	Urgency  Urgency
	Text     string
	Source   string // who wrote it
	// Hard says that it was written for the border of two categories: it teaches
	// as much as another, but such messages are rarer in life.
	Hard bool
}

// Words are expressions that people use of a category's matters. They teach the
// model words that no message happens to have.
type Words struct {
	Category string
	Words    []string
}

// Lesson is what a Sorter is learnt from.
type Lesson struct {
	Messages []Message
	Words    []Words
	Seed     uint64
	// Fold tells which part of the messages one belongs to, 0 to Folds-1; each
	// part is judged by models of the others. nil for five parts by the text's
	// hash. Parts by Source show how a writer fares whom no model has read.
	Fold     func(Message) int
	Folds    int
	Progress func(done, total int) // may be nil
}

// Unseen is a message and what models that had not seen it made of it.
type Unseen struct {
	Message
	Result
}

// The engine's settings, chosen by cross-validation on the training part
// (corpus/README.md): 1- and 2-grams of the normalised text; planes, naive
// Bayes and planes between the kinds averaged.
const (
	longest     = 2
	bayes       = 0.2
	groupWeight = 0.2
	columns     = 100000
	// urgencyTemperature makes shares of the urgency model's margins; the head
	// weighs them afterwards, so it need not be exact.
	urgencyTemperature = 0.25
	wordsATime         = 3 // expressions that make one sample
	// recallAim is what the threshold for emergencies is set to find among texts
	// unseen.
	recallAim = 0.985
)

// ErrLesson says that messages cannot be learnt from.
var ErrLesson = errors.New("cannot learn from these messages")

// Learn trains a Sorter on all of l, and says what models trained on the other
// parts made of each message. The head, the temperature and the threshold are
// chosen on those unseen answers, so these flatter by that handful of numbers.
// It is deterministic and ends early with ctx's error.
func Learn(ctx context.Context, l Lesson) (*Sorter, []Unseen, error) {
	if err := l.prepare(); err != nil {
		return nil, nil, err
	}
	normal := make([]string, len(l.Messages))
	for i, m := range l.Messages {
		normal[i] = Normalise(m.Text)
	}
	steps := l.Folds + 1
	rows := make([]row, len(l.Messages))
	for fold := range l.Folds {
		part, err := l.train(ctx, normal, fold, steps)
		if err != nil {
			return nil, nil, fmt.Errorf("part %d: %w", fold, err)
		}
		for i, m := range l.Messages {
			if l.Fold(m) == fold {
				rows[i] = part.look(normal[i], m)
			}
		}
	}
	s, err := l.train(ctx, normal, l.Folds, steps)
	if err != nil {
		return nil, nil, err
	}
	s.calibrate(rows)
	unseen := make([]Unseen, len(rows))
	for i, r := range rows {
		unseen[i] = Unseen{r.Message, s.answer(r)}
	}
	return s, unseen, nil
}

func (l *Lesson) prepare() error {
	if l.Fold == nil {
		l.Folds = 5
		l.Fold = func(m Message) int {
			h := fnv.New32a()
			_, _ = h.Write([]byte(m.Text)) // never fails
			return int(h.Sum32() % 5)
		}
	}
	if l.Progress == nil {
		l.Progress = func(int, int) {}
	}
	for _, m := range l.Messages {
		if _, known := Lookup(m.Category); !known {
			return fmt.Errorf("%w: no category %q", ErrLesson, m.Category)
		}
		if !slices.Contains(urgencyNames, m.Urgency) {
			return fmt.Errorf("%w: no urgency %q", ErrLesson, m.Urgency)
		}
		if f := l.Fold(m); f < 0 || f >= l.Folds {
			return fmt.Errorf("%w: part %d of %d", ErrLesson, f, l.Folds)
		}
	}
	return nil
}

// train learns the two linear models from all messages but those of the part
// left out, and the categories' usual urgencies.
func (l *Lesson) train(ctx context.Context, normal []string, left, steps int) (*Sorter, error) {
	var about, pressing []linear.Sample
	usual := newTally()
	for i, m := range l.Messages {
		if l.Fold(m) == left {
			continue
		}
		about = append(about, linear.Sample{Label: m.Category, Text: normal[i]})
		pressing = append(pressing, linear.Sample{Label: urgencyLabel(m), Text: theLexicon().weigh(normal[i]).sober})
		usual.count(m)
	}
	for _, w := range l.Words {
		for chunk := range slices.Chunk(w.Words, wordsATime) {
			text := Normalise(strings.ReplaceAll(strings.Join(chunk, ","), "…", ","))
			about = append(about, linear.Sample{Label: w.Category, Text: text})
		}
	}
	o := linear.Options{
		Seed: l.Seed, Longest: longest, MinTexts: 1, Bayes: bayes, Columns: columns,
		Group:       func(code string) string { kind, _, _ := strings.Cut(code, "."); return kind },
		GroupWeight: groupWeight,
		Progress:    func(done, total int) { l.Progress(left*total+done, steps*total) },
	}
	categories, err := linear.Train(ctx, about, o)
	if err != nil {
		return nil, fmt.Errorf("categories: %w", err)
	}
	o.Group, o.GroupWeight = func(label string) string { return string(urgencyOf(label)) }, 1
	o.Progress, o.Columns, o.Bayes = nil, columns/2, bayes/2
	urgent, err := linear.Train(ctx, pressing, o)
	if err != nil {
		return nil, fmt.Errorf("urgencies: %w", err)
	}
	urgent.SetTemperature(urgencyTemperature)
	h := head{Threshold: 0.5, Usual: usual.shares()}
	h.fit(nil, nil, nil)
	return assemble(categories, urgent, h)
}

// tally counts how pressing the messages of each category are.
type tally map[string]*[3]float64 // emergencies, urgent, all

func newTally() tally { return tally{} }

func (t tally) count(m Message) {
	n := t[m.Category]
	if n == nil {
		n = &[3]float64{0.5, 0.5, 2}
		t[m.Category] = n
	}
	n[2]++
	switch m.Urgency {
	case Emergency:
		n[0]++
	case Urgent:
		n[1]++
	}
}

func (t tally) shares() map[string][2]float64 {
	out := map[string][2]float64{}
	for code, n := range t {
		out[code] = [2]float64{n[0] / n[2], n[1] / n[2]}
	}
	return out
}
