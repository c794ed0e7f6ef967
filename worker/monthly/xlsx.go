package monthly

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"secondbrother/storage/payload"
)

// writeXLSX lays the counts out as the office form does: a sheet of units, a
// sheet of dispute types, a sheet of notes.
func writeXLSX(w io.Writer, r payload.MonthlyReply, name func(string) string) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closing := book.Close(); err == nil {
			err = closing
		}
	}()
	const units, types, notes = "统计表", "纠纷类型", "说明"
	if err := book.SetSheetName("Sheet1", units); err != nil {
		return fmt.Errorf("naming the first sheet: %w", err)
	}
	bold, err := book.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Horizontal: "center", Vertical: "center"},
	})
	if err != nil {
		return fmt.Errorf("making the header's style: %w", err)
	}
	rows := [][]any{row(header())}
	for _, line := range body(r) {
		values := []any{line.Code, line.Name}
		for _, c := range columns {
			values = append(values, c.value(line))
		}
		rows = append(rows, values)
	}
	if err := fill(book, units, fmt.Sprintf("%s %s", r.Area, r.Month), rows, bold); err != nil {
		return err
	}
	rows = [][]any{row([]string{"类型 Type", "受理 Received", "调解成功 Settled"})}
	for _, t := range r.Types {
		rows = append(rows, []any{name(t.Category), t.Received, t.Settled})
	}
	rows = append(rows, []any{"合计 Total", r.Total.Disputes, r.Total.Settled})
	for _, sheet := range []string{types, notes} {
		if _, err := book.NewSheet(sheet); err != nil {
			return fmt.Errorf("adding a sheet: %w", err)
		}
	}
	if err := fill(book, types, fmt.Sprintf("%s %s", r.Area, r.Month), rows, bold); err != nil {
		return err
	}
	if err := fill(book, notes, "说明 Notes", [][]any{{basis}, {Headline(r.Year)}}, 0); err != nil {
		return err
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return nil
}

// fill writes a title and rows under it; the first row is the header and stays
// in view.
func fill(book *excelize.File, sheet, title string, rows [][]any, headerStyle int) error {
	if err := book.SetCellValue(sheet, "A1", title); err != nil {
		return fmt.Errorf("titling sheet %s: %w", sheet, err)
	}
	for i, values := range rows {
		if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+2), &values); err != nil {
			return fmt.Errorf("filling row %d of sheet %s: %w", i+2, sheet, err)
		}
	}
	if headerStyle == 0 {
		return book.SetColWidth(sheet, "A", "A", 100)
	}
	last, err := excelize.ColumnNumberToName(len(rows[0]))
	if err != nil {
		return fmt.Errorf("naming a column: %w", err)
	}
	if err := book.SetCellStyle(sheet, "A2", last+"2", headerStyle); err != nil {
		return fmt.Errorf("styling sheet %s: %w", sheet, err)
	}
	if err := book.SetColWidth(sheet, "A", last, 14); err != nil {
		return fmt.Errorf("widening sheet %s: %w", sheet, err)
	}
	return book.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 2, YSplit: 2, TopLeftCell: "C3", ActivePane: "bottomRight"})
}

func row(names []string) []any {
	values := make([]any, len(names))
	for i, name := range names {
		values[i] = name
	}
	return values
}
