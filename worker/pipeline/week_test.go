package pipeline

import (
	"cmp"
	"container/heap"
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/worker/hours"
)

var weekSeed = flag.Uint64("week.seed", 1, "what happens in TestAWeekOfACounty")

// The week lies far ahead because the database forgets past shifts by its own
// clock, and runs from October into November. A Monday.
var monday = time.Date(2029, 10, 29, 0, 0, 0, 0, hours.Shanghai)

// week is a county of the sample roster, with volunteers, for a week. Everybody
// acts by what they were told, as through the bot, and by dice that depend on
// the seed, on who throws them and what for: never on what came first within a
// step.
type week struct {
	*town
	seed uint64
	end  time.Time

	worker *Pipeline // nil while it is down
	leave  func()
	watch  watch

	agenda agenda
	heard  int // deliveries that were looked at

	members    map[string]*member         // staff by handle
	filed      map[payload.Receipt]*filed // reports by case
	told       map[[2]string]payload.Card // the newest card by handle and case
	looking    map[[2]string]bool         // who is about to look at which case
	volunteers map[string]int             // by handle
	groups     map[string]*group          // by handle
	pressedIn  map[[2]string]int          // presses, by group and who pressed
	casts      map[int64]*cast            // broadcasts by number
	castBy     map[string]string          // who broadcast it, by its text

	invited []string         // volunteers who wait for their invitation
	spots   []spot           // the county's villages and stations
	reports []payload.Report // of this step, published before
	actions []payload.Action // those of this step

	restarts []restart
	away     map[string]time.Time // when who blocked the bot
	joined   int                  // volunteers
	steps    int
	acted    map[string]bool // ids of actions
	refused  map[payload.Reason]int
}

// restart is a moment at which a worker caught up.
type restart struct {
	at       time.Time
	from, to int                          // deliveries of it
	queued   map[payload.Receipt][]string // who acted on a case meanwhile
}

// TestAWeekOfACounty: three hundred reports, everything that people do with
// them, volunteers who mediate, groups, broadcasts, shifts, no-shows, two
// restarts, one of them after a day, and a roster that changes. What must hold is checked after each step and, from the
// database and from all that was delivered, at the end.
func TestAWeekOfACounty(t *testing.T) {
	t.Logf("-week.seed=%d", *weekSeed)
	w := newWeek(t, *weekSeed)
	w.open()
	w.plan()
	w.run(w.end)
	w.runOut()
	w.check()
}

func newWeek(t *testing.T, seed uint64) *week {
	w := &week{
		town: emptyTown(t), seed: seed, end: monday.AddDate(0, 0, 7),
		members: map[string]*member{}, filed: map[payload.Receipt]*filed{}, told: map[[2]string]payload.Card{},
		looking: map[[2]string]bool{}, acted: map[string]bool{}, away: map[string]time.Time{}, refused: map[payload.Reason]int{},
		volunteers: map[string]int{}, groups: map[string]*group{}, pressedIn: map[[2]string]int{}, casts: map[int64]*cast{}, castBy: map[string]string{},
	}
	w.clock.Set(monday)
	w.config.Every = time.Hour // the test looks at deadlines itself, when it has moved the clock
	w.config.Workers = 1
	w.config.Random = rand.NewChaCha8(sha256.Sum256(binary.LittleEndian.AppendUint64(nil, seed)))
	w.remember()
	w.organise()
	return w
}

// open begins a worker's run.
func (w *week) open() {
	w.worker, w.leave = w.enter()
	w.watch = watch{p: w.worker}
	w.quiet()
	w.worker.round(w.t.Context(), &w.watch)
	w.quiet()
}

// dice are those of one decision.
func (w *week) dice(about ...any) *rand.Rand {
	sum := sha256.Sum256(fmt.Append(nil, w.seed, fmt.Sprintf("%q", about)))
	return rand.New(rand.NewPCG(binary.LittleEndian.Uint64(sum[:8]), binary.LittleEndian.Uint64(sum[8:16])))
}

// happening is what somebody does at some time.
type happening struct {
	at  time.Time
	key string // orders what happens at the same time
	do  func()
}

type agenda []happening

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return cmp.Or(a[i].at.Compare(a[j].at), cmp.Compare(a[i].key, a[j].key)) < 0
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(happening)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// later plans something, on a whole minute.
func (w *week) later(at time.Time, key string, do func()) {
	heap.Push(&w.agenda, happening{at.Truncate(time.Minute), key, do})
}

// roughly plans something that need not be exact, so that more of it comes
// together.
func (w *week) roughly(after, longest time.Duration, key string, do func()) {
	when := w.clock.Now().Add(after)
	if grid := min(longest/4, 30*time.Minute); grid > time.Minute {
		when = when.Truncate(grid).Add(grid)
	}
	w.later(when, key, do)
}

