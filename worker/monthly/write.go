package monthly

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Formats are the forms that Write knows.
var Formats = []string{"table", "csv", "json", "xlsx"}

// Write renders r to w in one of Formats. The same report gives the same bytes.
func Write(w io.Writer, r Report, format string) error {
	switch format {
	case "table":
		return writeTable(w, r)
	case "csv":
		return writeCSV(w, r)
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	case "xlsx":
		return writeXLSX(w, r)
	}
	return fmt.Errorf("format %q: one of %s", format, strings.Join(Formats, ", "))
}

// text writes a figure as people read it; a published report has * for what it
// does not tell, any other nothing for what there is none of.
func (r Report) text(c Column, f Figures) string {
	n, ok := f[c.Key]
	switch {
	case !ok && r.Public && r.shows(c.Key):
		return "*"
	case !ok:
		return ""
	}
	switch c.Form {
	case Yuan:
		return strconv.FormatFloat(float64(n)/10_000, 'f', -1, 64)
	case Percent:
		return fmt.Sprintf("%d.%d%%", n/10, n%10)
	case Minutes:
		if n == longer {
			return ">" + strconv.Itoa(longest())
		}
	}
	return strconv.FormatInt(n, 10)
}

// writeCSV writes every column, a line a place, and the total and the other
// periods under them. It begins with a byte order mark: Excel and WPS take the
// file for the local encoding without it.
func writeCSV(w io.Writer, r Report) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write the CSV: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	header := []string{"代码 code", "单位 unit"}
	for _, c := range r.shown(columns().list) {
		header = append(header, kindWords(c).ZH+"·"+c.Group.ZH+"·"+c.Name.ZH+" "+c.Key)
	}
	_ = out.Write(header) // an error stays for Error below
	line := func(code, name string, f Figures) {
		cells := []string{code, name}
		for _, c := range r.shown(columns().list) {
			cells = append(cells, r.text(c, f))
		}
		_ = out.Write(cells)
	}
	for _, row := range r.Rows {
		line(row.Code, row.Name, row.Figures)
	}
	for _, f := range r.footers() {
		line("", f.name.String(), f.figures)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write the CSV: %w", err)
	}
	return nil
}

// shown are the columns that r tells of.
func (r Report) shown(list []Column) []Column {
	if !r.Public {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(c Column) bool { return !r.shows(c.Key) })
}

func kindWords(c Column) Words {
	for _, k := range kinds {
		if k.kind == c.Kind {
			return k.words
		}
	}
	return Words{}
}

// title is what stands above every rendering.
func (r Report) title() string {
	t := r.Area + "  " + r.Month
	if r.Closing != nil {
		t += fmt.Sprintf("  第 %d 号 No. %[1]d", r.Closing.Number)
	}
	if r.Public {
		t += "  公开版 Published"
	}
	return t
}
