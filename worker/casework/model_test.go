package casework

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondbrother/storage/payload"
	"secondbrother/worker/route"
)

// world is one case among people who do anything at any time.
type world struct {
	t    *rapid.T
	rows route.Rows
	org  *route.Org
	now  time.Time
	c    Case

	seq      int
	closings int
	reopened int
	overdue  int       // overdue reminders since the term to close was last set
	closeBy  time.Time // that term
	reached  route.Level
	acceptBy time.Time
}

// TestModel: no sequence of acts, deadlines and changes of the roster leaves
// the case without an owner, closes it twice, or fires a deadline after it was
// met; versions rise; whoever is offered a verb may do it.
func TestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{t: t, rows: rows(), now: sent}
		if rapid.Bool().Draw(t, "empty roster") {
			w.rows.People = nil
		}
		w.build()
		w.open()
		for _, what := range rapid.SliceOfN(rapid.SampledFrom([]string{"act", "act", "act", "offered", "offered", "wait", "wait", "roster"}), 1, 40).Draw(t, "story") {
			switch what {
			case "act":
				w.act(rapid.SampledFrom(slices.Concat(verbs, hazardVerbs, mediationVerbs)).Draw(t, "verb"), w.anybody())
			case "offered":
				w.offered()
			case "wait":
				w.wait()
			case "roster":
				w.roster()
			}
			w.everyVerbOfferedIsTaken()
		}
	})
}

func (w *world) build() {
	w.org, _ = route.NewOrg(w.rows)
}

func (w *world) open() {
	category := rapid.SampledFrom([]string{"tip.fraud", "tip.fire_hazard", "tip.fire_hazard", "tip.other", "dispute.medical", "dispute.other", "dispute.neighbour", "assist.crisis", "assist.other"}).Draw(w.t, "category")
	in := intake(category, rapid.SampledFrom([]payload.Urgency{payload.Emergency, payload.Urgent, payload.Routine}).Draw(w.t, "urgency"))
	if category == "tip.fire_hazard" {
		in.Grade = rapid.SampledFrom([]payload.Grade{"", payload.GradeRed, payload.GradeYellow}).Draw(w.t, "grade")
	}
	in.Area = rapid.SampledFrom([]string{"371502001001", "371502001002", "371502002001", "371502", "371503001001", ""}).Draw(w.t, "area")
	in.Triage = in.Area == "" || rapid.Bool().Draw(w.t, "triage")
	if in.Triage && rapid.Bool().Draw(w.t, "undecided") {
		in.Category = ""
	}
	if rapid.Bool().Draw(w.t, "complaint") {
		in.Against = route.Accused{
			Unit:   rapid.SampledFrom([]string{"", station, otherStation, "371502-fz", county}).Draw(w.t, "accused unit"),
			Person: rapid.Int64Range(0, int64(anybody)).Draw(w.t, "accused"),
		}
	}
	if in.Report.Kind == payload.Assist && rapid.Bool().Draw(w.t, "record") {
		in.Report.Helped = &payload.Help{People: rapid.IntRange(0, 2).Draw(w.t, "people")}
	}
	w.check(Case{}, Open(in, w.org, w.now), "open")
}

// anybody is somebody of the roster, the reporter, or a stranger.
func (w *world) anybody() Actor {
	id := rapid.Int64Range(0, unwilling).Draw(w.t, "who")
	switch {
	case id == 0:
		return Reporter(volunteer)
	case id == anybody:
		return Reporter("stranger")
	case id > anybody:
		return neighbour(id)
	}
	return person(id, w.org)
}

func (w *world) act(verb payload.Verb, a Actor) {
	act := valid(w.c, a, verb, w.org)
	if targets := Targets(w.c, a, w.org); verb == payload.VerbTransfer && len(targets) > 0 {
		act.Target = rapid.SampledFrom(targets).Draw(w.t, "target").ID
	}
	if verb == payload.VerbSort {
		act.Category = rapid.SampledFrom([]string{"", "tip.other", "dispute.medical", "assist.other", "out.chat"}).Draw(w.t, "sorted")
		act.Area = rapid.SampledFrom([]string{"", "371502001001", "371502002001", "371503001", "77"}).Draw(w.t, "place")
	}
	if verb == payload.VerbGrade {
		act.Grade = rapid.SampledFrom([]payload.Grade{"", payload.GradeRed, payload.GradeYellow, payload.GradeGreen}).Draw(w.t, "graded")
	}
	act.Version = rapid.SampledFrom([]int{0, w.c.Version, w.c.Version, w.c.Version - 1}).Draw(w.t, "version")
	before := w.c
	ch, err := Apply(w.c, a, act, w.org, w.now)
	if err != nil {
		var r *Refusal
		if !errors.As(err, &r) || r.Reason == "" || !reflect.DeepEqual(ch, Change{}) {
			w.t.Fatalf("%s refused by %v with %+v", verb, err, ch)
		}
		return
	}
	w.check(before, ch, string(verb))
}

