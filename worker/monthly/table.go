package monthly

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"

	"secondbrother/storage/records"
)

// writeTable is the report for a terminal: this month beside others, then a
// line a place, then the types.
func writeTable(w io.Writer, r Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", r.title())
	lines := [][]string{{"", "本月", "上月", "环比", "去年同月", "同比", "年度累计", "去年同期"}}
	for _, c := range r.shown(compared()) {
		line := []string{kindWords(c).ZH + " " + c.Name.ZH, r.text(c, r.Total), r.text(c, r.LastMonth), r.changed(c, r.LastMonth, r.Total),
			r.text(c, r.LastYear), r.changed(c, r.LastYear, r.Total), r.text(c, r.Year), r.text(c, r.LastYearDate)}
		lines = append(lines, line)
	}
	if r.Public {
		for i := range lines {
			lines[i] = lines[i][:2] // other periods would give hidden counts away
		}
	}
	align(&b, lines)
	b.WriteString("\n")
	keys := []string{"dispute.received", "dispute.settled", "dispute.total", "dispute.concluded", "dispute.pending", "dispute.success",
		"tip.received", "tip.total", "tip.valid", "tip.acted_on", "assist.received", "assist.total", "assist.helped", "assist.people"}
	var picked []Column
	for _, key := range keys {
		if c, ok := column(key); ok && r.shows(key) {
			picked = append(picked, c)
		}
	}
	lines = [][]string{{"单位"}}
	for _, c := range picked {
		lines[0] = append(lines[0], kindWords(c).ZH+c.Name.ZH)
	}
	row := func(name string, f Figures) {
		line := []string{name}
		for _, c := range picked {
			line = append(line, r.text(c, f))
		}
		lines = append(lines, line)
	}
	for _, line := range r.Rows {
		row(line.Name, line.Figures)
	}
	row("合计", r.Total)
	align(&b, lines)
	for _, k := range kinds {
		lines = [][]string{{}}
		for i, h := range typeHeader(k.kind) {
			if i < 2 || !r.Public {
				lines[0] = append(lines[0], h.ZH)
			}
		}
		lines[0][0] = k.words.ZH + lines[0][0]
		for _, t := range typeLines(k.kind) {
			if !r.shows(t.total) {
				continue
			}
			line := []string{t.name.ZH}
			for _, key := range []string{t.total, t.concluded, t.success, t.extra} {
				if c, ok := column(key); ok && r.shows(key) {
					line = append(line, r.text(c, r.Total))
				}
			}
			lines = append(lines, line)
		}
		b.WriteString("\n")
		align(&b, lines)
	}
	b.WriteString("\n")
	r.remarks(func(line string) { b.WriteString(line + "\n") })
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	return nil
}

// remarks are what stands under a report: the year in a line, corrections,
// who closed it when, the definitions.
func (r Report) remarks(say func(line string)) {
	if !r.Public {
		say(Headline(r.Year))
	}
	for _, c := range r.Corrections {
		say(c.String())
	}
	if r.Closing != nil {
		say(fmt.Sprintf("第 %d 号，%s 关账 · no. %[1]d, closed on %[2]s · SHA-256 %[3]s", r.Closing.Number, r.Closing.Day, r.Closing.Digest))
	}
	if r.Public {
		say(publicNote.String())
	}
	for _, n := range notes(r.Basis) {
		say(n.String())
	}
}

// changed is by how much a figure is more than it was then.
func (r Report) changed(c Column, then, now Figures) string {
	if !c.Additive() {
		return ""
	}
	n, ok := change(now, then, c.Key)
	if !ok {
		return ""
	}
	sign := "+"
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%d%%", sign, n/10, n%10)
}

func longest() int { return records.Minutes[len(records.Minutes)-1] }

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
