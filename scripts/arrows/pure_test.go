package arrows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPureRoomsTakeTheClockAsAnArgument reads the source: importing time is
// allowed, asking it what time it is is not; nor is starting a goroutine.
func TestPureRoomsTakeTheClockAsAnArgument(t *testing.T) {
	read := 0
	for _, room := range pure {
		err := filepath.WalkDir(filepath.Join("..", "..", room), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			read++
			return inspect(t, path)
		})
		if err != nil {
			t.Fatalf("reading %s: %v", room, err)
		}
	}
	if read < len(pure) {
		t.Fatalf("read %d files in %d pure rooms", read, len(pure))
	}
}

func inspect(t *testing.T, path string) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			t.Errorf("%s: a pure room starts a goroutine", files.Position(n.Pos()))
		case *ast.SelectorExpr:
			if pkg, ok := n.X.(*ast.Ident); ok && pkg.Name == "time" &&
				slices.Contains([]string{"Now", "Since", "Until", "After", "Sleep", "NewTimer", "NewTicker", "AfterFunc", "Local"}, n.Sel.Name) {
				t.Errorf("%s: time.%s in a pure room: the clock is an argument", files.Position(n.Pos()), n.Sel.Name)
			}
			if pkg, ok := n.X.(*ast.Ident); ok && pkg.Name == "rand" && n.Sel.Name != "New" && n.Sel.Name != "NewPCG" {
				t.Errorf("%s: rand.%s in a pure room: only a source seeded by an argument", files.Position(n.Pos()), n.Sel.Name)
			}
		}
		return true
	})
	for _, spec := range file.Imports {
		if slices.Contains([]string{`"math/rand"`, `"crypto/rand"`}, spec.Path.Value) {
			t.Errorf("%s: a pure room imports %s: randomness is an argument", files.Position(spec.Pos()), spec.Path.Value)
		}
	}
	return nil
}
