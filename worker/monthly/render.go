package monthly

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"

	"secondbrother/storage/payload"
)

// Formats are the forms that Write knows.
var Formats = []string{"table", "csv", "json", "xlsx"}

// Write renders r to w in one of Formats. Type names come from name.
func Write(w io.Writer, r payload.MonthlyReply, format string, name func(category string) string) error {
	switch format {
	case "table":
		return writeTable(w, r, name)
	case "csv":
		return writeCSV(w, r)
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	case "xlsx":
		return writeXLSX(w, r, name)
	}
	return fmt.Errorf("format %q: one of %s", format, strings.Join(Formats, ", "))
}

// writeCSV begins with a byte order mark: Excel and WPS take the file for the
// local encoding without it.
func writeCSV(w io.Writer, r payload.MonthlyReply) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(header()); err != nil {
		return err
	}
	for _, row := range body(r) {
		if err := out.Write(cells(row)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeTable(w io.Writer, r payload.MonthlyReply, name func(string) string) error {
	lines := [][]string{{"单位"}}
	for _, c := range columns {
		lines[0] = append(lines[0], c.zh)
	}
	for _, row := range body(r) {
		lines = append(lines, cells(row)[1:])
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n\n", r.Area, r.Month)
	align(&b, lines)
	b.WriteString("\n")
	types := [][]string{{"纠纷类型", "受理", "成功"}}
	for _, t := range r.Types {
		types = append(types, []string{name(t.Category), fmt.Sprint(t.Received), fmt.Sprint(t.Settled)})
	}
	align(&b, types)
	fmt.Fprintf(&b, "\n%s\n%s\n", Headline(r.Year), basis)
	_, err := io.WriteString(w, b.String())
	return err
}

// align pads columns to the widest cell; the first is flush left, numbers right.
func align(b *strings.Builder, lines [][]string) {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], columnsOf(cell))
		}
	}
	for _, line := range lines {
		for i, cell := range line {
			pad := strings.Repeat(" ", widths[i]-columnsOf(cell))
			if i == 0 {
				b.WriteString(cell + pad)
			} else {
				b.WriteString("  " + pad + cell)
			}
		}
		b.WriteString("\n")
	}
}

// columnsOf is how many terminal columns s takes: wide characters take two.
func columnsOf(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
