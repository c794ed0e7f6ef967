package records

import (
	"fmt"
	"slices"
	"strings"
)

// The events that lines of a measure come from under their own codes. All
// others are of a conclusion: of those that end a case, and of those that take
// that back, under the codes of the event before.
var ownTypes = map[string]string{
	"received": `'submitted'`, "handle": `'closed'`, "accept": `'accepted'`, "in_time": `'accepted'`, "late_accept": `'escalated'`, "late_close": `'reminded'`,
	"rated": `'rated'`, "rated_settled": `'rated'`, "rated_content": `'rated'`,
}

const (
	endingTypes  = `'closed', 'recorded', 'withdrawn'`
	undoingTypes = `'reopened', 'unlinked'`
)

// moving is the condition on e for an event that may give a case other codes:
// opening it writes two events under the same ones, and who accepts it decides
// about nothing but a category that nobody had decided. As the index
// events_moving has it.
const moving = `(e.type IN ('sorted', 'transferred', 'returned', 'withdrawn', 'reopened', 'unlinked')
	OR e.type IN ('routed', 'triaged') AND e.seq > 2 OR e.type = 'accepted' AND e.category LIKE '%.other')`

// narrowing gathers the conditions on events by the types that they are of.
type narrowing struct {
	first int
	args  []any
	order []string            // types, as they came
	marks map[string][]string // of each, the marks that a line's event has one of; "true": it needs none
}

// narrow is a condition on e that leaves out events which no line of the
// measures comes from, with its arguments from $first on. It only spares work:
// what is a line, and where, linesFrom says alone.
func narrow(measures []string, p Place, first int) (string, []any) {
	n := &narrowing{first: first, marks: map[string][]string{}}
	for _, m := range measures {
		n.measure(m)
	}
	var arms []string
	for _, types := range n.order {
		if types == moving {
			arms = append(arms, moving)
			continue
		}
		arm := fmt.Sprintf("e.type IN (%s)", types)
		for _, l := range Levels {
			if code, named := p[l]; named && types != undoingTypes {
				arm += fmt.Sprintf(" AND e.%s = %s", l, n.arg(code))
			}
		}
		if marks := n.marks[types]; !slices.Contains(marks, "true") {
			arm += " AND (" + strings.Join(marks, " OR ") + ")"
		}
		arms = append(arms, "("+arm+")")
	}
	return "(" + strings.Join(arms, " OR ") + ")", n.args
}

func (n *narrowing) measure(m string) {
	kind, rest, _ := strings.Cut(m, ".")
	what, code, _ := strings.Cut(rest, ".")
	if what == "moved" {
		n.add(moving, "true")
		return
	}
	mark := n.mark(what, code)
	own := mark
	if t, typed := strings.CutPrefix(code, "type."); typed {
		if t == "undecided" {
			t = ""
		}
		own = "split_part(e.category, '.', 2) = " + n.arg(t)
	}
	own = "e.kind = " + n.arg(kind) + " AND " + own
	if types, known := ownTypes[what]; known {
		n.add(types, own)
		return
	}
	n.add(endingTypes, own)
	n.add(undoingTypes, mark) // kind and type are those of the event before
}

// mark is what an event of a measure's lines shows besides its codes.
func (n *narrowing) mark(what, code string) string {
	switch what {
	case "outcome", "source", "mediator", "performance", "prevented":
		if code == "none" {
			return "e." + what + " IS NULL"
		}
		return "e." + what + " = " + n.arg(code)
	case "grade":
		return "e.grade = " + n.arg(code)
	case "premises":
		if code == "unknown" {
			return "e.grade IS NOT NULL AND e.premises IS NULL"
		}
		return "e.grade IS NOT NULL AND e.premises = " + n.arg(code)
	case "prevented_people":
		return "e.prevented = " + n.arg(code)
	case "confirmed", "difficult":
		return "e." + what
	case "three":
		return "e.parties >= 3"
	case "band":
		return map[string]string{
			"few": "e.parties < 50", "50": "e.parties >= 50 AND e.parties < 100", "100": "e.parties >= 100 AND e.parties <= 500",
			"500": "e.parties > 500", "none": "e.parties IS NULL",
		}[code]
	case "accept":
		urgency, _, _ := strings.Cut(code, ".")
		return "e.urgency = " + n.arg(urgency)
	}
	return "true"
}

func (n *narrowing) add(types, mark string) {
	marks, known := n.marks[types]
	if !known {
		n.order = append(n.order, types)
	}
	if !slices.Contains(marks, mark) {
		n.marks[types] = append(marks, mark)
	}
}

// arg is the placeholder of an argument; the same again for the same one.
func (n *narrowing) arg(v string) string {
	i := slices.Index(n.args, any(v))
	if i < 0 {
		i = len(n.args)
		n.args = append(n.args, v)
	}
	return fmt.Sprintf("$%d", n.first+i)
}
