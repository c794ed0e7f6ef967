package conversation

import (
	"encoding/json"
	"errors"
	"fmt"
)

// ErrNewerSchema says that a stored person was written by a newer bot. It must
// be left as it is.
var ErrNewerSchema = errors.New("written by a newer version")

// Upgrade reads a stored person and brings it to the present Schema. Empty
// input is a person never seen before. It returns ErrNewerSchema for what a
// newer bot wrote, and another error for what is not a person at all.
func Upgrade(raw []byte) (Person, error) {
	if len(raw) == 0 {
		return Person{Schema: Schema}, nil
	}
	var head struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return Person{}, fmt.Errorf("read the schema of a person: %w", err)
	}
	if head.Schema > Schema {
		return Person{}, fmt.Errorf("schema %d, known up to %d: %w", head.Schema, Schema, ErrNewerSchema)
	}
	var p Person
	if err := json.Unmarshal(raw, &p); err != nil {
		return Person{}, fmt.Errorf("read a person of schema %d: %w", head.Schema, err)
	}
	p.Schema = Schema
	p.heal()
	return p, nil
}

// heal drops questions that this bot does not know (a rolled-back release may
// have asked them), so that the conversation goes on from the ones it knows.
func (p *Person) heal() {
	if p.Draft != nil {
		p.Draft.Trail = known(p.Draft.Trail)
		if len(p.Draft.Trail) == 0 {
			p.Draft.Trail = []Screen{p.Draft.missing(p)}
		}
	}
	if p.Errand != nil {
		p.Errand.Trail = known(p.Errand.Trail)
		if len(p.Errand.Trail) == 0 {
			p.Errand = nil
		}
	}
	p.Screen = p.top()
}

func known(trail []Screen) []Screen {
	var out []Screen
	for _, s := range trail {
		if _, ok := screens[s]; ok {
			out = append(out, s)
		}
	}
	return out
}
