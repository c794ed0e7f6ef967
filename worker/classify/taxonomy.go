// Package classify says what a hurried sentence is about and how pressing it
// is: kind, category, urgency, how sure it is of that, and the words that
// decided. It is pure: the same text always gives the same answer, and nothing
// outside the embedded lexicon is read.
package classify

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Kind is what a volunteer chooses first.
type Kind string

const (
	Tip     Kind = "tip"
	Dispute Kind = "dispute"
	Assist  Kind = "assist"
	// Out is everything the programme does not file.
	Out Kind = "out"
)

var kinds = []Kind{Tip, Dispute, Assist, Out}

const outKind = 3 // kinds[outKind] == Out

// kindIndex is k's place in kinds.
func kindIndex(k Kind) int {
	switch k {
	case Tip:
		return 0
	case Dispute:
		return 1
	case Assist:
		return 2
	}
	return outKind
}

// Category is one line of the taxonomy. ZH is empty where the category is never
// filed; Desk and Hotline are empty where nobody is called.
type Category struct {
	Code    string
	Kind    Kind
	ZH, EN  string
	Desk    string
	Hotline string
	Covers  string
}

//go:embed taxonomy.csv
var taxonomyCSV string

type taxonomyTable struct {
	list   []Category
	byCode map[string]int
}

var taxonomy = sync.OnceValue(func() taxonomyTable {
	table, err := parseTaxonomy(taxonomyCSV)
	if err != nil {
		panic("classify: embedded taxonomy.csv: " + err.Error())
	}
	return table
})

func parseTaxonomy(text string) (taxonomyTable, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = 7
	rows, err := r.ReadAll()
	if err != nil {
		return taxonomyTable{}, fmt.Errorf("read rows: %w", err)
	}
	if len(rows) < 2 {
		return taxonomyTable{}, fmt.Errorf("no categories")
	}
	table := taxonomyTable{byCode: make(map[string]int, len(rows)-1)}
	for _, row := range rows[1:] {
		c := Category{Kind: Kind(row[0]), Code: row[1], ZH: row[2], EN: row[3], Desk: row[4], Hotline: row[5], Covers: row[6]}
		if !strings.HasPrefix(c.Code, row[0]+".") {
			return taxonomyTable{}, fmt.Errorf("category %q does not belong to kind %q", c.Code, c.Kind)
		}
		if _, twice := table.byCode[c.Code]; twice {
			return taxonomyTable{}, fmt.Errorf("category %q twice", c.Code)
		}
		table.byCode[c.Code] = len(table.list)
		table.list = append(table.list, c)
	}
	return table, nil
}

// Taxonomy lists all categories in the order of taxonomy.csv. The slice is the
// caller's own.
func Taxonomy() []Category { return slices.Clone(taxonomy().list) }

// Lookup finds a category by its code, such as "tip.theft".
func Lookup(code string) (Category, bool) {
	t := taxonomy()
	i, ok := t.byCode[code]
	if !ok {
		return Category{}, false
	}
	return t.list[i], true
}
