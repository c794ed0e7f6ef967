package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

// The cases that the questions are about.
const (
	mine    = iota // the officer's, accepted
	free           // waits at the same station
	next           // at the county's other station
	beyond         // in another county
	unsure         // in triage: nobody knows where
	against        // in the other county, a complaint about its bureau
	cases
)

// seldom has the worker not look at deadlines while the test runs: it would fit
// to the roster what the test has made of a case by hand.
func seldom(c *Config) { c.Every = time.Hour }

func (w *town) sixCases() {
	w.t.Helper()
	reports := make([]payload.Report, cases)
	for i := range reports {
		reports[i] = report(i)
	}
	reports[next].Place.Area, reports[beyond].Place.Area, reports[unsure].Place.Area = townOther, far, ""
	reports[against].Place.Area = far
	w.submit(reports...)
	w.does(act("accept", "officer", payload.VerbAccept, reports[mine]))
	w.until("all is filed and accepted", func() bool {
		return w.number(`SELECT count(*) FROM cases`) == cases && w.number(`SELECT count(*) FROM cases WHERE state = 'accepted'`) == 1
	})
	w.settled()
	w.change(`UPDATE cases SET against_unit = $1, holders = array[$2::bigint] WHERE report_id = $3`, otherCounty, w.people["mayor"], reports[against].ID)
}

// seen says what a reply shows: which of the cases, or how many people, or
// whose counts; "-" where it refuses.
func seen(reply payload.Reply) string {
	which := func(number payload.Receipt) string {
		for i := range cases {
			if report(i).Receipt == number {
				return fmt.Sprint(i)
			}
		}
		return "?"
	}
	switch {
	case reply.Refused != "":
		return "-"
	case reply.Card != nil:
		if reply.Card.Text == "" {
			return "frame"
		}
		return which(reply.Card.Case)
	case reply.Status != nil:
		return which(reply.Status.Case)
	case reply.Cases != nil:
		var all []string
		for _, line := range reply.Cases.Lines {
			all = append(all, which(line.Case))
		}
		slices.Sort(all)
		return cmp.Or(strings.Join(all, ""), "none")
	case reply.Loads != nil:
		var all []string
		for _, line := range reply.Loads.Lines {
			all = append(all, fmt.Sprintf("%s%d", line.Label, line.Open))
		}
		return cmp.Or(strings.Join(all, " "), "none")
	case reply.Roster != nil:
		return fmt.Sprintf("%s %d", reply.Roster.Unit, reply.Roster.Total)
	case reply.Monthly != nil:
		return reply.Monthly.Area
	case reply.Behind != nil:
		var all []string
		for _, line := range reply.Behind.Lines {
			all = append(all, which(line.Case))
		}
		slices.Sort(all)
		return cmp.Or(strings.Join(all, ""), "none")
	case reply.Targets != nil:
		return "targets"
	}
	return "nothing"
}

