package classify

import (
	"strings"
	"testing"
)

func TestCandidates(t *testing.T) {
	for _, text := range []string{"老板不给钱，还骂人", "这事说来话长", "", "asdf", "两家为浇地吵起来了"} {
		for _, kind := range []Kind{Tip, Dispute, Assist} {
			got := Embedded().Candidates(text, kind, 3)
			if len(got) > 3 {
				t.Errorf("%q: %d candidates", text, len(got))
			}
			for i, c := range got {
				known, ok := Lookup(c.Category)
				if !ok || known.Kind != kind || c.Share < leastShare || c.Share > 1 || i > 0 && c.Share > got[i-1].Share {
					t.Errorf("%q as %s: %+v", text, kind, got)
				}
				for _, w := range c.Words {
					if !strings.Contains(Normalise(text), w) {
						t.Errorf("%q does not say %q", text, w)
					}
				}
			}
		}
	}
	// What Classify is sure of comes first.
	for _, text := range []string{"楼上漏水泡了我家", "老板拖欠农民工工资三个月了"} {
		sure := Classify(text, Dispute)
		if got := Embedded().Candidates(text, Dispute, 3); sure.Abstained || len(got) == 0 || got[0].Category != sure.Category {
			t.Errorf("%q: %+v, and Classify says %+v", text, got, sure)
		}
	}
}
