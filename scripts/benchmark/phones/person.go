// Package phones plays many people who talk to the bot at once, and the Bot
// API between them. It is no stand-in to test against (scripts/sandbox is): it
// checks nothing, so that little is measured besides the bot.
package phones

import "strings"

// Button is an inline button as a phone shows it.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

// Act is what a person does: Press of a button, or Say.
type Act struct {
	Press string // callback data
	Say   string
}

// Person files one report step by step: agrees to how it is handled, asks for
// /tip, answers every question, confirms. Shown must not be called twice at
// the same time.
type Person struct {
	tell     string // what happened
	answered string // revision of the question answered last
	asked    bool
	Done     bool // the receipt is there
}

// NewPerson has a text to tell.
func NewPerson(tell string) *Person { return &Person{tell: tell} }

// plainly is told when the bot asks what happened again: some texts it declines.
const plainly = "三号楼有人把电动车推进楼道充电"

// First is how a person begins.
func (p *Person) First() Act { return Act{Say: "/start"} }

// answers to questions, the first that is offered; bot/conversation names them.
var answers = []string{"confirm", "yes", "no", "tip", "place", "as_is", "skip", "when", "urgency", "confidential"}

// Shown says what the person does about a message of the bot's, if anything.
func (p *Person) Shown(text string, rows [][]Button) (Act, bool) {
	if p.Done {
		return Act{}, false
	}
	if strings.Contains(text, "<code>LC-") {
		p.Done = true
		return Act{}, false
	}
	offered := map[string]string{}
	revision, menu := "", false
	for _, row := range rows {
		for _, b := range row {
			parts := strings.Split(b.Data, ".")
			if len(parts) < 2 {
				continue
			}
			if len(parts[0]) == 1 { // a button that works at any time
				menu = true
				continue
			}
			revision = parts[0]
			offered[parts[1]] = b.Data
		}
	}
	switch {
	case revision == "" && menu && !p.asked:
		p.asked = true
		return Act{Say: "/tip"}, true
	case revision == "" || revision == p.answered:
		return Act{}, false
	}
	p.answered = revision
	// Danger is asked with "yes" for the worst; consent with "yes" for going on.
	if p.asked {
		delete(offered, "yes")
	}
	for _, a := range answers {
		if data := offered[a]; data != "" {
			return Act{Press: data}, true
		}
	}
	tell := p.tell
	p.tell = plainly
	return Act{Say: tell}, true
}
