package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

func placeholders(m message) []string {
	var names []string
	for i := 1; i < len(m); i += 2 {
		names = append(names, m[i])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestLanguagesAgree(t *testing.T) {
	c := Load()
	for _, a := range Languages {
		for _, b := range Languages {
			for key, m := range c.messages[a] {
				other, ok := c.messages[b][key]
				if !ok {
					t.Errorf("%s has %s, %s has not", a, key, b)
					continue
				}
				if x, y := placeholders(m), placeholders(other); !slices.Equal(x, y) {
					t.Errorf("%s: %s names %v, %s names %v", key, a, x, b, y)
				}
			}
		}
	}
}

func TestTextsAreWellKept(t *testing.T) {
	c := Load()
	for _, language := range Languages {
		for key, m := range c.messages[language] {
			text := strings.Join(m, "")
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s %s is empty", language, key)
			}
			for _, tag := range []string{"b", "i", "code", "pre"} {
				if strings.Count(text, "<"+tag+">") != strings.Count(text, "</"+tag+">") {
					t.Errorf("%s %s: <%s> is not closed", language, key, tag)
				}
			}
			if strings.Contains(text, "！！") || strings.Contains(text, "!!") {
				t.Errorf("%s %s shouts", language, key)
			}
			limit := 3500
			switch group, _, _ := strings.Cut(key, "."); group {
			case "toast":
				limit = 200
			case "button", "verb", "change":
				limit = 24
			case "command":
				limit = 200
			}
			if n := len(utf16.Encode([]rune(text))); n > limit {
				t.Errorf("%s %s takes %d units, at most %d fit", language, key, n, limit)
			}
		}
	}
}

// TestEveryKeyIsUsedAndKnown reads the source of the bot: every key
// named there exists, and every message is named there, whole or by its
// beginning.
func TestEveryKeyIsUsedAndKnown(t *testing.T) {
	var paths []string
	for _, folder := range []string{"conversation", "chat"} {
		found, err := filepath.Glob("../" + folder + "/*.go")
		if err != nil || len(found) == 0 {
			t.Fatalf("no sources in %s: %v", folder, err)
		}
		paths = append(paths, found...)
	}
	named := map[string]bool{}
	asked := map[string]token.Position{}
	files := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
					named[s] = true
				}
			case *ast.CallExpr:
				if key, ok := keyOf(n); ok {
					asked[key] = files.Position(n.Pos())
				}
			case *ast.KeyValueExpr:
				if name, ok := n.Key.(*ast.Ident); ok && name.Name == "help" {
					if key, ok := literal(n.Value); ok {
						asked[key] = files.Position(n.Pos())
					}
				}
			}
			return true
		})
	}
	messages := Load().messages[Chinese]
	for key, at := range asked {
		known := slices.ContainsFunc(slices.Collect(maps.Keys(messages)), func(k string) bool {
			return k == key || (strings.HasSuffix(key, ".") || strings.HasSuffix(key, "_")) && strings.HasPrefix(k, key)
		})
		if !known {
			t.Errorf("%s: no message %q", at, key)
		}
	}
	for key := range messages {
		used := named[key]
		for i := range key {
			if key[i] == '.' || key[i] == '_' {
				used = used || named[key[:i+1]]
			}
		}
		if !used {
			t.Errorf("nothing says %q", key)
		}
	}
}

// keyOf is the key that a call to the catalogue asks for, as far as the source
// tells it.
func keyOf(call *ast.CallExpr) (string, bool) {
	var name string
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	switch {
	case slices.Contains([]string{"t", "plain", "option", "lasting", "zh"}, name) && len(call.Args) > 0:
		return literal(call.Args[0])
	case slices.Contains([]string{"HTML", "Plain"}, name) && len(call.Args) > 1:
		return literal(call.Args[1])
	}
	return "", false
}

// literal is a string, or the string that an expression begins with.
func literal(e ast.Expr) (string, bool) {
	for {
		switch x := e.(type) {
		case *ast.BinaryExpr:
			e = x.X
		case *ast.BasicLit:
			s, err := strconv.Unquote(x.Value)
			return s, err == nil && x.Kind == token.STRING && strings.Contains(s, ".")
		default:
			return "", false
		}
	}
}

func TestFilling(t *testing.T) {
	c := &Catalogue{messages: map[string]map[string]message{}}
	var err error
	c.messages[Chinese], err = parse([]byte("a:\n  b: '<b>{x}</b> {n}'\nc: plain\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ got, want string }{
		{c.HTML(Chinese, "a.b", "x", "<&\"", "n", 3), "<b>&lt;&amp;&#34;</b> 3"},
		{c.HTML(Chinese, "a.b", "x", HTML("<i>"), "n", int64(4)), "<b><i></b> 4"},
		{c.Plain(Chinese, "a.b", "x", "<", "n", "5"), "<b><</b> 5"},
		{c.HTML("xx", "c"), "plain"},
		{c.HTML(Chinese, "missing.key"), "missing.key"},
		{c.HTML(Chinese, "a.b"), "<b>{x}</b> {n}"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
	for _, bad := range []string{"a: 'open {brace'", "a: '{}'", "a: [1]", ":\n\t"} {
		if _, err := parse([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