// run goes from one thing that happens to the next, whether people do it or a
// deadline does, until a time.
func (w *week) run(until time.Time) {
	for {
		w.steps++
		next := until
		if len(w.agenda) > 0 && w.agenda[0].at.Before(next) {
			next = w.agenda[0].at
		}
		if due := w.nextDue(); w.worker != nil && !due.IsZero() && due.Before(next) {
			next = due
		}
		if now := w.clock.Now(); next.After(now) {
			w.clock.Pass(next.Sub(now))
		}
		if w.worker != nil {
			w.worker.round(w.t.Context(), &w.watch)
		}
		if !next.Before(until) {
			w.listenIn()
			return
		}
		for len(w.agenda) > 0 && !w.agenda[0].at.After(next) {
			heap.Pop(&w.agenda).(happening).do()
		}
		w.listenIn()
		if w.worker != nil {
			w.everyCaseHasAnOwner()
		}
	}
}

// runOut lets the deadlines that are left come and go, with nobody there.
func (w *week) runOut() {
	w.agenda = nil
	for due := w.nextDue(); !due.IsZero(); due = w.nextDue() {
		if due.After(w.end.AddDate(0, 0, 60)) {
			w.t.Fatalf("something is still due at %v", due)
		}
		if now := w.clock.Now(); due.After(now) {
			w.clock.Pass(due.Sub(now))
		}
		w.worker.round(w.t.Context(), &w.watch)
	}
	w.quiet()
}

func (w *week) nextDue() time.Time {
	var due *time.Time
	if err := w.raw.QueryRowContext(w.t.Context(), `SELECT min(next_tick_at) FROM cases`).Scan(&due); err != nil {
		w.t.Fatal(err)
	}
	if due == nil {
		return time.Time{}
	}
	return due.UTC()
}

// listenIn has everybody take in what they were told, once all of it is there.
func (w *week) listenIn() {
	if w.worker == nil {
		w.publishReports()
		w.publishActions()
		return
	}
	w.quiet()
	fresh := w.ear.since(w.heard)
	w.heard += len(fresh)
	slices.SortStableFunc(fresh, func(a, b payload.Delivery) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Case, b.Case), cmp.Compare(version(a), version(b)), cmp.Compare(a.ID, b.ID))
	})
	for _, d := range fresh {
		if m := w.members[d.To]; m != nil {
			w.hears(m, d)
		} else if w.groups[d.To] != nil {
			w.groupHears(d.To, d)
		} else if w.forVolunteers(d) {
			w.volunteerHears(d)
		} else if f := w.filed[d.Case]; f != nil && f.report.Reporter == d.To {
			w.answers(f, d)
		} else if d.Topic == payload.TopicJoined {
			w.joined++
		} else {
			w.t.Errorf("%s of %s is told to who has nothing to do with it", d.Topic, d.Case)
		}
	}
}

func version(d payload.Delivery) int {
	if d.Card == nil {
		return 0
	}
	return d.Card.Version
}

// quiet publishes what came in and waits until all of it is done and heard:
// reports before actions, so that it does not matter which consumer is faster.
// The database says what is done: a consumer's backlog lags behind the stream.
func (w *week) quiet() {
	w.t.Helper()
	w.publishReports()
	w.soonHas(`SELECT count(*) FROM reports`, func() int { return len(w.filed) })
	w.publishActions()
	w.soonHas(`SELECT count(*) FROM handled`, func() int { return len(w.acted) })
	w.soonHas(`SELECT count(*) FROM deliveries`, w.ear.count)
}

func (w *week) publishReports() {
	w.submit(w.reports...)
	w.reports = nil
}

func (w *week) publishActions() {
	w.does(w.actions...)
	w.actions = nil
}

// soonHas waits until the database has as many of something.
func (w *week) soonHas(query string, want func() int) {
	w.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for w.number(query) != want() {
		select {
		case <-deadline:
			w.t.Fatalf("at %v %s gives %d, not %d", w.clock.Now(), query, w.number(query), want())
		case <-tick.C:
		}
	}
}

// acts publishes an action; now and then it comes twice, as it does when the
// bot dies between publishing it and noting that it did.
func (w *week) acts(a payload.Action, about ...any) {
	a.V, a.At = payload.Version, w.clock.Now()
	a.ID = handle(fmt.Sprintf("%d %q", w.seed, append(about, a.Verb, a.Actor, a.Case, a.Version, a.At)))
	if a.Case != "" && w.worker == nil {
		r := &w.restarts[len(w.restarts)-1]
		r.queued[a.Case] = append(r.queued[a.Case], a.Actor)
	}
	w.acted[a.ID] = true
	if a.Group != "" {
		w.pressedIn[[2]string{a.Group, a.Actor}]++
	}
	w.actions = append(w.actions, a)
	if w.dice("again", a.ID).IntN(20) == 0 {
		w.actions = append(w.actions, a)
	}
}
