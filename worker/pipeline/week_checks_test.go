package pipeline

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/monthly"
	"secondbrother/worker/verify"
)

// everyCaseHasAnOwner asks the database between two steps: an open case is with
// a unit that is there, and where it is with a person they have joined, can be
// reached and hold a card of it.
func (w *week) everyCaseHasAnOwner() {
	w.t.Helper()
	if lost := w.lines(`SELECT c.id, c.state, c.owner_unit, c.owner_person FROM cases c LEFT JOIN people p ON p.id = c.owner_person
		WHERE c.closed_at IS NULL AND NOT c.stale AND (NOT EXISTS (SELECT FROM units u WHERE u.code = c.owner_unit)
			OR c.owner_person IS NOT NULL AND (p.handle IS NULL OR p.unreachable_at IS NOT NULL OR NOT c.owner_person = ANY (c.holders)))`); len(lost) > 0 {
		w.t.Fatalf("at %v nobody has %v", w.clock.Now(), lost)
	}
}

// check is all that must hold when the week is over.
func (w *week) check() {
	w.enoughHappened()
	w.holdsTogether()
	w.hearsEachOnce()
	lives := w.lives()
	for _, l := range lives {
		l.owned(w.t)
		l.deadlines(w.t, w)
	}
	w.everyReporterHeard(lives)
	w.everyCardIsTrue(lives)
	w.mediated(lives)
	w.grouped(lives)
	w.broadcastsEnd()
	w.noStorm()
	w.countsReconcile()
	if n := w.number(`SELECT count(*) FROM dead_letters`); n != 0 {
		w.t.Errorf("%d dead letters", n)
	}
}

// enoughHappened keeps the week from proving nothing because nobody did
// anything.
func (w *week) enoughHappened() {
	events := map[string]int{}
	for _, kind := range []payload.Event{
		payload.EventRouted, payload.EventTriaged, payload.EventSorted, payload.EventAccepted, payload.EventAsked, payload.EventAnswered,
		payload.EventAdded, payload.EventNoted, payload.EventTransferred, payload.EventEscalated, payload.EventReminded, payload.EventClosed,
		payload.EventWithdrawn, payload.EventRated, payload.EventReopened, payload.EventTaken, payload.EventReturned, payload.EventRecorded,
		payload.EventOffered, payload.EventDeferred, payload.EventResumed, payload.EventDeclined, payload.EventLapsed, payload.EventAgreed,
		payload.EventGaveUp, payload.EventMediated, payload.EventSentBack, payload.EventRecalled, payload.EventGraded,
	} {
		if events[string(kind)] = w.number(`SELECT count(*) FROM events WHERE type = $1`, string(kind)); events[string(kind)] == 0 {
			w.t.Errorf("nothing was ever %s", kind)
		}
	}
	for _, why := range []payload.Reason{payload.ReasonStale, payload.ReasonTaken, payload.ReasonNotYours} {
		if w.refused[why] == 0 {
			w.t.Errorf("nobody was ever refused as %s", why)
		}
	}
	if w.number(`SELECT count(*) FROM events WHERE outcome = 'duplicate'`) == 0 || w.joined < weekVolunteers {
		w.t.Errorf("no case was linked to another, or only %d volunteers joined", w.joined)
	}
	w.t.Logf("story %x", sha256.Sum256([]byte(strings.Join(w.lines(`SELECT r.receipt, e.seq, e.type, encode(e.hash, 'hex') FROM events e JOIN reports r ON r.case_id = e.case_id ORDER BY r.receipt, e.seq`), "\n"))))
	w.t.Logf("%d steps, %d deliveries, events %v, refused %v", w.steps, w.heard, events, w.refused)
}

// everyReporterHeard: of each acceptance and each closing, once, under the own
// receipt; whoever's case was linked to another hears of that one.
func (w *week) everyReporterHeard(lives []*life) {
	told := map[payload.Receipt]map[payload.Event]int{}
	for _, d := range w.ear.all() {
		if f := w.filed[d.Case]; f != nil && d.Turn != nil && d.To == f.report.Reporter {
			if told[d.Case] == nil {
				told[d.Case] = map[payload.Event]int{}
			}
			told[d.Case][d.Turn.What]++
		}
	}
	answered := 0
	for _, l := range lives {
		heard := told[l.receipt]
		if len(heard) > 0 {
			answered++
		}
		want := map[payload.Event]int{}
		linked := false
		for _, e := range l.events {
			if string(e.Outcome) == string(payload.OutcomeDuplicate) {
				linked = true
				continue
			}
			want[payload.Event(e.Type)]++
		}
		for _, what := range []payload.Event{payload.EventAccepted, payload.EventClosed, payload.EventWithdrawn, payload.EventRecorded, payload.EventReopened} {
			if alone := !linked || what == payload.EventWithdrawn; heard[what] < want[what] || alone && heard[what] != want[what] {
				w.t.Errorf("%s: %d times %s, told %d times", l.receipt, want[what], what, heard[what])
			}
		}
		if last := l.rows[len(l.rows)-1]; last.LinkedTo != "" {
			if on := onward(lives, last.LinkedTo); on != nil && !on.open() && heard[payload.EventClosed]+heard[payload.EventWithdrawn] == 0 {
				w.t.Errorf("%s: what it was linked to is over, and its reporter was not told", l.receipt)
			}
		}
	}
	if answered != len(w.filed) {
		w.t.Errorf("%d of %d reports were answered: the feedback rate is below 100 %%", answered, len(w.filed))
	}
}

