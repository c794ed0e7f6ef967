package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/place"
	"secondbrother/worker/same"
)

// mirror tells the reporters of linked cases what happens to the one that goes
// on, each under the own receipt: they never learn of each other. When its own
// reporter withdraws it, theirs go on without it.
func mirror(ctx context.Context, tx *records.Tx, ch casework.Change, o *owing) error {
	var linked []records.LinkedReport
	for _, n := range ch.Notices {
		if n.Topic != payload.TopicProgress || n.Turn == nil {
			continue
		}
		if linked == nil {
			var err error
			if linked, err = tx.Linked(ctx, ch.Case.Number); err != nil || len(linked) == 0 {
				return err
			}
		}
		if n.Turn.What == payload.EventWithdrawn {
			return part(ctx, tx, ch.Case.Number, linked, o)
		}
		for _, l := range linked {
			if err := o.add(string(l.Reporter), 0, n.Priority, l.CaseID, ch.Case.Version, payload.Delivery{
				Topic: n.Topic, Case: payload.Receipt(l.Receipt), Turn: n.Turn,
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// part has the cases that are linked to a withdrawn one itself go on; what is
// linked to them stays so.
func part(ctx context.Context, tx *records.Tx, withdrawn payload.Receipt, linked []records.LinkedReport, o *owing) error {
	for _, l := range linked {
		file, err := tx.LockFile(ctx, payload.Receipt(l.Receipt))
		if err != nil {
			return err
		}
		c := caseOf(file)
		if c.LinkedTo != withdrawn {
			continue
		}
		if ch, ok := casework.Parted(c, o.s.org, o.at); ok {
			if err := keep(ctx, tx, file, ch, o, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// maySame says whether the case that the action names can go on for both: it
// is there, open, and the actor may see it.
func (d *deed) maySame() bool {
	file, there := d.locked[d.act.Other]
	if !there {
		return false
	}
	other := caseOf(file)
	return other.Open() && sees(other, d.by)
}

// sees says whether staff may know of a case for linking to it: who may read it
// anyway, and everybody of the station that it lies with.
func sees(c casework.Case, by casework.Actor) bool {
	return casework.MayRead(c, by) || by.Role.Staff() && c.Station != "" && by.Unit == c.Station && !c.Against.Bars(by.Person, by.Unit, by.County)
}

// hearOfLinked passes what the reporter of a linked case adds to the people of
// the one that goes on.
func (d *deed) hearOfLinked(ctx context.Context, c casework.Case) error {
	file := d.lockedOnward(c.LinkedTo)
	ch, err := casework.Heard(caseOf(file), d.act, d.s.org, d.at)
	var refusal *casework.Refusal
	if errors.As(err, &refusal) {
		return d.refuse(*refusal)
	}
	if err != nil {
		return fmt.Errorf("add to the other case: %w", err)
	}
	if err := keep(ctx, d.tx, file, ch, &d.owing, 0); err != nil {
		return err
	}
	return d.add(d.act.Actor, 0, payload.PriorityAnswer, c.ID, c.Version, payload.Delivery{
		Topic: payload.TopicDone, Case: c.Number, Reason: payload.ReasonAdded,
	})
}

// mostLinks bounds how far links are followed; nobody links that often.
const mostLinks = 8

// lockedOnward follows links to the case that goes on; all of them are locked.
func (d *deed) lockedOnward(number payload.Receipt) (file records.File) {
	for range mostLinks {
		if file = d.locked[number]; file.Case.LinkedTo == "" {
			break
		}
		number = payload.Receipt(file.Case.LinkedTo)
	}
	return file
}

// onward is the case that goes on for a linked one.
func (p *Pipeline) onward(ctx context.Context, c casework.Case) (casework.Case, error) {
	for range mostLinks {
		if c.LinkedTo == "" {
			break
		}
		file, err := p.db.File(ctx, c.LinkedTo)
		if err != nil {
			return c, err
		}
		c = caseOf(file)
	}
	return c, nil
}

// Where the same event is looked for.
const (
	sameWithin = 48 * time.Hour
	sameLooked = 200 // cases nearest in time
	sameShown  = 8
)

// answerSame lists open cases that may be the same event, the likeliest first.
func (p *Pipeline) answerSame(ctx context.Context, q asked) (payload.Reply, error) {
	file, c, ok, err := p.find(ctx, q, func(c casework.Case) bool { return p.may(c, q, payload.VerbLink) })
	if err != nil {
		return payload.Reply{}, err
	}
	if !ok {
		return refused(payload.ReasonNotYours)
	}
	near, err := p.db.Neighbours(ctx, c.Number, c.County, c.SubmittedAt, sameWithin, sameLooked)
	if err != nil {
		return payload.Reply{}, err
	}
	type likely struct {
		same.Verdict
		target payload.Target
	}
	var found []likely
	own := accountOf(file)
	for _, other := range near {
		o := caseOf(other)
		v := same.Compare(own, accountOf(other), same.DefaultLimits())
		if !sees(o, q.by) || v.Place == same.Far {
			continue
		}
		label := sameLabel(other, o)
		if v.Same {
			label = "≈ " + label
		}
		found = append(found, likely{v, payload.Target{ID: string(o.Number), Label: label}})
	}
	slices.SortStableFunc(found, func(a, b likely) int {
		if a.Same != b.Same {
			return map[bool]int{true: -1, false: 1}[a.Same]
		}
		return cmp.Compare(b.Share, a.Share)
	})
	reply := payload.Reply{Targets: []payload.Target{}}
	for _, f := range found[:min(len(found), sameShown)] {
		reply.Targets = append(reply.Targets, f.target)
	}
	return reply, nil
}

// accountOf is what a case's report says of its event.
func accountOf(file records.File) same.Account {
	a := same.Account{Text: file.Report.Text, At: file.Case.SubmittedAt, Area: cmp.Or(file.Case.Village, file.Case.Township), Category: file.Case.Category}
	if file.Report.Latitude != nil && file.Report.Longitude != nil {
		a.Point = &place.Point{Lat: *file.Report.Latitude, Lon: *file.Report.Longitude}
	}
	return a
}

func sameLabel(file records.File, c casework.Case) string {
	at := c.SubmittedAt.In(time.FixedZone("Asia/Shanghai", 8*60*60)).Format("01-02 15:04")
	category, _ := classify.Lookup(c.Category)
	text := []rune(strings.Join(strings.Fields(file.Report.Text), " "))
	return strings.TrimSpace(at + " " + category.ZH + " " + string(text[:min(len(text), 24)]))
}

// may says whether the asker may do a verb on a case now.
func (p *Pipeline) may(c casework.Case, q asked, verb payload.Verb) bool {
	for _, v := range casework.Verbs(c, q.by, q.s.org, p.now()) {
		if v == verb {
			return true
		}
	}
	return false
}
