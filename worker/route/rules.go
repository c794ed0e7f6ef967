package route

import (
	_ "embed"
	"strings"
	"sync"
	"time"

	"secondbrother/storage/payload"
)

// Rules is a routing tree: who answers for a case, by when, and who gets a
// copy. It does not change after Parse. The zero Rules stands for Default.
type Rules struct {
	root     *node
	calendar calendar
	refs     []reference
}

//go:embed rules.yaml
var defaultRules []byte

// DefaultName is the name of the embedded rules.
const DefaultName = "rules.yaml"

// DefaultText is the file of Default, with its explanations. It must not be
// changed.
func DefaultText() []byte { return defaultRules }

// Default is the embedded tree.
var Default = sync.OnceValue(func() Rules {
	rules, err := Parse(DefaultName, defaultRules)
	if err != nil {
		panic("route: embedded " + err.Error())
	}
	return rules
})

// node is one rule of the tree. What it leaves out is what stood above it.
type node struct {
	path   string // its name behind those of the rules it stands below, without the root's
	when   condition
	to     []answer
	copies []answer
	accept time.Duration   // 0: not said
	settle *time.Duration  // nil: not said; 0: never
	as     payload.Urgency // empty: not said
	more   bool            // the rules beside it are tried too
	rules  []*node
}

// verdict is what all rules that hold say together.
type verdict struct {
	to, copies     []answer
	accept, settle time.Duration
	urgency        payload.Urgency
	path           []string // the rules that held, in order
}

// match is the tree's verdict on a question. Where a rule raises the urgency,
// the tree is asked again: once for each of the steps up, of which there are two.
func (r Rules) match(q question) verdict {
	for {
		v := verdict{urgency: q.Urgency}
		r.tree().match(&q, &v)
		if urgencyRank(v.urgency) <= urgencyRank(q.Urgency) {
			v.urgency = q.Urgency
			return v
		}
		q.Urgency = v.urgency
	}
}

func (r Rules) days() calendar {
	if r.root == nil {
		return Default().calendar
	}
	return r.calendar
}

func (r Rules) tree() *node {
	if r.root == nil {
		return Default().root
	}
	return r.root
}

func (n *node) match(q *question, v *verdict) bool {
	if !n.when.holds(q) {
		return false
	}
	if len(n.to) > 0 {
		v.to = n.to
	}
	if n.accept > 0 {
		v.accept = n.accept
	}
	if n.settle != nil {
		v.settle = *n.settle
	}
	if urgencyRank(n.as) > urgencyRank(v.urgency) {
		v.urgency = n.as
	}
	v.copies = append(v.copies, n.copies...)
	if n.says() {
		v.path = append(v.path, n.path)
	}
	for _, child := range n.rules {
		if child.match(q, v) && !child.more {
			break
		}
	}
	return true
}

// says is false of a rule that only groups others.
func (n *node) says() bool {
	return len(n.to)+len(n.copies) > 0 || n.accept > 0 || n.settle != nil || n.as != ""
}

func urgencyRank(u payload.Urgency) int {
	switch u {
	case payload.Emergency:
		return 2
	case payload.Urgent:
		return 1
	}
	return 0
}

// Limits are the default rules' terms to accept and to close for a category and
// urgency; an unknown urgency counts as routine, a term to close of 0 means
// none.
func Limits(category string, u payload.Urgency) (accept, settle time.Duration) {
	kind, _, _ := strings.Cut(category, ".")
	v := Default().match(question{Facts: Facts{Kind: payload.Kind(kind), Category: category, Urgency: u}})
	return v.accept, v.settle
}
