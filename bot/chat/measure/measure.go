// Package measure counts what the bot does: sizes and kinds, never who or what.
package measure

import "github.com/prometheus/client_golang/prometheus"

// Measure holds the bot's metrics.
type Measure struct {
	Updates    *prometheus.CounterVec // type: what an update was
	Handling   prometheus.Histogram   // seconds from arrival to confirmation
	Retries    prometheus.Counter     // updates that had to be handled again
	Panics     prometheus.Counter
	SetAside   *prometheus.CounterVec // what: update, outbound, person
	Deliveries *prometheus.CounterVec // result: shown, unknown
	Sent       *prometheus.CounterVec // priority, result
	Ambiguous  prometheus.Counter     // calls without an answer: they may arrive twice
	Held       prometheus.Counter     // times Telegram asked to wait
	Waiting    *prometheus.GaugeVec   // priority: messages in hand
}

// New registers the metrics.
func New(r prometheus.Registerer) *Measure {
	vector := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "bot", Name: name, Help: help}, labels)
		r.MustRegister(c)
		return c
	}
	counter := func(name, help string) prometheus.Counter {
		c := prometheus.NewCounter(prometheus.CounterOpts{Namespace: "bot", Name: name, Help: help})
		r.MustRegister(c)
		return c
	}
	m := &Measure{
		Updates:    vector("updates_total", "Updates handled and confirmed.", "type"),
		Retries:    counter("update_retries_total", "Updates that were not handled in time or failed, and were tried again."),
		Panics:     counter("panics_total", "Steps of a conversation that panicked; their updates are set aside."),
		SetAside:   vector("set_aside_total", "What could not be read, handled or sent, kept sealed.", "what"),
		Deliveries: vector("deliveries_total", "Deliveries of the worker.", "result"),
		Sent:       vector("sent_total", "Calls to Telegram that ended.", "priority", "result"),
		Ambiguous:  counter("ambiguous_total", "Calls to Telegram whose answer never came."),
		Held:       counter("held_total", "Times Telegram asked to wait (429)."),
		Waiting: prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "bot", Name: "waiting",
			Help: "Messages in hand that wait to be sent."}, []string{"priority"}),
		Handling: prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "bot", Name: "update_seconds",
			Help: "From an update's arrival to its confirmation.", Buckets: prometheus.ExponentialBuckets(0.001, 2.5, 12)}),
	}
	r.MustRegister(m.Waiting, m.Handling)
	return m
}
