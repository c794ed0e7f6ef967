package monthly

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

func TestMonthsAreShanghaiMonths(t *testing.T) {
	at := func(s string) time.Time {
		parsed, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	if got := MonthOf(at("2026-09-30T16:00:00Z")).String(); got != "2026-10" {
		t.Errorf("midnight in Shanghai begins %s, want 2026-10", got)
	}
	if got := MonthOf(at("2026-09-30T15:59:59Z")).String(); got != "2026-09" {
		t.Errorf("the second before is in %s, want 2026-09", got)
	}
	now := at("2027-01-05T00:00:00Z")
	for _, c := range []struct {
		text, want string
		err        error
	}{
		{"", "2026-12", nil},
		{"2027-01", "2027-01", nil},
		{"2026-02", "2026-02", nil},
		{"2027-02", "", ErrMonthFuture},
		{"2026-13", "", ErrMonthForm},
		{"last", "", ErrMonthForm},
		{"0001-01", "", ErrMonthForm},
	} {
		m, err := ParseMonth(c.text, now)
		if !errors.Is(err, c.err) || (err == nil && m.String() != c.want) {
			t.Errorf("ParseMonth(%q) = %v, %v, want %s, %v", c.text, m, err, c.want, c.err)
		}
	}
	from, to := MonthOf(at("2026-02-10T00:00:00Z")).Bounds()
	if from != at("2026-01-31T16:00:00Z") || to != at("2026-02-28T16:00:00Z") {
		t.Errorf("February 2026 is %v to %v", from, to)
	}
	from, to = MonthOf(at("2026-02-10T00:00:00Z")).YearToDate()
	if from != at("2025-12-31T16:00:00Z") || to != at("2026-02-28T16:00:00Z") {
		t.Errorf("the year to February 2026 is %v to %v", from, to)
	}
}

var lines = []Line{{"371502", "东昌府区"}, {"371503", "茌平区"}, {"371591", "经济技术开发区"}}

var types = []string{"dispute.family", "dispute.neighbour", "dispute.other"}

func drawCounts(t *rapid.T) []records.Count {
	kinds := []payload.Kind{payload.Tip, payload.Dispute, payload.Assist}
	return rapid.SliceOf(rapid.Custom(func(t *rapid.T) records.Count {
		c := records.Count{
			Received: rapid.Bool().Draw(t, "received"),
			Kind:     rapid.SampledFrom(kinds).Draw(t, "kind"),
			County:   rapid.SampledFrom([]string{"371502", "371503", "371591", "", "371581"}).Draw(t, "county"),
			Cases:    rapid.IntRange(-3, 50).Draw(t, "cases"),
		}
		if c.Kind == payload.Dispute {
			c.Category = rapid.SampledFrom(append(types, "dispute.gone")).Draw(t, "category")
		}
		if !c.Received {
			outcomes := append(payload.Outcomes(c.Kind), payload.OutcomeWithdrawn)
			c.Outcome = rapid.SampledFrom(outcomes).Draw(t, "outcome")
			c.Parties, c.People = rapid.IntRange(0, 99).Draw(t, "parties"), rapid.IntRange(0, 9).Draw(t, "people")
			c.Yuan = rapid.Int64Range(0, 1_000_000).Draw(t, "yuan")
		}
		return c
	})).Draw(t, "counts")
}

func replyOf(counts []records.Count) payload.MonthlyReply {
	r := payload.MonthlyReply{Month: "2026-10", Area: "聊城市", Types: byType(counts, types)}
	r.Total, r.Rows = fold(counts, lines, func(c records.Count) string { return c.County })
	r.Year = r.Total
	return r
}

func TestPartsSumToTotals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := Reconcile(replyOf(drawCounts(t))); err != nil {
			t.Fatal(err)
		}
	})
}

func TestReconcileNoticesALostCase(t *testing.T) {
	whole := replyOf([]records.Count{
		{Received: true, Kind: payload.Dispute, Category: "dispute.family", County: "371502", Cases: 3},
		{Kind: payload.Dispute, Category: "dispute.family", County: "371502", Outcome: payload.OutcomeSettledOral, Cases: 2, Parties: 5},
	})
	if err := Reconcile(whole); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*payload.MonthlyReply){
		"row":     func(r *payload.MonthlyReply) { r.Rows[0].Parties-- },
		"total":   func(r *payload.MonthlyReply) { r.Total.Tips++ },
		"type":    func(r *payload.MonthlyReply) { r.Types[0].Received-- },
		"outcome": func(r *payload.MonthlyReply) { r.Total.Oral--; r.Rows[0].Oral-- },
	} {
		spoilt := replyOf([]records.Count{
			{Received: true, Kind: payload.Dispute, Category: "dispute.family", County: "371502", Cases: 3},
			{Kind: payload.Dispute, Category: "dispute.family", County: "371502", Outcome: payload.OutcomeSettledOral, Cases: 2, Parties: 5},
		})
		spoil(&spoilt)
		if Reconcile(spoilt) == nil {
			t.Errorf("a wrong %s goes unnoticed", name)
		}
	}
}

func TestAllRenderingsHoldTheSameNumbers(t *testing.T) {
	name := func(code string) string { return "类型 " + code }
	rapid.Check(t, func(t *rapid.T) {
		r := replyOf(drawCounts(t))
		var files [4]bytes.Buffer
		for i, format := range Formats {
			if err := Write(&files[i], r, format, name); err != nil {
				t.Fatalf("%s: %v", format, err)
			}
		}
		want := strconv.Itoa(r.Total.Disputes)

		var back payload.MonthlyReply
		if err := json.Unmarshal(files[2].Bytes(), &back); err != nil || back.Total != r.Total {
			t.Fatalf("JSON says %+v, %v, want %+v", back.Total, err, r.Total)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files[1].String(), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatalf("reading the CSV: %v", err)
		}
		if got := rows[len(rows)-2][5]; got != want {
			t.Fatalf("CSV says %s disputes, want %s", got, want)
		}
		book, err := excelize.OpenReader(&files[3])
		if err != nil {
			t.Fatalf("opening the workbook: %v", err)
		}
		defer func() { _ = book.Close() }()
		cell, err := book.GetCellValue("统计表", "F"+strconv.Itoa(len(rows)))
		if err != nil || cell != want {
			t.Fatalf("XLSX says %q disputes, %v, want %s", cell, err, want)
		}
		if !strings.Contains(files[0].String(), "合计 Total") {
			t.Fatalf("the table has no total:\n%s", &files[0])
		}
	})
}

func TestUnknownFormatIsNamed(t *testing.T) {
	err := Write(&bytes.Buffer{}, payload.MonthlyReply{}, "pdf", func(string) string { return "" })
	if err == nil || !strings.Contains(err.Error(), "table, csv, json, xlsx") {
		t.Fatalf("got %v", err)
	}
}
