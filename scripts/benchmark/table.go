package main

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"text/tabwriter"
)

// result is one line of the table. Ceiling is 0 where there is none.
type result struct {
	what    string
	unit    string
	ours    float64
	ceiling float64
	note    string
}

func writeTable(w io.Writer, rows []result) error {
	out := tabwriter.NewWriter(w, 2, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\nwhat\tours\tceiling\tratio\tnote")
	for _, r := range rows {
		if r.ceiling == 0 {
			fmt.Fprintf(out, "%s\t%.4g %s\t\t\t%s\n", r.what, r.ours, r.unit, r.note)
			continue
		}
		fmt.Fprintf(out, "%s\t%.0f %s\t%.0f %s\t%.2f\t%s\n", r.what, r.ours, r.unit, r.ceiling, r.unit, r.ours/r.ceiling, r.note)
	}
	return out.Flush()
}

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