// TestEverybodySeesTheirOwn asks every question as everybody. "-" is a
// refusal; digits are the cases shown, out of all six.
func TestEverybodySeesTheirOwn(t *testing.T) {
	w := newTown(t)
	w.enter(seldom)
	w.sixCases()
	type row struct{ card, status, targets, mine, station, overdue, people, triage, roster, monthly, city, behind, behindCity string }
	nobody := row{"------", "------", "------", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-"}
	first := nobody
	first.status = "0-----"
	for who, want := range map[string]row{
		"stranger":         nobody,
		"reporter A":       first,
		"officer":          {"01----", "------", "tt----", "01", "01", "none", "-", "-", "-", "-", "-", "-", "-"},
		"partner":          {"01----", "------", "-t----", "01", "01", "none", "-", "-", "-", "-", "-", "-", "-"},
		"elsewhere":        {"--2---", "------", "--t---", "2", "2", "none", "-", "-", "-", "-", "-", "-", "-"},
		"leader":           {"01----", "------", "tt----", "none", "01", "none", "officer1 partner0", "-", "-", "-", "-", "-", "-"},
		"otherLeader":      {"--2---", "------", "--t---", "none", "2", "none", "elsewhere0", "-", "-", "-", "-", "-", "-"},
		"bureau":           {"012---", "------", "ttt---", "none", "012", "none", "officer1", "-", "-", "-", "-", "-", "-"},
		"otherBureau":      {"---3--", "------", "---t--", "3", "3", "none", "none", "-", "-", "-", "-", "-", "-"},
		"fraud":            {"------", "------", "------", "none", "none", "none", "-", "-", "-", "-", "-", "-", "-"},
		"coordinator":      {"012---", "------", "------", "none", "012", "none", "officer1", "none", "东昌府分局 8", "东昌府分局", "-", "012", "-"},
		"otherCoordinator": {"---3--", "------", "------", "none", "3", "none", "none", "none", "茌平分局 2", "茌平分局", "-", "3", "-"},
		"mayor":            {"012345", "------", "------", "45", "012345", "none", "officer1", "4", "市局 11", "市局", "市局", "012345", "012345"},
	} {
		got := row{
			card: w.each(who, payload.QueryCase), status: w.each(who, payload.QueryStatus), targets: w.each(who, payload.QueryTargets),
			mine:    w.asks(payload.Question{Query: payload.QueryCases, Actor: handle(who), Scope: "mine"}),
			station: w.asks(payload.Question{Query: payload.QueryCases, Actor: handle(who), Scope: "station"}),
			overdue: w.asks(payload.Question{Query: payload.QueryCases, Actor: handle(who), Scope: "overdue"}),
			people:  w.asks(payload.Question{Query: payload.QueryCases, Actor: handle(who), Scope: "people"}),
			triage:  w.asks(payload.Question{Query: payload.QueryTriage, Actor: handle(who)}),
			roster:  w.asks(payload.Question{Query: payload.QueryRoster, Actor: handle(who)}),
			monthly: w.asks(payload.Question{Query: payload.QueryMonthly, Actor: handle(who), Month: "2026-10"}),
			city:    w.asks(payload.Question{Query: payload.QueryMonthly, Actor: handle(who), Month: "2026-10", Area: city}),

			behind:     w.asks(behind(who, "", "tip.received")),
			behindCity: w.asks(behind(who, city, "tip.received")),
		}
		if got != want {
			t.Errorf("%s sees\n%+v, want\n%+v", who, got, want)
		}
	}
	for area, want := range map[string]string{county: "东昌府分局", station: "古楼派出所", townStation: "东昌府分局", otherCounty: "-", far: "-", "nowhere": "-"} {
		if got := w.asks(payload.Question{Query: payload.QueryMonthly, Actor: handle("coordinator"), Month: "2026-10", Area: area}); got != want {
			t.Errorf("the coordinator's counts of %s: %s, want %s", area, got, want)
		}
	}
	for _, month := range []string{"2026-13", "2027-01", "next", "2026-10-01"} {
		if got := w.asks(payload.Question{Query: payload.QueryMonthly, Actor: handle("mayor"), Month: month}); got != "-" {
			t.Errorf("the counts of %s: %s", month, got)
		}
	}
}

// behind asks for the cases behind a number of the month that all came in.
func behind(who, area, count string) payload.Question {
	return payload.Question{Query: payload.QueryBehind, Actor: handle(who), Month: noon.Format("2006-01"), Area: area, Count: count}
}

// A number opens within the asker's scope, in pages that make it up.
func TestANumberOpensToItsCases(t *testing.T) {
	w := newTown(t)
	w.enter(seldom)
	w.sixCases()
	for _, c := range []struct{ who, area, count, want string }{
		{"coordinator", county, "tip.received", "012"}, {"coordinator", station, "tip.received", "01"},
		{"coordinator", otherCounty, "tip.received", "-"}, {"coordinator", far, "tip.received", "-"},
		{"coordinator", "", "tip.pending", "012"}, {"coordinator", "", "tip.acted_on", "none"},
		{"mayor", otherCounty, "tip.received", "35"}, {"mayor", "", "tip.success", "-"}, {"mayor", "", "tip.response", "-"},
		{"mayor", "", "tip.received@371502/2026-01", "-"}, {"mayor", "", "", "-"}, {"mayor", "nowhere", "tip.received", "-"},
	} {
		if got := w.asks(behind(c.who, c.area, c.count)); got != c.want {
			t.Errorf("behind %s of %q for the %s: %s, want %s", c.count, c.area, c.who, got, c.want)
		}
	}
	late := behind("mayor", "", "tip.received")
	late.Month = "2099-01"
	if got := w.asks(late); got != "-" {
		t.Errorf("a month to come opens to %s", got)
	}

	more := make([]payload.Report, payload.PageSize)
	for i := range more {
		more[i] = report(cases + i)
	}
	w.submit(more...)
	w.until("all is filed", func() bool { return w.number(`SELECT count(*) FROM cases`) == cases+payload.PageSize })
	w.settled()
	shown := map[payload.Receipt]bool{}
	for page, more := 0, true; more; page++ {
		q := behind("mayor", "", "tip.received")
		q.Page = page
		reply, err := w.client.Ask(t.Context(), q)
		if err != nil || reply.Behind == nil || page > 1 {
			t.Fatalf("page %d: %+v, %v", page, reply, err)
		}
		for _, line := range reply.Behind.Lines {
			shown[line.Case] = true
		}
		if reply.Behind.N != cases+payload.PageSize || len(reply.Behind.Lines) > payload.PageSize {
			t.Errorf("page %d is %+v", page, reply.Behind)
		}
		more = reply.Behind.More
	}
	if len(shown) != cases+payload.PageSize {
		t.Errorf("the pages show %d cases", len(shown))
	}
}

// A complaint about the coordinator's own bureau is counted, but neither a list
// nor a number opens to it for them.
func TestNoNumberOpensToAComplaintAboutWhoAsks(t *testing.T) {
	w := newTown(t)
	w.enter(seldom)
	w.sixCases()
	w.change(`UPDATE cases SET against_unit = $1, holders = array[$2::bigint] WHERE report_id = $3`, county, w.people["mayor"], report(next).ID)
	reply := w.hears(behind("coordinator", "", "tip.received"))
	if got := seen(reply); got != "01" || reply.Behind.N != 3 || reply.Behind.Hidden != 1 {
		t.Errorf("the number opens to %s of %d, %d hidden", got, reply.Behind.N, reply.Behind.Hidden)
	}
	for name, q := range map[string]payload.Question{
		"cases": {Query: payload.QueryCases, Actor: handle("coordinator")},
		"case":  {Query: payload.QueryCase, Actor: handle("coordinator"), Case: report(next).Receipt},
	} {
		if got := w.asks(q); strings.Contains(got, fmt.Sprint(int(next))) {
			t.Errorf("%s shows %s", name, got)
		}
	}
	if got := w.asks(behind("mayor", "", "tip.received")); got != "012345" {
		t.Errorf("the city sees %s", got)
	}
}

// The version for the public is the city's, and its answer does not tell beside
// the file what the file hides.
func TestThePublicVersionIsTheCitys(t *testing.T) {
	w := newTown(t)
	w.enter(seldom)
	w.sixCases()
	for _, c := range []struct {
		who, area string
		want      bool
	}{{"mayor", "", true}, {"mayor", county, false}, {"coordinator", "", false}, {"officer", "", false}} {
		q := payload.Question{Query: payload.QueryMonthly, Actor: handle(c.who), Month: noon.Format("2006-01"), Area: c.area, Scope: "public"}
		reply, err := w.client.Ask(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if got := reply.Monthly != nil && len(reply.Monthly.File) > 0; got != c.want {
			t.Errorf("%s gets the public version of %q: %v", c.who, c.area, got)
		}
		if reply.Monthly != nil && (reply.Monthly.Total != payload.MonthlyRow{} || len(reply.Monthly.Rows)+len(reply.Monthly.Types) > 0) {
			t.Errorf("beside the public version it says %+v", reply.Monthly)
		}
	}
}

func (w *town) asks(q payload.Question) string {
	w.t.Helper()
	reply, err := w.client.Ask(w.t.Context(), q)
	if err != nil {
		w.t.Fatalf("%s: %v", q.Query, err)
	}
	return seen(reply)
}

// each asks about every case.
func (w *town) each(who string, query payload.Query) string {
	w.t.Helper()
	var all strings.Builder
	for i := range cases {
		got := w.asks(payload.Question{Query: query, Actor: handle(who), Case: report(i).Receipt})
		if got == "targets" {
			got = "t"
		}
		all.WriteString(got)
	}
	return all.String()
}
