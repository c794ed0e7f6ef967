package place

import (
	"os"
	"strings"
	"testing"
)

// TestRetiredSentences measures on sentences that were held out until somebody
// looked at what went wrong: the township where one is named, and silence where
// none is, though half of those look like one.
func TestRetiredSentences(t *testing.T) {
	content, err := os.ReadFile("testdata/retired.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var named, right, unnamed, invented int
	for row := range rows(string(content), 2) {
		f, ok := Official().Find(row[0], "")
		if row[1] == "none" {
			unnamed++
			if ok {
				invented++
				t.Logf("%s: invented %s by %v", row[0], Official().FullName(f.Code), f.Words)
			}
			continue
		}
		named++
		if strings.HasPrefix(f.Code, row[1]) {
			right++
		} else {
			t.Logf("%s: %s by %v, want %s", row[0], Official().FullName(f.Code), f.Words, Official().FullName(row[1]))
		}
	}
	t.Logf("township right in %d of %d, invented in %d of %d", right, named, invented, unnamed)
	if right < 202 || named != 203 || invented > 0 || unnamed != 102 {
		t.Error("worse than measured, or the list has changed")
	}
}
