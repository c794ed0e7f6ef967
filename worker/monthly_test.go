package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func TestMonthlyAnswersInEveryFormat(t *testing.T) {
	migrated(t)
	must(t, "import", "stations", file(t, "stations.csv", someUnits))
	out := must(t, "monthly", "--month", "2026-10")
	for _, want := range []string{"市局  2026-10", "东昌府分局", "线索 0 条、化解矛盾纠纷 0 起、救助群众 0 次", "统计口径：按办结"} {
		if !strings.Contains(out, want) {
			t.Errorf("the table lacks %q:\n%s", want, out)
		}
	}
	if out := must(t, "monthly", "--month", "2026-10", "--area", "371502", "--format", "csv"); !strings.HasPrefix(out, "\ufeff代码 code,单位 unit,") || !strings.Contains(out, "371502-01,古楼派出所,0,") {
		t.Errorf("the CSV is %s", out)
	}
	if out := must(t, "monthly", "--month", "2026-10", "--area", "371502001", "--basis", "received", "--format", "json"); !strings.Contains(out, `"code": "371502-01"`) || !strings.Contains(out, `"basis": "received"`) {
		t.Errorf("an official area is not its station's: %s", out)
	}
	path := filepath.Join(t.TempDir(), "october.xlsx")
	if out := must(t, "monthly", "--month", "2026-10", "--format", "xlsx", "--out", path); !strings.Contains(out, path) {
		t.Errorf("says %s", out)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("opening the workbook: %v", err)
	}
	defer func() { _ = book.Close() }()
	if cell, err := book.GetCellValue("调解统计", "B5"); err != nil || cell != "东昌府分局" {
		t.Errorf("the first row is %q, %v", cell, err)
	}
	if out := must(t, "monthly", "--month", "2026-10", "--public"); !strings.Contains(out, "公开版") || strings.Contains(out, "年度累计") {
		t.Errorf("published: %s", out)
	}
	if out := must(t, "monthly", "--explain", "dispute.settled@371502/2026-10"); !strings.Contains(out, "= 0") {
		t.Errorf("nothing is explained as %s", out)
	}
}

func TestMonthlySaysWhatIsWrong(t *testing.T) {
	migrated(t)
	must(t, "import", "stations", file(t, "stations.csv", someUnits))
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--month", "2999-01"}, "that month has not begun"},
		{[]string{"--month", "10月"}, "write a month like 2026-10"},
		{[]string{"--area", "371599"}, "no such unit or area"},
		{[]string{"--area", "nowhere"}, "no such unit or area"},
		{[]string{"--area", "371502-01", "--by", "county"}, "finer than --area"},
		{[]string{"--by", "street"}, "finer than --area"},
		{[]string{"--basis", "opened"}, "closed or received"},
		{[]string{"--format", "pdf"}, "table, csv, json, xlsx"},
		{[]string{"--explain", "dispute.won@371502/2026-10"}, "no number has that name"},
		{[]string{"--explain", "dispute.settled@nowhere/2026-10"}, "no such unit or area"},
		{[]string{"--explain", "dispute.success@371502/2026-10"}, "open what it is made of"},
		{[]string{"--explain", "dispute.settled@371502/2999-10"}, "that month has not begun"},
		{[]string{"--public", "--area", "371502"}, "by counties, by closing"},
		{[]string{"--public", "--basis", "received"}, "by counties, by closing"},
		{[]string{"--close", "2999-01"}, "that month has not begun"},
		{[]string{"--close", time.Now().In(time.FixedZone("Asia/Shanghai", 8*60*60)).Format("2006-01")}, "not over yet"},
		{[]string{"--out", filepath.Join(t.TempDir(), "no", "folder")}, "write the file"},
	} {
		if _, err := worker(t, append([]string{"monthly"}, c.args...)...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("worker monthly %s: %v, want %q", strings.Join(c.args, " "), err, c.want)
		}
	}
}

func TestMonthlyClosesAMonthOnce(t *testing.T) {
	migrated(t)
	must(t, "import", "stations", file(t, "stations.csv", someUnits))
	if out := must(t, "monthly", "--close", "2026-08"); !strings.Contains(out, "closed as no. 1") {
		t.Errorf("says %s", out)
	}
	first := must(t, "monthly", "--month", "2026-08", "--format", "json")
	if !strings.Contains(first, `"number": 1`) {
		t.Errorf("the closed month does not say so: %s", first)
	}
	if _, err := worker(t, "monthly", "--close", "2026-08"); err == nil || !strings.Contains(err.Error(), "is closed already") {
		t.Errorf("closing again: %v", err)
	}
	if out := must(t, "monthly", "--close", "2026-09", "--format", "json"); !strings.Contains(out, `"number":2`) {
		t.Errorf("says %s", out)
	}
	if again := must(t, "monthly", "--month", "2026-08", "--format", "json"); again != first {
		t.Errorf("a closed month changed:\n%s\n%s", first, again)
	}
}
