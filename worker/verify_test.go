package main

import (
	"strings"
	"testing"
	"time"

	"secondbrother/storage/local"
	"secondbrother/storage/records"
)

func TestVerifySaysWhatItLookedAt(t *testing.T) {
	migrated(t)
	must(t, "import", "stations", file(t, "stations.csv", someUnits))
	if out := must(t, "verify"); !strings.Contains(out, "0 cases, 0 events, 0 months, 0 closings, 0 faults") {
		t.Errorf("an empty database: %s", out)
	}
	if out := must(t, "verify", "--json"); !strings.Contains(out, `"faults":[]`) {
		t.Errorf("as JSON: %s", out)
	}
}

func TestVerifyEndsWithAnErrorOnFaults(t *testing.T) {
	t.Setenv("DATABASE_URL", brokenDatabase(t))
	out, err := worker(t, "verify", "--json")
	if err == nil || !strings.Contains(err.Error(), "something is wrong with the data") || !strings.Contains(out, `"what":"stray"`) {
		t.Errorf("says %s, %v", out, err)
	}
}

// brokenDatabase holds an event that belongs to no case.
func brokenDatabase(t *testing.T) string {
	t.Helper()
	url := local.Database(t, records.Migrate, records.MigrationsHash())
	db, err := records.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.In(t.Context(), func(tx *records.Tx) error {
		return tx.AppendEvents(t.Context(), []records.Event{{CaseID: 7, Seq: 1, Version: 1, Type: "noted", At: time.Now(), Kind: "tip", Words: make([]byte, 32), Hash: make([]byte, 32)}})
	})
	if err != nil {
		t.Fatal(err)
	}
	return url
}
