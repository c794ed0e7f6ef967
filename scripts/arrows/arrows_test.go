// Package arrows keeps the walls between the rooms: who may import whom.
package arrows

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "secondbrother"

// only lists libraries and the one room that may import them. The scripts'
// own tools (the sandbox, the tests) may use the Telegram library's types.
var only = map[string]string{
	"github.com/go-telegram/bot":          "bot/chat",
	"github.com/nats-io/nats.go":          "storage/stream",
	"github.com/synadia-io/orbit.go":      "storage/stream",
	"github.com/jmoiron/sqlx":             "storage/records",
	"github.com/lib/pq":                   "storage/records",
	"github.com/pressly/goose":            "storage/records",
	"github.com/nats-io/nats-server":      "", // a tool, never linked
	"github.com/chromedp/chromedp":        "scripts",
	"github.com/xuri/excelize":            "worker/monthly",
	"github.com/prometheus/client_golang": "bot/chat worker/pipeline",
}

// pure rooms reach none of these: no I/O, no processes, no logs.
var pure = []string{"bot/conversation", "bot/locale", "worker/classify", "worker/place", "worker/same", "worker/route", "worker/casework", "worker/roster", "worker/hours", "worker/intake", "storage/payload"}

var impure = []string{"net", "net/http", "os/exec", "database/sql", "log/slog", "log"}

type room struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestArrows(t *testing.T) {
	rooms := list(t)
	if len(rooms) < 10 {
		t.Fatalf("go list found only %d packages of ours", len(rooms))
	}
	for _, r := range rooms {
		name := strings.TrimPrefix(strings.TrimPrefix(r.ImportPath, module), "/")
		for _, imported := range r.Imports {
			checkLibrary(t, name, imported)
			checkArrow(t, name, strings.TrimPrefix(imported, module+"/"), imported)
		}
		if within(name, "bot") && slices.Contains(r.Deps, module+"/storage/records") {
			t.Errorf("%s reaches storage/records: the bot keeps no SQL", name)
		}
		if slices.ContainsFunc(pure, func(p string) bool { return within(name, p) }) {
			for _, dep := range impure {
				if slices.Contains(r.Deps, dep) {
					t.Errorf("%s reaches %s: pure rooms do no I/O", name, dep)
				}
			}
		}
	}
}

func checkLibrary(t *testing.T, name, imported string) {
	for library, owners := range only {
		if !within(imported, library) || within(name, "scripts") {
			continue
		}
		if !slices.ContainsFunc(strings.Fields(owners), func(o string) bool { return within(name, o) }) {
			t.Errorf("%s imports %s, which only %q may", name, imported, owners)
		}
	}
}

func checkArrow(t *testing.T, from, to, imported string) {
	if !within(imported, module) {
		return
	}
	switch {
	case within(from, "storage") && !within(to, "storage"):
		t.Errorf("%s imports %s: storage imports nothing of ours", from, to)
	case within(from, "worker") && within(to, "bot"):
		t.Errorf("%s imports %s: the worker never imports the bot", from, to)
	case within(from, "bot") && within(to, "worker") && to != "worker/classify" && to != "worker/place":
		t.Errorf("%s imports %s: the bot takes only classify and place from the worker", from, to)
	case !within(from, "scripts") && within(to, "scripts"):
		t.Errorf("%s imports %s: nothing that ships imports the scripts", from, to)
	}
}

// within says whether path is folder or lies below it; a trailing major
// version or a deeper package of a library counts as below.
func within(path, folder string) bool {
	return folder != "" && (path == folder || strings.HasPrefix(path, folder+"/"))
}

func list(t *testing.T) []room {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", module+"/...").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v: %s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var rooms []room
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var r room
		if err := decoder.Decode(&r); errors.Is(err, io.EOF) {
			return rooms
		} else if err != nil {
			t.Fatalf("reading go list: %v", err)
		}
		rooms = append(rooms, r)
	}
}
