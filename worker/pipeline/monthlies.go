package pipeline

import (
	"context"
	"errors"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/monthly"
)

// When the counts go out. sentAt is when on the first of a month the last one's counts are sent, after
// its beginning in Shanghai: when offices open.
const (
	sentAt = 8*time.Hour + 30*time.Minute
	// sentUntil is when it is too late: the counts are owed on the 5th.
	sentUntil = 5 * 24 * time.Hour
)

// monthlies sends each coordinator the counts of the last month for their
// scope, once, from the first of the month on, until ctx ends.
func (p *Pipeline) monthlies(ctx context.Context) error {
	tick := time.NewTicker(max(p.config.Every, 30*time.Second))
	defer tick.Stop()
	for {
		if err := p.sendMonthlies(ctx); err != nil && ctx.Err() == nil {
			p.log.Warn("monthly counts not sent yet", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (p *Pipeline) sendMonthlies(ctx context.Context) error {
	now := p.now()
	begins, _ := monthly.MonthOf(now).Bounds()
	if now.Before(begins.Add(sentAt)) || now.After(begins.Add(sentUntil)) {
		return nil
	}
	month := monthly.MonthOf(now).Previous()
	people, err := p.db.UnsentMonthly(ctx, month.String())
	if err != nil {
		return err
	}
	var failed error
	for _, person := range people {
		if err := p.sendMonthly(ctx, month, person, now); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

func (p *Pipeline) sendMonthly(ctx context.Context, month monthly.Month, person records.Person, now time.Time) error {
	s, err := p.rosters.current(ctx)
	if err != nil {
		return err
	}
	q := asked{payload.Question{Query: payload.QueryMonthly, Month: month.String(), Scope: "file"}, s, casework.Staff(string(person.Handle), person.ID, s.org)}
	reply, err := p.answerMonthly(ctx, q)
	if err != nil {
		return err
	}
	if reply.Monthly == nil {
		return nil // no coordinator any more
	}
	o := owing{cause: "monthly " + month.String(), at: now, s: s}
	err = p.db.In(ctx, func(tx *records.Tx) error {
		o.rows = nil
		first, err := tx.SendMonthly(ctx, month.String(), person.ID, now)
		if err != nil || !first {
			return err
		}
		if err := o.add(string(person.Handle), person.ID, payload.PriorityRoutine, 0, 0,
			payload.Delivery{Topic: payload.TopicMonthly, Monthly: reply.Monthly}); err != nil {
			return err
		}
		return tx.Owe(ctx, o.rows)
	})
	if err != nil {
		return err
	}
	p.outbox.publish(ctx, o.rows)
	return nil
}
