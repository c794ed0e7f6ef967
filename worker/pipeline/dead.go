package pipeline

import (
	"context"
	"fmt"
	"strings"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
)

// bury keeps a message that cannot be handled and, once an hour, tells the
// city's coordinators that dead letters wait.
func (p *Pipeline) bury(ctx context.Context, from stream.Name, m stream.Message, reason string) error {
	s, err := p.rosters.current(ctx)
	if err != nil {
		return err
	}
	now := p.now()
	var owed []records.Delivery
	err = p.db.In(ctx, func(tx *records.Tx) error {
		alarm, err := tx.Bury(ctx, records.DeadLetter{
			Stream: string(from), Subject: strings.ToValidUTF8(m.Subject, "?"), MessageID: m.ID, Reason: reason, Body: m.Data,
		}, now)
		if err != nil || !alarm {
			return err
		}
		count, err := tx.DeadLetters(ctx)
		if err != nil {
			return err
		}
		o := owing{cause: fmt.Sprintf("alarm %d", now.Truncate(3600e9).Unix()), at: now, s: s}
		for _, person := range s.staff {
			if person.Role != string(payload.RoleCoordinator) || s.org.CountyOf(string(person.Unit)) != "" || person.Unreachable {
				continue
			}
			if err := o.add(string(person.Handle), person.ID, payload.PriorityUrgent, 0, 0,
				payload.Delivery{Topic: payload.TopicAlarm, Count: count}); err != nil {
				return err
			}
		}
		owed = o.rows
		return tx.Owe(ctx, owed)
	})
	if err != nil {
		return err
	}
	p.measure.dead.WithLabelValues(string(from), reason).Inc()
	p.outbox.publish(ctx, owed)
	return nil
}
