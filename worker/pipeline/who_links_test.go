package pipeline

import (
	"strings"
	"testing"

	"secondbrother/storage/payload"
)

// TestWhoLinksAndWhoCounts: who may look for cases of the same event ("s", of
// each of the six cases: the one that somebody has accepted), and who gets a
// link to the counts' page.
func TestWhoLinksAndWhoCounts(t *testing.T) {
	w := newTown(t)
	w.enter(func(c *Config) { c.Page, c.PageURL = "127.0.0.1:0", "http://counts.example" })
	w.sixCases()
	type row struct{ same, page string }
	for who, want := range map[string]row{
		"stranger":         {"------", "-"},
		"reporter A":       {"------", "-"},
		"officer":          {"s-----", "-"},
		"partner":          {"------", "-"},
		"elsewhere":        {"------", "-"},
		"leader":           {"s-----", "-"},
		"otherLeader":      {"------", "-"},
		"bureau":           {"s-----", "-"},
		"otherBureau":      {"------", "-"},
		"fraud":            {"------", "-"},
		"coordinator":      {"------", "link"},
		"otherCoordinator": {"------", "link"},
		"mayor":            {"------", "link"},
	} {
		var got row
		for i := range 6 {
			reply := w.hears(payload.Question{Query: payload.QuerySame, Actor: handle(who), Case: report(i).Receipt})
			if reply.Refused != "" {
				got.same += "-"
			} else {
				got.same += "s"
			}
		}
		got.page = "-"
		if reply := w.hears(payload.Question{Query: payload.QueryPage, Actor: handle(who)}); strings.HasPrefix(reply.Link, "http://counts.example/") {
			got.page = "link"
		} else if reply.Refused == "" {
			got.page = "?"
		}
		if got != want {
			t.Errorf("%s: %+v, want %+v", who, got, want)
		}
	}
}

func (w *town) hears(q payload.Question) payload.Reply {
	w.t.Helper()
	reply, err := w.client.Ask(w.t.Context(), q)
	if err != nil {
		w.t.Fatalf("%s: %v", q.Query, err)
	}
	return reply
}
