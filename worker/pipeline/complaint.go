package pipeline

import (
	"slices"
	"strings"

	"secondbrother/worker/casework"
	"secondbrother/worker/route"
)

// complainsOf is whom a case complains of, for those who handle it: by the roster,
// and in the reporter's words where they said more.
func complainsOf(c casework.Case, org *route.Org) string {
	var who []string
	if c.Against.Person != 0 || c.Against.Unit != "" {
		who = append(who, ownerName(route.Owner{Person: c.Against.Person, Unit: c.Against.Unit}, org))
	}
	if c.Named != "" && !slices.Contains(who, c.Named) {
		who = append(who, c.Named)
	}
	return strings.Join(who, "：")
}
