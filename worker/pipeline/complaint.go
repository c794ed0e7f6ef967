package pipeline

import (
	"strings"

	"secondbrother/worker/casework"
	"secondbrother/worker/route"
)

// complainsOf is whom a case complains of, for those who handle it: by the roster,
// and in the reporter's words where they said more.
func complainsOf(c casework.Case, org *route.Org) string {
	who := ownerName(route.Owner{Person: c.Against.Person, Unit: c.Against.Unit}, org)
	switch {
	case c.Named == "" || strings.Contains(who, c.Named):
		return who
	case who == "" || strings.Contains(c.Named, who):
		return c.Named
	}
	return who + "：" + c.Named
}
