package monthly

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// everySheet is LibreOffice's CSV filter: comma, double quotes, UTF-8, values
// as they are and not as shown, a file for each sheet.
// https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
const everySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"

// The workbook opens in another office program, and every cell says there what
// we wrote.
func TestLibreOfficeReadsTheSameCells(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice is missing. On Debian or Ubuntu: sudo apt-get install libreoffice-calc    (scripts/test does it for you)")
	}
	folder := t.TempDir()
	var file bytes.Buffer
	if err := Write(&file, aReport(), "xlsx"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "month.xlsx")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	// A profile of its own: another LibreOffice may be open.
	convert := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless",
		"--convert-to", everySheet, "--outdir", folder, path)
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("converting: %v\n%s", err, out)
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	cells := 0
	for _, sheet := range book.GetSheetList() {
		want, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(folder, "month-"+sheet+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		reader := csv.NewReader(bytes.NewReader(text))
		reader.FieldsPerRecord = -1
		got, err := reader.ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", sheet, err)
		}
		for i, row := range want {
			for j, cell := range row {
				cells++
				if i >= len(got) || j >= len(got[i]) {
					t.Fatalf("%s ends before row %d, column %d", sheet, i+1, j+1)
				}
				if !sameCell(got[i][j], cell) {
					t.Errorf("%s, row %d, column %d: LibreOffice says %q, we wrote %q", sheet, i+1, j+1, got[i][j], cell)
				}
			}
		}
	}
	if cells < 1000 {
		t.Errorf("only %d cells were compared", cells)
	}
}

// sameCell compares what LibreOffice says with what we wrote. It writes shares
// as such, in full.
func sameCell(a, b string) bool {
	number, share := strings.CutSuffix(a, "%")
	x, errA := strconv.ParseFloat(number, 64)
	if share {
		x /= 100
	}
	y, errB := strconv.ParseFloat(b, 64)
	return a == b || errA == nil && errB == nil && math.Abs(x-y) <= 1e-9*math.Abs(y)
}
