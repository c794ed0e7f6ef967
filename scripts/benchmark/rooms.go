package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"secondbrother/bot/conversation"
	"secondbrother/scripts/benchmark/phones"
	"secondbrother/worker/classify"
	"secondbrother/worker/place"
)

// taken is a step that was taken, to be taken again: Step is pure.
type taken struct {
	person conversation.Person
	input  conversation.Input
}

// measureRooms measures the pure rooms alone, on one core: the conversation
// step by step, the classifier and the gazetteer text by text.
func measureRooms(ctx context.Context, _ settings, _ *sql.DB, _ jetstream.JetStream) ([]result, error) {
	w, err := newWriter(3)
	if err != nil {
		return nil, err
	}
	rules := conversation.NewRules()
	rules.OpenIntake = true
	show := bar("steps of conversations: people", len(w.texts))
	var steps []taken
	for i, text := range w.texts {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		one, err := converse(rules, text, i)
		if err != nil {
			return nil, err
		}
		steps = append(steps, one...)
		show(i + 1)
	}
	fmt.Fprintln(os.Stderr, "timing the pure rooms")
	step := each(len(steps), func(i int) { conversation.Step(steps[i].person, steps[i].input, rules) })
	sorted := each(len(w.texts), func(i int) { classify.Classify(w.texts[i], "") })
	official := place.Official()
	placed := each(len(w.texts), func(i int) { official.Find(w.texts[i], "") })
	texts := fmt.Sprintf("%d texts of %s", len(w.texts), corpus)
	return []result{
		{What: "conversation: steps, one core", Unit: "/s", Ours: 1e6 / step.micros,
			Note: fmt.Sprintf("%d conversations, %d steps from /start to the receipt", len(w.texts), len(steps))},
		{What: "conversation: allocations a step", Ours: step.allocs, Note: fmt.Sprintf("%.0f bytes", step.bytes)},
		{What: "classify a text", Unit: "µs", Ours: sorted.micros, Note: texts},
		{What: "place a text", Unit: "µs", Ours: placed.micros, Note: texts},
	}, nil
}

// cost is what one turn takes. Time is CPU time: others may use the machine too.
type cost struct{ micros, allocs, bytes float64 }

// each measures do(0) to do(n-1), over and over.
func each(n int, do func(i int)) cost {
	for i := range n {
		do(i) // tables are built, caches warm
	}
	r := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		before := cpu()
		for b.Loop() {
			do(i)
			if i++; i == n {
				i = 0
			}
		}
		b.ReportMetric(micros(cpu()-before)/float64(b.N), "cpu")
	})
	turns := float64(r.N)
	return cost{r.Extra["cpu"], float64(r.MemAllocs) / turns, float64(r.MemBytes) / turns}
}

// converse plays one person's whole report without a bot.
func converse(rules conversation.Rules, text string, seed int) ([]taken, error) {
	const limit = 30
	var steps []taken
	phone := phones.NewPerson(text)
	next := []phones.Act{phone.First()}
	var person conversation.Person
	at := time.Date(2026, 11, 24, 6, 5, 0, 0, time.UTC)
	for number := 1; len(next) > 0 && number < limit; number++ {
		in := conversation.Input{Key: strconv.Itoa(seed) + "-" + strconv.Itoa(number), At: at, MessageID: number, Client: "zh-hans"}
		in.Seed = sha256.Sum256([]byte(in.Key))
		switch act := next[0]; {
		case act.Press != "":
			in.Type, in.Button = conversation.InputButton, act.Press
		case act.Say[0] == '/':
			in.Type, in.Command = conversation.InputCommand, act.Say[1:]
		default:
			in.Type, in.Text = conversation.InputText, act.Say
		}
		next = next[1:]
		steps = append(steps, taken{person, in})
		r := conversation.Step(person, in, rules)
		person = r.Person
		for _, reply := range r.Replies {
			var rows [][]phones.Button
			for _, row := range reply.Buttons {
				var line []phones.Button
				for _, b := range row {
					line = append(line, phones.Button(b))
				}
				rows = append(rows, line)
			}
			if act, acts := phone.Shown(reply.Text, rows); acts {
				next = append(next, act)
			}
		}
	}
	if !phone.Done {
		return nil, fmt.Errorf("a conversation about text %d of %s ends without a receipt at %q after %d steps", seed, corpus, person.Screen, len(steps))
	}
	return steps, nil
}
