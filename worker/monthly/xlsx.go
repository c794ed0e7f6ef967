package monthly

import (
	"fmt"
	"io"
	"slices"
	"sort"

	"github.com/xuri/excelize/v2"
)

// book is a workbook being filled. The first error stays; what follows it does
// nothing.
type book struct {
	file   *excelize.File
	styles map[string]int
	err    error
}

// writeXLSX lays the report out as the office form does: a table of mediation,
// of tips, of assistance, of times, with merged headers that stay in view; the
// types; this month beside others; charts; the definitions.
func writeXLSX(w io.Writer, r Report) (err error) {
	b := &book{file: excelize.NewFile(), styles: map[string]int{}}
	defer func() {
		if closing := b.file.Close(); err == nil {
			err = closing
		}
	}()
	for i, s := range sheets() {
		if s.columns = r.shown(s.columns); len(s.columns) == 0 {
			continue
		}
		b.sheet(i, s.name)
		b.places(r, s)
	}
	b.sheet(-1, typesName)
	b.types(r)
	if !r.Public {
		b.sheet(-1, comparedName)
		b.compared(r)
		b.sheet(-1, chartsName)
		b.charts(r)
	}
	b.sheet(-1, Words{"说明", "Notes"})
	b.notes(r)
	b.file.SetActiveSheet(0)
	if b.err != nil {
		return fmt.Errorf("fill the workbook: %w", b.err)
	}
	// The library lists the parts of charts in any order; a closed month has to
	// give the same bytes each time.
	types := b.file.ContentTypes
	sort.Slice(types.Overrides, func(i, j int) bool { return types.Overrides[i].PartName < types.Overrides[j].PartName })
	sort.Slice(types.Defaults, func(i, j int) bool { return types.Defaults[i].Extension < types.Defaults[j].Extension })
	if err := b.file.Write(w); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

var (
	typesName    = Words{"分类", "Types"}
	comparedName = Words{"对比", "Compared"}
	chartsName   = Words{"图表", "Charts"}
)

func (b *book) do(step func() error) {
	if b.err == nil {
		b.err = step()
	}
}

// sheet begins a sheet; the file is born with one, which the first becomes.
func (b *book) sheet(i int, name Words) {
	b.do(func() error {
		if i == 0 {
			return b.file.SetSheetName("Sheet1", name.ZH)
		}
		_, err := b.file.NewSheet(name.ZH)
		return err
	})
}

func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err) // counted from 1, and far from the last column there is
	}
	return name
}

func (b *book) set(sheet Words, column, row int, value any) {
	b.do(func() error { return b.file.SetCellValue(sheet.ZH, at(column, row), value) })
}

// number writes a figure with its number format.
func (b *book) number(r Report, sheet Words, column, row int, c Column, f Figures, bold bool) {
	n, ok := f[c.Key]
	format := "#,##0"
	var value any = n
	switch {
	case !ok:
		value = r.text(c, f)
	case c.Form == Yuan:
		value, format = float64(n)/10_000, "#,##0.00##"
	case c.Form == Percent:
		value, format = float64(n)/1000, "0.0%"
	case c.Form == Minutes && n == longer:
		value = r.text(c, f)
	}
	b.set(sheet, column, row, value)
	b.style(sheet, column, row, column, row, format, bold)
}

func (b *book) merge(sheet Words, column, row, toColumn, toRow int) {
	if column != toColumn || row != toRow {
		b.do(func() error { return b.file.MergeCell(sheet.ZH, at(column, row), at(toColumn, toRow)) })
	}
}

// style gives cells a number format, or the look of a title or a header.
func (b *book) style(sheet Words, column, row, toColumn, toRow int, format string, bold bool) {
	b.do(func() error {
		id, err := b.styleOf(format, bold)
		if err != nil {
			return err
		}
		return b.file.SetCellStyle(sheet.ZH, at(column, row), at(toColumn, toRow), id)
	})
}

