package pipeline

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"secondbrother/scripts/clock"
	"secondbrother/storage/local"
	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
)

// errStopped says that a seam stopped the work: the process is as good as dead.
var errStopped = errors.New("stopped")

// patience bounds what a test waits for.
const patience = 30 * time.Second

var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

// The units of the town, and who works there.
const (
	city, county, otherCounty   = "LC", "371502", "371503"
	station, otherStation       = "371502-01", "371502-02"
	townStation, townOther, far = "371502001", "371502002", "371503001"
)

var staff = []struct {
	name string
	role payload.Role
	unit string
}{
	{"officer", payload.RoleOfficer, station},
	{"partner", payload.RoleOfficer, station},
	{"elsewhere", payload.RoleOfficer, otherStation},
	{"leader", payload.RoleLeader, station},
	{"otherLeader", payload.RoleLeader, otherStation},
	{"bureau", payload.RoleCounty, county},
	{"otherBureau", payload.RoleCounty, otherCounty},
	{"fraud", payload.RoleDesk, "371502-fz"},
	{"coordinator", payload.RoleCoordinator, county},
	{"otherCoordinator", payload.RoleCoordinator, otherCounty},
	{"mayor", payload.RoleCoordinator, city},
}

// town is a database with a small organisation, streams, and the workers that
// run there one after another. Its clock stands still until a test moves it.
type town struct {
	t      *testing.T
	config Config
	db     *records.Records
	raw    *sql.DB
	client *stream.Client // what the bot would have
	people map[string]int64
	clock  *clock.Clock
	ear    *ear
	opened int // links
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := emptyTown(t)
	w.settle()
	return w
}

// emptyTown is a town without an organisation.
func emptyTown(t *testing.T) *town {
	t.Helper()
	url := local.Database(t, records.Migrate, records.MigrationsHash())
	w := &town{t: t, clock: clock.At(noon), people: map[string]int64{}}
	w.config = Config{
		DatabaseURL: url, Clock: w.clock.Now, Every: 20 * time.Millisecond, Log: slog.New(slog.DiscardHandler),
		NATS: stream.Config{URL: local.NATS(t), Prefix: local.Prefix(t), MaxBytes: 64 << 20, Name: "town"},
	}
	var err error
	if w.db, err = records.Open(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.db.Close() })
	if w.raw, err = sql.Open("postgres", url); err != nil { // the driver comes with records
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.raw.Close() })
	if w.client, err = stream.Connect(t.Context(), w.config.NATS, w.config.Log); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.client.Close)
	if err := w.client.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.ear = listen(t, w.client)
	return w
}

