package records

import (
	"fmt"
	"slices"
	"strings"
)

// The events that lines of a measure come from: those that add it under their
// own codes, and those that add or take it under the codes of the event before.
var (
	endingTypes  = []string{"closed", "recorded", "withdrawn"}
	undoingTypes = []string{"reopened", "unlinked"}
	ownTypes     = map[string][]string{
		"received": {"submitted"}, "handle": {"closed"}, "accept": {"accepted"}, "late_accept": {"escalated"}, "late_close": {"reminded"},
		"rated": {"rated"}, "rated_settled": {"rated"}, "rated_content": {"rated"},
	}
)

// narrow is a condition on e that leaves out events which no line of the
// measures comes from, with its arguments from $first on. It only spares work:
// what is a line, and where, linesFrom says alone.
func narrow(measures []string, p Place, first int) (string, []any) {
	var own []string
	undone := false
	for _, m := range measures {
		what := strings.Split(m, ".")[1]
		if what == "moved" {
			return "true", nil // nearly every event may move a case
		}
		types, known := ownTypes[what]
		if !known { // of a conclusion
			types, undone = endingTypes, true
		}
		own = append(own, types...)
	}
	slices.Sort(own)
	where, args := inPlace(p, first)
	where = fmt.Sprintf("e.type IN ('%s') AND %s", strings.Join(slices.Compact(own), "','"), strings.ReplaceAll(where, "l.", "e."))
	if undone {
		where = fmt.Sprintf("(%s) OR e.type IN ('%s')", where, strings.Join(undoingTypes, "','"))
	}
	return "(" + where + ")", args
}