func (b *book) styleOf(format string, bold bool) (int, error) {
	name := fmt.Sprint(format, bold)
	if id, ok := b.styles[name]; ok {
		return id, nil
	}
	thin := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		thin = append(thin, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	s := &excelize.Style{Border: thin, Font: &excelize.Font{Bold: bold, Family: "SimSun", Size: 10}}
	switch format {
	case "title":
		s = &excelize.Style{Font: &excelize.Font{Bold: true, Family: "SimSun", Size: 16}, Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center"}}
	case "header":
		s.Font.Bold = true
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}
		s.Alignment = &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	case "text":
		s.Alignment = &excelize.Alignment{WrapText: true, Vertical: "center"}
	default:
		s.CustomNumFmt = &format
		s.Alignment = &excelize.Alignment{Horizontal: "right"}
	}
	id, err := b.file.NewStyle(s)
	if err == nil {
		b.styles[name] = id
	}
	return id, err
}

// head writes a title over columns, and what report it is under that.
func (b *book) head(r Report, sheet Words, title Words, width int) {
	b.set(sheet, 1, 1, r.Area+title.String())
	b.style(sheet, 1, 1, width, 1, "title", true)
	b.merge(sheet, 1, 1, width, 1)
	b.do(func() error { return b.file.SetRowHeight(sheet.ZH, 1, 28) })
	b.set(sheet, 1, 2, r.title()+"  "+notes(r.Basis)[0].ZH)
}

// places fills a table of places by columns: title, report, two header rows,
// then the rows, the total and the other periods.
func (b *book) places(r Report, s sheet) {
	width := 2 + len(s.columns)
	b.head(r, s.name, s.title, width)
	const group, names, first = 3, 4, 5
	for i, word := range []Words{{"代码", "Code"}, {"单位", "Unit"}} {
		b.set(s.name, 1+i, group, word.String())
		b.merge(s.name, 1+i, group, 1+i, names)
	}
	begin := 0
	for i, c := range s.columns {
		b.set(s.name, 3+i, names, c.Name.String())
		if i == len(s.columns)-1 || s.columns[i+1].Group != c.Group {
			b.set(s.name, 3+begin, group, c.Group.String())
			b.merge(s.name, 3+begin, group, 3+i, group)
			begin = i + 1
		}
	}
	b.style(s.name, 1, group, width, names, "header", true)
	row := first
	line := func(code, name string, f Figures, bold bool) {
		b.set(s.name, 1, row, code)
		b.set(s.name, 2, row, name)
		b.style(s.name, 1, row, 2, row, "text", bold)
		for i, c := range s.columns {
			b.number(r, s.name, 3+i, row, c, f, bold)
		}
		row++
	}
	for _, place := range r.Rows {
		line(place.Code, place.Name, place.Figures, false)
	}
	for i, f := range r.footers() {
		line("", f.name.String(), f.figures, i == 0)
	}
	b.widths(s.name, width, 12)
	b.freeze(s.name, 2, names)
	b.do(func() error {
		return b.file.SetPageLayout(s.name.ZH, &excelize.PageLayoutOptions{Orientation: ptr("landscape"), Size: ptr(8), FitToWidth: ptr(3), FitToHeight: ptr(0)})
	})
	// Printed, a form of ninety columns is three sheets of A3 side by side, each
	// with the places and the headers.
	b.do(func() error {
		return b.file.SetSheetProps(s.name.ZH, &excelize.SheetPropsOptions{FitToPage: ptr(true)})
	})
	b.do(func() error {
		return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name.ZH, RefersTo: fmt.Sprintf("'%[1]s'!$A:$B,'%[1]s'!$1:$%d", s.name.ZH, names)})
	})
	b.do(func() error { return b.file.SetRowHeight(s.name.ZH, names, 40) })
}

func ptr[T any](v T) *T { return &v }

func (b *book) widths(sheet Words, columns int, width float64) {
	b.do(func() error {
		last, err := excelize.ColumnNumberToName(columns)
		if err != nil {
			return err
		}
		return b.file.SetColWidth(sheet.ZH, "A", last, width)
	})
	b.do(func() error { return b.file.SetColWidth(sheet.ZH, "B", "B", 28) })
}

func (b *book) freeze(sheet Words, columns, rows int) {
	b.do(func() error {
		return b.file.SetPanes(sheet.ZH, &excelize.Panes{
			Freeze: true, XSplit: columns, YSplit: rows, TopLeftCell: at(columns+1, rows+1), ActivePane: "bottomRight",
		})
	})
}

// types fills the table of types, one kind under another.
func (b *book) types(r Report) {
	const width = 6
	b.head(r, typesName, Words{"分类统计表", "By type"}, width)
	row := 3
	for _, k := range kinds {
		header := typeHeader(k.kind)
		if r.Public {
			header = header[:2]
		}
		b.set(typesName, 1, row, k.words.String())
		for i, h := range header {
			b.set(typesName, 2+i, row, h.String())
		}
		b.style(typesName, 1, row, 1+len(header), row, "header", true)
		row++
		for _, t := range typeLines(k.kind) {
			if !r.shows(t.total) {
				continue
			}
			b.set(typesName, 2, row, t.name.String())
			b.style(typesName, 1, row, 2, row, "text", t.part)
			for i, key := range []string{t.total, t.concluded, t.success, t.extra} {
				if c, ok := column(key); ok && r.shows(key) {
					b.number(r, typesName, 3+i, row, c, r.Total, t.part)
				}
			}
			row++
		}
	}
	b.widths(typesName, width, 16)
	b.do(func() error { return b.file.SetColWidth(typesName.ZH, "B", "B", 40) })
	b.freeze(typesName, 2, 2)
}

