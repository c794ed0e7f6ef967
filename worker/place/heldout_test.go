package place

import (
	"os"
	"strings"
	"testing"
)

// TestSentences measures on lists of sentences by writers who had not seen the
// rules: the township where one is named, and silence where none is, though some
// of those look like one. What goes wrong is printed of the lists that rules were
// made for, never of the one that is held out. A number may only get better.
func TestSentences(t *testing.T) {
	for _, list := range []struct {
		file                            string
		named, right, unnamed, invented int
		heldOut                         bool
	}{
		{"retired.tsv", 203, 202, 102, 0, false},
		{"seen.tsv", 300, 296, 300, 4, false},
		{"heldout.tsv", 220, 210, 220, 4, true},
	} {
		content, err := os.ReadFile("testdata/" + list.file)
		if err != nil {
			t.Fatal(err)
		}
		var named, right, unnamed, invented int
		for row := range rows(string(content), 2) {
			f, ok := Official().Find(row[0], "")
			wrong := ok
			if row[1] == "none" {
				unnamed++
			} else {
				named++
				wrong = !strings.HasPrefix(f.Code, row[1])
			}
			switch {
			case wrong && row[1] == "none":
				invented++
			case !wrong && row[1] != "none":
				right++
			}
			if wrong && !list.heldOut {
				t.Logf("%s: %s by %v, want %s", row[0], Official().FullName(f.Code), f.Words, row[1])
			}
		}
		t.Logf("%s: township right in %d of %d, invented in %d of %d", list.file, right, named, invented, unnamed)
		if named != list.named || unnamed != list.unnamed || right < list.right || invented > list.invented {
			t.Errorf("%s: worse than measured, or the list has changed", list.file)
		}
	}
}
