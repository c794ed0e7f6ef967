package route

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"secondbrother/worker/hours"
)

// Bounds of a rules file, far above what people write.
const (
	maxRulesBytes = 256 << 10
	maxRulesDepth = 16
)

// RuleProblem is something wrong with a line of a rules file, in Chinese and in
// English. Line counts from 1; 0 is the file as a whole.
type RuleProblem struct {
	Line   int
	ZH, EN string
}

// RuleProblems is the error of a rules file: all that is wrong with it.
type RuleProblems struct {
	File string
	List []RuleProblem
}

func (p *RuleProblems) Error() string {
	lines := make([]string, len(p.List))
	for i, problem := range p.List {
		lines[i] = fmt.Sprintf("%s:%d: %s · %s", p.File, problem.Line, problem.ZH, problem.EN)
	}
	return strings.Join(lines, "\n")
}

// Parse reads a rules file (the embedded rules.yaml explains its words). name
// stands in errors. The error is a *RuleProblems with every problem of the file.
func Parse(name string, raw []byte) (Rules, error) {
	p := parser{hours: make(map[string]hours.Week)}
	var rules Rules
	switch document, problem := readYAML(raw); {
	case problem != nil:
		p.problems = append(p.problems, *problem)
	default:
		rules = p.file(document)
	}
	if len(p.problems) > 0 {
		return Rules{}, &RuleProblems{File: name, List: p.problems}
	}
	return rules, nil
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// readYAML finds the file's outermost map.
func readYAML(raw []byte) (*yaml.Node, *RuleProblem) {
	if len(raw) > maxRulesBytes {
		return nil, &RuleProblem{0, "文件太大", "the file is too large"}
	}
	var document yaml.Node
	if err := yaml.Unmarshal(raw, &document); err != nil {
		problem := RuleProblem{1, "不是合格的 YAML（" + err.Error() + "）", "not proper YAML (" + err.Error() + ")"}
		if at := yamlLine.FindStringSubmatch(err.Error()); at != nil {
			problem.Line, _ = strconv.Atoi(at[1]) // digits, by the pattern
		}
		return nil, &problem
	}
	if len(document.Content) == 0 {
		return nil, &RuleProblem{0, "文件是空的", "the file is empty"}
	}
	return document.Content[0], nil
}

// parser gathers what is wrong while it reads.
type parser struct {
	problems []RuleProblem
	hours    map[string]hours.Week
	names    map[string]int // rule path → line
	refs     []reference
}

func (p *parser) wrong(at *yaml.Node, zh, en string, args ...any) {
	p.problems = append(p.problems, RuleProblem{at.Line, fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)})
}

// part is what of the file is being read, in both languages.
type part struct{ zh, en string }

// field is one key of a map with its value.
type field struct{ key, value *yaml.Node }

// fields are a map's keys with their values; what is not among known, or stands
// twice, is a problem.
func (p *parser) fields(n *yaml.Node, what part, known ...string) []field {
	if n.Kind != yaml.MappingNode {
		p.wrong(n, "%[1]s这里应是“键: 值”", "%[2]s must be keys with values here", what.zh, what.en)
		return nil
	}
	var out []field
	first := make(map[string]int)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		line, twice := first[key.Value]
		switch {
		case !isText(key):
			p.wrong(key, "键要是文字", "a key must be text")
			continue
		case twice:
			p.wrong(key, "%q 在第 %d 行已经写过", "%q stands in line %d already", key.Value, line)
			continue
		}
		first[key.Value] = key.Line
		if len(known) > 0 && !slices.Contains(known, key.Value) {
			p.wrong(key, "%[1]s里没有 %[3]q，可以写 %[4]s", "%[2]s has no %[3]q; it has %[4]s", what.zh, what.en, key.Value, strings.Join(known, " "))
			continue
		}
		out = append(out, field{key, n.Content[i+1]})
	}
	return out
}

// texts reads one text, or a list of them.
func (p *parser) texts(n *yaml.Node) []*yaml.Node {
	switch {
	case isText(n):
		return []*yaml.Node{n}
	case n.Kind == yaml.SequenceNode && len(n.Content) > 0:
		for _, item := range n.Content {
			if !isText(item) {
				p.wrong(item, "这里应是一个词", "a word must stand here")
				return nil
			}
		}
		return n.Content
	}
	p.wrong(n, "这里应是一个词，或方括号里几个词", "a word, or several in brackets, must stand here")
	return nil
}

func isText(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag != "!!null" && strings.TrimSpace(n.Value) != ""
}

func (p *parser) truth(n *yaml.Node) *bool {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!bool" {
		yes := strings.EqualFold(n.Value, "true")
		return &yes
	}
	p.wrong(n, "这里写 true 或 false", "write true or false here")
	return nil
}
