package monthly

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"secondbrother/storage/records"
)

// WriteExplanation writes a number and its cases as a table, CSV or JSON.
func WriteExplanation(w io.Writer, e Explanation, format string) error {
	switch format {
	case "json":
		if e.Lines == nil {
			e.Lines = []records.Line{}
		}
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(e)
	case "csv":
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return fmt.Errorf("write the CSV: %w", err)
		}
		out := csv.NewWriter(w)
		out.UseCRLF = true
		_ = out.Write([]string{"回执 case", "时间 at", "数 n"}) // an error stays for Error below
		for _, l := range e.Lines {
			_ = out.Write([]string{l.Case.String(), clockOf(l), strconv.FormatInt(l.N, 10)})
		}
		out.Flush()
		if err := out.Error(); err != nil {
			return fmt.Errorf("write the CSV: %w", err)
		}
		return nil
	case "table":
		if _, err := fmt.Fprintf(w, "%s\n%s = %d\n\n", e.Cell, e.Name, e.N); err != nil {
			return fmt.Errorf("write the table: %w", err)
		}
		if e.Was != nil {
			if _, err := fmt.Fprintf(w, "关账时是 %d，后来的变化见下月的更正 · closed as %[1]d; what changed since is told as a correction\n\n", *e.Was); err != nil {
				return fmt.Errorf("write the table: %w", err)
			}
		}
		for _, l := range e.Lines {
			if _, err := fmt.Fprintf(w, "%s  %s  %+d\n", l.Case, clockOf(l), l.N); err != nil {
				return fmt.Errorf("write the table: %w", err)
			}
		}
		if e.More {
			if _, err := fmt.Fprintln(w, "…还有更多，见 --limit · there are more, see --limit"); err != nil {
				return fmt.Errorf("write the table: %w", err)
			}
		}
		return nil
	}
	return fmt.Errorf("format %q: table, csv or json", format)
}

func clockOf(l records.Line) string { return Clock(l.At) }

// Clock writes a time as people of the city read it.
func Clock(at time.Time) string { return at.In(shanghai).Format("2006-01-02 15:04") }
