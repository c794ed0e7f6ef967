package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secondbrother/worker/classify"
	"secondbrother/worker/classify/assess"
	"secondbrother/worker/classify/linear"
)

func TestTrainEvaluateAndRestoreAPlainModel(t *testing.T) {
	dir := t.TempDir()
	data, model := filepath.Join(dir, "data.tsv"), filepath.Join(dir, "model")
	var lines strings.Builder
	for i := range 20 {
		fmt.Fprintf(&lines, "水\t水管漏水%d\n电\t电线跳闸%d\n", i, i)
	}
	if err := os.WriteFile(data, []byte(lines.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := worker(t, "train", "--model", model, "--restore"); err == nil {
		t.Errorf("restored what never was: %s", out)
	}
	var files [2][]byte
	for i, cost := range []string{"1", "0.01"} {
		if out, err := worker(t, "train", "--data", data, "--model", model, "--cost", cost); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		var err error
		if files[i], err = os.ReadFile(model); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range [][]byte{files[0], files[1]} {
		if out, err := worker(t, "train", "--model", model, "--restore"); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if got, err := os.ReadFile(model); err != nil || !bytes.Equal(got, want) {
			t.Errorf("the model is not the other one: %v", err)
		}
	}
	out, err := worker(t, "evaluate", "--data", data, "--model", model, "--json")
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var report linear.Report
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.Texts != 40 || report.Accuracy != 1 {
		t.Errorf("%v: %+v", err, report)
	}
}

func TestEvaluateTheClassifierOnAFile(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data.tsv")
	text := "assist.stranded\temergency\t厨房着火了快来\nout.municipal\troutine\t停水三天了啥时候来水\n"
	if err := os.WriteFile(data, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	first, err := worker(t, "evaluate", "--data", data, "--json")
	if err != nil {
		t.Fatalf("%v: %s", err, first)
	}
	var report assess.Report
	if err := json.Unmarshal([]byte(first), &report); err != nil || report.Texts != 2 || report.Emergencies != 1 || report.Found != 1 {
		t.Errorf("%v: %s", err, first)
	}
	if again, err := worker(t, "evaluate", "--data", data, "--json"); err != nil || again != first {
		t.Errorf("another answer: %v, %s", err, again)
	}
	if table, err := worker(t, "evaluate", "--data", data); err != nil || !strings.Contains(table, "1 of 1 found") {
		t.Errorf("%v: %s", err, table)
	}
	if err := os.WriteFile(data, []byte("assist.stranded\t厨房着火了\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := worker(t, "evaluate", "--data", data); err == nil {
		t.Errorf("a file without urgency passed: %s", out)
	}
	if out, err := worker(t, "evaluate", "--cross", "moons"); err == nil {
		t.Errorf("crossed by moons: %s", out)
	}
}

func TestAWorseClassifierIsRefused(t *testing.T) {
	report := func(f1, kind float64, found int) assess.Report {
		return assess.Report{Category: linear.Report{MacroF1: f1}, Kind: linear.Report{MacroF1: kind}, Emergencies: 100, Found: found}
	}
	old := report(.8, .9, 98)
	for name, c := range map[string]struct {
		now   assess.Report
		worse bool
	}{
		"the same":         {old, false},
		"better":           {report(.85, .92, 99), false},
		"noise":            {report(.796, .896, 98), false},
		"worse categories": {report(.79, .95, 99), true},
		"worse kinds":      {report(.85, .89, 99), true},
		"misses emergency": {report(.9, .95, 97), true},
	} {
		if got := worse(old, c.now); got != c.worse {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestReadSorter(t *testing.T) {
	if s, err := readSorter(""); err != nil || s != classify.Embedded() {
		t.Errorf("no path: %v", err)
	}
	path := filepath.Join(t.TempDir(), "sorter")
	if _, err := readSorter(path); err == nil {
		t.Error("read a file that is not there")
	}
	if _, err := replace(path, classify.Embedded().Save); err != nil {
		t.Fatal(err)
	}
	if s, err := readSorter(path); err != nil || s.Classify("着火了", "").Urgency != classify.Emergency {
		t.Errorf("read back: %v", err)
	}
	if err := os.WriteFile(path, []byte("PK\x03\x04nothing"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readSorter(path); err == nil {
		t.Error("read a damaged file")
	}
}