// offered lets somebody do what the card offers, so that stories get on.
func (w *world) offered() {
	a := w.anybody()
	if can := Verbs(w.c, a, w.org, w.now); len(can) > 0 {
		w.act(rapid.SampledFrom(can).Draw(w.t, "offered"), a)
	}
}

// wait lets time pass, sometimes so much that several deadlines went by.
func (w *world) wait() {
	w.now = w.now.Add(rapid.SampledFrom([]time.Duration{
		time.Second, 3 * time.Minute, 20 * time.Minute, 7 * time.Hour, 30 * time.Hour, 9 * 24 * time.Hour,
	}).Draw(w.t, "wait"))
	due := Next(w.c)
	ch, fired := Tick(w.c, w.org, w.now)
	if fired != (!due.IsZero() && !due.After(w.now)) {
		w.t.Fatalf("next is %v, now is %v, fired is %v", due, w.now, fired)
	}
	if !fired {
		return
	}
	w.check(w.c, ch, "tick")
	if next := Next(w.c); !next.IsZero() && !next.After(w.now) {
		w.t.Fatalf("after a Tick at %v the next is %v", w.now, next)
	}
}

func (w *world) roster() {
	if len(w.rows.People) == 0 {
		w.rows.People = rows().People
	}
	people := slices.Clone(w.rows.People)
	p := &people[rapid.IntRange(0, len(people)-1).Draw(w.t, "person")]
	switch rapid.SampledFrom([]string{"duty", "reach", "join", "move"}).Draw(w.t, "change") {
	case "duty":
		p.OnDuty = !p.OnDuty
	case "reach":
		p.Reachable = !p.Reachable
	case "join":
		p.Joined = !p.Joined
	case "move":
		if p.Role == payload.RoleOfficer || p.Role == payload.RoleLeader {
			p.Unit, p.Areas = rapid.SampledFrom([]string{station, otherStation}).Draw(w.t, "to"), nil
		}
	}
	w.rows.People = people
	w.build()
	if ch, changed := Refresh(w.c, w.org, w.now); changed {
		w.check(w.c, ch, "refresh")
	}
	if ch, changed := Refresh(w.c, w.org, w.now); changed {
		w.t.Fatalf("a second Refresh changes %v", logged(ch))
	}
	if w.c.Open() && w.c.Owner.Person != 0 && !(&step{c: w.c, org: w.org}).reachable(w.c.Owner.Person) {
		w.t.Fatalf("the owner %v is gone and stays the owner", w.c.Owner)
	}
}

// check takes a change on and holds all that must be true after each.
func (w *world) check(before Case, ch Change, what string) {
	if ch.Seeks {
		free := neighbours()
		ch = Seek(ch, free[:rapid.IntRange(0, len(free)).Draw(w.t, "free")], w.org, w.now)
	}
	t, after := w.t, ch.Case
	fail := func(format string, args ...any) {
		t.Helper()
		t.Fatalf("%s (%v): %s\nbefore %+v\nafter  %+v", what, logged(ch), fmt.Sprintf(format, args...), before, after)
	}
	if after.Version != before.Version+1 {
		fail("version %d follows %d", after.Version, before.Version)
	}
	if _, known := w.org.Unit(after.Owner.Unit); !known {
		fail("no owner")
	}
	if after.Owner.Person != 0 && after.Open() && !after.Holds(after.Owner.Person) {
		fail("the owner has no card")
	}
	if !slices.IsSorted(after.Holders) || len(slices.Compact(slices.Clone(after.Holders))) != len(after.Holders) || slices.Contains(after.Holders, 0) {
		fail("holders %v", after.Holders)
	}
	for _, id := range slices.Concat(before.Holders, after.Holders) {
		if !slices.Contains(ch.Cards, id) {
			fail("%d keeps an old card", id)
		}
	}
	if !after.Open() && !Next(after).IsZero() {
		fail("a deadline waits on a case that is over")
	}
	if after.State == payload.StateAccepted && (!after.RemindAt.IsZero() || !after.EscalateAt.IsZero()) {
		fail("it is accepted and would still climb")
	}
	if after.Open() && after.Outcome != "" || !after.Open() && (after.Outcome == "" || after.Category == "") {
		fail("outcome %q, category %q", after.Outcome, after.Category)
	}
	for _, id := range after.Holders {
		if a := person(id, w.org); after.Open() && after.Against.Bars(a.Person, a.Unit, a.County) {
			fail("a complaint about %+v is with %d", after.Against, id)
		}
	}
	w.mediates(before, ch, fail)
	if !after.CloseBy.Equal(w.closeBy) || slices.Contains(logged(ch), payload.EventReopened) {
		w.closeBy, w.overdue = after.CloseBy, 0 // what was done may set a term that has passed already
	}
	for _, e := range ch.Events {
		w.seq++
		if e.Seq != w.seq || e.Version != after.Version || e.Case != after.Number {
			fail("event %d of version %d", e.Seq, e.Version)
		}
		w.event(before, ch, e, fail)
	}
	if after.Seq != w.seq || len(ch.Events) == 0 {
		fail("%d events, the last is %d", after.Seq, w.seq)
	}
	if before.Version > 0 && !after.AcceptBy.Equal(w.acceptBy) && !slices.Contains(logged(ch), payload.EventReopened) && before.Urgency == after.Urgency {
		fail("the term to accept moved from %v", w.acceptBy)
	}
	w.acceptBy = after.AcceptBy
	w.c = after
}

