package classify

import (
	"strings"
	"testing"
)

func newBuilder() lexiconBuilder {
	return lexiconBuilder{lexicon: &lexicon{}, wordID: map[string]int{}, groupID: map[string]int{}, patternID: map[string]int{}, classes: map[string][]string{"{who}": {"孩子", "老人"}}}
}

func TestLexiconLineRefuses(t *testing.T) {
	for name, line := range map[string]string{
		"no weight":         "打架\temergency",
		"weight no number":  "打架\temergency\tmuch",
		"weight out of it":  "打架\temergency\t99",
		"unknown target":    "打架\ttip.violence\t3",
		"empty gap":         "打…\temergency\t3",
		"unknown class":     "{whom}…打\temergency\t3",
		"twice in one line": "打架 打架\temergency\t3",
		"not normalised":    "打架！\temergency\t3",
	} {
		b := newBuilder()
		if err := b.line(line); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func scanned(t *testing.T, lines, text string) (words []string) {
	t.Helper()
	b := newBuilder()
	for line := range strings.Lines(lines) {
		if err := b.line(strings.TrimSpace(line)); err != nil {
			t.Fatal(err)
		}
	}
	l := b.finish()
	hits, _ := l.scan(text)
	for _, f := range hits {
		for _, e := range l.patterns[f.pattern].effects {
			if !f.silences(&e) {
				words = append(words, text[f.start:f.end]+"/"+e.target)
			}
		}
	}
	return words
}

func TestScan(t *testing.T) {
	const lines = "着火\temergency/119\t6\n楼道着火\turgent\t3\n杀\temergency/110\t3\n杀价\temergency\t0\n" +
		"跳楼价\t-\t0\n跳楼\temergency/110\t6\n跳楼\turgent\t4\n{who}…走丢\turgent\t3\n打架\temergency\t4\n没有\tnot\t1"
	for _, c := range []struct{ text, want string }{
		{"楼道着火", "楼道着火/urgent 着火/emergency"},
		{"杀价", "杀价/emergency"},
		{"跳楼价", "跳楼价/-"},
		{"跳楼", "跳楼/emergency 跳楼/urgent"},
		{"老人昨天下午走丢", "老人昨天下午走丢/urgent"},
		{"老人在家。狗走丢", ""},
		{"老人一二三四五六七八九十一二三走丢", ""},
		{"没有打架", ""},
		{"没有打架了", "打架/emergency"},
		{"没有打架,又打架", "打架/emergency"},
	} {
		if got := strings.Join(scanned(t, lines, c.text), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
