package route

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestProblemsNameTheLine: all of a file's problems at once, each with its line
// and what is wrong.
func TestProblemsNameTheLine(t *testing.T) {
	const head = "route:\n  name: all\n  to: [station, city]\n  accept: 1h\n  close: 7d\n"
	rule := func(text string) string { return head + "  rules:\n    - name: r\n      " + text + "\n" }
	tests := []struct {
		name string
		file string
		want []string
	}{
		{"empty", "", []string{"0: the file is empty"}},
		{"too large", "# " + strings.Repeat("x", maxRulesBytes), []string{"0: the file is too large"}},
		{"no YAML", "route:\n  name: [a\n", []string{"line "}},
		{"a list", "- route\n", []string{"1: the file must be keys"}},
		{"no route", "hours: {night: night}\n", []string{"1: there is no route"}},
		{"only a name", "route:\n  name: all\n", []string{"2: this rule says nothing"}},
		{"no deadline", "route:\n  name: all\n  to: city\n", []string{"2: the outermost route needs accept", "2: the outermost route needs close"}},
		{"a condition at the top", head + "  when: {triage: true}\n", []string{"2: the outermost route has no when"}},
		{"no such key", head + "  receiver: me\n", []string{`6: a rule has no "receiver"`}},
		{"a key twice", head + "  accept: 2h\n", []string{`6: "accept" stands in line 4 already`}},
		{"no name", head + "  rules:\n    - accept: 2h\n", []string{"7: every rule needs a name"}},
		{"a name twice", rule("accept: 2h") + "    - {name: r, accept: 3h}\n", []string{"9: the name r stands in line 7 already"}},
		{"a name with a slash", head + "  rules: [{name: a/b, accept: 3h}]\n", []string{"6: every rule needs a name, without a /"}},
		{"nothing said", rule("when: {triage: true}"), []string{"7: this rule says nothing"}},
		{"nobody at the end", rule("to: [community, leader]"), []string{"8: to must hold city"}},
		{"a stranger", rule("to: [mayor, city]"), []string{`8: nobody is called "mayor"`}},
		{"a desk that the taxonomy has not", rule("copy: desk 航空"), []string{`8: nobody is called "desk 航空"`}},
		{"a person without a unit", rule("copy: person P5"), []string{`8: nobody is called "person P5"`}},
		{"an argument too much", rule("copy: leader 1"), []string{`8: nobody is called "leader 1"`}},
		{"a term", rule("accept: soon"), []string{`8: the term "soon"`}},
		{"a term of nothing", rule("accept: 0m"), []string{`8: the term "0m"`}},
		{"a term in seconds", rule("accept: 90s"), []string{`8: the term "90s"`}},
		{"a term of years", rule("close: 999d"), []string{`8: the term "999d"`}},
		{"never accepting", rule("accept: never"), []string{`8: the term "never"`}},
		{"an urgency", rule("as: quick"), []string{"8: an urgency is"}},
		{"a condition's urgency", rule("when: {urgency: [urgent, quick]}\n      accept: 2h"), []string{"8: an urgency is"}},
		{"a category", rule("when: {category: tip.rumour}\n      accept: 2h"), []string{`8: no such category "tip.rumour"`}},
		{"what is not filed", rule("when: {category: out.chat}\n      accept: 2h"), []string{`8: no such category "out.chat"`}},
		{"a kind", rule("when: {kind: rumour}\n      accept: 2h"), []string{"8: kind is tip"}},
		{"a day", rule("when: {days: monday}\n      accept: 2h"), []string{"8: days is workday"}},
		{"hours", rule("when: {hours: evening}\n      accept: 2h"), []string{`8: the hours "evening"`}},
		{"yes or no", rule("when: {triage: maybe}\n      accept: 2h"), []string{"8: write true or false"}},
		{"continue", rule("continue: 1\n      accept: 2h"), []string{"8: write true or false"}},
		{"a condition that is none", rule("when: triage\n      accept: 2h"), []string{"8: when must be keys"}},
		{"a word that is a map", rule("copy: [{a: b}]"), []string{"8: a word must stand here"}},
		{"rules that are no list", head + "  rules: {name: r}\n", []string{"6: rules is a list"}},
		{"a date", "holidays: [2026-02-30]\n" + head, []string{`1: "2026-02-30" is no date`}},
		{"a range backwards", "holidays: [2026-10-07..2026-10-01]\n" + head, []string{`1: "2026-10-07..2026-10-01" is no date`}},
		{"both at once", "holidays: [2026-10-07]\nworkdays: [2026-10-07]\n" + head, []string{"2: 2026-10-07 is a holiday and a workday"}},
		{"an alias", "hours: &h {a: night}\nroute: *h\n", []string{"2: a rule must be keys"}},
		{"too deep", head + deep(20), []string{"rules stand too deep"}},
		{"several", rule("to: [mayor, city]\n      accept: soon\n      as: quick"), []string{"8: nobody", "9: the term", "10: an urgency"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("my.yaml", []byte(tt.file))
			var problems *RuleProblems
			if !errors.As(err, &problems) || !strings.HasPrefix(err.Error(), "my.yaml:") {
				t.Fatalf("got %v", err)
			}
			var said []string
			for _, p := range problems.List {
				said = append(said, fmt.Sprintf("%d: %s", p.Line, p.EN))
				if p.ZH == "" || strings.Contains(p.ZH+p.EN, "%!") {
					t.Errorf("badly said: %+v", p)
				}
			}
			for _, want := range tt.want {
				if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, want) }) {
					t.Errorf("%q is not among %q", want, said)
				}
			}
			if len(said) > len(tt.want) {
				t.Errorf("one mistake gives %q", said)
			}
		})
	}
}

func deep(n int) string {
	var b strings.Builder
	for i := range n {
		indent := strings.Repeat("  ", 2*i+1)
		fmt.Fprintf(&b, "%srules:\n%s  - name: d\n%s    accept: 2h\n", indent, indent, indent)
	}
	return b.String()
}

// FuzzParse: whatever the file, it is refused with a line, or gives rules by
// which every case has an owner and a deadline.
func FuzzParse(f *testing.F) {
	f.Add(defaultRules)
	f.Add([]byte(tree))
	f.Add([]byte("route: {name: a, to: city, accept: 1m, close: never, rules: [{name: b, when: {days: holiday}, as: urgent}]}"))
	f.Add([]byte("route: &a\n  name: x\n  rules: [*a]\n"))
	rows := market()
	f.Fuzz(func(t *testing.T, raw []byte) {
		rules, err := Parse("f", raw)
		if err != nil {
			var problems *RuleProblems
			if !errors.As(err, &problems) || len(problems.List) == 0 {
				t.Fatalf("refused without a problem: %v", err)
			}
			return
		}
		rows.Rules = rules
		o, _ := NewOrg(rows)
		rules.Unknown(o)
		d := Decide(o, Facts{Kind: "tip", Category: "tip.fraud", Urgency: "urgent", Area: "371502001001", SubmittedAt: sent}, now)
		if d.Owner.Unit == "" || len(d.Path) == 0 || d.AcceptBy.Before(sent.Add(time.Minute)) {
			t.Fatalf("decided %+v by\n%s", d, raw)
		}
	})
}
