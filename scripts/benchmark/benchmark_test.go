package main

import (
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"secondbrother/bot/conversation"
	"secondbrother/storage/local"
)

// The people of the benchmark answer by the names of the conversation's
// buttons: where those change, somebody would wait for ever.
func TestEverybodyGetsAReceipt(t *testing.T) {
	t.Chdir("../..") // the corpus
	w, err := newWriter(1)
	if err != nil {
		t.Fatal(err)
	}
	rules := conversation.NewRules()
	rules.OpenIntake = true
	for i, text := range w.texts {
		if _, err := converse(rules, text, i); err != nil {
			t.Error(err)
		}
	}
}

func TestTheBotIsMeasuredBothWays(t *testing.T) {
	t.Chdir("../..")
	server := local.OwnNATS(t)
	t.Setenv("NATS_URL", server.URL())
	conn, err := nats.Connect(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := measureBot(t.Context(), settings{chats: 20, rounds: 1}, nil, js)
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range []string{"polling", "webhook"} {
		found := 0
		for _, r := range rows {
			if strings.Contains(r.What, "updates by "+way) && r.Ours > 0 && r.Ratio > 0 {
				found++
			}
		}
		if found != 2 {
			t.Errorf("%d lines about updates by %s, want one for each ceiling: %+v", found, way, rows)
		}
	}
}

func TestSharesComeToTheAverage(t *testing.T) {
	for _, each := range []float64{0, 0.3, 1, 1.9, 2.02} {
		sum := 0
		for n := range int64(1000) {
			sum += share(each, n+1)
		}
		if want := int(each*1000 + .5); sum != want {
			t.Errorf("%v a piece for 1000 come to %d, want %d", each, sum, want)
		}
	}
}

func TestTableNamesEveryResult(t *testing.T) {
	var table, js strings.Builder
	rows := []result{result{What: "reports", Unit: "/s", Ours: 700}.against(1000), {What: "classify", Unit: "µs", Ours: 8.64, Note: "a note"}}
	if err := writeTable(&table, rows); err != nil {
		t.Fatal(err)
	}
	if err := writeJSON(&js, rows); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"700 /s", "1000 /s", "0.70", "8.6 µs", "a note"} {
		if !strings.Contains(table.String(), part) {
			t.Errorf("%q is not in\n%s", part, table.String())
		}
	}
	for _, part := range []string{`"ratio": 0.7`, `"unit": "µs"`, `"cores"`} {
		if !strings.Contains(js.String(), part) {
			t.Errorf("%q is not in\n%s", part, js.String())
		}
	}
}
