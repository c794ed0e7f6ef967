package records

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"secondbrother/storage/local"
	"secondbrother/storage/payload"
)

func fresh(t testing.TB) *Records {
	t.Helper()
	r, err := Open(t.Context(), local.Database(t, Migrate, MigrationsHash()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

var noon = time.Date(2026, 10, 5, 4, 0, 0, 123456000, time.UTC)

// opening is an ordinary report with a case of two events and two deliveries.
func opening(n int) Opening {
	id := fmt.Sprintf("report%020d", n)
	receipt := string(payload.NewReceipt(uint64(n)))
	caseID := int64(n)
	event := func(seq int, what string) Event {
		sum := sha256.Sum256([]byte(what))
		return Event{
			CaseID: caseID, Seq: seq, Version: 1, Type: what, At: noon, Role: "volunteer", State: "routed", Kind: "tip",
			Category: "tip.theft", Urgency: "urgent", County: "371502", Township: "371502001", Station: "371502-01",
			Words: sum[:], Hash: sum[:],
		}
	}
	hash := sha256.Sum256([]byte("routed"))
	lat, lon := 36.45, 115.98
	return Opening{
		Report: Report{
			ID: id, Receipt: receipt, CaseID: caseID, Reporter: "handle", Kind: "tip", Urgency: "urgent", Text: "有人偷电瓶 \"'\\{}",
			Media: JSON[[]payload.Media]{Of: []payload.Media{{ID: "m", Type: payload.MediaPhoto}}},
			Area:  "371502001", Latitude: &lat, Longitude: &lon, Submitted: noon,
		},
		Case: Case{
			ID: caseID, ReportID: id, Version: 1, Seq: 2, LastHash: hash[:], State: "routed", Kind: "tip", Category: "tip.theft",
			Urgency: "urgent", County: "371502", Township: "371502001", Station: "371502-01", OwnerUnit: "371502-01", Level: 1,
			Rule: "station", Holders: []int64{3, 5}, OfferedBefore: []int64{}, SubmittedAt: noon, AcceptBy: Moment{noon.Add(time.Hour)},
			Project: "高铁新城", MoneyMoving: true, AgainstUnit: "371502-02", AgainstPerson: 7,
			HandedPerson: 4, HandedUnit: "371502-03",
			NextTickAt: Moment{noon.Add(time.Hour)}, Reasons: []string{"偷", "电\"瓶"},
		},
		Events: []Event{event(1, "submitted"), event(2, "routed")},
		Deliveries: []Delivery{
			{ID: id + "a", CaseID: Number(caseID), To: "handle", Priority: 2, Topic: "progress", Version: 1, Body: []byte(`{}`)},
			{ID: id + "b", CaseID: Number(caseID), To: "officer", Person: 3, Priority: 2, Topic: "card", Version: 1, Body: []byte(`{}`)},
		},
	}
}

func count(t *testing.T, r *Records, table string) int {
	t.Helper()
	var n int
	if err := r.db.GetContext(t.Context(), &n, `SELECT count(*) FROM `+table); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOpenWritesAReportOnceWithAllThatBelongsToIt(t *testing.T) {
	r := fresh(t)
	first := []Opening{opening(1), opening(2)}
	got, err := r.Open(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]bool{first[0].Report.ID: true, first[1].Report.ID: true}; !cmp.Equal(got, want) {
		t.Fatalf("new: %v, want %v", got, want)
	}
	again := opening(2)
	// A worker that takes the same report again gives its case another id.
	again.Case.ID, again.Report.CaseID = 9002, 9002
	for i := range again.Events {
		again.Events[i].CaseID = 9002
	}
	for i := range again.Deliveries {
		again.Deliveries[i].CaseID = 9002
	}
	third := opening(3)
	third.Events[1].Outcome, third.Events[1].Mediator, third.Events[1].Parties, third.Events[1].Form = "settled_oral", "street", 3, 2
	third.Events[1].Confirmed, third.Events[1].Difficult, third.Events[1].Prevented, third.Events[1].PreventedPeople = true, true, "crime", 2
	got, err = r.Open(t.Context(), []Opening{again, third})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]bool{third.Report.ID: true}; !cmp.Equal(got, want) {
		t.Fatalf("new: %v, want %v", got, want)
	}
	for table, want := range map[string]int{"reports": 3, "cases": 3, "events": 6, "deliveries": 6} {
		if n := count(t, r, table); n != want {
			t.Errorf("%d rows in %s, want %d", n, table, want)
		}
	}
	file, err := r.File(t.Context(), payload.Receipt(first[0].Report.Receipt))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first[0].Report, file.Report, cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); diff != "" {
		t.Errorf("the report came back changed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(first[0].Case, file.Case, cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); diff != "" {
		t.Errorf("the case came back changed (-want +got):\n%s", diff)
	}
	story, err := r.Story(t.Context(), 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first[0].Events, story); diff != "" {
		t.Errorf("the events came back changed (-want +got):\n%s", diff)
	}
	if story, err = r.Story(t.Context(), 3, 10); err != nil || !cmp.Equal(third.Events, story) {
		t.Errorf("a mediation's event came back changed (-want +got): %v\n%s", err, cmp.Diff(third.Events, story))
	}
}

func TestOverlappingBatchesInOppositeOrdersDoNotDeadlock(t *testing.T) {
	r := fresh(t)
	const reports, workers, rounds = 60, 4, 5
	for round := range rounds {
		var all sync.WaitGroup
		var mu sync.Mutex
		seen := map[string]int{}
		for w := range workers {
			all.Go(func() {
				var batch []Opening
				for n := range reports {
					o := opening(1 + round*reports + n)
					id := int64(round*reports*workers + w*reports + n + 1)
					o.Case.ID, o.Report.CaseID = id, id
					for i := range o.Events {
						o.Events[i].CaseID = id
					}
					for i := range o.Deliveries {
						o.Deliveries[i].CaseID = Number(id)
					}
					batch = append(batch, o)
				}
				if w%2 == 1 {
					slices.Reverse(batch)
				}
				fresh, err := r.Open(t.Context(), batch)
				if err != nil {
					t.Errorf("worker %d: %v", w, err)
				}
				mu.Lock()
				defer mu.Unlock()
				for id := range fresh {
					seen[id]++
				}
			})
		}
		all.Wait()
		if len(seen) != reports {
			t.Errorf("round %d: %d new reports, want %d", round, len(seen), reports)
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s was new to %d workers", id, n)
			}
		}
	}
}

func TestOpenTellsBadDataFromTrouble(t *testing.T) {
	r := fresh(t)
	bad := map[string]func(*Opening){
		"a zero byte":                 func(o *Opening) { o.Report.Text = "a\x00b" },
		"broken UTF-8":                func(o *Opening) { o.Report.Text = "\xff" },
		"an unknown kind":             func(o *Opening) { o.Report.Kind = "rumour" },
		"an escaped zero in the JSON": func(o *Opening) { o.Report.Media.Of[0].ID = "\x00" },
	}
	if _, err := r.Open(t.Context(), []Opening{opening(1)}); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range bad {
		o := opening(2)
		spoil(&o)
		if _, err := r.Open(t.Context(), []Opening{o, opening(3)}); !IsData(err) {
			t.Errorf("%s: %v, which is not told to be the data's fault", name, err)
		}
		if n := count(t, r, "reports"); n != 1 {
			t.Fatalf("%s: %d reports, want the one before", name, n)
		}
	}
	taken := opening(2)
	taken.Report.Receipt = opening(1).Report.Receipt
	fresh, err := r.Open(t.Context(), []Opening{taken, opening(3)})
	if !errors.Is(err, ErrReceipt) || !IsData(err) {
		t.Errorf("somebody else's receipt: %v", err)
	}
	if fresh[taken.Report.ID] || !fresh[opening(3).Report.ID] {
		t.Errorf("beside somebody else's receipt these are new: %v", fresh)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Open(ended, []Opening{opening(2)}); err == nil || IsData(err) {
		t.Errorf("a cancelled write: %v", err)
	}
}

func TestEventsAndReportsCannotBeChanged(t *testing.T) {
	r := fresh(t)
	if _, err := r.Open(t.Context(), []Opening{opening(1)}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE events SET yuan = 1`,
		`DELETE FROM events`,
		`TRUNCATE events`,
		`UPDATE reports SET text = 'b'`,
		`UPDATE reports SET text = '', media = NULL, reporter = NULL, latitude = NULL, longitude = NULL, kind = 'dispute', purged_at = now()`,
		`DELETE FROM reports`,
		`TRUNCATE reports CASCADE`,
	} {
		if _, err := r.db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "immutable") && !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestArraysArriveAsTheyWereSent(t *testing.T) {
	r := fresh(t)
	type row struct {
		text  string
		bytes []byte
		n     int64
		f     float64
		yes   bool
		at    time.Time
	}
	rows := []row{
		{"", nil, 0, 0, false, time.Time{}},
		{"二哥\n\"{},\\NULL'", []byte{0, 255}, math.MaxInt64, -1.5, true, noon},
		{"NULL", []byte{}, math.MinInt64, math.MaxFloat64, false, time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC)},
	}
	var got []struct {
		Text  string   `db:"text"`
		Null  Text     `db:"null_text"`
		Bytes []byte   `db:"bytes"`
		N     Number   `db:"n"`
		F     *float64 `db:"f"`
		Yes   bool     `db:"yes"`
		At    Moment   `db:"at"`
	}
	err := r.db.SelectContext(t.Context(), &got, `
		SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[], $5::double precision[], $6::boolean[], $7::timestamptz[])
		AS t (text, null_text, bytes, n, f, yes, at)`,
		texts(rows, func(r *row) string { return r.text }), textsOrNull(rows, func(r *row) string { return r.text }),
		byteas(rows, func(r *row) []byte { return r.bytes }), intsOrNull(rows, func(r *row) int64 { return r.n }),
		floatsOrNull(rows, func(r *row) *float64 { return &r.f }), bools(rows, func(r *row) bool { return r.yes }),
		times(rows, func(r *row) time.Time { return r.at }))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(rows) {
		t.Fatalf("%d rows, want %d", len(got), len(rows))
	}
	for i, g := range got {
		want := rows[i]
		if g.Text != want.text || string(g.Null) != want.text || int64(g.N) != want.n || *g.F != want.f || g.Yes != want.yes ||
			!g.At.Equal(want.at) || string(g.Bytes) != string(want.bytes) || (g.Bytes == nil) != (want.bytes == nil) {
			t.Errorf("row %d came back as %+v, want %+v", i, g, want)
		}
	}
}
