package promises

import (
	"database/sql"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	_ "github.com/lib/pq"

	"secondbrother/scripts/sandbox/view"
)

// TestTheDaySurvivesKills: at every moment of the day one of bot, worker and
// nats-server is killed with -9 and started again. The story ends the same,
// nothing twice, nothing lost.
func TestTheDaySurvivesKills(t *testing.T) {
	s := start(t)
	// What a dead bot was about to send comes back after up to 30 s.
	s.stage.Patient = time.Minute
	c := s.gather()
	defer c.tell(t)
	victims := []struct {
		name        string
		kill, start func()
	}{
		{"worker", s.worker.kill9, s.worker.start},
		{"bot", s.bot.kill9, s.bot.start},
		{"nats-server", s.nats.Kill9, s.nats.Start},
	}
	moments, botKills := 0, 0
	c.day(t, func(moment string) {
		v := victims[moments%len(victims)]
		moments++
		// Anywhere between the press and the last thing that follows from it.
		time.Sleep(rand.N(40 * time.Millisecond))
		t.Logf("%s: kill -9 %s", moment, v.name)
		if v.name == "bot" {
			botKills++
		}
		v.kill()
		v.start()
	})
	if moments < 12 {
		t.Errorf("only %d moments", moments)
	}
	s.holds(dayEvents)
	// Of a call to Telegram whose answer the bot did not live to note, nobody
	// can say whether it arrived: at most one message a kill comes twice.
	if twice := repeated(c.volunteer.Chat()); twice > botKills {
		t.Errorf("%d messages came twice over %d kills of the bot", twice, botKills)
	}
}

// repeated counts a person's messages that stand there more than once.
func repeated(chat view.State) (n int) {
	seen := map[string]int{}
	for _, m := range chat.Messages {
		if !m.Mine && len(receiptForm.FindString(m.Text)) > 0 {
			seen[m.Text]++
		}
	}
	for _, times := range seen {
		n += times - 1
	}
	return n
}

// holds checks the database against what people did: so many events of each
// type, a case a report, nothing owed, no dead letters.
func (s *system) holds(events map[string]int) {
	s.t.Helper()
	db, err := sql.Open("postgres", s.database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(s.t.Context(), `SELECT type, count(*) FROM events GROUP BY type`)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	got := map[string]int{}
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			s.t.Fatal(err)
		}
		got[name] = n
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	if !maps.Equal(got, events) {
		s.t.Errorf("the log has %v, people did %v", got, events)
	}
	for what, query := range map[string]string{
		"reports without a case of their own": `SELECT count(*) FROM reports r WHERE NOT EXISTS (SELECT FROM cases c WHERE c.id = r.case_id AND c.report_id = r.id)`,
		"cases beyond the reports":            `SELECT (SELECT count(*) FROM cases) - (SELECT count(*) FROM reports)`,
		"dead letters":                        `SELECT count(*) FROM dead_letters`,
		"cases without an owner":              `SELECT count(*) FROM cases WHERE owner_unit = ''`,
		"events that do not follow":           `SELECT count(*) FROM events e WHERE seq > 1 AND NOT EXISTS (SELECT FROM events b WHERE b.case_id = e.case_id AND b.seq = e.seq - 1)`,
	} {
		var n int
		if err := db.QueryRowContext(s.t.Context(), query).Scan(&n); err != nil {
			s.t.Fatalf("%s: %v", what, err)
		}
		if n != 0 {
			s.t.Errorf("%d %s", n, what)
		}
	}
	s.eventually("nothing is owed", func() bool {
		var n int
		err := db.QueryRowContext(s.t.Context(), `SELECT count(*) FROM deliveries WHERE published_at IS NULL`).Scan(&n)
		return err == nil && n == 0
	})
}

// eventually waits for something that takes a moment.
func (s *system) eventually(what string, holds func() bool) {
	s.t.Helper()
	deadline := time.After(30 * time.Second)
	for !holds() {
		select {
		case <-deadline:
			s.t.Errorf("waited in vain: %s", what)
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
}
