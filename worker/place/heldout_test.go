package place

import (
	"os"
	"strings"
	"testing"
)

// TestHeldOutSentences measures on sentences written by somebody who had seen
// neither the rules nor what goes wrong: the township where one is named, and
// silence where none is, though a quarter of those look like one. What goes
// wrong is not printed, so that nobody makes a rule for it.
func TestHeldOutSentences(t *testing.T) {
	content, err := os.ReadFile("testdata/heldout.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var named, right, unnamed, invented int
	for row := range rows(string(content), 2) {
		f, ok := Official().Find(row[0], "")
		switch {
		case row[1] == "none":
			unnamed++
			if ok {
				invented++
			}
		default:
			named++
			if strings.HasPrefix(f.Code, row[1]) {
				right++
			}
		}
	}
	t.Logf("township right in %d of %d, invented in %d of %d", right, named, invented, unnamed)
}
