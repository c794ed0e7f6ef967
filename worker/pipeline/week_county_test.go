package pipeline

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/hours"
	"secondbrother/worker/organisation"
	"secondbrother/worker/place"
	"secondbrother/worker/roster"
)

// member is one of the staff.
type member struct {
	handle, badge, unit string
	role                payload.Role
}

// spot is a place of the county by all that somebody may say of it.
type spot struct {
	code, name string
	lat, lon   float64 // of its station
}

// organise loads the city, one county and its people from the sample roster and
// seats everybody.
func (w *week) organise() {
	w.t.Helper()
	stations, officers := w.sample()
	official := func(area string) bool { _, ok := place.Official().Area(area); return ok }
	units, err := roster.ReadUnits(bytes.NewReader(stations), official)
	if err != nil {
		w.t.Fatal(err)
	}
	kinds := map[string]string{}
	for _, u := range units {
		kinds[u.Code] = u.Kind
		if u.Kind == "station" && len(u.Areas[0]) == 9 {
			for _, village := range place.Official().Children(u.Areas[0]) {
				w.spots = append(w.spots, spot{village.Code, place.Official().FullName(village.Code), u.Lat, u.Lon})
			}
		}
	}
	people, err := roster.ReadPeople(bytes.NewReader(officers), func(unit string) string { return kinds[unit] }, official)
	if err != nil {
		w.t.Fatal(err)
	}
	ctx := w.t.Context()
	err = w.db.In(ctx, func(tx *records.Tx) error {
		if err := tx.SaveUnits(ctx, organisation.Units(units)); err != nil {
			return err
		}
		for _, p := range people {
			if p.Role == "volunteer" {
				continue // volunteers are invited in chat
			}
			saved, err := tx.SaveStaff(ctx, staffRow(p), monday)
			if err != nil {
				return err
			}
			m := &member{handle: handle("staff " + p.Badge), badge: p.Badge, unit: p.Unit, role: payload.Role(p.Role)}
			w.members[m.handle], w.people[m.handle] = m, saved.ID
			if _, err := tx.Seat(ctx, saved.ID, m.handle, monday); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(w.members) < 60 || len(w.spots) < 300 {
		w.t.Fatalf("the sample county has %d staff and %d villages", len(w.members), len(w.spots))
	}
}

func staffRow(p roster.Person) records.Person {
	return records.Person{
		Role: p.Role, Unit: records.Text(p.Unit), Label: p.Name, Badge: records.Text(p.Badge), Areas: p.Areas, Duty: p.Duty, OnDuty: p.Duty != "off",
	}
}

// sample is the county's part of the sample roster's stations and officers.
func (w *week) sample() (stations, officers []byte) {
	w.t.Helper()
	dir := w.t.TempDir()
	if out, err := exec.CommandContext(w.t.Context(), "go", "run", "secondbrother/scripts/roster", "--out", dir).CombinedOutput(); err != nil {
		w.t.Fatalf("make the sample roster: %v\n%s", err, out)
	}
	keep := func(name, column string) []byte {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			w.t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
		if err != nil {
			w.t.Fatal(err)
		}
		at := slices.Index(rows[0], column)
		rows = slices.DeleteFunc(rows, func(row []string) bool {
			return row[at] != column && row[at] != city && !strings.HasPrefix(row[at], county)
		})
		var out bytes.Buffer
		if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
			w.t.Fatal(err)
		}
		return out.Bytes()
	}
	return keep("stations.csv", "code"), keep("officers.csv", "unit")
}

// someone lists the staff of a role, in the order of their badges.
func (w *week) someone(role payload.Role) []*member {
	var out []*member
	for _, m := range w.members {
		if m.role == role {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b *member) int { return strings.Compare(a.badge, b.badge) })
	return out
}

// working says whether somebody is on duty now by the roster and their word.
func (w *week) working(m *member) bool {
	s, err := w.worker.rosters.current(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	p, ok := s.org.At(w.clock.Now()).Person(w.people[m.handle])
	return ok && p.OnDuty
}

// at is a time of the week: day 0 is Monday.
func at(day, hour, minute int) time.Time {
	return monday.AddDate(0, 0, day).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// plan is what will happen whatever people do: reports, people who do not come
// or cannot be reached, two restarts, a new roster.
func (w *week) plan() {
	for day := range 7 {
		for _, clock := range [...][2]int{{2, 0}, {8, 0}, {8, 30}, {9, 0}, {12, 0}, {17, 30}, {20, 0}} {
			w.later(at(day, clock[0], clock[1]), "shift", func() {})
		}
	}
	w.invite()
	w.volunteering()
	w.grouping()
	w.broadcasting()
	w.report()
	for day := range 7 {
		for _, m := range w.someone(payload.RoleOfficer) {
			if w.dice("sick", day, m.badge).IntN(25) != 0 {
				continue
			}
			say := func(on bool) func() {
				return func() {
					if w.worker != nil {
						w.acts(payload.Action{Verb: payload.VerbDuty, Actor: m.handle, On: on})
					}
				}
			}
			w.later(at(day, 8, 5), "duty "+m.badge, say(false))
			w.later(at(day, 14, 0), "duty "+m.badge, say(true))
		}
	}
	officers, desks := w.someone(payload.RoleOfficer), w.someone(payload.RoleDesk)
	for i, m := range []*member{officers[0], officers[7], desks[0], w.someone(payload.RoleLeader)[3]} {
		day := min(i, 2)
		w.away[m.handle] = at(day, 10, 20)
		w.later(w.away[m.handle], "blocks "+m.badge, func() { w.acts(payload.Action{Verb: payload.VerbUnreachable, Actor: m.handle}) })
		w.later(at(day+1, 9, 40), "is back "+m.badge, func() { w.acts(payload.Action{Verb: payload.VerbReachable, Actor: m.handle}) })
	}
	w.later(at(2, 11, 0), "import", w.newRoster)
	w.later(at(2, 15, 30), "restart", func() { w.stop(); w.comesBack() })
	// Down for a day and a half: others are on duty when it comes back.
	w.later(at(4, 9, 10), "stop", w.stop)
	w.later(at(5, 21, 10), "start", w.comesBack)
}

// stop ends the worker's process.
func (w *week) stop() {
	w.listenIn()
	w.leave()
	w.worker = nil
	w.restarts = append(w.restarts, restart{from: w.heard, queued: map[payload.Receipt][]string{}})
}

// comesBack starts another, and notes what it has to say first.
func (w *week) comesBack() {
	r := &w.restarts[len(w.restarts)-1]
	w.publishReports()
	w.publishActions()
	w.open()
	r.at, r.to = w.clock.Now(), w.ear.count()
}

// newRoster is imported in the middle of the week: other hours for some, a
// changed community, swaps for the next days, and two new officers who open
// their links half an hour later.
func (w *week) newRoster() {
	ctx, now := w.t.Context(), w.clock.Now()
	old, err := w.db.Roster(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	officers := w.someone(payload.RoleOfficer)
	fresh := []string{"N00001", "N00002"}
	err = w.db.In(ctx, func(tx *records.Tx) error {
		for i, p := range old.Staff {
			if p.Role != string(payload.RoleOfficer) {
				continue
			}
			switch i % 9 {
			case 0:
				p.Duty = "off"
			case 1:
				p.Duty = "Mon-Fri 07:00-19:00"
			case 2:
				p.Areas = nil
			default:
				continue
			}
			if _, err := tx.SaveStaff(ctx, p, now); err != nil {
				return err
			}
		}
		for i, badge := range fresh {
			saved, err := tx.SaveStaff(ctx, records.Person{
				Role: "officer", Unit: records.Text(officers[9*i].unit), Label: "示例新民警" + badge, Badge: records.Text(badge), Duty: "always", OnDuty: true,
			}, now)
			if err != nil {
				return err
			}
			m := &member{handle: handle("staff " + badge), badge: badge, unit: officers[9*i].unit, role: payload.RoleOfficer}
			w.members[m.handle], w.people[m.handle] = m, saved.ID
			if err := tx.Invite(ctx, "token-"+badge, records.Invitation{Person: records.Number(saved.ID), UsesLeft: 1, Expires: now.AddDate(0, 1, 0)}); err != nil {
				return err
			}
			w.later(now.Add(30*time.Minute), "joins "+badge, func() {
				w.acts(payload.Action{Verb: payload.VerbJoin, Actor: m.handle, Token: "token-" + badge})
			})
		}
		if err := tx.ReplaceShifts(ctx, w.swaps(officers)); err != nil {
			return err
		}
		return tx.OutdateAll(ctx, now) // as worker import does
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// swaps have every fifth officer off on Thursday and every sixth on, at night.
func (w *week) swaps(officers []*member) (shifts []records.Shift) {
	for i, m := range officers {
		s := records.Shift{Person: w.people[m.handle], Day: at(3, 0, 0).In(hours.Shanghai).Format(time.DateOnly)}
		switch {
		case i%5 == 0:
			s.Starts, s.Ends = at(3, 0, 0), at(4, 0, 0)
		case i%6 == 0:
			s.OnDuty, s.Starts, s.Ends = true, at(3, 20, 0), at(4, 2, 0)
		default:
			continue
		}
		shifts = append(shifts, s)
	}
	return shifts
}