// compared sets this month beside others.
func (b *book) compared(r Report) {
	header := []Words{{"项目", "Figure"}, {"本月", "This month"}, {"上月", "Last month"}, {"环比", "Change"}, {"去年同月", "Last year"}, {"同比", "Change"},
		{"年度累计", "Year to date"}, {"去年同期累计", "Last year to date"}, {"累计同比", "Change"}}
	b.head(r, comparedName, Words{"同期对比表", "Compared"}, len(header)+1)
	for i, h := range header {
		b.set(comparedName, 2+i, 3, h.String())
	}
	b.style(comparedName, 1, 3, 1+len(header), 3, "header", true)
	for i, c := range compared() {
		row := 4 + i
		b.set(comparedName, 1, row, kindWords(c).String())
		b.set(comparedName, 2, row, c.Name.String())
		b.style(comparedName, 1, row, 2, row, "text", false)
		for _, f := range []struct {
			column int
			of     Figures
		}{{3, r.Total}, {4, r.LastMonth}, {6, r.LastYear}, {8, r.Year}, {9, r.LastYearDate}} {
			b.number(r, comparedName, f.column, row, c, f.of, f.column == 3)
		}
		for _, f := range []struct {
			column    int
			now, then Figures
		}{{5, r.Total, r.LastMonth}, {7, r.Total, r.LastYear}, {10, r.Year, r.LastYearDate}} {
			if n, ok := change(f.now, f.then, c.Key); ok && c.Additive() {
				b.set(comparedName, f.column, row, float64(n)/1000)
			}
			b.style(comparedName, f.column, row, f.column, row, "+0.0%;-0.0%;0.0%", false)
		}
	}
	b.widths(comparedName, len(header)+1, 18)
	b.freeze(comparedName, 2, 3)
}

// charts draws received and settled by place, and disputes by type, from the
// cells of the tables.
func (b *book) charts(r Report) {
	mediation := sheets()[0]
	where := func(key string) int {
		return 3 + slices.IndexFunc(mediation.columns, func(c Column) bool { return c.Key == key })
	}
	last := 4 + max(len(r.Rows), 1)
	series := func(key string) excelize.ChartSeries {
		c := where(key)
		return excelize.ChartSeries{
			Name:       area(mediation.name, c, 4, c, 4),
			Categories: area(mediation.name, 2, 5, 2, last), Values: area(mediation.name, c, 5, c, last),
		}
	}
	b.chart(excelize.Col, "A1", Words{"各单位矛盾纠纷", "Disputes by unit"}, series("dispute.received"), series("dispute.settled"), series("dispute.pending"))
	types := len(typeLines(kinds[0].kind))
	b.chart(excelize.Bar, "A28", Words{"矛盾纠纷类型", "Disputes by type"}, excelize.ChartSeries{
		Name: area(typesName, 3, 3, 3, 3), Categories: area(typesName, 2, 4, 2, 3+types), Values: area(typesName, 3, 4, 3, 3+types),
	})
}

func area(sheet Words, column, row, toColumn, toRow int) string {
	cell := func(column, row int) string {
		name, err := excelize.CoordinatesToCellName(column, row, true)
		if err != nil {
			panic(err) // counted from 1, and far from the last column there is
		}
		return name
	}
	out := "'" + sheet.ZH + "'!" + cell(column, row)
	if column != toColumn || row != toRow {
		out += ":" + cell(toColumn, toRow)
	}
	return out
}

func (b *book) chart(kind excelize.ChartType, cell string, title Words, series ...excelize.ChartSeries) {
	b.do(func() error {
		return b.file.AddChart(chartsName.ZH, cell, &excelize.Chart{
			Type: kind, Series: series, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title.String()}}},
			Legend: excelize.ChartLegend{Position: "bottom"}, Dimension: excelize.ChartDimension{Width: 960, Height: 500},
		})
	})
}

func (b *book) notes(r Report) {
	sheet := Words{"说明", "Notes"}
	row := 1
	r.remarks(func(line string) {
		b.set(sheet, 1, row, line)
		row++
	})
	b.do(func() error { return b.file.SetColWidth(sheet.ZH, "A", "A", 120) })
	if row > 1 {
		b.style(sheet, 1, 1, 1, row-1, "text", false)
	}
}
