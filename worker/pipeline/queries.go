package pipeline

import (
	"context"
	"errors"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
	"secondbrother/worker/casework"
)

// asked is a question with the roster it is answered by. Every answer checks
// role and scope by that roster, never by what the asker says of itself.
type asked struct {
	payload.Question
	s  *snapshot
	by casework.Actor
}

func (p *Pipeline) answers() map[payload.Query]stream.Answer {
	answers := map[payload.Query]func(context.Context, asked) (payload.Reply, error){
		payload.QueryCase:       p.answerCase,
		payload.QueryCases:      p.answerCases,
		payload.QueryTriage:     p.answerTriage,
		payload.QueryStatus:     p.answerStatus,
		payload.QueryTargets:    p.answerTargets,
		payload.QuerySame:       p.answerSame,
		payload.QueryBroadcasts: p.answerBroadcasts,
		payload.QueryRoster:     p.answerRoster,
		payload.QueryPerson:     p.answerPerson,
		payload.QueryMonthly:    p.answerMonthly,
		payload.QueryBehind:     p.answerBehind,
		payload.QueryPage:       p.answerPage,
	}
	out := make(map[payload.Query]stream.Answer, len(answers))
	for query, answer := range answers {
		out[query] = func(ctx context.Context, q payload.Question) (payload.Reply, error) {
			s, err := p.rosters.current(ctx)
			if err != nil {
				return payload.Reply{}, err
			}
			return answer(ctx, asked{q, s, s.actor(q.Actor)})
		}
	}
	return out
}

func refused(why payload.Reason) (payload.Reply, error) { return payload.Reply{Refused: why}, nil }

// file finds a case that the asker may know of; what it may not know of does
// not exist for it.
func (p *Pipeline) find(ctx context.Context, q asked, may func(casework.Case) bool) (records.File, casework.Case, bool, error) {
	file, err := p.db.File(ctx, q.Case)
	if errors.Is(err, records.ErrNotFound) {
		return file, casework.Case{}, false, nil
	}
	if err != nil {
		return file, casework.Case{}, false, err
	}
	c := caseOf(file)
	return file, c, may(c), nil
}

func (p *Pipeline) answerCase(ctx context.Context, q asked) (payload.Reply, error) {
	if !q.by.Role.Staff() {
		return refused(payload.ReasonRole)
	}
	file, c, ok, err := p.find(ctx, q, func(c casework.Case) bool { return casework.MayRead(c, q.by) })
	if err != nil {
		return payload.Reply{}, err
	}
	if !ok {
		return refused(payload.ReasonUnknown)
	}
	show, err := showFile(ctx, p.db, c, file)
	if err != nil {
		return payload.Reply{}, err
	}
	out := card(show, q.by, q.s, p.now())
	return payload.Reply{Card: &out}, nil
}

func (p *Pipeline) answerStatus(ctx context.Context, q asked) (payload.Reply, error) {
	_, c, ok, err := p.find(ctx, q, func(c casework.Case) bool { return c.Reporter != "" && c.Reporter == q.Actor })
	if err != nil {
		return payload.Reply{}, err
	}
	if !ok {
		return refused(payload.ReasonUnknown)
	}
	status := payload.StatusReply{
		Case: c.Number, State: c.State, Kind: c.Kind, Category: c.Category, Station: unitName(c.Station, q.s.org),
		At: c.SubmittedAt, Outcome: c.Outcome, Verbs: casework.Verbs(c, casework.Reporter(q.Actor), q.s.org, p.now()),
	}
	if c.LinkedTo != "" {
		other, err := p.onward(ctx, c)
		if err != nil {
			return payload.Reply{}, err
		}
		status.State, status.Outcome, status.Station = other.State, other.Outcome, unitName(other.Station, q.s.org)
		if other.Open() {
			status.Verbs = []payload.Verb{payload.VerbAdd}
		}
	}
	return payload.Reply{Status: &status}, nil
}

func (p *Pipeline) answerTargets(ctx context.Context, q asked) (payload.Reply, error) {
	_, c, ok, err := p.find(ctx, q, func(c casework.Case) bool { return p.may(c, q, payload.VerbTransfer) })
	if err != nil {
		return payload.Reply{}, err
	}
	if !ok {
		return refused(payload.ReasonNotYours)
	}
	return payload.Reply{Targets: casework.Targets(c, q.by, q.s.org.At(p.now()))}, nil
}
