package pipeline

import (
	"bytes"
	"context"
	"fmt"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/monthly"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

func (p *Pipeline) answerMonthly(ctx context.Context, q asked) (payload.Reply, error) {
	month, scope, why := p.countable(q)
	if why != "" {
		return refused(why)
	}
	report, err := monthly.Count(ctx, p.db, month, monthly.Closed, scope)
	if err != nil {
		return payload.Reply{}, err
	}
	reply := report.Reply()
	published, err := monthly.Publish(report)
	reply.Public = err == nil
	name := fmt.Sprintf("%s-%s.xlsx", reply.Month, reply.Area)
	switch {
	case q.Scope == "public" && !reply.Public:
		return refused(payload.ReasonInvalid)
	case q.Scope == "public":
		// What goes with it must not tell what the file hides.
		reply = payload.MonthlyReply{Month: reply.Month, Area: reply.Area, Public: true}
		report, name = published, fmt.Sprintf("%s-%s-公开.xlsx", reply.Month, reply.Area)
	}
	if q.Scope == "file" || q.Scope == "public" {
		var file bytes.Buffer
		if err := monthly.Write(&file, report, "xlsx"); err != nil {
			return payload.Reply{}, fmt.Errorf("write the counts' file: %w", err)
		}
		reply.File, reply.Name = file.Bytes(), name
	}
	return payload.Reply{Monthly: &reply}, nil
}

// countable is the month and the part of the city that the asker wants to see
// counted, or why not.
func (p *Pipeline) countable(q asked) (monthly.Month, monthly.Scope, payload.Reason) {
	if q.by.Role != payload.RoleCoordinator {
		return monthly.Month{}, monthly.Scope{}, payload.ReasonRole
	}
	month, err := monthly.ParseMonth(q.Month, p.now())
	if err != nil {
		return monthly.Month{}, monthly.Scope{}, payload.ReasonInvalid
	}
	scope, why := q.counted()
	return month, scope, why
}

// deepest is the last page that a number opens to on a phone; who needs more
// has the page on the web and worker monthly.
const deepest = 1000

// answerBehind opens a number to the numbers of its cases.
func (p *Pipeline) answerBehind(ctx context.Context, q asked) (payload.Reply, error) {
	month, scope, why := p.countable(q)
	if why != "" {
		return refused(why)
	}
	if q.Page < 0 || q.Page > deepest {
		return refused(payload.ReasonInvalid)
	}
	cell := monthly.Cell{Key: q.Count, Area: scope.Code, Period: monthly.Only(month), Basis: monthly.Closed}
	if _, err := monthly.ParseCell(cell.String(), p.now()); err != nil {
		return refused(payload.ReasonInvalid)
	}
	if _, err := p.db.Tally(ctx, nil); err != nil {
		return payload.Reply{}, err
	}
	var found monthly.Explanation
	skip := q.Page * payload.PageSize
	err := p.db.Counting(ctx, func(c *records.Counter) (err error) {
		found, err = monthly.Explain(ctx, c, cell, scope, skip+payload.PageSize)
		return err
	})
	if err != nil {
		return payload.Reply{}, err
	}
	reply := payload.BehindReply{Month: month.String(), Area: scope.Name, N: found.N, Was: found.Was, Page: q.Page, More: found.More && q.Page < deepest}
	page := found.Lines[min(skip, len(found.Lines)):]
	shown, err := p.db.Showable(ctx, page, asker(q))
	if err != nil {
		return payload.Reply{}, err
	}
	reply.Hidden = len(page) - len(shown)
	for _, l := range shown {
		reply.Lines = append(reply.Lines, payload.BehindLine{Case: l.Case, At: l.At, N: l.N})
	}
	return payload.Reply{Behind: &reply}, nil
}

// counted is the part of the city whose counts the asker wants and may have.
func (q asked) counted() (monthly.Scope, payload.Reason) {
	area := q.Area
	if area == "" && q.by.County != "" {
		area = q.by.County
	}
	if area == "" || area == q.s.org.City().Code {
		if q.by.County != "" {
			return monthly.Scope{}, payload.ReasonNotYours
		}
		return monthly.Scope{Code: q.s.org.City().Code, Name: q.s.org.City().Name, Lines: lines(q.s.children(route.County, ""))}, ""
	}
	unit, known := q.s.org.Unit(area)
	if !known {
		if _, official := place.Official().Area(area); !official {
			return monthly.Scope{}, payload.ReasonInvalid
		}
		unit, known = q.s.org.Unit(q.s.org.CountyFor(area))
	}
	county := q.s.org.CountyOf(unit.Code)
	switch {
	case !known || county == "":
		return monthly.Scope{}, payload.ReasonInvalid
	case q.by.County != "" && county != q.by.County:
		return monthly.Scope{}, payload.ReasonNotYours
	case unit.Kind == route.Station:
		return monthly.Scope{Code: unit.Code, Name: unit.Name, County: county, Station: unit.Code}, ""
	}
	return monthly.Scope{Code: county, Name: unitName(county, q.s.org), County: county, Lines: lines(q.s.children(route.Station, county))}, ""
}

func lines(units []route.Unit) []monthly.Line {
	out := make([]monthly.Line, len(units))
	for i, u := range units {
		out[i] = monthly.Line{Code: u.Code, Name: u.Name}
	}
	return out
}
