package conversation

import "secondbrother/storage/payload"

// replied shows the worker's answer in the message that said it was coming.
func (s *step) replied() {
	q, r := s.in.Question, s.in.Reply
	track := trackOf(q)
	switch {
	case q.Query == payload.QueryPage && r != nil && r.Link == "":
		s.say(s.t("monthly.no_page"))
	case q.Query == payload.QueryPage && r != nil:
		s.reply(Reply{Text: s.t("monthly.page", "link", r.Link), Protect: true})
	case r == nil:
		s.unanswered(q, track, s.t("query.late"))
	case r.Refused != "":
		s.unanswered(q, track, s.t("query.refused"))
	case q.Query == payload.QueryStatus && r.Status != nil:
		s.statusReply(r.Status)
	case q.Query == payload.QueryCase && r.Card != nil:
		s.cased(q, r.Card)
	case q.Query == payload.QueryCases && r.Cases != nil, q.Query == payload.QueryTriage && r.Cases != nil:
		s.listed(q, r.Cases)
	case q.Query == payload.QueryCases && r.Loads != nil:
		s.loads(r.Loads)
	case q.Query == payload.QueryBroadcasts && r.Broadcasts != nil:
		s.castListed(r.Broadcasts)
	case q.Query == payload.QueryPerson && r.Person != nil:
		s.personReplied(q, r.Person)
	case q.Query == payload.QueryRoster && r.Roster != nil:
		s.rostered(q, r.Roster)
	case verbOf[q.Query] != "":
		s.targeted(q, r)
	case q.Query == payload.QueryMonthly && r.Monthly != nil:
		s.counted(q, r.Monthly)
	case q.Query == payload.QueryBehind && r.Behind != nil:
		s.behind(q, r.Behind)
	default:
		s.unanswered(q, track, s.t("query.late"))
	}
}

func trackOf(q payload.Question) string {
	switch q.Query {
	case payload.QueryStatus:
		return "status:" + string(q.Case)
	case payload.QueryCase:
		return "case:" + string(q.Case)
	case payload.QueryTargets, payload.QuerySame:
		return trackScreen
	}
	if q.Query == payload.QueryBehind {
		return string(payload.QueryMonthly) // it takes the place of the table
	}
	return string(q.Query)
}

// unanswered says that nothing came. An errand that hung on it ends.
func (s *step) unanswered(q payload.Question, track, text string) {
	if verb := verbOf[q.Query]; verb != "" {
		if e := s.p.Errand; e != nil && e.Verb == verb && e.Case == q.Case && len(e.Targets) == 0 {
			s.finish(text)
		}
		return
	}
	if q.Query == payload.QueryCase {
		s.say(joined("\n", text, s.caseLine(q.Case))) // a card that is there must not be replaced by this
		return
	}
	s.reply(Reply{Text: text, Track: track})
}

// cased shows a case that was asked for: at the bottom of the chat, where the
// person is looking.
func (s *step) cased(q payload.Question, c *payload.Card) {
	if q.Scope == "text" {
		s.reply(Reply{Text: s.t("card.whole_text", "case", c.Case.String(), "text", clean(c.Text)), Protect: true})
		return
	}
	if q.Scope == scopeSaid {
		text := s.t("card.unsaid", "case", c.Case.String())
		if said, _ := mediatorSaid(c); said != "" {
			text = s.t("card.said_text", "case", c.Case.String(), "text", said)
		}
		s.reply(Reply{Text: text, Protect: true})
		return
	}
	s.card(c)
	for i := range s.replies {
		if s.replies[i].Track != "" {
			s.replies[i].Fresh, s.replies[i].Priority = true, payload.PriorityAnswer
		}
	}
}
