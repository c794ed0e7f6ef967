package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
)

// presses is role × scope × assignment × action: who may do what on a case that
// stands in some way. What is not here does nothing. The officer accepted,
// closed and linked; the officer handed the case to the partner.
var presses = map[string]map[string]string{
	"triage": {
		"bureau": "note transfer", "coordinator": "sort block unblock", "mayor": "sort block unblock", "reporter": "answer add withdraw",
	},
	"routed": {
		"officer": "accept note transfer correct", "partner": "accept note transfer correct",
		"leader": "accept note transfer correct", "bureau": "accept note transfer correct",
		"coordinator": "sort block unblock", "mayor": "sort block unblock", "reporter": "answer add withdraw",
	},
	"handed": {
		"partner": "accept return note transfer correct", "leader": "accept return note transfer correct",
		"bureau": "accept return note transfer correct", "coordinator": "sort block unblock", "mayor": "sort block unblock",
		"reporter": "answer add withdraw",
	},
	"accepted": {
		"officer": "ask note transfer close correct link", "leader": "take note transfer correct link", "bureau": "take note transfer correct link",
		"coordinator": "block unblock", "mayor": "block unblock", "reporter": "answer add withdraw",
	},
	"closed":    {"coordinator": "block unblock", "mayor": "block unblock", "reporter": "rate reopen"},
	"linked":    {"officer": "unlink", "leader": "unlink", "bureau": "unlink", "coordinator": "block unblock", "mayor": "block unblock", "reporter": "rate"},
	"withdrawn": {"coordinator": "block unblock", "mayor": "block unblock"},
}

// pressed are all verbs on a case.
var pressed = []payload.Verb{
	payload.VerbAccept, payload.VerbTake, payload.VerbReturn, payload.VerbAsk, payload.VerbNote, payload.VerbTransfer, payload.VerbClose,
	payload.VerbCorrect, payload.VerbGrade, payload.VerbLink, payload.VerbUnlink, payload.VerbSort, payload.VerbBlock, payload.VerbUnblock,
	payload.VerbOffer, payload.VerbRecall, payload.VerbConfirm, payload.VerbRedo, payload.VerbAgree, payload.VerbReport, payload.VerbDecline,
	payload.VerbAnswer, payload.VerbAdd, payload.VerbWithdraw, payload.VerbRate, payload.VerbReopen,
}

// lost is a receipt that no case has.
var lost = report(99_999)

// counter is the town's worker, asked for one press after another.
type counter struct {
	*town
	p     *Pipeline
	n     int
	event payload.Report // an open case that others are linked to
}

