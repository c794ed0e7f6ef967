package roster

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// row is one line of a file, by column name.
type row struct {
	line  int
	cells map[string]string
}

func (r row) get(column string) string { return r.cells[column] }

// list splits a cell at semicolons, of either width.
func (r row) list(column string) []string {
	return strings.FieldsFunc(r.cells[column], func(c rune) bool { return c == ';' || c == '；' || c == ' ' })
}

// readTable reads a CSV file with a header. Columns may stand in any order;
// those that are not needed may be missing, unknown ones are a problem: they
// are misspelt.
func readTable(r io.Reader, needed, optional []string, problems *Problems) []row {
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil {
		problems.add(1, "读不出表头（%v）", "the header cannot be read (%v)", err)
		return nil
	}
	known := make(map[string]bool)
	for _, column := range append(append([]string{}, needed...), optional...) {
		known[column] = true
	}
	present := make(map[string]bool)
	for i, column := range header {
		column = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(column, "\ufeff")))
		header[i] = column
		switch {
		case !known[column]:
			problems.add(1, "不认识的列 %q", "unknown column %q", column)
		case present[column]:
			problems.add(1, "%q 列有两个", "column %q stands twice", column)
		}
		present[column] = true
	}
	for _, column := range needed {
		if !present[column] {
			problems.add(1, "缺少 %q 列", "column %q is missing", column)
		}
	}
	if len(*problems) > 0 {
		return nil
	}
	return readRows(in, header, problems)
}

func readRows(in *csv.Reader, header []string, problems *Problems) []row {
	var rows []row
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		var at *csv.ParseError
		if errors.As(err, &at) {
			problems.add(at.Line, "这一行不是合格的 CSV（%v），后面的没有读", "not proper CSV (%v); what follows was not read", err)
			return rows
		}
		if err != nil {
			problems.add(1, "文件没有读完（%v）", "the file could not be read to its end (%v)", err)
			return rows
		}
		line, _ := in.FieldPos(0)
		if len(cells) != len(header) {
			problems.add(line, "有 %d 格，表头有 %d 格", "%d cells, the header has %d", len(cells), len(header))
			continue
		}
		r := row{line: line, cells: make(map[string]string, len(header))}
		for i, cell := range cells {
			if !utf8.ValidString(cell) {
				problems.add(line, "不是 UTF-8 编码，请另存为 UTF-8", "not UTF-8; save the file as UTF-8")
				break
			}
			r.cells[header[i]] = strings.TrimSpace(cell)
		}
		rows = append(rows, r)
	}
}
