package pipeline

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// measure holds the worker's metrics: kinds and counts, never who or what.
type measure struct {
	registry  *prometheus.Registry
	reports   *prometheus.CounterVec // kind, state
	again     prometheus.Counter
	actions   *prometheus.CounterVec // verb, result
	published *prometheus.CounterVec // topic
	relayed   prometheus.Counter
	ticks     prometheus.Counter
	dead      *prometheus.CounterVec // stream, reason
	batch     prometheus.Histogram
	filed     prometheus.Histogram
	owed      prometheus.Gauge
	oldest    prometheus.Gauge
	letters   prometheus.Gauge
}

func newMeasure() *measure {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	vector := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "worker", Name: name, Help: help}, labels)
		r.MustRegister(c)
		return c
	}
	counter := func(name, help string) prometheus.Counter {
		c := prometheus.NewCounter(prometheus.CounterOpts{Namespace: "worker", Name: name, Help: help})
		r.MustRegister(c)
		return c
	}
	gauge := func(name, help string) prometheus.Gauge {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "worker", Name: name, Help: help})
		r.MustRegister(g)
		return g
	}
	histogram := func(name, help string) prometheus.Histogram {
		h := prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "worker", Name: name, Help: help,
			Buckets: prometheus.ExponentialBuckets(0.0005, 2.5, 14)})
		r.MustRegister(h)
		return h
	}
	return &measure{
		registry:  r,
		reports:   vector("reports_total", "Reports filed.", "kind", "state"),
		again:     counter("reports_again_total", "Reports that came again and were there already."),
		actions:   vector("actions_total", "Actions handled.", "verb", "result"),
		published: vector("deliveries_published_total", "Deliveries handed to the stream.", "topic"),
		relayed:   counter("deliveries_relayed_total", "Deliveries that an earlier run had left."),
		ticks:     counter("deadlines_total", "Cases changed by a deadline or by the roster."),
		dead:      vector("dead_letters_total", "Messages that could not be handled.", "stream", "reason"),
		batch:     histogram("batch_seconds", "A batch of reports, until its deliveries are published."),
		filed:     histogram("filed_seconds", "From a report's submission until it is stored and routed."),
		owed:      gauge("deliveries_owed", "Deliveries that are committed and not published."),
		oldest:    gauge("deliveries_oldest_seconds", "Age of the oldest of them."),
		letters:   gauge("dead_letters_open", "Dead letters that nobody has resolved."),
	}
}
