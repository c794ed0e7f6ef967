package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
	"secondbrother/worker/casework"
	"secondbrother/worker/ledger"
)

// actions does one action after the other, each in a transaction of its own:
// people press in an order that means something.
func (p *Pipeline) actions(ctx context.Context, messages []stream.Message) []stream.Verdict {
	verdicts := make([]stream.Verdict, len(messages))
	for i, m := range messages {
		verdicts[i] = p.action(ctx, m)
	}
	return verdicts
}

func (p *Pipeline) action(ctx context.Context, m stream.Message) stream.Verdict {
	act, err := stream.Decode[payload.Action](m)
	switch {
	case errors.Is(err, stream.ErrNewer):
		return stream.Retry(time.Minute)
	case err != nil:
		return stream.Drop("undecodable")
	case act.ID == "":
		return stream.Drop("id")
	case !payload.ValidID(act.Actor):
		return stream.Drop("actor")
	}
	act.Text = plain(act.Text)
	owed, result, err := p.do(ctx, act, m.Try >= unknownTries)
	switch {
	case errors.Is(err, errNotYet):
		return stream.Retry(0)
	case records.IsData(err):
		p.log.Warn("action rejected by the database", "verb", string(act.Verb), "error", err)
		return stream.Drop("rejected")
	case err != nil:
		p.log.Warn("action not done yet", "verb", string(act.Verb), "try", m.Try, "error", err)
		return stream.Retry(0)
	}
	p.measure.actions.WithLabelValues(string(act.Verb), result).Inc()
	if err := p.config.seam("committed"); err != nil {
		return stream.Retry(0)
	}
	p.outbox.publish(ctx, owed)
	if err := p.config.seam("published"); err != nil {
		return stream.Retry(0)
	}
	return stream.Done()
}

// unknownTries is how often an action on a case that is not there comes back,
// over half a minute: its report may still be on its way.
const unknownTries = 6

var (
	errNotYet      = errors.New("no such case yet")
	errRosterMoved = errors.New("the roster has changed meanwhile")
)

// rosterTries is how often something is begun anew because the roster changed
// meanwhile; it does not change that often.
const rosterTries = 4

// unmoved says whether the roster still is the one decided by. It is asked once
// the cases are locked: who changes the roster then outdates them afterwards.
func unmoved(ctx context.Context, tx *records.Tx, s *snapshot) error {
	version, err := tx.RosterVersion(ctx)
	if err == nil && version != s.version {
		err = errRosterMoved
	}
	return err
}

// do does an action once, however often it comes. The result says how it went.
func (p *Pipeline) do(ctx context.Context, act payload.Action, last bool) (owed []records.Delivery, result string, err error) {
	for range rosterTries {
		s, err := p.rosters.current(ctx)
		if err != nil {
			return nil, "", err
		}
		if err := p.config.seam("roster"); err != nil {
			return nil, "", err
		}
		d := &deed{
			owing: owing{cause: act.ID, at: p.now(), s: s},
			p:     p, act: act, by: s.actor(act.Actor), last: last, result: "done",
		}
		err = p.db.In(ctx, func(tx *records.Tx) error {
			d.tx, d.rows = tx, nil
			return d.once(ctx)
		})
		if !errors.Is(err, errRosterMoved) && !errors.Is(err, errLinksMoved) {
			return d.rows, d.result, err
		}
	}
	return nil, "", errRosterMoved
}

// deed is an action being done in one transaction.
type deed struct {
	owing
	p      *Pipeline
	tx     *records.Tx
	act    payload.Action
	by     casework.Actor
	locked map[payload.Receipt]records.File
	last   bool // does not come back: an unknown case is refused
	result string
}

func (d *deed) once(ctx context.Context) error {
	first, err := d.tx.Handle(ctx, d.act.ID)
	if err != nil {
		return err
	}
	if !first {
		d.result = "again"
		return nil
	}
	switch d.act.Verb {
	case payload.VerbJoin:
		err = d.join(ctx)
	case payload.VerbDuty:
		err = d.duty(ctx)
	case payload.VerbWilling:
		err = d.willing(ctx)
	case payload.VerbInvite:
		err = d.invite(ctx)
	case payload.VerbRevoke:
		err = d.revoke(ctx)
	case payload.VerbRoster:
		err = d.editRoster(ctx)
	case payload.VerbBroadcast:
		err = d.broadcast(ctx)
	case payload.VerbTakeDown:
		err = d.recall(ctx)
	case payload.VerbStation:
		err = d.station(ctx)
	case payload.VerbUnreachable:
		err = d.reachable(ctx, false)
	case payload.VerbReachable:
		err = d.reachable(ctx, true)
	default:
		err = d.onCase(ctx)
	}
	if err != nil {
		return err
	}
	if d.s.away[d.by.Person] && d.act.Verb != payload.VerbUnreachable && d.act.Verb != payload.VerbReachable {
		if err := d.reachable(ctx, true); err != nil {
			return err
		}
	}
	return d.tx.Owe(ctx, d.rows)
}

