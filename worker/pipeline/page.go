package pipeline

import (
	"context"
	"fmt"
	"net"
	"strings"

	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
	"secondbrother/worker/page"
)

// openPage serves the counts' web page.
func (p *Pipeline) openPage() (*server, error) {
	listener, err := net.Listen("tcp", p.config.Page)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrListen, err)
	}
	return p.serve(listener, page.Handler(page.Config{
		Records: p.db, Visitor: p.visitor, Clock: p.now, Log: p.log, Secure: strings.HasPrefix(p.config.PageURL, "https://"),
	})), nil
}

// visitor says whether a person is a coordinator by the roster as it is now.
func (p *Pipeline) visitor(ctx context.Context, person int64) (county string, ok bool, err error) {
	s, err := p.rosters.current(ctx)
	if err != nil {
		return "", false, err
	}
	a := casework.Staff("", person, s.org)
	return a.County, a.Role == payload.RoleCoordinator, nil
}

// answerPage gives a coordinator a link that lets in once.
func (p *Pipeline) answerPage(ctx context.Context, q asked) (payload.Reply, error) {
	if q.by.Role != payload.RoleCoordinator {
		return refused(payload.ReasonRole)
	}
	if p.config.Page == "" {
		return refused(payload.ReasonInvalid)
	}
	token := page.Token()
	if err := p.db.OfferPage(ctx, token, q.by.Person, p.now().Add(page.LinkHolds)); err != nil {
		return payload.Reply{}, err
	}
	return payload.Reply{Link: page.Link(p.config.PageURL, token)}, nil
}
