package pipeline

import (
	"testing"
	"time"

	"secondbrother/storage/payload"
)

// On the first of the month each coordinator gets the last month's counts for
// their scope, once, also over restarts and with several workers.
func TestCountsAreSentOnTheFirst(t *testing.T) {
	w := newTown(t)
	first, leave := w.enter()
	begins := time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC) // midnight in Shanghai
	sent := func() (list []payload.Delivery) {
		for _, d := range w.ear.all() {
			if d.Topic == payload.TopicMonthly {
				list = append(list, d)
			}
		}
		return list
	}
	send := func(p *Pipeline, at time.Time) {
		t.Helper()
		w.clock.Pass(at.Sub(w.clock.Now()))
		if err := p.sendMonthlies(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.settled()
	}
	send(first, begins.Add(8*time.Hour))
	if got := sent(); len(got) != 0 {
		t.Fatalf("%d are sent before offices open", len(got))
	}
	send(first, begins.Add(9*time.Hour))
	w.until("three coordinators have their counts", func() bool { return len(sent()) >= 3 })
	send(first, begins.Add(10*time.Hour))
	leave()
	second, _ := w.enter()
	send(second, begins.Add(11*time.Hour))
	areas := map[string]string{}
	for _, d := range sent() {
		if d.Monthly == nil || d.Monthly.Month != "2026-11" || len(d.Monthly.File) < 1000 || areas[d.To] != "" {
			t.Fatalf("%+v", d)
		}
		areas[d.To] = d.Monthly.Area
	}
	want := map[string]string{handle("coordinator"): "东昌府分局", handle("otherCoordinator"): "茌平分局", handle("mayor"): "市局"}
	for to, area := range want {
		if areas[to] != area {
			t.Errorf("%s gets the counts of %q", area, areas[to])
		}
	}
	if len(areas) != len(want) {
		t.Errorf("%d people get counts", len(areas))
	}
	// Who comes too late for the 5th is not bothered.
	w.change(`DELETE FROM monthly_sent`)
	before := len(sent())
	send(second, begins.Add(6*24*time.Hour))
	if len(sent()) != before {
		t.Error("counts are sent after the 5th")
	}
}