// onCase does what somebody wants of a case.
func (d *deed) onCase(ctx context.Context) error {
	if err := d.asVolunteer(ctx); err != nil {
		return err
	}
	file, err := d.lock(ctx)
	if errors.Is(err, records.ErrNotFound) {
		if !d.last {
			return errNotYet
		}
		return d.refuse(casework.Refusal{Reason: payload.ReasonUnknown})
	}
	if err != nil {
		return err
	}
	if err := unmoved(ctx, d.tx, d.s); err != nil {
		return err
	}
	c := caseOf(file)
	if c, err = d.inGroup(c); err != nil {
		return d.refuse(casework.Refusal{Reason: payload.ReasonNotYours})
	}
	if c.LinkedTo != "" && (d.act.Verb == payload.VerbAdd || d.act.Verb == payload.VerbAnswer) && c.Reporter == d.act.Actor {
		return d.hearOfLinked(ctx, c)
	}
	if d.act.Verb == payload.VerbLink {
		if !d.maySame() {
			return d.refuse(casework.Refusal{Reason: payload.ReasonInvalid})
		}
	}
	ch, err := casework.Apply(c, d.by, proposed(d.act, reportOf(file.Report)), d.s.org, d.at)
	var refusal *casework.Refusal
	if errors.As(err, &refusal) {
		if err := d.refuse(*refusal); err != nil {
			return err
		}
		return d.showAgain(ctx, c, file, refusal.Reason)
	}
	if err != nil {
		return fmt.Errorf("apply %s: %w", d.act.Verb, err)
	}
	if ch, err = seek(ctx, d.tx, ch, file, d.s.org, d.at); err != nil {
		return err
	}
	return keep(ctx, d.tx, file, ch, &d.owing, d.by.Person)
}

// refuse tells whoever acted why nothing happened.
func (d *deed) refuse(r casework.Refusal) error {
	d.result = string(r.Reason)
	return d.add(d.act.Actor, d.by.Person, payload.PriorityAnswer, 0, 0, payload.Delivery{
		Topic: payload.TopicRefused, Case: d.act.Case, Reason: r.Reason, Who: r.Who,
	})
}

// showAgain gives who pressed an old card the present one.
func (d *deed) showAgain(ctx context.Context, c casework.Case, file records.File, why payload.Reason) error {
	switch why {
	case payload.ReasonStale, payload.ReasonTaken, payload.ReasonOver:
	default:
		return nil
	}
	if d.by.Person == 0 || !casework.MayRead(c, d.by) {
		return nil
	}
	show, err := showFile(ctx, d.tx, c, file)
	if err != nil {
		return err
	}
	now := card(show, d.by, d.s, d.at)
	return d.add(d.act.Actor, d.by.Person, payload.PriorityAnswer, c.ID, c.Version,
		payload.Delivery{Topic: payload.TopicCard, Case: c.Number, Card: &now})
}

// keep stores a change of a case that tx has locked, and owes what follows.
func keep(ctx context.Context, tx *records.Tx, file records.File, ch casework.Change, o *owing, by int64) error {
	events, last := ledger.Rows(ch.Case.ID, file.Case.LastHash, ch.Events)
	if err := tx.AppendEvents(ctx, events); err != nil {
		return err
	}
	was := caseOf(file)
	row := caseRow(ch.Case, file.Report.ID, last, file.Case.Reasons)
	if err := tx.SaveCases(ctx, []records.Case{row}); err != nil {
		return err
	}
	file.Case = row
	show, err := showFile(ctx, tx, ch.Case, file)
	if err != nil {
		return err
	}
	if err := o.change(ch, show, by); err != nil {
		return err
	}
	if err := o.group(was, ch.Case, show); err != nil {
		return err
	}
	if err := toVolunteers(ctx, tx, ch, show.report, o); err != nil {
		return err
	}
	return mirror(ctx, tx, ch, o)
}

// storyteller is where a case's events are read: in a transaction or outside.
type storyteller interface {
	Story(ctx context.Context, caseID int64, limit int) ([]records.Event, error)
	Volunteers(ctx context.Context, ids []int64) (map[int64]records.Volunteer, error)
}

func showFile(ctx context.Context, from storyteller, c casework.Case, file records.File) (shown, error) {
	story, err := from.Story(ctx, c.ID, storyLength)
	if err != nil {
		return shown{}, err
	}
	volunteers, err := from.Volunteers(ctx, volunteersIn(c, story))
	if err != nil {
		return shown{}, err
	}
	return shown{c, reportOf(file.Report), file.Case.Reasons, story, volunteers}, nil
}
