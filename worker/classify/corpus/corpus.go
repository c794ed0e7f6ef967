// Package corpus holds the labelled messages that the classifier is taught and
// tested with. See README.md for how they were written and what they are worth.
package corpus

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"secondbrother/worker/classify"
	"secondbrother/worker/classify/linear"
)

//go:embed *.tsv words/*.tsv heldout.txt
var files embed.FS

// parts are read once.
type parts struct {
	training, heldOut []classify.Message
	words             []classify.Words
}

var read = sync.OnceValue(func() parts {
	p, err := readParts()
	if err != nil {
		panic("corpus: embedded files: " + err.Error())
	}
	return p
})

// Training is what the classifier may learn from and be tuned on. The slice is
// shared and must not be changed.
func Training() []classify.Message { return read().training }

// HeldOut is what it is tested with: the messages listed in heldout.txt, chosen
// by a hash of their text, never learnt from and never looked at for errors.
func HeldOut() []classify.Message { return read().heldOut }

// Words are expressions of each category, beside the messages.
func Words() []classify.Words { return read().words }

// hardFiles begin the names of files written for the borders of categories.
const hardFiles = "hard-"

// Mark is how heldout.txt names a text: 16 hexadecimal digits of its SHA-256.
func Mark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

func readParts() (p parts, err error) {
	list, err := files.ReadFile("heldout.txt")
	if err != nil {
		return p, fmt.Errorf("read the list of what is held out: %w", err)
	}
	held := map[string]bool{}
	for _, mark := range strings.Fields(string(list)) {
		held[mark] = true
	}
	err = eachLine("*.tsv", 3, func(name string, f []string) {
		m := classify.Message{Category: f[0], Urgency: classify.Urgency(f[1]), Text: f[2], Source: name, Hard: strings.HasPrefix(name, hardFiles)}
		if held[Mark(m.Text)] {
			p.heldOut = append(p.heldOut, m)
		} else {
			p.training = append(p.training, m)
		}
	})
	if err != nil {
		return p, err
	}
	err = eachLine("words/*.tsv", 2, func(_ string, f []string) {
		p.words = append(p.words, classify.Words{Category: f[0], Words: strings.Fields(f[1])})
	})
	return p, err
}

// eachLine calls f with the fields of every line of the files that match.
func eachLine(pattern string, fields int, f func(name string, fields []string)) error {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return fmt.Errorf("list %s: %w", pattern, err)
	}
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		n := 0
		for line := range strings.Lines(string(raw)) {
			n++
			cut := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
			if len(cut) != fields {
				return fmt.Errorf("%s:%d: %d fields, want %d", name, n, len(cut), fields)
			}
			f(strings.TrimSuffix(name, ".tsv"), cut)
		}
	}
	return nil
}

// With is the training part and more messages beside it, less those that are
// held out or there already.
func With(more []classify.Message) []classify.Message {
	seen := map[string]bool{}
	for _, part := range [][]classify.Message{read().training, read().heldOut} {
		for _, m := range part {
			seen[m.Text] = true
		}
	}
	all := append([]classify.Message{}, read().training...)
	for _, m := range more {
		if !seen[m.Text] {
			seen[m.Text] = true
			all = append(all, m)
		}
	}
	return all
}

// ErrMessages says that a file is not category<TAB>urgency<TAB>text.
var ErrMessages = errors.New("not category<TAB>urgency<TAB>text")

// Messages reads samples whose text still begins with the urgency and a tab.
func Messages(samples []linear.Sample) ([]classify.Message, error) {
	out := make([]classify.Message, len(samples))
	for i, s := range samples {
		urgency, text, ok := strings.Cut(s.Text, "\t")
		m := classify.Message{Category: s.Label, Urgency: classify.Urgency(urgency), Text: text}
		_, known := classify.Lookup(m.Category)
		if !ok || text == "" || !known || m.Urgency != classify.Emergency && m.Urgency != classify.Urgent && m.Urgency != classify.Routine {
			return nil, fmt.Errorf("message %d: %w", i+1, ErrMessages)
		}
		out[i] = m
	}
	return out, nil
}