// settle fills the roster and seats everybody.
func (w *town) settle() {
	w.t.Helper()
	ctx := w.t.Context()
	err := w.db.In(ctx, func(tx *records.Tx) error {
		if err := tx.SaveUnits(ctx, []records.Unit{
			{Code: city, Kind: "city", Name: "市局"},
			{Code: county, Kind: "county", Name: "东昌府分局", Parent: city, Areas: []string{county}},
			{Code: otherCounty, Kind: "county", Name: "茌平分局", Parent: city, Areas: []string{otherCounty}},
			{Code: station, Kind: "station", Name: "古楼派出所", Parent: county, Areas: []string{townStation}},
			{Code: otherStation, Kind: "station", Name: "柳园派出所", Parent: county, Areas: []string{townOther}},
			{Code: "371503-01", Kind: "station", Name: "振兴派出所", Parent: otherCounty, Areas: []string{far}},
			{Code: "371502-fz", Kind: "desk", Name: "反诈专业队", Parent: county, Desk: "反诈"},
		}); err != nil {
			return err
		}
		for _, s := range staff {
			saved, err := tx.SaveStaff(ctx, records.Person{
				Role: string(s.role), Unit: records.Text(s.unit), Label: s.name, Badge: records.Text("B-" + s.name), OnDuty: true,
			}, noon)
			if err != nil {
				return err
			}
			w.people[s.name] = saved.ID
			if _, err := tx.Seat(ctx, saved.ID, handle(s.name), noon); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// enter starts a worker, which leaves with the test or when it is closed.
func (w *town) enter(change ...func(*Config)) (p *Pipeline, leave func()) {
	w.t.Helper()
	config := w.config
	for _, c := range change {
		c(&config)
	}
	p, err := Start(w.t.Context(), config)
	if err != nil {
		w.t.Fatal(err)
	}
	leave = sync.OnceFunc(p.Close)
	w.t.Cleanup(leave)
	return p, leave
}

// stoppedAt has a worker go no further than a seam, and says when it is there.
func stoppedAt(seam string, reached chan<- struct{}) func(*Config) {
	tell := sync.OnceFunc(func() { close(reached) })
	return func(c *Config) {
		c.seam = func(at string) error {
			if at != seam {
				return nil
			}
			tell()
			return errStopped
		}
	}
}

// handle is the handle of somebody of that name.
func handle(name string) string {
	sum := sha256.Sum256([]byte(name))
	return payload.NewID([16]byte(sum[:16]))
}

// report is the report of that number: a tip from the station's town.
func report(n int) payload.Report {
	return payload.Report{
		V: payload.Version, ID: handle("report " + string(rune('A'+n%26)) + strings.Repeat("+", n/26)),
		Receipt: payload.NewReceipt(uint64(n + 1)), Reporter: handle("reporter " + string(rune('A'+n%26)) + strings.Repeat("+", n/26)),
		Kind: payload.Tip, Category: "tip.other", Urgency: payload.Routine, Text: "事情", Place: payload.Place{Area: townStation}, At: noon,
	}
}

// act is what somebody does on the case of a report.
func act(id string, who string, verb payload.Verb, r payload.Report) payload.Action {
	return payload.Action{V: payload.Version, ID: handle("action " + id), Verb: verb, Actor: handle(who), At: noon, Case: r.Receipt}
}

// message is a payload as a consumer hands it out.
func message(t interface{ Fatal(...any) }, subject, id string, v any) stream.Message {
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return stream.Message{ID: id, Subject: subject, Data: body, Try: 1, At: noon}
}

func (w *town) submit(reports ...payload.Report) {
	w.t.Helper()
	for _, r := range reports {
		if err := w.client.PublishReport(w.t.Context(), r); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *town) does(actions ...payload.Action) {
	w.t.Helper()
	for _, a := range actions {
		if err := w.client.PublishAction(w.t.Context(), a); err != nil {
			w.t.Fatal(err)
		}
	}
}

// settled waits until all that came in is done and all that is owed is heard.
func (w *town) settled() {
	w.t.Helper()
	for from, consumer := range map[stream.Name]string{stream.Reports: reportsConsumer, stream.Actions: actionsConsumer} {
		w.until("all of "+string(from)+" is done", func() bool {
			waiting, unsettled, err := w.client.Backlog(w.t.Context(), from, consumer)
			return err == nil && waiting == 0 && unsettled == 0
		})
	}
	w.until("all that is owed is heard", func() bool {
		return w.number(`SELECT count(*) FROM deliveries WHERE published_at IS NULL`) == 0 &&
			w.number(`SELECT count(*) FROM deliveries WHERE failure IS NULL`) == len(w.ear.all())
	})
}

func (w *town) until(what string, holds func() bool) {
	w.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-deadline:
			w.t.Fatalf("waited in vain until %s", what)
		case <-tick.C:
		}
	}
}

// number is the one number that a query gives.
func (w *town) number(query string, args ...any) (n int) {
	w.t.Helper()
	if err := w.raw.QueryRowContext(w.t.Context(), query, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// lines are the rows of a query as text.
func (w *town) lines(query string, args ...any) []string {
	w.t.Helper()
	rows, err := w.raw.QueryContext(w.t.Context(), `SELECT q::text FROM (`+query+`) AS q`, args...)
	if err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, line)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return out
}

// change runs a statement on the database.
func (w *town) change(statement string, args ...any) {
	w.t.Helper()
	if _, err := w.raw.ExecContext(w.t.Context(), statement, args...); err != nil {
		w.t.Fatalf("%s: %v", statement, err)
	}
}

// left makes what is owed so old that the relay takes it for left behind.
func (w *town) left() {
	w.change(`UPDATE deliveries SET created_at = created_at - interval '1 hour' WHERE published_at IS NULL`)
}

// state is all that matters of the database, the same for the same story.
func (w *town) state() string {
	w.t.Helper()
	return strings.Join([]string{
		strings.Join(w.lines(`SELECT r.receipt, c.state, c.version, c.seq, c.owner_unit, c.owner_person, encode(c.last_hash, 'hex')
			FROM cases c JOIN reports r ON r.id = c.report_id ORDER BY r.receipt`), "\n"),
		strings.Join(w.lines(`SELECT r.receipt, e.seq, e.type, encode(e.hash, 'hex') FROM events e JOIN reports r ON r.case_id = e.case_id ORDER BY r.receipt, e.seq`), "\n"),
		strings.Join(w.lines(`SELECT id, recipient, topic, priority, version FROM deliveries ORDER BY id`), "\n"),
		strings.Join(w.lines(`SELECT role, label, number, handle, on_duty, unreachable_at FROM people ORDER BY id`), "\n"),
	}, "\n\n")
}
