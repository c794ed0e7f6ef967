package pipeline

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"time"

	"secondbrother/storage/records"
	"secondbrother/worker/route"
)

// watch notices what changes the organisation without anybody's action: shifts
// begin and end, and the file of the routing rules is written anew. Cases that
// this concerns are looked at again.
type watch struct {
	p    *Pipeline
	last time.Time // up to when shifts have been followed; zero: not yet
}

func (w *watch) look(ctx context.Context) error {
	p := w.p
	now := p.now()
	rules, changed, err := p.rules.read()
	if err != nil {
		p.log.Error("routing rules not taken over, the former ones hold", "error", err)
	}
	if changed && err == nil {
		p.rosters.govern(rules)
		p.log.Info("routing rules read anew")
	}
	s, err := p.rosters.current(ctx)
	if err != nil {
		return err
	}
	from := w.last
	if from.IsZero() {
		from = now.Add(-handoverBack)
	}
	if err := p.handOver(ctx, s, from, now); err != nil {
		return err
	}
	if w.last.IsZero() || changed {
		// Nobody watched until now, or everything may lie with somebody else.
		if err := p.db.In(ctx, func(tx *records.Tx) error { return tx.OutdateAll(ctx, now) }); err != nil {
			return err
		}
		w.last = now
		return nil
	}
	people := s.org.DutyChanges(w.last, now)
	if len(people) > 0 {
		err := p.db.In(ctx, func(tx *records.Tx) error {
			for _, person := range people {
				if err := tx.Outdate(ctx, person.Unit, person.ID, now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	w.last = now
	return nil
}

// rulesFile is a file of routing rules that may change at any time.
type rulesFile struct {
	path  string
	seen  [sha256.Size]byte
	known bool
}

// read returns the rules, the embedded ones without a file, and whether they
// differ from those of the last call. A file that cannot be read or used is
// told known for each content.
func (f *rulesFile) read() (rules route.Rules, changed bool, err error) {
	if f.path == "" {
		return route.Rules{}, false, nil
	}
	raw, err := os.ReadFile(f.path)
	if err != nil {
		if !f.known {
			return rules, false, fmt.Errorf("%w: %w", ErrRules, err)
		}
		return rules, false, nil // an editor that writes it anew removes it for a moment
	}
	sum := sha256.Sum256(raw)
	if f.known && sum == f.seen {
		return rules, false, nil
	}
	changed = f.known
	f.known, f.seen = true, sum
	rules, err = route.Parse(f.path, raw)
	if err != nil {
		return rules, false, fmt.Errorf("%w: %w", ErrRules, err)
	}
	return rules, changed, nil
}
