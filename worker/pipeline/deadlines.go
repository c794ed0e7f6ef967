package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
	"secondbrother/worker/casework"
	"secondbrother/worker/ledger"
)

// dueAtOnce is how many due cases are looked at in one transaction.
const dueAtOnce = 100

// catchUpLimit is how long deadlines wait for what was waiting when the worker
// started: emergencies must not wait for a stream that never runs dry.
const catchUpLimit = time.Minute

// deadlines looks at cases whose time has come, until ctx ends. However long
// nobody looked, each case changes once and its people get one card. What
// people did while no worker ran comes first: a deadline that they met does not
// fire.
func (p *Pipeline) deadlines(ctx context.Context) error {
	tick := time.NewTicker(p.config.Every)
	defer tick.Stop()
	w := watch{p: p}
	began, ready := time.Now(), false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if ready = ready || p.caughtUp(ctx) || time.Since(began) > catchUpLimit; ready {
				p.round(ctx, &w)
			}
		}
	}
}

// caughtUp says whether nothing is waiting to be done.
func (p *Pipeline) caughtUp(ctx context.Context) bool {
	for from, consumer := range map[stream.Name]string{stream.Reports: reportsConsumer, stream.Actions: actionsConsumer} {
		if waiting, unsettled, err := p.stream.Backlog(ctx, from, consumer); err != nil || waiting+unsettled > 0 {
			return false
		}
	}
	return true
}

// round follows what changed without anybody's action, then does all that is
// due.
func (p *Pipeline) round(ctx context.Context, w *watch) {
	if err := w.look(ctx); err != nil && ctx.Err() == nil {
		p.log.Warn("changes of the organisation", "error", err)
	}
	if err := p.expire(ctx); err != nil && ctx.Err() == nil {
		p.log.Warn("broadcasts that are over", "error", err)
	}
	for {
		looked, err := p.due(ctx)
		if err != nil && ctx.Err() == nil {
			p.log.Warn("deadlines", "error", err)
		}
		if err != nil || looked < dueAtOnce {
			return
		}
	}
}

// due does what is due in a portion of cases and returns how many it looked at.
func (p *Pipeline) due(ctx context.Context) (looked int, err error) {
	for range rosterTries {
		if looked, err = p.dueBy(ctx); !errors.Is(err, errRosterMoved) {
			break
		}
	}
	return looked, err
}

// dueBy is due by the roster as it is now; errRosterMoved when it is not any
// more once the cases are locked.
func (p *Pipeline) dueBy(ctx context.Context) (looked int, err error) {
	s, err := p.rosters.current(ctx)
	if err != nil {
		return 0, err
	}
	if err := p.config.seam("roster"); err != nil {
		return 0, err
	}
	var owed []records.Delivery
	err = p.db.In(ctx, func(tx *records.Tx) error {
		owed = nil
		now := p.now()
		files, err := tx.LockDue(ctx, now, dueAtOnce)
		if err != nil {
			return err
		}
		looked = len(files)
		if looked == 0 {
			return nil
		}
		if err := unmoved(ctx, tx, s); err != nil {
			return err
		}
		for _, file := range files {
			o := owing{at: now, s: s}
			if err := p.settleDue(ctx, tx, file, &o); err != nil {
				return err
			}
			owed = append(owed, o.rows...)
		}
		return tx.Owe(ctx, owed)
	})
	if err != nil {
		return looked, err
	}
	p.outbox.publish(ctx, owed)
	return looked, nil
}

// settleDue fits one case to the roster where that has changed, and lets fire what
// is due.
func (p *Pipeline) settleDue(ctx context.Context, tx *records.Tx, file records.File, o *owing) error {
	c := caseOf(file)
	changed := false
	if file.Case.Stale {
		if ch, ok := casework.Refresh(c, o.s.org, o.at); ok {
			if err := keepMachine(ctx, tx, &file, ch, o); err != nil {
				return err
			}
			c, changed = ch.Case, true
		}
	}
	if ch, ok := casework.Tick(c, o.s.org, o.at); ok {
		ch, err := seek(ctx, tx, ch, file, o.s.org, o.at)
		if err != nil {
			return err
		}
		if err := keepMachine(ctx, tx, &file, ch, o); err != nil {
			return err
		}
		changed = true
	}
	if changed {
		p.measure.ticks.Inc()
		return nil
	}
	// Nothing follows: only do not look again before there is something to see.
	return tx.SaveCases(ctx, []records.Case{caseRow(c, file.Report.ID, file.Case.LastHash, file.Case.Reasons)})
}

// replaced says whether a card need not be sent because a newer one of the same
// case goes to the same person with it.
func replaced(d records.Delivery, by []records.Delivery) bool {
	return d.Topic == string(payload.TopicCard) && slices.ContainsFunc(by, func(newer records.Delivery) bool {
		return newer.Topic == d.Topic && newer.To == d.To && newer.CaseID == d.CaseID
	})
}

// keepMachine keeps what nobody did. The cause is the case's new version, which
// it has once.
func keepMachine(ctx context.Context, tx *records.Tx, file *records.File, ch casework.Change, o *owing) error {
	part := owing{cause: fmt.Sprintf("tick %s %d", ch.Case.Number, ch.Case.Version), at: o.at, s: o.s}
	if err := keep(ctx, tx, *file, ch, &part, 0); err != nil {
		return err
	}
	_, last := ledger.Rows(ch.Case.ID, file.Case.LastHash, ch.Events)
	file.Case = caseRow(ch.Case, file.Report.ID, last, file.Case.Reasons)
	o.rows = append(slices.DeleteFunc(o.rows, func(d records.Delivery) bool { return replaced(d, part.rows) }), part.rows...)
	return nil
}
