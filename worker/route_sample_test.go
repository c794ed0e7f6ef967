package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestTheSampleRosterLeavesNoGap: every place, category and hour of the sample
// city has an owner, also below the stations' leaders.
func TestTheSampleRosterLeavesNoGap(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "go", "run", "secondbrother/scripts/roster", "--out", dir).CombinedOutput(); err != nil {
		t.Fatalf("make the sample roster: %v\n%s", err, out)
	}
	out := must(t, "route", "--check", "--json", "--at", "2026-11-23 00:00",
		"--stations", filepath.Join(dir, "stations.csv"), "--officers", filepath.Join(dir, "officers.csv"), "--projects", filepath.Join(dir, "projects.csv"))
	var got surveyed
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got.Areas < 7000 || len(got.Problems)+len(got.Gaps)+len(got.Thin) > 0 {
		t.Errorf("%d areas, %v, %d gaps, %d thin", got.Areas, got.Problems, len(got.Gaps), len(got.Thin))
	}
}
