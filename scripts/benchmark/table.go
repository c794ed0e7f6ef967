package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// result is one line of the table. Ceiling is 0 where there is none.
type result struct {
	What    string  `json:"what"`
	Unit    string  `json:"unit,omitempty"`
	Ours    float64 `json:"ours"`
	Ceiling float64 `json:"ceiling,omitempty"`
	Ratio   float64 `json:"ratio,omitempty"` // ours to the ceiling
	Note    string  `json:"note,omitempty"`
}

// against gives a result its ceiling.
func (r result) against(ceiling float64) result {
	r.Ceiling, r.Ratio = ceiling, r.Ours/ceiling
	return r
}

// machine is what the numbers hold for.
type machine struct {
	System string `json:"system"`
	Cores  int    `json:"cores"`
	Load   string `json:"load"` // averages over 1, 5 and 15 minutes when all was measured
	Go     string `json:"go"`
}

func thisMachine() machine {
	m := machine{System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), Go: runtime.Version()}
	if raw, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load = strings.Join(strings.Fields(string(raw))[:3], " ")
	}
	return m
}

func writeJSON(w io.Writer, rows []result) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(struct {
		Machine machine  `json:"machine"`
		Results []result `json:"results"`
	}{thisMachine(), rows})
}

func writeTable(w io.Writer, rows []result) error {
	out := tabwriter.NewWriter(w, 2, 0, 2, ' ', 0)
	fmt.Fprintln(out, "what\tours\tceiling\tratio\tnote")
	for _, r := range rows {
		ceiling, ratio := "", ""
		if r.Ceiling != 0 {
			ceiling, ratio = number(r.Ceiling, r.Unit), fmt.Sprintf("%.2f", r.Ratio)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", r.What, number(r.Ours, r.Unit), ceiling, ratio, r.Note)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	m := thisMachine()
	_, err := fmt.Fprintf(w, "\n%s, %d cores, %s, load %s\n", m.System, m.Cores, m.Go, m.Load)
	return err
}

func number(n float64, unit string) string {
	digits := 0
	if n < 100 {
		digits = 1
	}
	return strings.TrimSpace(fmt.Sprintf("%.*f %s", digits, n, unit))
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// percentile of sorted values, p from 0 to 1.
func percentile(sorted []float64, p float64) float64 {
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}

// withBinary lets lib/pq send arrays as they are, as the worker does.
func withBinary(database string) string {
	u, err := url.Parse(database)
	if err != nil {
		return database
	}
	query := u.Query()
	query.Set("binary_parameters", "yes")
	u.RawQuery = query.Encode()
	return u.String()
}
