package conversation

import (
	"strconv"
	"strings"

	"secondbrother/storage/payload"
)

// dataLimit is Telegram's limit of a button's data in bytes.
const dataLimit = 64

// Buttons of the present question carry "<revision>.<action>[.<argument>]",
// the revision in base 36 with two digits at least. Buttons that work at any
// time carry "<family>.<...>" with a family of one letter, so the two never
// meet. Whatever comes back is checked as if a stranger had written it.
const (
	familyCard     = "c" // c.<verb>.<receipt>.<version>: staff, on a case
	familyOwn      = "o" // o.<verb>.<receipt>[.<argument>]: a reporter, on the own report
	familyLanguage = "l" // l.<language>
	familyMenu     = "n" // n.<what>: begin something
	familyMine     = "m" // m.<page>: own receipts
	familyDuty     = "d" // d.on, d.off
	familyInvite   = "i" // i.revoke.<token>: an invitation made before
	familyCast     = "b" // b.<what>.<number or page>: broadcasts
	familyRoster   = "r" // r.<who or change>.<person>: coordinators, on the roster
	familyGuess    = "g" // g.<receipt>.<version>.<area or 0>.<category>: sort a case so
	familyQuery    = "q" // q.<query>.<...>: lists and counts
	familyMediate  = "v" // v.on, v.off, v.<agree, decline, report>.<receipt>: a volunteer who mediates
)

// pressedButton is callback data taken apart.
type pressedButton struct {
	family   string // one letter, or empty for the present question
	revision int
	action   string
	args     []string
}

func (b pressedButton) arg(i int) string {
	if i < len(b.args) {
		return b.args[i]
	}
	return ""
}

func (b pressedButton) number(i int) (int, bool) {
	n, err := strconv.Atoi(b.arg(i))
	return n, err == nil && n >= 0
}

func (b pressedButton) receipt(i int) (payload.Receipt, bool) {
	r, err := payload.ParseReceipt(b.arg(i))
	return r, err == nil
}

func readButton(data string) (pressedButton, bool) {
	parts := strings.Split(data, ".")
	if len(data) > dataLimit || len(parts) < 2 {
		return pressedButton{}, false
	}
	b := pressedButton{action: parts[1], args: parts[2:]}
	if len(parts[0]) == 1 {
		b.family = parts[0]
		return b, true
	}
	revision, err := strconv.ParseInt(parts[0], 36, 32)
	if err != nil || revision < 0 {
		return pressedButton{}, false
	}
	b.revision = int(revision)
	return b, true
}

func revisionText(revision int) string {
	text := strconv.FormatInt(int64(revision), 36)
	if len(text) < 2 {
		text = "0" + text
	}
	return text
}

// option is a button of the question being asked, with a text of the catalogue.
func (s *step) option(key, action string) Button { return s.choice(s.plain(key), action) }

// choice is one with a text of its own.
func (s *step) choice(text, action string) Button {
	return Button{Text: brief(text, 40), Data: revisionText(s.p.Revision) + "." + action}
}

// lasting is a button that works at any time.
func (s *step) lasting(key string, parts ...string) Button {
	return Button{Text: s.plain(key), Data: strings.Join(parts, ".")}
}

// grid puts buttons into rows of n.
func grid(buttons []Button, n int) [][]Button {
	var rows [][]Button
	for len(buttons) > 0 {
		k := min(n, len(buttons))
		rows = append(rows, buttons[:k:k])
		buttons = buttons[k:]
	}
	return rows
}

func row(buttons ...Button) []Button { return buttons }
