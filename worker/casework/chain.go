package casework

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// Form is the canonical form of new events. A change of the fields or of their
// order needs a new one; events keep the form that they were hashed in, and it
// is the first thing hashed.
//
//	1: mediator, parties, source, agreement, amount, performance
//	2: also confirmed, difficult, what was prevented and for how many
//	3: also the premises and the grade of a fire hazard
const Form = 3

// Canonical writes e in the one form that is hashed: fields in a fixed order,
// each as its length and its bytes, so that no two events share a form. Free
// text and media enter as their digest only, so that they can be erased later
// without breaking the chain.
func Canonical(e Event) []byte { return CanonicalErased(e, Words(e)) }

// CanonicalErased is Canonical of an event whose text and media have been
// erased; words is what Words gave before.
func CanonicalErased(e Event, words [32]byte) []byte {
	var b form
	b.text("event/" + strconv.Itoa(max(e.Form, 1)))
	b.text(string(e.Case))
	b.number(int64(e.Seq))
	b.number(int64(e.Version))
	b.text(string(e.Type))
	b.time(e.At)
	b.text(string(e.Role))
	b.number(e.Person)
	b.text(e.Unit)
	b.text(string(e.State))
	b.text(string(e.Kind))
	b.text(e.Category)
	b.text(string(e.Urgency))
	b.text(e.County)
	b.text(e.Township)
	b.text(e.Village)
	b.text(e.Station)
	b.text(string(words[:]))
	b.text(string(e.Outcome))
	b.mediation(e.Mediation, e.Form)
	b.help(e.Help)
	b.owner(e.From)
	b.owner(e.To)
	b.number(int64(e.Level))
	b.text(e.Rule)
	b.text(e.Deadline)
	b.truth(e.Satisfied)
	b.number(int64(e.Stars))
	if e.Form >= 3 || e.Premises != "" || e.Grade != "" {
		b.text(string(e.Premises))
		b.text(string(e.Grade))
	}
	return b
}

// Words is the digest of an event's free text and media.
func Words(e Event) [32]byte {
	var b form
	b.text(e.Text)
	for _, m := range e.Media {
		b.text(m.ID)
		b.text(string(m.Type))
		b.number(m.Bytes)
	}
	return sha256.Sum256(b)
}

// Chain links an event to the one before it; the first follows the zero hash.
func Chain(prev [32]byte, canonical []byte) [32]byte {
	h := sha256.New()
	h.Write(prev[:])
	h.Write(canonical)
	return [32]byte(h.Sum(nil))
}

// Link is an event's canonical form and the hash that is kept with it.
type Link struct {
	Canonical []byte
	Hash      [32]byte
}

// BrokenChain says at which link, counted from 0, a chain no longer holds.
type BrokenChain struct{ At int }

func (b *BrokenChain) Error() string { return fmt.Sprintf("the log's chain breaks at link %d", b.At) }

// VerifyChain checks that each link follows from the one before, the first
// from start. The error is a *BrokenChain.
func VerifyChain(start [32]byte, links []Link) error {
	for i, l := range links {
		if start = Chain(start, l.Canonical); start != l.Hash {
			return &BrokenChain{At: i}
		}
	}
	return nil
}

// form is a canonical form being written.
type form []byte

func (b *form) text(s string) {
	*b = binary.AppendUvarint(*b, uint64(len(s)))
	*b = append(*b, s...)
}

func (b *form) number(n int64) { *b = binary.BigEndian.AppendUint64(*b, uint64(n)) }

func (b *form) time(t time.Time) { b.number(t.UnixMicro()) }

func (b *form) truth(v bool) {
	if v {
		*b = append(*b, 1)
	} else {
		*b = append(*b, 0)
	}
}

func (b *form) owner(o route.Owner) {
	b.number(o.Person)
	b.text(o.Unit)
}

// mediation writes what the form knows. What a form does not know an event of
// it never has; were it added later, it would be hashed too and show.
func (b *form) mediation(m *payload.Mediation, known int) {
	b.truth(m != nil)
	if m == nil {
		return
	}
	b.text(string(m.Outcome))
	b.text(m.Mediator)
	b.number(int64(m.Parties))
	b.text(m.Source)
	b.text(m.Agreement)
	b.number(m.Yuan)
	b.text(m.Performance)
	if known < 2 && !m.Confirmed && !m.Difficult && m.Prevented == "" && m.PreventedPeople == 0 {
		return
	}
	b.truth(m.Confirmed)
	b.truth(m.Difficult)
	b.text(m.Prevented)
	b.number(int64(m.PreventedPeople))
}

func (b *form) help(h *payload.Help) {
	b.truth(h != nil)
	if h != nil {
		b.number(int64(h.People))
	}
}
