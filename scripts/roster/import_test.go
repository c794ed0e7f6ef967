package main

import (
	"os"
	"path/filepath"
	"testing"

	"secondbrother/worker/place"
	"secondbrother/worker/roster"
)

// TestTheImporterTakesTheSample reads the files as worker import does.
func TestTheImporterTakesTheSample(t *testing.T) {
	dir := t.TempDir()
	if err := run(dir, blank); err != nil {
		t.Fatal(err)
	}
	open := func(name string) *os.File {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = file.Close() })
		return file
	}
	known := func(area string) bool {
		_, ok := place.Official().Area(area)
		return ok
	}
	units, err := roster.ReadUnits(open("stations.csv"), known)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]string{}
	for _, u := range units {
		kinds[u.Code] = u.Kind
	}
	people, err := roster.ReadPeople(open("officers.csv"), func(unit string) string { return kinds[unit] }, known)
	if err != nil {
		t.Fatal(err)
	}
	if len(units) != 238 || len(people) != 596 {
		t.Errorf("%d units and %d people", len(units), len(people))
	}
}
