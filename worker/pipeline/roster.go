package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// snapshot is the organisation at one version of the roster. It does not change.
type snapshot struct {
	version int64
	org     *route.Org
	staff   []records.Person  // everybody of the organisation, also who has not joined
	handles map[int64]string  // person → handle, who has joined
	persons map[string]int64  // the reverse
	away    map[int64]bool    // blocked the bot
	sites   []place.Site      // stations of known position
	areas   map[string]string // unit → the first area it answers for
	codes   []string          // of all units, in order
}

// actor is what the roster has now for a handle; a mere handle when it has none.
func (s *snapshot) actor(handle string) casework.Actor {
	return casework.Staff(handle, s.persons[handle], s.org)
}

// rosters keeps the newest snapshot.
type rosters struct {
	db  *records.Records
	log *slog.Logger

	mu   sync.Mutex
	last *snapshot
}

// current is the roster as it stands in the database now: read again only when
// its version has changed.
func (r *rosters) current(ctx context.Context) (*snapshot, error) {
	version, err := r.db.RosterVersion(ctx)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last != nil && r.last.version == version {
		return r.last, nil
	}
	roster, err := r.db.Roster(ctx)
	if err != nil {
		return nil, err
	}
	s, problems := snapshotOf(roster)
	for _, problem := range problems {
		r.log.Warn("roster", "problem", problem.Error())
	}
	r.last = s
	return s, nil
}

// desks names the desk of every category that is filed.
var desks = func() map[string]string {
	out := map[string]string{}
	for _, c := range classify.Taxonomy() {
		if c.Kind != classify.Out {
			out[c.Code] = c.Desk
		}
	}
	return out
}()

func snapshotOf(roster records.Roster) (*snapshot, []route.Problem) {
	s := &snapshot{version: roster.Version, handles: map[int64]string{}, persons: map[string]int64{}, away: map[int64]bool{}, areas: map[string]string{}}
	rows := route.Rows{Desks: desks}
	for _, u := range roster.Units {
		rows.Units = append(rows.Units, route.Unit{
			Code: u.Code, Kind: route.UnitKind(u.Kind), Name: u.Name, Parent: string(u.Parent), Desk: string(u.Desk),
		})
		s.codes = append(s.codes, u.Code)
		if len(u.Areas) > 0 {
			s.areas[u.Code] = u.Areas[0]
		}
		if kind := route.UnitKind(u.Kind); kind == route.Station || kind == route.County {
			for _, area := range u.Areas {
				rows.Covers = append(rows.Covers, route.Cover{Unit: u.Code, Area: area})
			}
		}
		if u.Kind == string(route.Station) && u.Latitude != nil {
			s.sites = append(s.sites, place.Site{
				Code: u.Code, County: countyArea(u), Point: place.Point{Lat: *u.Latitude, Lon: *u.Longitude},
			})
		}
	}
	for _, p := range roster.Staff {
		if p.Suspended {
			continue
		}
		s.staff = append(s.staff, p)
		rows.People = append(rows.People, route.Person{
			ID: p.ID, Role: payload.Role(p.Role), Unit: string(p.Unit), Areas: p.Areas, OnDuty: p.OnDuty,
			Reachable: !p.Unreachable, Joined: p.Handle != "", Label: p.Label,
		})
		if p.Handle != "" {
			s.handles[p.ID], s.persons[string(p.Handle)] = string(p.Handle), p.ID
			s.away[p.ID] = p.Unreachable
		}
	}
	org, problems := route.NewOrg(rows)
	s.org = org
	return s, problems
}

// countyArea is the county that a station's first area lies in, as the
// gazetteer has it: with the development zones as counties of their own.
func countyArea(station records.Unit) string {
	for _, area := range station.Areas {
		if path := place.Official().Path(area); len(path) > 0 {
			return path[0].Code
		}
	}
	return string(station.Parent)
}

// caseIDs hands out ids for new cases, a block at a time.
type caseIDs struct {
	db *records.Records

	mu         sync.Mutex
	next, left int64
}

func (c *caseIDs) take(ctx context.Context, n int) ([]int64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ids := make([]int64, n)
	for i := range ids {
		if c.left == 0 {
			first, count, err := c.db.CaseIDs(ctx)
			if err != nil {
				return nil, fmt.Errorf("number new cases: %w", err)
			}
			c.next, c.left = first, count
		}
		ids[i] = c.next
		c.next++
		c.left--
	}
	return ids, nil
}