// onward is the case that goes on for one linked to number.
func onward(lives []*life, number string) *life {
	for range mostLinks {
		i := slices.IndexFunc(lives, func(l *life) bool { return string(l.receipt) == number })
		if i < 0 {
			return nil
		}
		last := lives[i].rows[len(lives[i].rows)-1]
		if last.LinkedTo == "" {
			return lives[i]
		}
		number = last.LinkedTo
	}
	return nil
}

// everyCardIsTrue: whoever holds a case was last shown how it stands; whoever
// held it has a card without buttons, unless they asked for it again. Who had
// blocked the bot is shown the truth when they press.
func (w *week) everyCardIsTrue(lives []*life) {
	type key struct {
		to   string
		what payload.Receipt
	}
	last := map[key]payload.Delivery{}
	asked := map[key]time.Time{}
	for _, d := range w.ear.all() {
		k := key{d.To, d.Case}
		if d.Topic == payload.TopicRefused {
			asked[k] = d.At
		}
		if d.Card != nil && (last[k].Card == nil || version(last[k]) <= version(d)) {
			last[k] = d
		}
	}
	names := map[int64]string{}
	roster, err := w.db.Roster(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range roster.Staff {
		names[p.ID] = p.Label
	}
	for _, l := range lives {
		now := l.rows[len(l.rows)-1]
		for h, m := range w.members {
			d, shown := last[key{h, l.receipt}]
			id := w.people[h]
			if blocked, did := w.away[h]; did && !d.At.After(blocked) {
				continue
			}
			if slices.Contains(now.Holders, id) {
				if !shown || d.Card.Version != now.Version || string(d.Card.State) != now.State || string(d.Card.Outcome) != now.Outcome ||
					now.OwnerPerson != 0 && d.Card.Owner != names[now.OwnerPerson] || d.Card.Mine != (now.State == "accepted" && now.OwnerPerson == id) {
					w.t.Errorf("%s %s holds %s, which is %s since version %d, and was last shown %+v", m.role, m.badge, l.receipt, now.State, now.Version, d.Card)
				}
				continue
			}
			if shown && len(d.Card.Verbs) > 0 && l.held(id) && !l.acted(id, d.Card.Version) && !asked[key{h, l.receipt}].Equal(d.At) {
				w.t.Errorf("%s %s no longer holds %s and still has a card of version %d with %v", m.role, m.badge, l.receipt, d.Card.Version, d.Card.Verbs)
			}
		}
	}
}

// noStorm: a worker that comes back has one card for each person and case, and
// one more for whatever was done to the case meanwhile.
func (w *week) noStorm() {
	for _, r := range w.restarts {
		cards := map[[2]string]int{}
		for _, d := range w.ear.all()[r.from:r.to] {
			if d.Card == nil {
				continue
			}
			k := [2]string{d.To, string(d.Case)}
			if cards[k]++; cards[k] == 2+len(r.queued[d.Case]) {
				w.t.Errorf("%v: %v gets %d cards at once of a case on which %d acted meanwhile:\n%s", r.at, k, cards[k], len(r.queued[d.Case]), strings.Join(w.log(d.Case), "\n"))
			}
		}
		w.t.Logf("back at %v: %d cards, %d cases with actions", r.at, len(cards), len(r.queued))
	}
	if len(w.restarts) != 2 || len(w.restarts[1].queued) == 0 {
		w.t.Errorf("%d restarts, nothing was done meanwhile", len(w.restarts))
	}
}

// log is all that happened to a case, for people to read.
func (w *week) log(r payload.Receipt) []string {
	return w.lines(`SELECT e.version, e.type, e.at, e.role, e.person, e.to_unit, e.to_person, e.level, e.rule, e.deadline
		FROM events e JOIN reports r ON r.case_id = e.case_id WHERE r.receipt = $1 ORDER BY seq`, string(r))
}

// countsReconcile: everything that worker verify checks, and the months' totals
// beside what was filed and how it ended.
func (w *week) countsReconcile() {
	ctx := w.t.Context()
	result, err := verify.Run(ctx, w.db, func(string, int, int) {})
	if err != nil || len(result.Faults) > 0 || result.Cases != len(w.filed) || result.Months < 2 {
		w.t.Errorf("verify: %+v, %v", result, err)
	}
	units, err := w.db.Units(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	scope, err := monthly.FindScope(units, "", records.LevelCounty)
	if err != nil {
		w.t.Fatal(err)
	}
	got := map[string]int{}
	for _, m := range monthly.Between(monday, w.clock.Now()) {
		r, err := monthly.Count(ctx, w.db, m, monthly.Closed, scope)
		if err != nil {
			w.t.Fatal(err)
		}
		t := r.Reply().Total
		for what, n := range map[string]int{
			"tip": t.Tips, "dispute": t.Disputes, "assist": t.Assists, "acted_on": t.TipsActed, "settled": t.Settled, "helped": t.Helped, "people": t.People,
		} {
			got[what] += n
		}
	}
	for what, query := range map[string]string{
		"tip":      `SELECT count(*) FROM cases WHERE kind = 'tip'`,
		"dispute":  `SELECT count(*) FROM cases WHERE kind = 'dispute'`,
		"assist":   `SELECT count(*) FROM cases WHERE kind = 'assist'`,
		"acted_on": `SELECT count(*) FROM cases WHERE outcome = 'acted_on'`,
		"settled":  `SELECT count(*) FROM cases WHERE outcome LIKE 'settled%'`,
		"helped":   `SELECT count(*) FROM cases WHERE outcome = 'helped'`,
		"people":   `SELECT coalesce(sum(helped), 0) FROM cases WHERE outcome = 'helped'`,
	} {
		if want := w.number(query); got[what] != want {
			w.t.Errorf("the months count %d %s, the cases say %d", got[what], what, want)
		}
	}
}
