package monthly

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"secondbrother/storage/payload"
)

// aReport is a report of a made-up city, of which every figure differs.
func aReport() Report {
	d := rand.New(rand.NewPCG(5, 0))
	figures := func() Figures {
		f := Figures{}
		for _, c := range columns().list {
			f[c.Key] = d.Int64N(90_000)
		}
		return f
	}
	return Report{
		Month: "2026-10", Basis: Closed, Code: "LC", Area: "聊城市公安局",
		Rows:  []Row{{"371502", "东昌府分局", figures()}, {"371503", "茌平分局", figures()}, {"", "待定 Undecided", figures()}},
		Total: figures(), LastMonth: figures(), LastYear: figures(), Year: figures(), LastYearDate: figures(),
	}
}

func TestAllRenderingsHoldTheSameNumbers(t *testing.T) {
	r := aReport()
	files := map[string]*bytes.Buffer{}
	for _, format := range Formats {
		files[format] = &bytes.Buffer{}
		if err := Write(files[format], r, format); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		var again bytes.Buffer
		if err := Write(&again, r, format); err != nil || !bytes.Equal(again.Bytes(), files[format].Bytes()) {
			t.Errorf("%s: the same report gives other bytes, %v", format, err)
		}
	}
	var back Report
	if err := json.Unmarshal(files["json"].Bytes(), &back); err != nil {
		t.Fatalf("reading the JSON: %v", err)
	}
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files["csv"].String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatalf("reading the CSV: %v", err)
	}
	book, err := excelize.OpenReader(files["xlsx"])
	if err != nil {
		t.Fatalf("opening the workbook: %v", err)
	}
	defer func() { _ = book.Close() }()
	raw := excelize.Options{RawCellValue: true}
	for i, row := range append(r.Rows, Row{Figures: r.Total}, Row{Figures: r.LastMonth}) {
		for j, c := range columns().list {
			if got, want := table[1+i][2+j], r.text(c, row.Figures); got != want {
				t.Errorf("CSV row %d: %s is %q, want %q", i, c.Key, got, want)
			}
		}
		if i < len(r.Rows) && back.Rows[i].Figures["dispute.total"] != row.Figures["dispute.total"] {
			t.Errorf("JSON row %d: %+v", i, back.Rows[i])
		}
		for _, s := range sheets() {
			for j, c := range s.columns {
				got, err := book.GetCellValue(s.name.ZH, at(3+j, 5+i), raw)
				want := strconv.FormatInt(row.Figures[c.Key], 10)
				switch c.Form {
				case Yuan:
					want = strconv.FormatFloat(float64(row.Figures[c.Key])/10_000, 'f', -1, 64)
				case Percent:
					want = strconv.FormatFloat(float64(row.Figures[c.Key])/1000, 'f', -1, 64)
				}
				if err != nil || got != want {
					t.Errorf("%s, row %d: %s is %q, %v, want %q", s.name.ZH, i, c.Key, got, err, want)
				}
			}
		}
	}
	for _, c := range compared() {
		line := kindWords(c).ZH + " " + c.Name.ZH
		if !strings.Contains(files["table"].String(), line) {
			t.Errorf("the table has no line %q", line)
		}
	}
	if sheetNames := book.GetSheetList(); len(sheetNames) != 8 {
		t.Errorf("sheets are %v", sheetNames)
	}
	if panes, err := book.GetPanes("调解统计"); err != nil || !panes.Freeze || panes.YSplit != 4 {
		t.Errorf("the header does not stay in view: %+v, %v", panes, err)
	}
}

// Every column stands in some table of the workbook, and no two share a name.
func TestEveryColumnIsShown(t *testing.T) {
	shown, keys := map[string]bool{}, map[string]bool{}
	for _, s := range sheets() {
		for _, c := range s.columns {
			shown[c.Key] = true
		}
	}
	for _, k := range kinds {
		for _, line := range typeLines(k.kind) {
			for _, key := range []string{line.total, line.concluded, line.success, line.extra} {
				if _, ok := column(key); !ok && key != "" {
					t.Errorf("no column %s", key)
				}
				shown[key] = true
			}
		}
	}
	for _, c := range columns().list {
		if !shown[c.Key] {
			t.Errorf("%s is nowhere", c.Key)
		}
		if keys[c.Key] {
			t.Errorf("%s is there twice", c.Key)
		}
		keys[c.Key] = true
	}
}

func TestTheChatGetsTheSameNumbers(t *testing.T) {
	r := aReport()
	reply := r.Reply()
	if reply.Total.Disputes != int(r.Total["dispute.received"]) || reply.Total.Yuan != r.Total["dispute.yuan"] ||
		reply.Rows[0].People != int(r.Rows[0].Figures["assist.people"]) || reply.Rows[2].Code != "?" ||
		reply.Year.TipsActed != int(r.Year["tip.acted_on"]) {
		t.Errorf("the reply is %+v", reply)
	}
	if len(reply.Types) != 19 || reply.Types[0] != (payload.TypeRow{Category: "dispute.family", Received: int(r.Total["dispute.type.family"]), Settled: int(r.Total["dispute.success_type.family"])}) {
		t.Errorf("the types are %+v", reply.Types)
	}
	if got, want := Headline(Figures{"tip.received": 251, "dispute.settled": 1446, "assist.helped": 897}), "线索 251 条、化解矛盾纠纷 1446 起、救助群众 897 次"; got != want {
		t.Errorf("the year in a line is %s, want %s", got, want)
	}
}

func TestCheckNoticesALostCase(t *testing.T) {
	whole := func() Report {
		f := func() Figures {
			return Figures{
				"dispute.total": 3, "dispute.received": 3, "dispute.concluded": 2, "dispute.pending": 1, "dispute.type.family": 3, "dispute.concluded_type.family": 2,
				"dispute.settled": 2, "dispute.oral": 2, "dispute.success_type.family": 2, "dispute.source.none": 2, "dispute.mediator.officer": 2,
				"dispute.band.few": 2, "dispute.performance.none": 2,
			}
		}
		return Report{Month: "2026-10", Rows: []Row{{"a", "a", f()}, {"b", "b", Figures{}}}, Total: f()}
	}
	if err := Check(whole()); err != nil {
		t.Fatal(err)
	}
	for key := range whole().Total {
		r := whole()
		r.Total[key]++
		r.Rows[0].Figures[key]++
		if Check(r) == nil {
			t.Errorf("a wrong %s goes unnoticed", key)
		}
	}
	r := whole()
	r.Rows[1].Figures["dispute.parties"] = 2
	if Check(r) == nil {
		t.Error("rows that do not sum to the total go unnoticed")
	}
}

func TestUnknownFormatIsNamed(t *testing.T) {
	if err := Write(&bytes.Buffer{}, Report{}, "pdf"); err == nil || !strings.Contains(err.Error(), "table, csv, json, xlsx") {
		t.Fatalf("got %v", err)
	}
}
