package pipeline

import (
	"context"
	"sync/atomic"
	"testing"

	"secondbrother/storage/records"
)

// leaves has somebody block the bot, as another worker would note it.
func (w *town) leaves(names ...string) error {
	ctx := context.Background()
	return w.db.In(ctx, func(tx *records.Tx) error {
		for _, name := range names {
			if err := tx.SetReachable(ctx, w.people[name], false, noon); err != nil {
				return err
			}
			if err := tx.Outdate(ctx, station, w.people[name], noon); err != nil {
				return err
			}
		}
		return nil
	})
}

// The officers leave between the moment when a case was decided, or looked at,
// and the moment when that is kept: it is nobody's who has gone, but goes on to
// the leader, and does not wait for a deadline to find that out.
func TestRosterMovesMeanwhile(t *testing.T) {
	for seam, begin := range map[string]func(w *town, armed *atomic.Bool){
		"prepared": func(w *town, armed *atomic.Bool) {
			armed.Store(true)
			w.submit(report(0))
		},
		"roster": func(w *town, armed *atomic.Bool) {
			w.submit(report(0))
			w.settled()
			armed.Store(true)
		},
	} {
		t.Run(seam, func(t *testing.T) {
			w := newTown(t)
			var armed atomic.Bool
			w.enter(func(c *Config) {
				c.seam = func(at string) error {
					if at == seam && armed.CompareAndSwap(true, false) {
						return w.leaves("officer", "partner")
					}
					return nil
				}
			})
			begin(w, &armed)
			w.until("the leader has it", func() bool {
				return w.number(`SELECT count(*) FROM cases WHERE owner_person = $1 AND NOT stale`, w.people["leader"]) == 1
			})
			w.settled()
			if w.cards("leader", report(0)) == 0 {
				t.Error("the leader has no card")
			}
			if n := w.number(`SELECT count(*) FROM cases WHERE $1 = ANY (holders) OR $2 = ANY (holders)`, w.people["officer"], w.people["partner"]); n != 0 {
				t.Error("it is held by who has gone")
			}
		})
	}
}
