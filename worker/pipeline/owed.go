package pipeline

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
)

// owing gathers what is owed because of one cause. Ids follow from the cause,
// so that the same cause again owes the same.
type owing struct {
	cause string
	at    time.Time
	s     *snapshot
	rows  []records.Delivery
}

// add owes one message. Nobody is owed what cannot be addressed.
func (o *owing) add(to string, person int64, priority payload.Priority, caseID int64, version int, d payload.Delivery) error {
	if to == "" {
		return nil
	}
	d.V, d.To, d.At = payload.Version, to, o.at
	d.ID = deliveryID(o.cause, string(d.Topic), to, fmt.Sprint(len(o.rows)))
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("encode a delivery: %w", err)
	}
	o.rows = append(o.rows, records.Delivery{
		ID: d.ID, CaseID: records.Number(caseID), To: to, Person: records.Number(person), Priority: int(priority),
		Topic: string(d.Topic), Version: version, Body: body,
	})
	return nil
}

func deliveryID(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d %s", len(p), p)
	}
	return payload.NewID([16]byte(h.Sum(nil)[:16]))
}

// change owes the cards and notices of a change. by is who acted, 0 for the
// machine and reporters: whoever acted waits for the answer.
func (o *owing) change(ch casework.Change, show shown, by int64) error {
	for _, person := range ch.Cards {
		handle := o.s.handles[person]
		if handle == "" || o.s.away[person] {
			continue
		}
		to := casework.Staff(handle, person, o.s.org)
		c := card(show, to, o.s, o.at)
		if slices.Contains(ch.Left, person) {
			c.Verbs = nil
		}
		if err := o.add(handle, person, cardPriority(ch.Case, person == by), ch.Case.ID, ch.Case.Version,
			payload.Delivery{Topic: payload.TopicCard, Case: ch.Case.Number, Card: &c}); err != nil {
			return err
		}
	}
	for _, n := range ch.Notices {
		if n.Volunteer != 0 {
			continue // see toVolunteers
		}
		handle, person := ch.Case.Reporter, n.Person
		if person != 0 {
			handle = o.s.handles[person]
		}
		if err := o.add(handle, person, n.Priority, ch.Case.ID, ch.Case.Version, payload.Delivery{
			Topic: n.Topic, Case: ch.Case.Number, Text: n.Text, Media: n.Media, Reason: n.Reason, Turn: n.Turn,
		}); err != nil {
			return err
		}
	}
	return nil
}

// cardPriority: a case that waits for somebody goes by its urgency; the news
// that somebody has it is no emergency for the others.
func cardPriority(c casework.Case, acted bool) payload.Priority {
	switch waiting := c.State == payload.StateRouted || c.State == payload.StateTriage; {
	case acted:
		return payload.PriorityAnswer
	case waiting:
		return payload.PriorityOf(c.Urgency)
	}
	return max(payload.PriorityUrgent, payload.PriorityOf(c.Urgency))
}
