package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/organisation"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// snapshot is the organisation at one version of the roster. It does not change.
type snapshot struct {
	version int64
	org     *route.Org
	sorter  *classify.Sorter  // reads what a case may be about
	staff   []records.Person  // everybody of the organisation, also who has not joined
	idle    []records.Person  // of the staff, suspended
	handles map[int64]string  // person → handle, who has joined
	persons map[string]int64  // the reverse
	away    map[int64]bool    // blocked the bot
	sites   []place.Site      // stations of known position
	areas   map[string]string // unit → the first area it answers for
	codes   []string          // of all units, in order
	groups  map[string]string // station → handle of its group chat
	inGroup map[string]string // the reverse
}

// actor is what the roster has now for a handle; a mere handle when it has none.
func (s *snapshot) actor(handle string) casework.Actor {
	return casework.Staff(handle, s.persons[handle], s.org)
}

// rosters keeps the newest snapshot.
type rosters struct {
	db     *records.Records
	log    *slog.Logger
	sorter *classify.Sorter

	mu    sync.Mutex
	last  *snapshot
	rules route.Rules
}

// govern has the next snapshot go by other rules.
func (r *rosters) govern(rules route.Rules) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rules, r.last = rules, nil
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
	s, problems := snapshotOf(roster, r.rules)
	for _, problem := range problems {
		r.log.Warn("roster", "problem", problem.Error())
	}
	s.sorter = r.sorter
	r.last = s
	return s, nil
}

// snapshotOf also lists what is wrong with the roster; the rest of it is usable.
func snapshotOf(roster records.Roster, rules route.Rules) (*snapshot, []route.Problem) {
	s := &snapshot{version: roster.Version, handles: map[int64]string{}, persons: map[string]int64{}, away: map[int64]bool{}, areas: map[string]string{},
		groups: map[string]string{}, inGroup: map[string]string{}}
	rows, problems := organisation.Rows(roster)
	rows.Rules = rules
	for _, u := range roster.Units {
		s.codes = append(s.codes, u.Code)
		if len(u.Areas) > 0 {
			s.areas[u.Code] = u.Areas[0]
		}
	}
	for _, p := range roster.Staff {
		if p.Suspended {
			s.idle = append(s.idle, p)
			continue
		}
		s.staff = append(s.staff, p)
		if p.Handle != "" {
			s.handles[p.ID], s.persons[string(p.Handle)] = string(p.Handle), p.ID
			s.away[p.ID] = p.Unreachable
		}
	}
	for _, g := range roster.Groups {
		s.groups[g.Unit], s.inGroup[g.Handle] = g.Handle, g.Unit
	}
	s.sites = organisation.Sites(roster.Units)
	org, more := route.NewOrg(rows)
	s.org = org
	return s, append(problems, more...)
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