func (w *world) event(before Case, ch Change, e Event, fail func(string, ...any)) {
	switch e.Type {
	case payload.EventClosed, payload.EventRecorded, payload.EventWithdrawn:
		w.closings++
		if w.closings > 1+w.reopened {
			fail("closed twice")
		}
		if e.Outcome == payload.OutcomeDuplicate {
			if len(ch.Notices) > 0 || ch.Case.LinkedTo == "" {
				fail("a duplicate is told of, or linked to nothing")
			}
			break
		}
		if !heard(ch, e.Type) {
			fail("the reporter does not hear of it")
		}
	case payload.EventUnlinked:
		w.closings--
		if before.LinkedTo == "" || e.Outcome != payload.OutcomeDuplicate || ch.Case.LinkedTo != "" {
			fail("no link is taken back")
		}
	case payload.EventTaken:
		if before.State != payload.StateAccepted || before.Owner.Person == ch.Case.Owner.Person {
			fail("nothing is taken over")
		}
	case payload.EventReturned:
		if before.HandedBy.Person == 0 || ch.Case.HandedBy.Person != 0 {
			fail("nobody had handed it on")
		}
		w.reached = 0
	case payload.EventReopened:
		w.reopened++
		if w.reopened > 1 {
			fail("reopened twice")
		}
		if e.Outcome != before.Outcome || e.Outcome == "" || e.Mediation != before.Mediation || e.Help != before.Help {
			fail("what is taken back is not what was closed")
		}
		w.reached = 0
	case payload.EventAccepted:
		if before.State == payload.StateAccepted {
			fail("accepted twice")
		}
		if !heard(ch, e.Type) {
			fail("the reporter does not hear of it")
		}
		w.reached = 0
	case payload.EventTransferred, payload.EventSorted:
		if before.State == payload.StateTriage {
			w.reached = 0
		}
		told := e.Type
		if e.Rule == "correct" {
			break // whoever has it keeps it
		}
		if told == payload.EventSorted {
			told = payload.EventRouted
		}
		if !heard(ch, told) {
			fail("the reporter does not hear of it")
		}
	case payload.EventEscalated:
		if before.State != payload.StateRouted && before.State != payload.StateTriage {
			fail("a deadline to accept fires after it was met")
		}
		if e.Level <= w.reached || w.now.Before(before.EscalateAt) || w.now.Before(before.AcceptBy) {
			fail("climbs from %d to %d", w.reached, e.Level)
		}
		w.reached = e.Level
	case payload.EventReminded:
		if !before.Open() {
			fail("a deadline fires after it was met")
		}
		if e.Deadline == "accept" && (before.State == payload.StateAccepted || w.reached > 0 ||
			!before.EscalateAt.IsZero() && !w.now.Before(before.EscalateAt)) {
			fail("a reminder to accept comes when it is met or missed already")
		}
		if e.Deadline == "close" {
			w.overdue++
			if w.overdue > 1 || w.now.Before(w.closeBy) {
				fail("told %d times that closing is overdue", w.overdue)
			}
		}
	}
}

func (w *world) everyVerbOfferedIsTaken() {
	for id := int64(0); id < unwilling; id++ {
		a := Reporter(volunteer)
		switch {
		case id > anybody:
			a = neighbour(id)
		case id > 0:
			a = person(id, w.org)
		}
		can := Verbs(w.c, a, w.org, w.now)
		if w.c.Against.Bars(a.Person, a.Unit, a.County) && a.Person != 0 && (len(can) > 0 || MayRead(w.c, a)) {
			w.t.Fatalf("a complaint about %+v is shown to %+v", w.c.Against, a)
		}
		for _, verb := range can {
			if _, err := Apply(w.c, a, valid(w.c, a, verb, w.org), w.org, w.now); err != nil {
				w.t.Fatalf("%s is offered to %+v and then %v\n%+v", verb, a, err, w.c)
			}
		}
		if len(can) > 0 && id > 0 && id < anybody && !MayRead(w.c, a) {
			w.t.Fatalf("%+v may act on what it may not read", a)
		}
	}
}
