package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
	"secondbrother/worker/place"
)

// corpus is where the texts of the measured reports come from.
const corpus = "worker/classify/testdata/messages.tsv"

// writer makes reports as the bot files them: the same texts and places each
// run, under ids that never were.
type writer struct {
	random   *rand.Rand
	texts    []string
	villages []place.Area
}

func newWriter(seed uint64) (*writer, error) {
	file, err := os.Open(corpus)
	if err != nil {
		return nil, fmt.Errorf("open the texts: %w", err)
	}
	defer func() { _ = file.Close() }()
	w := &writer{random: rand.New(rand.NewPCG(seed, 1))}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if kind := classify.Kind(strings.SplitN(cells[0], ".", 2)[0]); payload.Kind(kind).Valid() {
			w.texts = append(w.texts, cells[len(cells)-1])
		}
	}
	official := place.Official()
	for _, county := range official.Children("") {
		for _, township := range official.Children(county.Code) {
			w.villages = append(w.villages, official.Children(township.Code)...)
		}
	}
	if len(w.texts) == 0 || len(w.villages) == 0 {
		return nil, fmt.Errorf("no texts in %s, or no villages", corpus)
	}
	return w, lines.Err()
}

func newID() string {
	var raw [16]byte
	for i := range raw {
		raw[i] = byte(rand.Uint32())
	}
	return payload.NewID(raw)
}

func (w *writer) report() payload.Report {
	kinds := []payload.Kind{payload.Tip, payload.Dispute, payload.Assist}
	return payload.Report{
		V: payload.Version, ID: newID(), Receipt: payload.NewReceipt(rand.Uint64()), Reporter: newID(),
		Kind: kinds[w.random.IntN(len(kinds))], Urgency: payload.Routine,
		Text:  w.texts[w.random.IntN(len(w.texts))],
		Place: payload.Place{Area: w.villages[w.random.IntN(len(w.villages))].Code, Text: "村口第三户"},
		At:    time.Now().UTC(),
	}
}

// messages are n reports, ready to be published.
func (w *writer) messages(subject string, n int) ([]*nats.Msg, error) {
	out := make([]*nats.Msg, n)
	for i := range out {
		r := w.report()
		body, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("encode a report: %w", err)
		}
		out[i] = nats.NewMsg(strings.ReplaceAll(subject, "*", string(r.Kind)))
		out[i].Header.Set(jetstream.MsgIDHeader, r.ID)
		out[i].Data = body
	}
	return out, nil
}

// fillBatch is what an atomic batch holds when as much as possible is to be
// stored; the server takes 1000.
const fillBatch = 900

// fill stores messages in atomic batches of a size.
func fill(ctx context.Context, js jetstream.JetStream, messages []*nats.Msg, batch int) error {
	for len(messages) > 0 {
		part := messages[:min(batch, len(messages))]
		messages = messages[len(part):]
		publisher, err := jetstreamext.NewBatchPublisher(js)
		if err != nil {
			return fmt.Errorf("begin a batch: %w", err)
		}
		for _, m := range part[:len(part)-1] {
			if err := publisher.AddMsg(m); err != nil {
				return fmt.Errorf("add to a batch: %w", err)
			}
		}
		if _, err := publisher.CommitMsg(ctx, part[len(part)-1]); err != nil {
			return fmt.Errorf("commit a batch: %w", err)
		}
	}
	return nil
}