// TestEveryPressIsCheckedAgain presses everything as everybody: with the right
// card, with an old one, twice, with a receipt that nobody has, as a volunteer
// who has nothing to do with it and as somebody whom nobody knows. What takes
// effect is what the table says, once; everything else leaves the case as it is
// and tells only who pressed.
func TestEveryPressIsCheckedAgain(t *testing.T) {
	w := newTown(t)
	p, _ := w.enter(func(c *Config) { c.Every = time.Hour })
	c := &counter{town: w, p: p}
	c.event = c.file(townStation)
	if err := w.db.In(t.Context(), func(tx *records.Tx) error {
		_, err := tx.Enrol(t.Context(), handle("neighbour"), townStation, noon)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	actors := []string{"reporter", "stranger", "neighbour"}
	for _, s := range staff {
		actors = append(actors, s.name)
	}
	for _, how := range slices.Sorted(maps.Keys(presses)) {
		r := c.standing(how)
		for _, who := range actors {
			for _, verb := range pressed {
				switch {
				case how == "linked" && who == "reporter" && (verb == payload.VerbAdd || verb == payload.VerbAnswer):
					// goes to the other case
				case slices.Contains(strings.Fields(presses[how][who]), string(verb)):
					c.takesEffectOnce(how, who, verb, r)
					r = c.standing(how)
				default:
					c.doesNothing(how, who, c.wants(who, verb, r, c.version(r)), r)
				}
			}
		}
	}
	for _, who := range actors {
		for _, verb := range pressed {
			a := c.wants(who, verb, lost, 1)
			if why, told := c.press(a); why != string(payload.ReasonUnknown) || told != a.Actor {
				t.Errorf("%s, %s of no case: %q, told %q", who, verb, why, told)
			}
		}
	}
	w.chainsVerify()
}

// file opens the case of a new report; its reporter is of its own.
func (c *counter) file(area string) payload.Report {
	c.t.Helper()
	c.n++
	r := report(c.n)
	r.Place.Area = area
	if v := c.p.reports(c.t.Context(), []stream.Message{message(c.t, "report.submitted.tip", r.ID, r)}); v[0] != stream.Done() {
		c.t.Fatalf("a report: %v", v[0])
	}
	return r
}

// standing makes a case that stands so.
func (c *counter) standing(how string) payload.Report {
	c.t.Helper()
	if how == "triage" {
		return c.file(county)
	}
	r := c.file(townStation)
	for _, verb := range map[string][]payload.Verb{
		"handed": {payload.VerbTransfer}, "accepted": {payload.VerbAccept}, "closed": {payload.VerbAccept, payload.VerbClose},
		"linked": {payload.VerbAccept, payload.VerbLink}, "withdrawn": {payload.VerbAccept, payload.VerbWithdraw},
	}[how] {
		who := "officer"
		if verb == payload.VerbWithdraw {
			who = "reporter"
		}
		a := c.wants(who, verb, r, 0)
		if verb == payload.VerbTransfer {
			a.Target = fmt.Sprintf("p%d", c.people["partner"])
		}
		if why, _ := c.press(a); why != "done" {
			c.t.Fatalf("make a case that is %s: %s: %s", how, verb, why)
		}
	}
	return r
}

// wants is what somebody presses, with all that the verb needs.
func (c *counter) wants(who string, verb payload.Verb, r payload.Report, version int) payload.Action {
	c.n++
	a := act(fmt.Sprint("press ", c.n), who, verb, r)
	if who == "reporter" && r.Receipt != lost.Receipt {
		a.Actor = r.Reporter
	}
	a.Version, a.Text, a.Stars = version, "话", 4
	switch verb {
	case payload.VerbTransfer:
		a.Target = "u" + otherStation
	case payload.VerbClose:
		a.Outcome = payload.OutcomeChecked
	case payload.VerbSort:
		a.Category, a.Area = "tip.fraud", townStation
	case payload.VerbCorrect:
		a.Category = "tip.fraud"
	case payload.VerbLink:
		a.Other = c.event.Receipt
	}
	return a
}

// press says how it went, and who was told that nothing happened.
func (c *counter) press(a payload.Action) (result, told string) {
	c.t.Helper()
	owed, result, err := c.p.do(c.t.Context(), a, true)
	if err != nil {
		c.t.Fatalf("%s: %v", a.Verb, err)
	}
	for _, d := range owed {
		if d.Topic == string(payload.TopicRefused) {
			told += d.To
		}
	}
	return result, told
}

func (c *counter) version(r payload.Report) int {
	return c.number(`SELECT version FROM cases WHERE id = (SELECT case_id FROM reports WHERE receipt = $1)`, string(r.Receipt))
}

// row is the whole case.
func (c *counter) row(r payload.Report) string {
	return strings.Join(c.lines(`SELECT * FROM cases WHERE id = (SELECT case_id FROM reports WHERE receipt = $1)`, string(r.Receipt)), "")
}

func (c *counter) doesNothing(how, who string, a payload.Action, r payload.Report) payload.Reason {
	c.t.Helper()
	before := c.row(r)
	why, told := c.press(a)
	if why == "done" || why == "again" || told != a.Actor || c.row(r) != before {
		c.t.Errorf("%s, %s of a %s case: %q, told %q\nbefore %s\nafter  %s", who, a.Verb, how, why, told, before, c.row(r))
	}
	return payload.Reason(why)
}

// takesEffectOnce presses an old card, the right one, the same once more as a
// redelivery and once more as a second press.
func (c *counter) takesEffectOnce(how, who string, verb payload.Verb, r payload.Report) {
	c.t.Helper()
	shown := c.version(r)
	old := max(shown-1, 1)
	if old == shown {
		old = shown + 1 // from the future: forged
	}
	adds := verb == payload.VerbAsk || verb == payload.VerbNote // words are not lost to an old card
	if why := payload.Reason(""); !adds || old > shown {
		if why = c.doesNothing(how, who, c.wants(who, verb, r, old), r); why != payload.ReasonStale {
			c.t.Errorf("%s, %s of a %s case from another card: %q", who, verb, how, why)
		}
	}
	a := c.wants(who, verb, r, shown)
	if why, told := c.press(a); why != "done" || told != "" || c.version(r) != shown+1 {
		c.t.Errorf("%s, %s of a %s case: %q, version %d after %d", who, verb, how, why, c.version(r), shown)
		return
	}
	after := c.row(r)
	if why, told := c.press(a); why != "again" || told != "" || c.row(r) != after {
		c.t.Errorf("%s, %s of a %s case, delivered twice: %q", who, verb, how, why)
	}
	if second := c.wants(who, verb, r, shown); !adds {
		c.doesNothing(how, who, second, r)
	}
}
