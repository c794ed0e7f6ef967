package page

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"slices"
)

// invitation is one line of the invitations file.
type invitation struct {
	Label string `json:"label"`
	Role  string `json:"role"`
	Area  string `json:"area"`
	Link  string `json:"link"`
}

// listInvitations reads the file anew every time: the run script may write it
// after the sandbox has started. No file means no invitations.
func (s *site) listInvitations(w http.ResponseWriter, _ *http.Request) {
	all := []invitation{}
	if s.invitations == "" {
		reply(w, all, nil)
		return
	}
	f, err := os.Open(s.invitations)
	if errors.Is(err, fs.ErrNotExist) {
		reply(w, all, nil)
		return
	}
	if err != nil {
		reply(w, nil, fmt.Errorf("read the invitations: %w", err))
		return
	}
	defer f.Close()
	all, err = readInvitations(f)
	reply(w, all, err)
}

func readInvitations(r io.Reader) ([]invitation, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the invitations: %w", err)
	}
	want := []string{"label", "role", "area", "link"}
	if len(rows) == 0 || !slices.Equal(rows[0], want) {
		return nil, fmt.Errorf("the invitations file must begin with the line %q", "label,role,area,link")
	}
	all := []invitation{}
	for _, row := range rows[1:] {
		all = append(all, invitation{Label: row[0], Role: row[1], Area: row[2], Link: row[3]})
	}
	return all, nil
}
