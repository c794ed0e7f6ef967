package local

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
)

// janitor waits until its standard input ends, which happens when the test
// binary is gone for whatever reason (finished, panicked, timed out, killed),
// then ends the servers that left a pid file and removes the folder. A pid
// whose command line does not name the folder is somebody else's by now.
const janitor = `
base=$1
ours() {
  { cat "/proc/$1/cmdline" 2>/dev/null || ps -o args= -p "$1" 2>/dev/null; } | grep -q "$base"
}
read -r _
for file in "$base"/*.pid; do
  [ -f "$file" ] || continue
  read -r pid <"$file"
  ours "$pid" || continue
  kill -QUIT "$pid"
  tries=0
  while ours "$pid" && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  ours "$pid" && kill -KILL "$pid"
done
cd /
rm -rf "$base"
`

// kept holds the other end of the janitor's input for the life of the binary:
// were it collected as garbage, the janitor would come early.
var kept []io.Closer

// workspace is the temporary folder of this test binary; every server lives
// below it. It is made at most once.
var workspace = sync.OnceValues(func() (string, error) {
	base, err := os.MkdirTemp("", "secondbrother-test-")
	if err != nil {
		return "", fmt.Errorf("make a folder for test servers: %w", err)
	}
	// PostgreSQL may run as another user, who has to get through to its data.
	if err := os.Chmod(base, 0o711); err != nil {
		return "", fmt.Errorf("open the folder for test servers: %w", err)
	}
	cmd := exec.Command("/bin/sh", "-c", janitor, "janitor", base)
	// A group of its own: Ctrl-C in the terminal must not end the janitor too.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	input, err := cmd.StdinPipe()
	if err != nil {
		return "", fmt.Errorf("start the janitor of test servers: %w", err)
	}
	kept = append(kept, input)
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("start the janitor of test servers: %w", err)
	}
	return base, nil
})

// folder makes a new folder below the workspace.
func folder(kind string) (string, error) {
	base, err := workspace()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(base, kind+"-"+token(4))
	if err := os.Mkdir(dir, 0o711); err != nil {
		return "", fmt.Errorf("make a folder for a test server: %w", err)
	}
	return dir, nil
}
