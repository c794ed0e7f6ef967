package pipeline

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// What can never be handled is kept, counted and told; what comes around it
// goes on.
func TestPoison(t *testing.T) {
	w := newTown(t)
	p, _ := w.enter()
	bad := func(change func(*payload.Report)) payload.Report {
		r := report(25)
		change(&r)
		r.ID = handle(r.ID + string(r.Receipt) + r.Reporter + string(r.Kind))
		return r
	}
	w.submit(report(0))
	for _, r := range []payload.Report{
		bad(func(r *payload.Report) { r.Receipt = "NOTARECEIPT1" }),
		bad(func(r *payload.Report) { r.Reporter = "123456789" }),
		bad(func(r *payload.Report) { r.Kind = "rumour" }),
		bad(func(r *payload.Report) { r.Volunteer = 1 << 40 }),
	} {
		w.submit(r)
	}
	broken := act("broken", "officer", payload.VerbAccept, report(0))
	broken.Actor = "no handle"
	w.does(broken)
	w.submit(report(1))
	w.settled()
	want := map[string]int{"receipt": 1, "reporter": 1, "kind": 1, "rejected": 1, "actor": 1}
	got := map[string]int{}
	for reason := range want {
		got[reason] = w.number(`SELECT count(*) FROM dead_letters WHERE reason = $1 AND body IS NOT NULL AND resolved_at IS NULL`, reason)
	}
	if !maps.Equal(got, want) {
		t.Errorf("dead letters: %v, want %v", got, want)
	}
	if n := w.number(`SELECT count(*) FROM reports`); n != 2 {
		t.Errorf("%d reports are filed, want the two good ones", n)
	}
	alarms := 0
	for _, d := range w.ear.all() {
		if d.Topic != payload.TopicAlarm {
			continue
		}
		if alarms++; d.To != handle("mayor") || d.Count != 1 {
			t.Errorf("an alarm %+v", d)
		}
	}
	if alarms != 1 {
		t.Errorf("%d alarms in one hour", alarms)
	}
	// An hour later it is told again.
	w.clock.Pass(time.Hour)
	w.submit(bad(func(r *payload.Report) { r.Kind = "gossip" }))
	w.until("a second alarm", func() bool {
		d := w.last("mayor")
		return d.Topic == payload.TopicAlarm && d.Count == 6
	})
	w.settled()
	page := httptest.NewRecorder()
	p.look(t.Context())
	promhttp.HandlerFor(p.measure.registry, promhttp.HandlerOpts{}).ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range []string{"worker_dead_letters_open 6", `worker_dead_letters_total{reason="kind",stream="REPORTS"} 2`, `worker_dead_letters_total{reason="actor",stream="ACTIONS"} 1`} {
		if !strings.Contains(page.Body.String(), line) {
			t.Errorf("the metrics lack %q", line)
		}
	}
	w.holdsTogether()
}

// What cannot even be decoded is dropped by its reason; what a newer program
// wrote waits for a newer worker, for days if need be.
func TestUnreadableAndNewer(t *testing.T) {
	w := newTown(t)
	p, _ := w.enter()
	garbage := stream.Message{ID: "g", Subject: "report.submitted.tip", Data: []byte("{"), Try: 1}
	newer := report(0)
	newer.V = payload.Version + 1
	m := message(t, "report.submitted.tip", newer.ID, newer)
	m.Try = 10_000
	if v := p.reports(t.Context(), []stream.Message{garbage, m, message(t, "report.submitted.tip", report(1).ID, report(1))}); v[0] != stream.Drop("undecodable") || v[1].String() != "retry" || v[2] != stream.Done() {
		t.Errorf("reports: %v", v)
	}
	later := act("later", "officer", payload.VerbAccept, report(1))
	later.V = payload.Version + 1
	m = message(t, "action.accept", later.ID, later)
	m.Try = 10_000
	garbage.Subject = "action.accept"
	if v := p.actions(t.Context(), []stream.Message{garbage, m}); v[0] != stream.Drop("undecodable") || v[1].String() != "retry" {
		t.Errorf("actions: %v", v)
	}
	if n := w.number(`SELECT count(*) FROM events WHERE type = 'accepted'`); n != 0 {
		t.Error("an action of a newer version was done")
	}

	// Through the stream: it is not acknowledged, and does not keep others out.
	w.submit(newer, report(2))
	w.until("the other is filed", func() bool {
		return w.number(`SELECT count(*) FROM reports WHERE id = $1`, report(2).ID) == 1
	})
	if _, unsettled, err := w.client.Backlog(t.Context(), stream.Reports, "worker-reports"); err != nil || unsettled != 1 {
		t.Errorf("%d messages wait, %v; want the newer one", unsettled, err)
	}
}

// A report of ten thousand characters is filed whole; its card fits a message
// of the stream.
func TestTenThousandCharacters(t *testing.T) {
	w := newTown(t)
	w.enter()
	r := report(0)
	r.Text = strings.Repeat("老粮库门口有人摆摊套圈", 1000)[:30_000]
	w.submit(r)
	w.settled()
	if n := w.number(`SELECT length(text) FROM reports`); n != 10_000 {
		t.Errorf("%d characters are kept", n)
	}
	d := w.last("officer")
	if d.Card == nil || d.Card.Text != r.Text {
		t.Error("the card does not say all of it")
	}
	if body, err := json.Marshal(d); err != nil || len(body) > 1<<20 {
		t.Errorf("%d bytes, %v", len(body), err)
	}
	w.holdsTogether()
}
